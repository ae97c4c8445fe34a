"""Checks of units, people, projects and budget lines: all that is wrong is said at once."""

import pytest

from kit.core.actor import Role
from kit.org.checks import check_duties, check_person
from kit.org.requests import RegisterPerson
from kit.project.checks import check_project
from kit.project.requests import RegisterProject


def codes(findings: list[object]) -> list[str]:
    return [finding.code for finding in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_holds_no_other_role(role: Role) -> None:
    """The three administrators are apart from each other and from all business."""
    assert codes(check_duties(frozenset({role}))) == []
    assert codes(check_duties(frozenset({role, Role.MANAGER}))) == ["org.duties_not_separated"]
    assert codes(check_duties(frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}))) == ["org.duties_not_separated"]


def test_everything_wrong_with_a_person_is_said_together() -> None:
    """A taken login, an unknown unit and mixed duties: three findings."""
    request = RegisterPerson(login="wang", name="王", unit="U9", roles=(Role.SYSTEM_ADMIN, Role.MANAGER))

    found = check_person(request, is_person=True, is_unit=lambda code: False)

    assert codes(found) == ["org.person_exists", "org.unit_unknown", "org.duties_not_separated"]


def test_everything_wrong_with_a_project_is_said_together() -> None:
    """An unknown owner and years in the wrong order; the office's own code is not a project's."""
    request = RegisterProject(code="office", name="水库", owner="U9", year_from=2025, year_to=2024)

    found = check_project(request, is_project=False, is_unit=False)

    assert codes(found) == ["project.code_reserved", "project.owner_unknown", "project.years_reversed"]
