"""Requests about projects."""

from kit.core.request import Request, entry

YEAR_MIN, YEAR_MAX = 1990, 2100


class RegisterProject(Request):
    """Register a project with the unit that owns it."""

    code: str = entry("Project code", max_length=80, pattern=r"^[^\s/\\]+$")
    name: str = entry("Project name", min_length=1, max_length=400)
    owner: str = entry("Owning unit", max_length=80)
    year_from: int = entry("First fiscal year", ge=YEAR_MIN, le=YEAR_MAX)
    year_to: int = entry("Last fiscal year", ge=YEAR_MIN, le=YEAR_MAX)

    def dossiers(self) -> tuple[str, ...]:
        """A project's dossier bears its code."""
        return (self.code,)


class ExtendProject(Request):
    """Extend a project to earlier or later fiscal years; no year that it has is given up."""

    code: str = entry("Project code", max_length=80)
    year_from: int = entry("First fiscal year", ge=YEAR_MIN, le=YEAR_MAX)
    year_to: int = entry("Last fiscal year", ge=YEAR_MIN, le=YEAR_MAX)

    def dossiers(self) -> tuple[str, ...]:
        """A project's dossier bears its code."""
        return (self.code,)
