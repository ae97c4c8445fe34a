"""Mess: what goes wrong in a sample portfolio on purpose, and by what it is found."""

from dataclasses import dataclass
from enum import StrEnum


class Mess(StrEnum):
    """One kind of mess; each touches one project and year."""

    NOT_SUBMITTED = "not_submitted"
    SUBMITTED_UNEXPLAINED = "submitted_unexplained"
    TABLE_MISSING = "table_missing"
    SCORE_BLANK = "score_blank"
    TEMPLATE_UNFILLED = "template_unfilled"
    REASON_MISSING = "reason_missing"
    SURVEY_MISSING = "survey_missing"
    TOTAL_WRONG = "total_wrong"
    WEIGHTS_WRONG = "weights_wrong"
    RATE_WRONG = "rate_wrong"
    SUM_LINE_WRONG = "sum_line_wrong"
    SCORE_ABOVE_WEIGHT = "score_above_weight"
    GRADE_WRONG = "grade_wrong"
    YEAR_WRONG = "year_wrong"
    FULL_SCORE_SHORT = "full_score_short"
    LOW_EXECUTION = "low_execution"
    EXECUTION_WEIGHT_ODD = "execution_weight_odd"
    APPROVED_TARGET_CHANGED = "approved_target_changed"
    UNITS_DIFFER = "units_differ"
    OVER_ACHIEVED = "over_achieved"
    OPERATOR_COPIED = "operator_copied"
    TABLE_ENTERED_TWICE = "table_entered_twice"
    PROJECT_REGISTERED_TWICE = "project_registered_twice"
    LINE_TAKEN_TWICE = "line_taken_twice"
    TABLE_COPIED = "table_copied"
    ZERO_BUDGET = "zero_budget"
    SUM_LINE_ZERO = "sum_line_zero"
    LINE_OVERSPENT = "line_overspent"
    OVER_EXECUTION = "over_execution"
    EXECUTED_IN_YUAN = "executed_in_yuan"
    SOURCE_IN_YUAN = "source_in_yuan"
    COST_IN_YUAN = "cost_in_yuan"
    PLAN_SLIPPED = "plan_slipped"
    PLAN_STALLED = "plan_stalled"
    PLAN_WITHOUT_BASELINE = "plan_without_baseline"
    PLAN_REBASED = "plan_rebased"
    PLAN_UNPROVED = "plan_unproved"
    PLAN_OVERSPENT = "plan_overspent"


class Group(StrEnum):
    """What a mess is in the words of the portfolio."""

    LATE = "late"
    MISSING = "missing"
    CONTRADICTORY = "contradictory"
    DUPLICATE = "duplicate"
    ZERO_BUDGET = "zero_budget"
    OVERSPENDING = "overspending"
    WRONG_UNIT = "wrong_unit"


class Trace(StrEnum):
    """How a mess shows: a finding about the table, a refused action, the records as they stand, an indicator."""

    FINDING = "finding"
    REFUSAL = "refusal"
    RECORD = "record"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class Kind:
    """What a mess is and by what it is found.

    ``code`` is the code of the finding, of the blocking finding of a refusal, or for ``Trace.RECORD`` what the records
    show: ``draft`` (the year is over, the table is not submitted), ``no_table``, ``no_rate`` (no budget to divide by);
    for ``Trace.INDICATOR`` the indicator that it reaches (others may follow from the same cause).
    """

    group: Group
    trace: Trace
    code: str


def _found(group: Group, name: str) -> Kind:
    return Kind(group, Trace.FINDING, f"evaluation.{name}")


# What goes wrong with a plan; it touches a project, whatever the year.
PLAN_MESSES = tuple(mess for mess in Mess if mess.startswith("plan_"))

KINDS: dict[Mess, Kind] = {
    Mess.NOT_SUBMITTED: Kind(Group.LATE, Trace.RECORD, "draft"),
    Mess.SUBMITTED_UNEXPLAINED: Kind(Group.LATE, Trace.REFUSAL, "evaluation.faults_open"),
    Mess.TABLE_MISSING: Kind(Group.MISSING, Trace.RECORD, "no_table"),
    Mess.SCORE_BLANK: _found(Group.MISSING, "score_missing"),
    Mess.TEMPLATE_UNFILLED: _found(Group.MISSING, "unfilled_template"),
    Mess.REASON_MISSING: _found(Group.MISSING, "loss_without_reason"),
    Mess.SURVEY_MISSING: _found(Group.MISSING, "satisfaction_without_survey"),
    Mess.TOTAL_WRONG: _found(Group.CONTRADICTORY, "total_differs"),
    Mess.WEIGHTS_WRONG: _found(Group.CONTRADICTORY, "weights_not_100"),
    Mess.RATE_WRONG: _found(Group.CONTRADICTORY, "rate_differs"),
    Mess.SUM_LINE_WRONG: _found(Group.CONTRADICTORY, "sum_line_differs"),
    Mess.SCORE_ABOVE_WEIGHT: _found(Group.CONTRADICTORY, "score_above_weight"),
    Mess.GRADE_WRONG: _found(Group.CONTRADICTORY, "grade_differs"),
    Mess.YEAR_WRONG: _found(Group.CONTRADICTORY, "year_differs"),
    Mess.FULL_SCORE_SHORT: _found(Group.CONTRADICTORY, "full_score_short_of_target"),
    Mess.LOW_EXECUTION: _found(Group.CONTRADICTORY, "low_execution_full_output"),
    Mess.EXECUTION_WEIGHT_ODD: _found(Group.CONTRADICTORY, "execution_weight_odd"),
    Mess.APPROVED_TARGET_CHANGED: _found(Group.CONTRADICTORY, "targets_differ_from_approved"),
    Mess.UNITS_DIFFER: _found(Group.CONTRADICTORY, "units_differ"),
    Mess.OVER_ACHIEVED: _found(Group.CONTRADICTORY, "over_achievement_large"),
    Mess.OPERATOR_COPIED: _found(Group.CONTRADICTORY, "actual_copies_operator"),
    Mess.TABLE_ENTERED_TWICE: Kind(Group.DUPLICATE, Trace.REFUSAL, "evaluation.already_entered"),
    Mess.PROJECT_REGISTERED_TWICE: Kind(Group.DUPLICATE, Trace.REFUSAL, "project.exists"),
    Mess.LINE_TAKEN_TWICE: Kind(Group.DUPLICATE, Trace.REFUSAL, "budget.line_exists"),
    Mess.TABLE_COPIED: _found(Group.DUPLICATE, "copied_table"),
    Mess.ZERO_BUDGET: Kind(Group.ZERO_BUDGET, Trace.RECORD, "no_rate"),
    Mess.SUM_LINE_ZERO: _found(Group.ZERO_BUDGET, "sum_line_differs"),
    Mess.LINE_OVERSPENT: Kind(Group.OVERSPENDING, Trace.REFUSAL, "budget.line_overspent"),
    Mess.OVER_EXECUTION: _found(Group.OVERSPENDING, "over_execution"),
    Mess.EXECUTED_IN_YUAN: _found(Group.WRONG_UNIT, "over_execution"),
    Mess.SOURCE_IN_YUAN: _found(Group.WRONG_UNIT, "sum_line_differs"),
    Mess.COST_IN_YUAN: _found(Group.WRONG_UNIT, "cost_target_above_budget"),
    Mess.PLAN_SLIPPED: Kind(Group.LATE, Trace.INDICATOR, "end_slipped"),
    Mess.PLAN_STALLED: Kind(Group.LATE, Trace.INDICATOR, "milestones_overdue"),
    Mess.PLAN_WITHOUT_BASELINE: Kind(Group.MISSING, Trace.INDICATOR, "baseline_missing"),
    Mess.PLAN_REBASED: Kind(Group.CONTRADICTORY, Trace.INDICATOR, "baselines_many"),
    Mess.PLAN_UNPROVED: Kind(Group.MISSING, Trace.INDICATOR, "progress_unproved"),
    Mess.PLAN_OVERSPENT: Kind(Group.OVERSPENDING, Trace.INDICATOR, "cost_index_low"),
}
