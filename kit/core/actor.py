"""Actor: who does something, in which roles, through which door."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do. The three administrators hold no business right."""

    UNIT_OFFICER = "unit_officer"
    HEAD_OF_UNIT = "head_of_unit"
    DEPARTMENT_FINANCE = "department_finance"
    COMPETENT_REVIEWER = "competent_reviewer"
    FINANCE_PROGRAMME = "finance_programme"
    PERFORMANCE_DIVISION = "performance_division"
    LEAD_EVALUATOR = "lead_evaluator"
    REVIEW_EXPERT = "review_expert"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ANALYST = "analyst"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# Who works for the office from outside: only on assigned projects, and only as long as the assignment runs.
OUTSIDERS = frozenset({Role.LEAD_EVALUATOR, Role.REVIEW_EXPERT})


class Door(StrEnum):
    """The way an action came in."""

    COMMAND_LINE = "cli"
    SCREEN = "screen"
    IMPORT = "import"
    SAMPLE = "sample"


@dataclass(frozen=True)
class Actor:
    """A person at a door: login name, roles, unit code, and the operating-system user behind it.

    ``session`` names the login session of a person who came in through the server.
    """

    login: str
    roles: frozenset[Role]
    unit: str | None = None
    door: Door = Door.COMMAND_LINE
    system_user: str = ""
    session: str = ""
