"""Books: what an action on a project's course looks up first, and the opening of nodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Executable

from kit.actions.registry import all_actions
from kit.core.actor import Role
from kit.org.tables import Unit
from kit.project.checks import check_own_unit, check_registered
from kit.project.course import Course, CourseNode, NodeHolding, Passage
from kit.project.course_checks import check_course, check_node, check_state, without_due_day
from kit.project.due import due_day
from kit.project.gate import Standing
from kit.project.lifecycle import Lifecycle, Node, check_names, find_lifecycle
from kit.project.states import CourseState, Direction, NodeOutcome
from kit.project.tables import Project
from kit.store.work import Work
from kit.views.project.standing import standing_of
from kit.workspace.calendar import load_calendar

OF_UNIT = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})
WORKING = {
    Role.UNIT_OFFICER,
    Role.HEAD_OF_UNIT,
    Role.DEPARTMENT_FINANCE,
    Role.COMPETENT_REVIEWER,
    Role.FINANCE_PROGRAMME,
    Role.PERFORMANCE_DIVISION,
}
REVIEWING = {Role.COMPETENT_REVIEWER, Role.FINANCE_PROGRAMME, Role.PERFORMANCE_DIVISION}


@dataclass(frozen=True)
class Underway:
    """A project on its course, with the lifecycle of its kind."""

    project: Project
    course: Course
    lifecycle: Lifecycle

    def node(self, work: Work, code: str) -> tuple[Node, CourseNode]:
        """A node that has opened; refused where the lifecycle has none or it is not reached."""
        node, row = self.lifecycle.node(code), work.find(CourseNode, project=self.project.code, node=code)
        work.refuse_if(check_node(node, row, code))
        assert node
        assert row
        return node, row


def open_project(work: Work, code: str) -> Project:
    """The project; refuses one that is not registered or not the person's."""
    found = work.find(Project, code=code)
    work.refuse_if(check_registered(found is not None, code))
    assert found is not None
    actor = work.setting.actor
    work.refuse_if(check_own_unit(actor.unit, found.owner, actor.roles <= OF_UNIT))
    return found


def open_course(work: Work, code: str, states: Iterable[CourseState] = (CourseState.RUNNING,)) -> Underway:
    """A project on its course, in one of *states*; the lifecycle that decides is cited."""
    project = open_project(work, code)
    course = work.find(Course, project=code)
    work.refuse_if(check_course(course is not None, code))
    assert course is not None
    work.refuse_if(check_state(course, states))
    return Underway(project, course, lifecycle_for(work, course.kind))


def lifecycle_for(work: Work, kind: str) -> Lifecycle:
    """The lifecycle of a kind, cited.

    Raises UsageError where its file is gone, ConfigurationError where it names what does not exist.
    """
    lifecycle, sealed = find_lifecycle(work.setting.resources, kind)
    rulebook = work.setting.rulebook
    check_names(lifecycle, {each.name for each in all_actions()}, rulebook.rules, rulebook.facts)
    work.cite(f"lifecycles/{kind}", sealed)
    return lifecycle


def standing_at(work: Work, course: Course) -> Standing:
    """How the project stands now."""

    def ask(query: Executable) -> list[dict[str, Any]]:
        return [dict(row) for row in work.connection.execute(query).mappings()]

    values = {"project": course.project, "entered_on": course.entered_on}
    return standing_of(ask, values, work.setting.today)


def write_passage(
    work: Work, underway: Underway, way: Direction, left: str | None, reached: str | None, reason: str | None = None
) -> None:
    """Write down which way the project went, and the documents that were there."""
    course = underway.course
    who = {"passed_by": work.setting.actor.login, "passed_on": work.setting.today}
    where = {"project": course.project, "from_stage": left, "to_stage": reached, "direction": str(way)}
    work.add(Passage, **where, **who, reason=reason, documents=dict(standing_at(work, course).documents))


def open_nodes(work: Work, underway: Underway, course: Course) -> None:
    """Open every node that is reached: its stage has come, and the nodes before it have ended."""
    rows = {row.node: row for row in work.select(CourseNode, project=course.project)}
    here = underway.lifecycle.place(course.stage)
    reached = [
        node
        for place, stage in enumerate(underway.lifecycle.stages)
        for node in stage.nodes
        if place <= here and node.code not in rows and all(_has_ended(rows.get(code)) for code in node.after)
    ]
    opened = [_new_row(work, underway, node) for node in reached]
    work.add_many(CourseNode, opened)
    work.add_many(NodeHolding, [_holding(work, row["project"], row["node"], row["unit"], None) for row in opened])
    late = [node.name for node, row in zip(reached, opened, strict=True) if node.limit and row["due_on"] is None]
    work.refuse_if(without_due_day(late))


def hand_on(work: Work, row: CourseNode, unit: str, holder: str | None) -> None:
    """From today another unit or person has the node."""
    end_holding(work, row)
    work.add(NodeHolding, **_holding(work, row.project, row.node, unit, holder))


def end_holding(work: Work, row: CourseNode) -> None:
    """Nobody has the node any more from today."""
    for one in work.select(NodeHolding, project=row.project, node=row.node):
        if one.until_day is None:
            work.change(one, until_day=work.setting.today)


def due_of(work: Work, node: Node, opened_on: date) -> date | None:
    """The last day of a node that opens on that day."""
    return due_day(node.limit, opened_on, work.law, load_calendar(work.setting.resources))


def taken_over(underway: Underway, before: int, today: date, login: str) -> list[dict[str, Any]]:
    """The rows of the nodes of the stages before a place, as the old files have them."""
    ended = {"outcome": str(NodeOutcome.TAKEN_OVER), "done_on": None, "ended_by": login, "due_on": None}
    empty = dict.fromkeys(("holder", "document_number", "remark", "skip_case")) | {"opened_on": today}
    return [
        {"project": underway.project.code, "stage": stage.code, "node": node.code, "unit": underway.project.owner}
        | ended
        | empty
        for stage in underway.lifecycle.stages[:before]
        for node in stage.nodes
    ]


def _has_ended(row: CourseNode | None) -> bool:
    return row is not None and row.outcome is not None


def _new_row(work: Work, underway: Underway, node: Node) -> dict[str, Any]:
    today = work.setting.today
    empty = dict.fromkeys(("holder", "done_on", "outcome", "skip_case", "document_number", "remark", "ended_by"))
    stage = underway.lifecycle.stage_of(node.code).code
    where = {"project": underway.project.code, "stage": stage, "node": node.code}
    unit = _unit_for(work, underway.project, node)
    return where | {"unit": unit, "opened_on": today, "due_on": due_of(work, node, today)} | empty


def _unit_for(work: Work, project: Project, node: Node) -> str:
    """The unit that answers for a node: the owner, or, for a node of reviewers, the one above it."""
    if set(node.responsible) & (OF_UNIT | {Role.DEPARTMENT_FINANCE}):
        return project.owner
    owner = work.find(Unit, code=project.owner)
    return (owner.parent if owner else None) or project.owner


def _holding(work: Work, project: str, node: str, unit: str, holder: str | None) -> dict[str, Any]:
    since = {"from_day": work.setting.today, "until_day": None}
    return {
        "project": project,
        "node": node,
        "unit": unit,
        "holder": holder,
        "given_by": work.setting.actor.login,
    } | since
