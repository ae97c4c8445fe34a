"""Books: what an action on risks looks up first: the project, people, alerts, kept files."""

from kit.core.actor import Role
from kit.org.tables import Person
from kit.project.checks import check_own_unit
from kit.project.tables import Project
from kit.risk.checks import check_alert_known, check_person, check_project
from kit.risk.tables import Alert
from kit.store.work import Work
from kit.workspace.files import place_of

OWN_ONLY = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})
WATCHING = {Role.COMPETENT_REVIEWER, Role.FINANCE_PROGRAMME, Role.PERFORMANCE_DIVISION, Role.SUPERVISOR}
ANSWERING = WATCHING | {Role.UNIT_OFFICER, Role.HEAD_OF_UNIT, Role.DEPARTMENT_FINANCE}


def open_project(work: Work, code: str) -> Project:
    """The project; refuses one that is not there or not the person's."""
    found = work.find(Project, code=code)
    work.refuse_if(check_project(found is not None, code))
    assert found is not None
    actor = work.setting.actor
    work.refuse_if(check_own_unit(actor.unit, found.owner, actor.roles <= OWN_ONLY))
    return found


def refuse_strangers(work: Work, login: str | None, field: str) -> None:
    """Refuse somebody who is not registered."""
    if login is not None:
        work.refuse_if(check_person(work.find(Person, login=login) is not None, login, field))


def refuse_unknown_alert(work: Work, project: str, number: int | None) -> None:
    """Refuse an alert that the project has not."""
    if number is not None:
        work.refuse_if(check_alert_known(work.find(Alert, project=project, id=number) is not None, number))


def is_kept(work: Work, digest: str | None) -> bool:
    """True where a file of that digest is kept."""
    return digest is not None and place_of(work.setting.files, digest).is_file()
