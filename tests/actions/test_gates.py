"""Gates: what every deed passes before it is done; an approval is one more of them."""

import pytest

from kit.actions import desk as desks
from kit.actions.registry import Action
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.core.request import Request
from kit.project.requests import ExtendProject
from kit.store.work import Work
from tests.actions.conftest import DeskOf


def test_a_gate_stops_a_deed_before_anything_of_it_is_done(desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sees the deed, the person and the request, and its finding stands in the receipt."""
    seen = []

    def ask_approval(work: Work, declared: Action, request: Request) -> list[Finding]:
        seen.append((work.setting.actor.login, declared.name, request))
        return [block("approval.missing", phrase("nobody has approved this"), "code")]

    request = ExtendProject(code="P1", year_from=2022, year_to=2024)
    monkeypatch.setattr(desks, "GATES", (*desks.GATES, ask_approval))

    receipt = desk_of("division").record(request)

    assert [finding.code for finding in receipt.findings] == ["approval.missing"]
    assert seen[-1] == ("division", "project.extend", request)


def test_the_gate_of_roles_comes_first(desk_of: DeskOf) -> None:
    """Whoever may not do it learns that, and nothing about the record."""
    receipt = desk_of("manager").record(ExtendProject(code="NONE", year_from=2022, year_to=2024))

    assert [finding.code for finding in receipt.findings] == ["access.role_missing"]
