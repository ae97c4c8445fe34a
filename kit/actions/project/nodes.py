"""Actions about nodes: who has one, that it is done, left out, open again."""

from kit.actions.project.books import (
    REVIEWING,
    WORKING,
    due_of,
    end_holding,
    hand_on,
    open_course,
    open_nodes,
    standing_at,
)
from kit.actions.registry import action
from kit.core.actor import Role
from kit.org.tables import Person, Unit
from kit.project.course import CourseNode
from kit.project.course_checks import (
    check_apart,
    check_doer,
    check_done,
    check_holder,
    check_open_node,
    check_reopened,
    check_skippable,
)
from kit.project.course_requests import AssignNode, CompleteNode, ReopenNode, SkipNode
from kit.project.lifecycle import Node
from kit.project.states import NodeOutcome
from kit.store.work import Work


@action("project.assign_node", roles=WORKING)
def assign_node(work: Work, request: AssignNode) -> None:
    """Give an open node to a unit or a person, who holds it from today (移交办理)."""
    underway = open_course(work, request.project)
    node, row = underway.node(work, request.node)
    work.refuse_if(check_open_node(node, row))
    is_unit = request.unit is not None and work.find(Unit, code=request.unit) is not None
    work.refuse_if(check_holder(is_unit, _works_here(work, request.holder), request.unit, request.holder))
    unit = request.unit or row.unit
    hand_on(work, row, unit, request.holder)
    work.change(row, unit=unit, holder=request.holder)


@action("project.complete_node", roles=WORKING)
def complete_node(work: Work, request: CompleteNode) -> None:
    """Say that a node is done (办结); its required documents are filed by then, and the nodes after it open."""
    underway = open_course(work, request.project)
    node, row = underway.node(work, request.node)
    work.refuse_if(check_open_node(node, row))
    actor = work.setting.actor
    work.refuse_if(check_doer(node, row, actor.login, actor.roles))
    enders = {each.node: each.ended_by for each in work.select(CourseNode, project=request.project)}
    work.refuse_if(check_apart(node, enders, actor.login))
    work.refuse_if(check_done(node, standing_at(work, underway.course), request.done_on, work.setting.today))
    end_holding(work, row)
    said = {"document_number": request.document_number, "remark": request.remark}
    work.change(row, outcome=str(NodeOutcome.DONE), done_on=request.done_on, ended_by=actor.login, **said)
    open_nodes(work, underway, underway.course)


@action("project.skip_node", roles=REVIEWING | {Role.HEAD_OF_UNIT})
def skip_node(work: Work, request: SkipNode) -> None:
    """Leave a node out where the lifecycle allows it, with the case that allows it (依法简化)."""
    underway = open_course(work, request.project)
    node, row = underway.node(work, request.node)
    work.refuse_if([*check_open_node(node, row), *check_skippable(node, request.case)])
    end_holding(work, row)
    ended = {"outcome": str(NodeOutcome.SKIPPED), "ended_by": work.setting.actor.login, "skip_case": request.case}
    work.change(row, **ended, done_on=work.setting.today, remark=request.reason)
    open_nodes(work, underway, underway.course)


@action("project.reopen_node", roles=REVIEWING | {Role.HEAD_OF_UNIT})
def reopen_node(work: Work, request: ReopenNode) -> None:
    """Open a node of the present stage again; its time begins anew."""
    underway = open_course(work, request.project)
    node, row = underway.node(work, request.node)
    work.refuse_if(check_reopened(node, row, underway.course))
    _open_again(work, node, row, request.reason)


def _open_again(work: Work, node: Node, row: CourseNode, reason: str) -> None:
    today = work.setting.today
    nobody = dict.fromkeys(("outcome", "done_on", "ended_by", "holder", "document_number", "skip_case"))
    hand_on(work, row, row.unit, None)
    work.change(row, **nobody, opened_on=today, due_on=due_of(work, node, today), remark=reason)


def _works_here(work: Work, login: str | None) -> bool:
    person = work.find(Person, login=login) if login else None
    return person is not None and (person.left_on is None or person.left_on > work.setting.today)
