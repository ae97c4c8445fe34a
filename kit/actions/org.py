"""Actions about the organisation."""

from kit.actions.registry import action
from kit.core.actor import Role
from kit.org.checks import check_person, check_unit
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.org.tables import Person, Unit
from kit.store.work import Work


@action("org.register_unit", roles={Role.SYSTEM_ADMIN, Role.PERFORMANCE_DIVISION})
def register_unit(work: Work, request: RegisterUnit) -> None:
    """Register a unit (单位)."""
    work.refuse_if(check_unit(request, lambda code: work.find(Unit, code=code) is not None))
    work.add(Unit, **request.model_dump())


@action("org.register_person", roles={Role.SYSTEM_ADMIN})
def register_person(work: Work, request: RegisterPerson) -> None:
    """Register a person who works with the kit."""
    is_person = work.find(Person, login=request.login) is not None
    work.refuse_if(check_person(request, is_person, lambda code: work.find(Unit, code=code) is not None))
    work.add(Person, **request.model_dump(mode="json"))
