"""Requests about the organisation."""

from kit.core.actor import Role
from kit.core.request import Request, entry

CODE_PATTERN = r"^[^\s/\\]+$"


class RegisterUnit(Request):
    """Register a unit (单位)."""

    code: str = entry("Unit code", max_length=80, pattern=CODE_PATTERN)
    name: str = entry("Unit name", min_length=1, max_length=200)
    parent: str | None = entry("Unit above", None, max_length=80, help="leave empty for a competent department")


class RegisterPerson(Request):
    """Register a person who works with the kit."""

    login: str = entry("Login name", max_length=80, pattern=CODE_PATTERN)
    name: str = entry("Name", min_length=1, max_length=80)
    unit: str | None = entry("Unit code", None, max_length=80)
    roles: tuple[Role, ...] = entry("Roles", min_length=1)
