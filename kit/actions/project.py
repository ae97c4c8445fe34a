"""Actions about projects."""

from kit.actions.registry import action
from kit.core.actor import Role
from kit.org.tables import Unit
from kit.project.checks import check_project
from kit.project.requests import RegisterProject
from kit.project.tables import Project
from kit.store.work import Work


@action("project.register", roles={Role.UNIT_OFFICER, Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION})
def register_project(work: Work, request: RegisterProject) -> None:
    """Register a project with the unit that owns it."""
    is_project = work.find(Project, code=request.code) is not None
    work.refuse_if(check_project(request, is_project, work.find(Unit, code=request.owner) is not None))
    work.add(Project, **request.model_dump())
