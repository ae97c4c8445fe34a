"""Actions that stop a project, for a time or for good, and let it go on."""

from kit.actions.project.books import REVIEWING, Underway, open_course, write_passage
from kit.actions.registry import action
from kit.core.actor import Role
from kit.project.course import CourseNode
from kit.project.course_requests import ReopenProject, ResumeProject, SuspendProject, TerminateProject
from kit.project.states import ENDED, CourseState, Direction
from kit.store.work import Work


@action("project.suspend", roles=REVIEWING | {Role.HEAD_OF_UNIT})
def suspend_project(work: Work, request: SuspendProject) -> None:
    """Stop a project for a time (暂停); what its lifecycle halts waits until it goes on."""
    underway = open_course(work, request.project)
    _stand(work, underway, CourseState.SUSPENDED, Direction.SUSPENDED, request.reason)


@action("project.resume", roles=REVIEWING)
def resume_project(work: Work, request: ResumeProject) -> None:
    """Go on with a suspended project; what was due meanwhile is due later by as many days (恢复)."""
    underway = open_course(work, request.project, [CourseState.SUSPENDED])
    _put_off(work, underway)
    _stand(work, underway, CourseState.RUNNING, Direction.RESUMED, request.reason)


@action("project.terminate", roles=REVIEWING)
def terminate_project(work: Work, request: TerminateProject) -> None:
    """Give a project up (终止)."""
    underway = open_course(work, request.project, [CourseState.RUNNING, CourseState.SUSPENDED])
    _stand(work, underway, CourseState.TERMINATED, Direction.TERMINATED, request.reason)


@action("project.reopen", roles=REVIEWING)
def reopen_project(work: Work, request: ReopenProject) -> None:
    """Open a terminated or closed project again, in the stage where it ended (重启)."""
    underway = open_course(work, request.project, ENDED)
    _put_off(work, underway)
    _stand(work, underway, CourseState.RUNNING, Direction.REOPENED, request.reason)


def _stand(work: Work, underway: Underway, state: CourseState, way: Direction, reason: str) -> None:
    course, today = underway.course, work.setting.today
    write_passage(work, underway, way, course.stage, course.stage, reason)
    work.change(course, state=str(state), since=today, ended_on=today if state in ENDED else None)


def _put_off(work: Work, underway: Underway) -> None:
    """Nobody is late for the days on which the project stood still."""
    stood = work.setting.today - underway.course.since
    for row in work.select(CourseNode, project=underway.project.code):
        if row.outcome is None and row.due_on is not None:
            work.change(row, due_on=row.due_on + stood)
