"""Checks of a project's course: beginning, nodes, going back, stopping and going on."""

from collections.abc import Iterable
from datetime import date

from kit.core.actor import Role
from kit.core.finding import Finding, block, note
from kit.core.language import phrase
from kit.project.course import Course, CourseNode
from kit.project.gate import Standing, missing_documents
from kit.project.lifecycle import Lifecycle, Node
from kit.project.states import ENDED, CourseState


def check_kind(kind: str, kinds: Iterable[str]) -> list[Finding]:
    """There is a lifecycle for that kind of project."""
    known = sorted(kinds)
    if kind in known:
        return []
    said = phrase("there is no kind {kind}; those are: {kinds}", kind=kind, kinds=", ".join(known))
    return [block("project.kind_unknown", said, "kind")]


def check_no_course(has_course: bool, code: str) -> list[Finding]:
    """A project begins once."""
    said = phrase("project {code} has begun its lifecycle already", code=code)
    return [block("project.begun", said, "project")] if has_course else []


def check_course(has_course: bool, code: str) -> list[Finding]:
    """The project has begun."""
    said = phrase("project {code} has not begun its lifecycle; begin it (project.begin)", code=code)
    return [] if has_course else [block("project.not_begun", said, "project")]


def check_state(course: Course, allowed: Iterable[CourseState]) -> list[Finding]:
    """The course stands where this may be done."""
    if course.state in set(allowed):
        return []
    said = phrase("the project is {state}", state=CourseState(course.state).label)
    return [block("project.state_wrong", said, "project")]


def check_stage(lifecycle: Lifecycle, stage: str) -> list[Finding]:
    """The lifecycle has the stage."""
    if lifecycle.stage(stage):
        return []
    stages = ", ".join(each.code for each in lifecycle.stages)
    said = phrase("the lifecycle has no stage {stage}; those are: {stages}", stage=stage, stages=stages)
    return [block("project.stage_unknown", said, "stage")]


def check_present(course: Course, stage: str) -> list[Finding]:
    """The stage that is to be left is the one in which the project is."""
    said = phrase("the project is in stage {present} now; look again", present=course.stage)
    return [] if course.stage == stage else [block("project.stage_passed", said, "stage")]


def check_earlier(lifecycle: Lifecycle, course: Course, stage: str) -> list[Finding]:
    """One goes back to an earlier stage."""
    said = phrase("stage {stage} does not lie before the present one, {present}", stage=stage, present=course.stage)
    is_earlier = lifecycle.place(stage) < lifecycle.place(course.stage)
    return [] if is_earlier else [block("project.stage_not_earlier", said, "stage")]


def check_begun_on(began_on: date, today: date) -> list[Finding]:
    """What is taken over began before today."""
    said = phrase("the day on which it began lies ahead")
    return [block("project.day_ahead", said, "began_on")] if began_on > today else []


def check_node(node: Node | None, row: CourseNode | None, code: str) -> list[Finding]:
    """The lifecycle has the node, and it has opened."""
    if node is None:
        said = phrase("the lifecycle has no node {code}; kit show nodes lists them", code=code)
        return [block("project.node_unknown", said, "node")]
    if row is None:
        said = phrase("node {name} has not opened: its stage or the nodes before it are not reached", name=node.name)
        return [block("project.node_closed", said, "node")]
    return []


def check_open_node(node: Node, row: CourseNode) -> list[Finding]:
    """The node has not ended."""
    said = phrase("node {name} has ended; open it again first (project.reopen_node)", name=node.name)
    return [block("project.node_ended", said, "node")] if row.outcome else []


def check_doer(node: Node, row: CourseNode, login: str, roles: frozenset[Role]) -> list[Finding]:
    """Whoever does a node holds one of its roles, and nobody else holds the node."""
    if not roles & set(node.responsible):
        wanted = ", ".join(sorted(node.responsible))
        said = phrase("node {name} is done by: {roles}", name=node.name, roles=wanted)
        return [block("project.node_role", said, "node")]
    if row.holder not in (None, login):
        said = phrase("node {name} is held by {holder}; let them hand it over", name=node.name, holder=row.holder)
        return [block("project.node_held", said, "node")]
    return []


def check_apart(node: Node, enders: dict[str, str | None], login: str) -> list[Finding]:
    """Whoever decides did not do what is decided on."""
    mine = [code for code in node.differs_from if enders.get(code) == login]
    said = phrase("whoever did {before} does not decide here; let somebody else do it", before=", ".join(mine))
    return [block("project.node_own", said, "node")] if mine else []


def check_done(node: Node, standing: Standing, done_on: date, today: date) -> list[Finding]:
    """The node is done by today, with its documents."""
    findings = []
    if done_on > today:
        findings.append(block("project.day_ahead", phrase("the day lies ahead; record it when it is done"), "done_on"))
    for name in missing_documents(node, standing):
        said = phrase("the document {name} is not filed; file it first (project.file_document)", name=name)
        findings.append(block("project.document_missing", said, "node"))
    return findings


def check_skippable(node: Node, case: str) -> list[Finding]:
    """The lifecycle allows to leave the node out in that case."""
    if any(each.code == case for each in node.cases):
        return []
    if not node.cases:
        said = phrase("the lifecycle does not allow to leave {name} out", name=node.name)
        return [block("project.node_needed", said, "node")]
    cases = ", ".join(f"{each.code} ({each.name})" for each in node.cases)
    said = phrase("{name} may be left out in these cases only: {cases}", name=node.name, cases=cases)
    return [block("project.case_unknown", said, "case")]


def check_reopened(node: Node, row: CourseNode, course: Course) -> list[Finding]:
    """Only an ended node of the present stage is opened again."""
    if not row.outcome:
        said = phrase("node {name} is open already", name=node.name)
        return [block("project.node_open", said, "node")]
    said = phrase("node {name} belongs to another stage; go back to it first (project.return_stage)", name=node.name)
    return [] if row.stage == course.stage else [block("project.node_elsewhere", said, "node")]


def check_holder(is_unit: bool, is_person: bool, request_unit: str | None, holder: str | None) -> list[Finding]:
    """Unit and person are registered, and somebody is named."""
    findings = []
    if request_unit is None and holder is None:
        findings.append(block("project.nobody_named", phrase("name a unit or a person"), "holder"))
    if request_unit is not None and not is_unit:
        said = phrase("unit {code} is not registered; register it first", code=request_unit)
        findings.append(block("project.unit_unknown", said, "unit"))
    if holder is not None and not is_person:
        said = phrase("nobody with the login {login} works here", login=holder)
        findings.append(block("project.person_unknown", said, "holder"))
    return findings


def check_passable(course: Course, lifecycle: Lifecycle, action: str) -> list[Finding]:
    """An action that depends on where a project stands may be done now."""
    halted = lifecycle.halted.ended if course.state in ENDED else lifecycle.halted.suspended
    if course.state != CourseState.RUNNING and action in halted:
        said = phrase("the project is {state}; this waits until it goes on", state=CourseState(course.state).label)
        return [block("project.halted", said, "project")]
    opened = lifecycle.opened_in(action)
    if opened is None or lifecycle.place(course.stage) >= lifecycle.place(opened.code):
        return []
    present = lifecycle.stage(course.stage)
    said = phrase(
        "this is done from stage {opened} on; the project is in stage {present} (kit show gate: what is missing)",
        opened=opened.name,
        present=present.name if present else course.stage,
    )
    return [block("project.too_early", said, "project")]


def without_due_day(names: Iterable[str]) -> list[Finding]:
    """A note on nodes whose last day cannot be counted yet."""
    return [
        note(
            "project.due_unknown",
            phrase("the last day of {name} cannot be counted: later holidays are not announced yet", name=name),
        )
        for name in names
    ]
