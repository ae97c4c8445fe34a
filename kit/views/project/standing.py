"""Standing: how a project stands at a gate, from the rows of every room; actions ask here too."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Executable, Select, func, select

from kit.budget.commitments import Contract
from kit.budget.tables import BudgetLine
from kit.evaluation.entry import SUBMITTED
from kit.evaluation.tables import Objective, SelfReview
from kit.project.course import CourseNode
from kit.project.document import ProjectDocument
from kit.project.gate import Standing
from kit.project.states import Need
from kit.project.tables import Project
from kit.risk.states import AlertLevel, AlertState, RectificationState
from kit.risk.tables import Alert, Rectification
from kit.schedule.tables import Baseline

Ask = Callable[[Executable], list[dict[str, Any]]]


def standing_of(ask: Ask, course: Mapping[str, Any], today: date) -> Standing:
    """How the project of a course stands on a day."""
    project = course["project"]
    nodes = ask(select(CourseNode.node, CourseNode.outcome).where(CourseNode.project == project))
    filed = select(ProjectDocument.kind, ProjectDocument.digest)
    filed = filed.where(ProjectDocument.project == project, ProjectDocument.replaced_on.is_(None))
    return Standing(
        {row["node"]: row["outcome"] for row in nodes if row["outcome"]},
        {row["kind"]: row["digest"] for row in ask(filed)},
        frozenset(_needs_met(ask, course, today)),
    )


def loop_years(course: Mapping[str, Any], years: tuple[int, int], last: int) -> range:
    """The fiscal years of a project that the kit has seen, up to *last*: each has its targets and its self-review."""
    return range(max(course["entered_on"].year, years[0]), min(last, years[1]) + 1)


def _needs_met(ask: Ask, course: Mapping[str, Any], today: date) -> set[Need]:
    project = course["project"]
    met = {need for need, query in _at_least_one(project, today).items() if _count(ask, query)}
    met |= {need for need, query in _none_left(project).items() if not _count(ask, query)}
    if _has_reviews(ask, course, today):
        met.add(Need.SUBMITTED_REVIEW)
    return met


def _at_least_one(project: str, today: date) -> dict[Need, Select[Any]]:
    return {
        Need.ALLOTTED_FUNDS: _counting(BudgetLine).where(BudgetLine.project == project, BudgetLine.allotted > 0),
        Need.TARGETS_RECORDED: _counting(Objective).where(Objective.project == project, Objective.year == today.year),
        Need.PLAN_BASELINE: _counting(Baseline).where(Baseline.project == project),
        Need.SIGNED_CONTRACT: _counting(Contract).where(Contract.project == project),
    }


def _none_left(project: str) -> dict[Need, Select[Any]]:
    unsettled = (Contract.project == project, Contract.completed_on.is_(None), Contract.is_closed.is_(False))
    unclosed = (Rectification.project == project, Rectification.state != str(RectificationState.CLOSED))
    red = (Alert.project == project, Alert.level == str(AlertLevel.RED), Alert.state != str(AlertState.CLOSED))
    return {
        Need.CONTRACTS_SETTLED: _counting(Contract).where(*unsettled),
        Need.NO_OPEN_RECTIFICATION: _counting(Rectification).where(*unclosed),
        Need.NO_OPEN_RED_ALERT: _counting(Alert).where(*red),
    }


def _has_reviews(ask: Ask, course: Mapping[str, Any], today: date) -> bool:
    own = ask(select(Project.year_from, Project.year_to).where(Project.code == course["project"]))[0]
    reviewed = select(SelfReview.year).where(SelfReview.project == course["project"], SelfReview.state == SUBMITTED)
    wanted = loop_years(course, (own["year_from"], own["year_to"]), today.year - 1)
    return set(wanted) <= {row["year"] for row in ask(reviewed)}


def _counting(table: Any) -> Select[Any]:
    return select(func.count().label("count")).select_from(table)


def _count(ask: Ask, query: Select[Any]) -> int:
    return int(ask(query)[0]["count"])
