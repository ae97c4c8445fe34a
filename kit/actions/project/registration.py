"""Actions about projects."""

from kit.actions.registry import action
from kit.core.actor import Role
from kit.org.tables import Unit
from kit.project.checks import check_extension, check_project
from kit.project.requests import ExtendProject, RegisterProject
from kit.project.tables import Project
from kit.store.work import Work

REGISTERING = {Role.UNIT_OFFICER, Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION}


@action("project.register", roles=REGISTERING)
def register_project(work: Work, request: RegisterProject) -> None:
    """Register a project with the unit that owns it."""
    is_project = work.find(Project, code=request.code) is not None
    work.refuse_if(check_project(request, is_project, work.find(Unit, code=request.owner) is not None))
    work.add(Project, **request.model_dump())


@action("project.extend", roles=REGISTERING)
def extend_project(work: Work, request: ExtendProject) -> None:
    """Extend a project to earlier or later fiscal years."""
    project = work.find(Project, code=request.code)
    work.refuse_if(check_extension(request, (project.year_from, project.year_to) if project else None))
    assert project is not None
    work.change(project, year_from=request.year_from, year_to=request.year_to)
