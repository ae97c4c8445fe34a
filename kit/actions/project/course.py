"""Actions about a project's course: beginning, taking over, going through a gate, going back."""

from datetime import date

from kit.actions.project.books import (
    REVIEWING,
    WORKING,
    Underway,
    lifecycle_for,
    open_course,
    open_nodes,
    open_project,
    standing_at,
    taken_over,
    write_passage,
)
from kit.actions.registry import action
from kit.core.actor import Role
from kit.project.course import Course, CourseNode
from kit.project.course_checks import (
    check_begun_on,
    check_earlier,
    check_kind,
    check_no_course,
    check_present,
    check_stage,
)
from kit.project.course_requests import BeginCourse, PassGate, ReturnStage, TakeOverProject
from kit.project.gate import check_gate
from kit.project.lifecycle import load_lifecycles
from kit.project.states import CourseState, Direction
from kit.store.work import Work

BEGINNING = {Role.UNIT_OFFICER, Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION}


@action("project.begin", roles=BEGINNING)
def begin_course(work: Work, request: BeginCourse) -> None:
    """Put a registered project on the lifecycle of its kind, at the first stage."""
    today = work.setting.today
    underway = _enter(work, request.project, request.kind, None, today, None)
    write_passage(work, underway, Direction.FORWARD, None, underway.course.stage)
    open_nodes(work, underway, underway.course)


@action("project.take_over", roles=REVIEWING)
def take_over_project(work: Work, request: TakeOverProject) -> None:
    """Take over a project that is under way already, at the stage of its old files; it stays marked as taken over."""
    work.refuse_if(check_begun_on(request.began_on, work.setting.today))
    underway = _enter(work, request.project, request.kind, request.stage, request.began_on, request.source)
    before = underway.lifecycle.place(request.stage)
    login = work.setting.actor.login
    work.add_many(CourseNode, taken_over(underway, before, work.setting.today, login))
    write_passage(work, underway, Direction.TAKEN_OVER, None, request.stage, request.source)
    open_nodes(work, underway, underway.course)


@action("project.pass_gate", roles=WORKING)
def pass_gate(work: Work, request: PassGate) -> None:
    """Go on from a stage to the next one, or close the project from the last; everything missing is named at once."""
    underway = open_course(work, request.project)
    course, lifecycle = underway.course, underway.lifecycle
    work.refuse_if(check_present(course, request.stage))
    stage = lifecycle.stage(course.stage)
    assert stage
    standing = standing_at(work, course)
    work.refuse_if(check_gate(lifecycle, stage, standing, lambda code: str(work.law.cite(code))))
    following = lifecycle.next_stage(stage.code)
    write_passage(work, underway, Direction.FORWARD, stage.code, following.code if following else None)
    if following is None:
        _close(work, course)
        return
    moved = work.change(course, stage=following.code, since=work.setting.today)
    open_nodes(work, underway, moved)


@action("project.return_stage", roles=REVIEWING)
def return_stage(work: Work, request: ReturnStage) -> None:
    """Go back to an earlier stage (退回); what was done there stays done until it is opened again."""
    underway = open_course(work, request.project)
    work.refuse_if(check_stage(underway.lifecycle, request.stage))
    work.refuse_if(check_earlier(underway.lifecycle, underway.course, request.stage))
    write_passage(work, underway, Direction.BACK, underway.course.stage, request.stage, request.reason)
    work.change(underway.course, stage=request.stage, since=work.setting.today)


def _enter(work: Work, code: str, kind: str, stage: str | None, began_on: date, source: str | None) -> Underway:
    """The project enters its course, at the first stage or at the one named."""
    project = open_project(work, code)
    work.refuse_if(check_no_course(work.find(Course, project=code) is not None, code))
    work.refuse_if(check_kind(kind, load_lifecycles(work.setting.resources)))
    lifecycle = lifecycle_for(work, kind)
    if stage is not None:
        work.refuse_if(check_stage(lifecycle, stage))
    today = work.setting.today
    course = work.add(
        Course,
        project=code,
        kind=kind,
        stage=stage or lifecycle.stages[0].code,
        state=str(CourseState.RUNNING),
        began_on=began_on,
        entered_on=today,
        since=today,
        ended_on=None,
        source=source,
    )
    return Underway(project, course, lifecycle)


def _close(work: Work, course: Course) -> None:
    today = work.setting.today
    work.change(course, state=str(CourseState.CLOSED), since=today, ended_on=today)
