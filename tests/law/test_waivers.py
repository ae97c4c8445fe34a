"""Waivers: who may let which rule pass, for what and how long, and what a valid one does to a finding that stops."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kit.actions.desk import Desk, read_request
from kit.actions.registry import find_action
from kit.core.actor import Actor, Role
from kit.core.finding import Finding
from kit.core.language import speaking
from kit.org.requests import RegisterPerson
from kit.store.snapshot import write_snapshot
from kit.store.store import Receipt
from kit.views.law.compliance import show_compliance
from kit.views.law.waivers import show_waivers
from kit.views.reader import Reader
from tests.budget import writers
from tests.budget.conftest import Office
from tests.budget.engines import BOTH, Offices, QuickOffice, offices_on
from tests.budget.test_lawful import oblige, sign
from tests.budget.writers import race

RULE = "settlement.advance_max_percent"
ABSOLUTE = "procurement.supplement_max_percent"
REASON = "汛期前须完成围堰,专用设备须先付款订制"
UNTIL = "2026-12-31"


@pytest.fixture
def works(funded: Office) -> Office:
    """A works contract of 60 万元 whose advance of 24 (40 percent) the rule on advances (30 percent) stops."""
    return ready(funded)


def ready(office: Office) -> Office:
    sign(office, shares=[{"line": "CITY", "amount": "60万元"}])
    oblige(office, "A-1", "contract", "24万元", contract="C1")
    return office


def law(office: Office, action: str, login: str, /, **values: Any) -> Receipt | list[Finding]:
    """What an action about waivers answers."""
    request, findings = read_request(find_action(f"law.{action}").request, {"project": "P1"} | values)
    return findings if request is None else office.desk(login).record(request)


def codes(answer: Receipt | list[Finding]) -> set[str]:
    """What stops it."""
    found = answer if isinstance(answer, list) else () if answer.ok else answer.findings
    return {finding.code for finding in found if finding.severity == "block"}


def ask(office: Office, login: str = "officer", **values: Any) -> Receipt | list[Finding]:
    """A waiver of the rule on advances until the end of the year, unless *values* say otherwise."""
    return law(office, "request_waiver", login, **({"rule": RULE, "reason": REASON, "until": UNTIL} | values))


def grant(office: Office, login: str = "programme", number: int = 1) -> Receipt | list[Finding]:
    """Grant it."""
    return law(office, "grant_waiver", login, number=number, decision="同意")


def waived(office: Office, **values: Any) -> None:
    """A waiver asked for by the officer and granted by the finance programme division."""
    assert codes(ask(office, **values)) == set()
    assert codes(grant(office)) == set()


def advance(office: Office, login: str = "finance", **values: Any) -> Receipt:
    """Pay 24 of 60 in advance, or be refused."""
    parts = [{"line": "CITY", "amount": "24万元"}]
    usual = {"kind": "advance", "contract": "C1", "basis": "A-1", "payee": "甲建筑公司", "account": "6222-01"}
    answer = office.ask("pay", login, parts=parts, **(usual | values))
    assert isinstance(answer, Receipt)
    return answer


def listed(office: Office, **values: Any) -> dict[str, Any]:
    """The one waiver of the public list."""
    (row,) = show_waivers(Reader(office.database, office.workspace.resources), **values).to_dict("records")
    return row


# --- what a waiver does ----------------------------------------------------------------------------------------------


def test_without_a_waiver_the_rule_stops_the_payment(works: Office) -> None:
    """财建〔2004〕369号: 24 of 60 is 40 percent, 30 are allowed."""
    assert codes(advance(works)) == {"budget.advance_above_limit"}


def test_under_a_waiver_the_finding_becomes_a_note_that_names_it_in_the_journal_too(works: Office) -> None:
    """The payment goes through; who reads the entry sees by which waiver."""
    waived(works)

    receipt = advance(works)

    assert receipt.ok
    (finding,) = [each for each in receipt.findings if each.code == "budget.advance_above_limit"]
    assert (finding.severity, finding.waiver) == ("note", "P1/W1")
    with speaking("en"):
        assert "waived by P1/W1 of programme, until 2026-12-31" in finding.message
    query = text("SELECT text FROM journal WHERE dossier = 'P1' AND number = :number")
    with works.database.reading() as connection:
        entry = json.loads(connection.execute(query, {"number": receipt.number}).scalar_one())
    assert {"code": finding.code, "severity": "note", "field": "parts", "row": None, "waiver": "P1/W1"} in entry[
        "findings"
    ]
    assert works.faults() == []


def test_each_use_is_counted_and_shown_in_the_public_list(works: Office) -> None:
    """With rule, reason, who asked and who decided; a preview is no use."""
    waived(works)
    request, _ = read_request(
        find_action("budget.pay").request,
        {
            "project": "P1",
            "kind": "advance",
            "contract": "C1",
            "basis": "A-1",
            "payee": "甲建筑公司",
            "account": "6222-01",
            "parts": [{"line": "CITY", "amount": "24万元"}],
        },
    )
    assert request is not None
    assert {finding.severity for finding in works.desk("finance").preview(request)} == {"note"}
    assert listed(works)["uses"] == 0

    advance(works)

    row = listed(works)
    assert {name: row[name] for name in ("waiver", "rule", "reason", "asked_by", "decided_by", "uses", "state")} == {
        "waiver": "P1/W1",
        "rule": RULE,
        "reason": REASON,
        "asked_by": "officer",
        "decided_by": "programme",
        "uses": 1,
        "state": "in_force",
    }


def test_what_was_waived_still_shows_in_the_check_of_the_law_with_its_waiver(works: Office) -> None:
    """The contract of 15 June has an advance of 40 percent; the waiver stood that day."""
    waived(works)
    advance(works)

    found = show_compliance(Reader(works.database, works.workspace.resources), "P1", RULE)

    assert found[["thing", "outcome", "waiver"]].to_numpy().tolist() == [["C1", "fail", "P1/W1"]]


# --- what it does not do ---------------------------------------------------------------------------------------------


def test_what_law_makes_absolute_cannot_be_waived_and_the_article_says_so(works: Office) -> None:
    """政府采购法 art. 49 leaves no room: more than ten percent is a purchase of its own."""
    answer = ask(works, rule=ABSOLUTE)

    assert codes(answer) == {"law.rule_absolute"}
    assert isinstance(answer, Receipt)
    assert "第四十九条" in (answer.findings[0].basis or "")


def test_nobody_grants_what_he_asked_for(works: Office) -> None:
    """Also one who holds the role that the rule names."""
    ask(works, "finance")

    assert codes(grant(works, "finance")) == {"law.waiver_own"}
    assert codes(grant(works, "programme")) == set()


def test_who_granted_a_waiver_does_not_use_it(works: Office) -> None:
    """Else one could have another ask, grant it, and pay."""
    ask(works)
    assert codes(grant(works, "finance")) == set()

    assert codes(advance(works, "finance")) == {"budget.advance_above_limit"}
    assert advance(works, "programme").ok


def test_a_role_that_the_rule_does_not_name_decides_nothing(works: Office) -> None:
    """The rule names department finance and the finance programme division."""
    ask(works)

    assert codes(grant(works, "manager")) == {"law.waiver_role_missing"}


def test_an_expired_waiver_stops_working_also_for_a_deed_dated_back_into_it(works: Office) -> None:
    """It ran until 30 June; on 1 July nothing passes, whatever day is written on the deed."""
    waived(works, until="2026-06-30")
    works.now = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)

    assert codes(advance(works)) == {"budget.advance_above_limit"}
    assert codes(advance(works, on="2026-06-20")) == {"budget.advance_above_limit"}
    assert listed(works)["state"] == "expired"


def test_a_deed_of_a_day_before_the_waiver_is_not_covered(works: Office) -> None:
    """Granted on 20 June, it does not cover a payment of 16 June that is entered later."""
    works.now = datetime(2026, 6, 20, 4, 0, tzinfo=UTC)
    waived(works)

    assert codes(advance(works, on="2026-06-16")) == {"budget.advance_above_limit"}
    assert advance(works, on="2026-06-20").ok


def test_a_waiver_is_not_dated_back(works: Office) -> None:
    """Neither when it is asked for, nor by a decision that comes after its first day."""
    assert codes(ask(works, since="2026-06-14")) == {"law.waiver_dated_back"}
    ask(works, since="2026-06-15")
    works.now = datetime(2026, 6, 18, 4, 0, tzinfo=UTC)
    grant(works)

    assert str(listed(works)["since"]) == "2026-06-18"


def test_a_waiver_of_another_project_or_contract_covers_nothing_here(works: Office) -> None:
    """One of P2 for the same rule, and one for contract C9 of P1."""
    for values in ({"project": "P2"}, {"project": "P1", "scope_kind": "contract", "scope": "C9"}):
        assert codes(ask(works, "finance", **values)) == set()
        grounds = {"project": values["project"], "number": 1, "decision": "同意"}
        assert codes(law(works, "grant_waiver", "programme", **grounds)) == set()

    assert codes(advance(works)) == {"budget.advance_above_limit"}


@pytest.mark.parametrize(("kind", "code"), [("contract", "C1"), ("line", "CITY")])
def test_a_waiver_for_the_contract_or_for_its_line_covers_the_payment(works: Office, kind: str, code: str) -> None:
    """By what the payment names."""
    waived(works, scope_kind=kind, scope=code)

    assert advance(works).ok


@pytest.mark.parametrize("values", [{"scope_kind": "line"}, {"scope": "CITY"}])
def test_a_scope_is_named_or_the_whole_project_is_meant(works: Office, values: dict[str, str]) -> None:
    """A kind without a code, and a code without a kind."""
    assert codes(ask(works, **values)) == {"law.waiver_scope_wrong"}


def test_days_are_as_many_as_the_rule_allows_and_in_their_order(works: Office) -> None:
    """366 days at most: from 15 June 2026 to 15 June 2027 are 366 with both ends, a day more is too many."""
    assert codes(ask(works, until="2027-06-16")) == {"law.waiver_too_long"}
    assert codes(ask(works, until="2026-06-14")) == {"law.waiver_ends_first"}
    assert codes(ask(works, until="2027-06-15")) == set()


def test_a_withdrawn_or_refused_waiver_lets_nothing_pass(works: Office) -> None:
    """And it is decided once."""
    waived(works)
    assert codes(law(works, "withdraw_waiver", "programme", number=1, decision="情况变化")) == set()
    ask(works)
    assert codes(law(works, "refuse_waiver", "programme", number=2, decision="理由不足")) == set()

    assert codes(advance(works)) == {"budget.advance_above_limit"}
    assert codes(grant(works, number=2)) == {"law.waiver_decided"}
    assert codes(law(works, "withdraw_waiver", "programme", number=1, decision="再撤")) == {"law.waiver_not_granted"}


def test_what_is_not_there_is_refused_in_words(works: Office) -> None:
    """A rule, a waiver, a project."""
    assert codes(ask(works, rule="no.such")) == {"law.rule_unknown"}
    assert codes(grant(works, number=7)) == {"law.waiver_unknown"}
    assert codes(ask(works, project="P9")) == {"project.unknown"}
    assert codes(ask(works, "stranger")) == {"project.other_unit"}


def test_the_past_is_read_without_the_waiver_that_came_later(works: Office, tmp_path: Path) -> None:
    """A snapshot as of the day before it was granted knows that it was asked for, and no more."""
    ask(works)
    works.now += timedelta(days=1)
    grant(works)
    file = tmp_path / "before.db"
    write_snapshot(works.database, file, works.now.date() - timedelta(days=1))

    before = show_waivers(Reader.of_snapshot(file))

    assert before["state"].tolist() == ["asked"]
    assert listed(works)["state"] == "in_force"


# --- races -----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    """Offices on each engine."""
    yield from offices_on(request.param, request, tmp_path)


def test_two_waivers_for_the_same_are_granted_once_however_many_try_at_once(offices: Offices, tmp_path: Path) -> None:
    """Eight people grant eight waivers of the same rule, scope and time: one stands."""
    office: QuickOffice = offices.make()
    try:
        setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})))
        assert setup.record(RegisterPerson(login="asker", name="asker", roles=(Role.DEPARTMENT_FINANCE,))).ok
        for _ in range(writers.CROWD):
            assert codes(ask(office, "asker")) == set()

        notes = race(office, tmp_path, grant_one)

        assert sum(note["ok"] for note in notes if "ok" in note) == 1
        with office.database.reading() as connection:
            states = connection.execute(text("SELECT state FROM waiver ORDER BY number")).scalars().all()
        assert sorted(states) == ["asked"] * (writers.CROWD - 1) + ["granted"]
    finally:
        offices.end(office)


def grant_one(writer: writers.Writer) -> None:
    """Grant the waiver of one's own number."""
    request = find_action("law.grant_waiver").request.model_validate(
        {"project": "P1", "number": writer.seed + 1, "decision": "同意"}
    )
    writer.note({"ok": writer.desk.record(request).ok})
