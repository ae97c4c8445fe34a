"""Barrier: the gate at the desk that holds a deed until its project has reached the stage where it is done."""

from kit.actions.registry import Action
from kit.core.finding import Finding
from kit.core.request import Request
from kit.core.tables import OFFICE
from kit.project.course import Course
from kit.project.course_checks import check_passable
from kit.project.lifecycle import find_lifecycle, read_lifecycles
from kit.store.work import Work


def pass_course(work: Work, declared: Action, request: Request) -> list[Finding]:
    """Where a project is on its course, what its lifecycle halts or opens later waits."""
    if not any(declared.name in lifecycle.guarded for _, lifecycle, _ in read_lifecycles(work.setting.resources)):
        return []
    return [finding for code in request.dossiers() if code != OFFICE for finding in _held(work, declared, code)]


def _held(work: Work, declared: Action, project: str) -> list[Finding]:
    course = work.find(Course, project=project)
    if course is None:
        return []
    lifecycle, sealed = find_lifecycle(work.setting.resources, course.kind)
    findings = check_passable(course, lifecycle, declared.name)
    if findings:
        work.cite(f"lifecycles/{course.kind}", sealed)
    return findings
