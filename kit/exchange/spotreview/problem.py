"""Problem: one finding of a spot review with its number on the problem list, by department."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit.core.finding import SEVERITY_ORDER, Finding
from kit.core.language import _
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.review import Review


@dataclass(frozen=True)
class Problem:
    """A finding about a table; ``number`` counts from 1 over the whole list."""

    number: int
    table: PrintedTable
    finding: Finding

    @property
    def indicator(self) -> PrintedIndicator | None:
        """The indicator row that the finding is about, where it is about one."""
        row = self.finding.row
        return self.table.indicators[row - 1] if row and row <= len(self.table.indicators) else None


def list_problems(reviews: Iterable[Review]) -> list[Problem]:
    """All findings of *reviews*: by department, table after table, the heaviest first."""
    said = [(review.table, finding) for review in reviews for finding in review.findings]
    ordered = sorted(said, key=lambda pair: (department_of(pair[0]), pair[0].id, SEVERITY_ORDER[pair[1].severity]))
    return [Problem(number, table, finding) for number, (table, finding) in enumerate(ordered, 1)]


def department_of(table: PrintedTable) -> str:
    """The department that answers for *table*, else the unit, else that none is printed."""
    return table.department or table.unit or _("(no department printed)")


def kind_label(code: str) -> str:
    """What a finding's code is called on paper; the code itself where it has no name yet."""
    name = code.partition(".")[2]
    return _kinds().get(name, name)


def _kinds() -> dict[str, str]:
    return {
        "total_differs": _("total differs from the sum of scores"),
        "weights_not_100": _("weights do not add to 100"),
        "rate_differs": _("recomputed execution rate differs"),
        "rate_denominator_other": _("execution rate with another denominator"),
        "sum_line_differs": _("money total differs from its lines"),
        "execution_weight_odd": _("weight of execution is impossible"),
        "score_above_weight": _("score above its weight"),
        "grade_differs": _("grade is not that of the total"),
        "year_differs": _("dates of another year"),
        "over_execution": _("more executed than budgeted"),
        "score_missing": _("score is missing"),
        "unfilled_template": _("form not filled in"),
        "units_differ": _("target and actual not comparable"),
        "loss_without_reason": _("points lost without a reason"),
        "full_score_short_of_target": _("full score short of the target"),
        "low_execution_full_output": _("low execution, full output"),
        "cost_target_above_budget": _("cost target above the budget"),
        "over_achievement_large": _("large over-achievement"),
        "actual_copies_operator": _("actual value copies the target"),
        "satisfaction_without_survey": _("satisfaction without a survey"),
        "dimension_missing": _("a dimension has no indicator"),
        "copied_table": _("table repeats another one"),
        "targets_differ_from_approved": _("differs from the approved targets"),
        "execution_score_differs": _("execution score differs from the scheme"),
        "all_full_scores": _("every row has its full score"),
    }
