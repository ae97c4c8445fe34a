"""People at a step: one more signer, a part handed over, a conflict declared, a deputy, somebody who has left."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kit.actions.desk import Desk, read_request
from kit.actions.registry import find_action
from kit.actions.reminding import remind
from kit.core.actor import Actor, Role
from kit.org.account_requests import ChangeRoles
from kit.store.database import allowed_to_write
from kit.store.snapshot import write_snapshot
from kit.store.store import Receipt
from kit.views.approval import show_approval_times, show_delegations, show_inbox, show_overdue_approvals
from kit.views.reader import Reader
from tests.approval.office import act, agree, content, moved, payload, prepared, submit
from tests.budget.conftest import Office
from tests.budget.engines import BOTH, Offices, offices_on, table
from tests.law.test_waivers import ready, waived

PEOPLE = {
    "asker": (Role.DEPARTMENT_FINANCE, Role.FINANCE_PROGRAMME),
    "head": (Role.HEAD_OF_UNIT,),
    "treasurer": (Role.FINANCE_PROGRAMME,),
    "treasurer2": (Role.FINANCE_PROGRAMME,),
    "expert": (Role.COMPETENT_REVIEWER,),
    "looker": (Role.ANALYST,),
    "boss": (Role.MANAGER,),
}
ROUTE = """\
code: virement
title: 调剂
action: budget.move_funds
is_required: true
source: 本单位规定
steps:
  - {name: 一, roles: [head_of_unit], workdays: 3, escalation: {to: manager, after_workdays: 2}}
  - {name: 二, roles: [finance_programme], workdays: 5}
"""


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    yield from offices_on(request.param, request, tmp_path)


@pytest.fixture
def office(offices: Offices) -> Iterator[Office]:
    """An approval of 1000 yuan that waits at its second step, at which four people hold the role, one of them the asker."""
    made = prepared(offices, ROUTE, PEOPLE)
    submit(made, 1000)
    assert agree(made, "head") == set()
    yield made
    assert made.faults() == []
    offices.end(made)


def say(office: Office, login: str, verb: str, **values: Any) -> set[str]:
    """Say something about what stands there now."""
    return act(office, login, verb, digest=content(office), opinion="理由", **values)


def lend(office: Office, login: str, deputy: str, role: str, days: tuple[str, str]) -> set[str]:
    """Delegate a role: what stops it."""
    given = {"deputy": deputy, "role": role, "from_day": days[0], "until_day": days[1], "reason": "出差"}
    request, findings = read_request(find_action("approval.delegate").request, given)
    assert request is not None, findings
    return {finding.code for finding in office.desk(login).record(request).findings}


def do(office: Office, login: str, verb: str, **values: Any) -> Receipt:
    """Do something that is about no approval."""
    return office.desk(login).record(find_action(f"approval.{verb}").request.model_validate(values))


def waits_for(office: Office, person: str) -> list[str]:
    """The numbers in somebody's inbox, with in whose name they would sign."""
    shown = show_inbox(Reader(office.database, office.workspace.resources), person=person, day=office.now.date())
    return [f"{code} {behalf or ''}".strip() for code, behalf in zip(shown["code"], shown["behalf"], strict=True)]


# --- one more signer --------------------------------------------------------------------------------------------------


def test_one_more_signer_signs_after_the_present_step_and_before_the_money_moves(office: Office) -> None:
    assert say(office, "treasurer", "add_signer", person="expert") == set()

    assert agree(office, "treasurer") == set()
    assert moved(office) == 0
    assert agree(office, "treasurer2") == {"approval.role_missing"}
    assert waits_for(office, "expert") == ["S1"]
    assert agree(office, "expert") == set()
    assert moved(office) == 1000


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("asker", "approval.own_request"),
        ("nobody", "approval.person_unknown"),
        ("looker", "approval.role_missing"),
    ],
)
def test_not_everybody_can_be_one_more_signer(office: Office, person: str, said: str) -> None:
    assert say(office, "treasurer", "add_signer", person=person) == {said}


def test_nobody_is_added_twice_or_by_somebody_who_has_nothing_to_say(office: Office) -> None:
    assert say(office, "boss", "add_signer", person="expert") == {"approval.role_missing"}
    assert say(office, "treasurer", "add_signer", person="expert") == set()
    assert say(office, "treasurer", "add_signer", person="expert") == {"approval.has_part"}


# --- handing over -----------------------------------------------------------------------------------------------------


def test_whoever_hands_over_signs_nothing_more_at_the_step_and_the_record_says_to_whom(office: Office) -> None:
    assert say(office, "treasurer", "hand_over", person="treasurer2") == set()

    assert agree(office, "treasurer") == {"approval.handed_over"}
    assert say(office, "treasurer2", "hand_over", person="treasurer") == {"approval.has_part"}
    assert waits_for(office, "treasurer") == []
    times = show_approval_times(Reader(office.database), "S1")
    assert times[["person", "verdict", "handed_to"]].values.tolist()[1] == ["treasurer", "hand_over", "treasurer2"]
    assert agree(office, "treasurer2") == set()
    assert moved(office) == 1000


@pytest.mark.parametrize(
    ("person", "said"),
    [("asker", "approval.own_request"), ("expert", "approval.role_missing"), ("treasurer", "approval.has_part")],
)
def test_a_part_is_handed_to_another_of_the_same_role_only(office: Office, person: str, said: str) -> None:
    assert say(office, "treasurer", "hand_over", person=person) == {said}


def test_a_named_signer_may_hand_over_to_somebody_else(office: Office) -> None:
    say(office, "treasurer", "add_signer", person="expert")
    agree(office, "treasurer")

    assert say(office, "expert", "hand_over", person="boss") == set()

    assert agree(office, "expert") == {"approval.handed_over"}
    assert agree(office, "boss") == set()
    assert moved(office) == 1000


# --- recusal ----------------------------------------------------------------------------------------------------------


def test_whoever_recuses_has_no_part_in_it_any_more_even_when_it_comes_again(office: Office) -> None:
    assert say(office, "treasurer", "recuse") == set()
    assert agree(office, "treasurer") == {"approval.recused"}
    assert say(office, "treasurer2", "return") == set()
    assert act(office, "asker", "resubmit", payload=payload(1000)) == set()
    assert agree(office, "head") == set()

    assert agree(office, "treasurer") == {"approval.recused"}
    assert say(office, "treasurer2", "hand_over", person="treasurer") == {"approval.has_part"}
    assert agree(office, "treasurer2") == set()


def test_no_deputy_signs_for_whoever_recused(office: Office) -> None:
    lend(office, "treasurer", "boss", "finance_programme", ("2026-06-01", "2026-06-30"))
    assert waits_for(office, "boss") == ["S1 treasurer"]

    assert say(office, "treasurer", "recuse") == set()

    assert waits_for(office, "boss") == []
    assert agree(office, "boss") == {"approval.role_missing"}


# --- deputies ---------------------------------------------------------------------------------------------------------


def test_a_deputy_signs_in_anothers_name_on_the_days_given_and_on_no_other(office: Office) -> None:
    """The office's day is Monday 15 June 2026."""
    assert lend(office, "treasurer", "boss", "finance_programme", ("2026-06-16", "2026-06-17")) == set()
    assert agree(office, "boss") == {"approval.role_missing"}
    office.now += timedelta(days=3)
    assert agree(office, "boss") == {"approval.role_missing"}
    office.now -= timedelta(days=1)

    assert agree(office, "boss") == set()

    (last,) = [row for row in table(office.database, "approval_signature") if row["person"] == "boss"]
    assert (last["behalf"], last["role"]) == ("treasurer", "finance_programme")
    assert moved(office) == 1000


def test_what_is_lent_ends_when_it_is_taken_back(office: Office) -> None:
    lend(office, "treasurer", "boss", "finance_programme", ("2026-06-01", "2026-06-30"))

    assert do(office, "treasurer", "end_delegation", deputy="boss", role="finance_programme").ok

    assert agree(office, "boss") == {"approval.role_missing"}
    again = do(office, "treasurer", "end_delegation", deputy="boss", role="finance_programme")
    assert [finding.code for finding in again.findings] == ["approval.not_delegated"]
    (row,) = show_delegations(Reader(office.database)).to_dict("records")
    assert (row["person"], row["deputy"], str(row["ended_on"])[:10]) == ("treasurer", "boss", "2026-06-15")


def test_the_asker_neither_signs_as_a_deputy_nor_by_way_of_one(office: Office) -> None:
    """Whoever asked holds the role as well: lending it makes nobody a signer of this request."""
    lend(office, "treasurer", "asker", "finance_programme", ("2026-06-01", "2026-06-30"))
    lend(office, "asker", "boss", "finance_programme", ("2026-06-01", "2026-06-30"))

    assert agree(office, "asker") == {"approval.own_request"}
    assert agree(office, "boss") == {"approval.role_missing"}


def test_a_person_and_the_deputy_are_one_signer_of_a_quorum(offices: Offices) -> None:
    route = ROUTE.replace(
        "roles: [finance_programme], workdays: 5", "roles: [finance_programme], mode: quorum, quorum: 2, workdays: 5"
    )
    office = prepared(offices, route, PEOPLE)
    submit(office, 1000)
    agree(office, "head")
    lend(office, "treasurer", "boss", "finance_programme", ("2026-06-01", "2026-06-30"))

    assert agree(office, "boss") == set()
    assert agree(office, "treasurer") == {"approval.signed_twice"}
    assert moved(office) == 0
    assert agree(office, "treasurer2") == set()
    assert moved(office) == 1000
    offices.end(office)


@pytest.mark.parametrize(
    ("deputy", "role", "days", "said"),
    [
        ("treasurer", "finance_programme", ("2026-06-01", "2026-06-30"), "approval.own_deputy"),
        ("boss", "finance_programme", ("2026-06-30", "2026-06-29"), "approval.days_wrong"),
        ("boss", "finance_programme", ("2026-05-01", "2026-06-14"), "approval.days_wrong"),
        ("boss", "manager", ("2026-06-01", "2026-06-30"), "approval.role_missing"),
        ("looker", "finance_programme", ("2026-06-01", "2026-06-30"), "approval.person_unknown"),
        ("nobody", "finance_programme", ("2026-06-01", "2026-06-30"), "approval.person_unknown"),
    ],
)
def test_what_cannot_be_delegated(office: Office, deputy: str, role: str, days: tuple[str, str], said: str) -> None:
    assert lend(office, "treasurer", deputy, role, days) == {said}


def test_a_role_is_not_lent_in_a_circle_but_may_be_on_other_days(office: Office) -> None:
    june, july = ("2026-06-01", "2026-06-30"), ("2026-07-01", "2026-07-31")
    assert lend(office, "treasurer", "treasurer2", "finance_programme", june) == set()
    assert lend(office, "treasurer2", "asker", "finance_programme", june) == set()

    assert lend(office, "asker", "treasurer", "finance_programme", june) == {"approval.delegation_circle"}
    assert lend(office, "asker", "treasurer", "finance_programme", july) == set()


def test_the_delegations_of_a_past_day_are_those_of_that_day(office: Office, tmp_path: Path) -> None:
    lend(office, "treasurer", "boss", "finance_programme", ("2026-06-01", "2026-06-30"))
    then = office.now.date()
    office.now += timedelta(days=1)
    do(office, "treasurer", "end_delegation", deputy="boss", role="finance_programme")

    write_snapshot(office.database, tmp_path / "then.db", then)

    reader = Reader.of_snapshot(tmp_path / "then.db")
    assert list(show_delegations(reader)["ended_on"].isna()) == [True]
    assert list(show_inbox(reader, person="boss")["behalf"]) == ["treasurer"]


# --- time -------------------------------------------------------------------------------------------------------------


def told(office: Office) -> dict[str, list[str]]:
    """Who gets a letter today, at which step of the date."""
    letters = remind(office.workspace, office.database, office.now)
    return {login: [each.step.name for each in held] for login, held in sorted(letters.by_login.items())}


def test_what_is_overdue_is_named_with_who_holds_it_and_they_hear_of_it_once(offices: Offices) -> None:
    """Submitted on Monday 15 June 2026, due on Thursday the 18th; Friday is a holiday; Tuesday the 23rd is two days late.

    The route passes it up to the managers after two days.
    """
    office = prepared(offices, ROUTE, PEOPLE)
    submit(office, 1000)
    reader = Reader(office.database, office.workspace.resources)
    assert told(office) == {"head": ["before5"]}
    office.now += timedelta(days=7)
    assert told(office) == {"head": ["after1"]}
    office.now += timedelta(days=1)

    assert told(office) == {"boss": ["after2"], "head": ["after2"], "manager": ["after2"]}
    assert told(office) == {}

    late = show_overdue_approvals(reader, office.now.date())
    assert late[["code", "step", "holder", "days_left"]].values.tolist() == [["S1", "一", "head", -2]]
    offices.end(office)


def test_the_applicant_hears_of_a_step_that_nobody_can_sign(offices: Offices) -> None:
    office = prepared(offices, ROUTE, PEOPLE)
    submit(office, 1000)
    leave(office, "head")
    office.now += timedelta(days=7)

    assert told(office) == {"asker": ["after1"]}
    offices.end(office)


# --- those who left, and what the release checks again ---------------------------------------------------------------


def leave(office: Office, login: str) -> None:
    """They leave; the kit has no deed for it yet, so the day is written past the journal."""
    with office.database.writing() as connection, allowed_to_write(connection):
        connection.execute(text("UPDATE person SET left_on = '2026-06-01' WHERE login = :login"), {"login": login})


@pytest.mark.parametrize(
    ("who", "said"), [("treasurer", {"approval.person_left"}), ("asker", {"approval.applicant_gone"})]
)
def test_nothing_is_released_by_or_for_somebody_who_left(offices: Offices, who: str, said: set[str]) -> None:
    office = prepared(offices, ROUTE, PEOPLE)
    submit(office, 1000)
    agree(office, "head")
    leave(office, who)

    assert said <= agree(office, "treasurer")

    assert moved(office) == 0
    offices.end(office)


def test_whoever_lost_the_role_by_then_moves_nothing(office: Office) -> None:
    security = Actor("security", frozenset({Role.SECURITY_ADMIN}))
    desk = Desk(office.workspace, office.database, security, office.clock)
    assert desk.record(ChangeRoles(login="asker", roles=(Role.MANAGER,))).ok

    assert agree(office, "treasurer") == {"approval.applicant_gone"}

    assert moved(office) == 0


def test_a_waiver_of_what_was_asked_holds_when_it_is_released(offices: Offices) -> None:
    """24 of 60 万元 paid in advance are 40 percent where 30 are allowed (财建〔2004〕369号), and waived."""
    route = ROUTE.replace("virement", "payment").replace("budget.move_funds", "budget.pay")
    office = prepared(offices, route, PEOPLE, "payment")
    office.do("grant_allotment", code="CITY", year=2026, document="批", source="市级", amount="100万元")
    ready(office)
    parts = [{"line": "CITY", "amount": "24万元"}]
    asked = {"project": "P1", "kind": "advance", "contract": "C1", "basis": "A-1", "payee": "甲建筑公司"}
    paid = asked | {"account": "6222-01", "parts": parts}
    assert act(office, "asker", "submit", action="budget.pay", payload=paid) == set()
    agree(office, "head")
    assert agree(office, "treasurer") == {"budget.advance_above_limit"}

    waived(office)

    assert agree(office, "treasurer") == set()
    assert office.balances("CITY")[3] == 240_000
    offices.end(office)
