"""Approvals: nothing is released without its signatures, by both engines and in any order of deeds.

The route is written out here, so that the steps asked for are known from outside the code.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from kit.actions.desk import Desk, read_request
from kit.actions.registry import find_action
from kit.approval.route import load_routes
from kit.core.actor import Actor, Role
from kit.core.errors import ConfigurationError
from kit.org.requests import RegisterPerson
from kit.store.store import Receipt
from kit.views.approval import show_approval_times, show_inbox
from kit.views.reader import Reader
from kit.workspace.resources import Resources
from tests.budget.conftest import Office
from tests.budget.engines import BOTH, Offices, offices_on, sized, table

PEOPLE = {
    "asker": (Role.DEPARTMENT_FINANCE, Role.HEAD_OF_UNIT),
    "head": (Role.HEAD_OF_UNIT, Role.FINANCE_PROGRAMME),
    "reviewer": (Role.COMPETENT_REVIEWER,),
    "division": (Role.PERFORMANCE_DIVISION,),
    "treasurer": (Role.FINANCE_PROGRAMME,),
}
ROUTE = """\
code: virement
title: 调剂
action: budget.move_funds
is_required: true
source: 本单位规定
steps:
  - {name: 一, roles: [head_of_unit], workdays: 3}
  - name: 二
    roles: [competent_reviewer, performance_division]
    mode: all
    workdays: 5
    when: [{field: amount, operator: ge, value: 1000元}]
  - {name: 三, roles: [finance_programme], workdays: 5, differs_from: [一]}
"""
GRANT = {"year": 2026, "document": "财预〔2026〕1号", "fund": "一般公共预算", "source": "市级"}


def prepared(offices: Offices) -> Office:
    """An office with the people of the route, the route itself, and two lines of 100 万元."""
    office = offices.make()
    setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), office.clock)
    people = [RegisterPerson(login=login, name=login, unit=None, roles=roles) for login, roles in PEOPLE.items()]
    assert all(receipt.ok for receipt in setup.record_batch(people))
    folder = office.workspace.root / "data" / "routes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virement.yaml").write_text(ROUTE, encoding="utf-8")
    for code in ("A", "B"):
        office.do("grant_allotment", code=code, amount="100万元", purpose=f"用途{code}", **GRANT)
    return office


def payload(amount: int) -> dict[str, Any]:
    """The move of *amount* yuan from A to B."""
    return {"project": "P1", "line": "A", "to_line": "B", "amount": f"{amount}元", "document": "调1"}


def act(office: Office, login: str, verb: str, **values: Any) -> set[str]:
    """Do it: the codes that stop it, none where it is done."""
    request, findings = read_request(find_action(f"approval.{verb}").request, {"code": "S1"} | values)
    assert request is not None, findings
    receipt = office.desk(login).record(request)
    assert isinstance(receipt, Receipt)
    return {finding.code for finding in receipt.findings if finding.severity == "block"}


def content(office: Office) -> str:
    """The digest that the approval shows."""
    return str(table(office.database, "approval")[0]["digest"])


def submit(office: Office, amount: int) -> None:
    assert act(office, "asker", "submit", action="budget.move_funds", payload=payload(amount)) == set()


def agree(office: Office, login: str) -> set[str]:
    return act(office, login, "agree", digest=content(office))


def moved(office: Office) -> int:
    """How many yuan have arrived at line B."""
    return office.balances("B")[0] - 1_000_000


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    yield from offices_on(request.param, request, tmp_path)


@pytest.fixture
def office(offices: Offices) -> Iterator[Office]:
    made = prepared(offices)
    yield made
    assert made.faults() == []
    offices.end(made)


def test_the_last_signature_moves_the_money_and_only_once(office: Office) -> None:
    submit(office, 1000)

    said = [agree(office, login) for login in ("head", "reviewer", "division")]

    assert said == [set(), set(), set()]
    assert moved(office) == 0
    assert agree(office, "treasurer") == set()
    assert moved(office) == 1000
    assert agree(office, "treasurer") == {"approval.not_open"}
    assert moved(office) == 1000


def test_a_small_sum_passes_the_step_of_large_ones_by(office: Office) -> None:
    submit(office, 999)

    assert [agree(office, "head"), agree(office, "treasurer")] == [set(), set()]

    assert moved(office) == 999


def test_a_required_route_cannot_be_gone_past(office: Office) -> None:
    assert set(office.refused("move_funds", **payload(10))) == {"approval.missing"}


def test_nobody_decides_on_the_own_request(office: Office) -> None:
    submit(office, 1000)

    assert agree(office, "asker") == {"approval.own_request"}


def test_a_step_that_differs_is_held_by_another_person(office: Office) -> None:
    submit(office, 999)
    agree(office, "head")

    assert agree(office, "head") == {"approval.same_person"}


def test_whoever_read_another_content_signs_nothing(office: Office) -> None:
    submit(office, 999)
    before = content(office)
    assert act(office, "head", "return", digest=before, opinion="金额不符") == set()
    assert act(office, "asker", "resubmit", payload=payload(998)) == set()

    assert act(office, "head", "agree", digest=before) == {"approval.content_changed"}


def test_what_is_submitted_again_needs_all_signatures_and_keeps_the_old_ones(office: Office) -> None:
    submit(office, 999)
    agree(office, "head")
    act(office, "treasurer", "return", digest=content(office), opinion="补充依据")
    act(office, "asker", "resubmit", payload=payload(999))

    assert agree(office, "treasurer") == {"approval.role_missing"}
    assert len(table(office.database, "approval_signature")) == 2


def test_no_signature_of_the_content_before_counts_for_the_content_after(office: Office) -> None:
    submit(office, 1000)
    for login in ("head", "reviewer"):
        agree(office, login)
    act(office, "division", "return", digest=content(office), opinion="金额不符")
    act(office, "asker", "resubmit", payload=payload(1500))

    assert [agree(office, login) for login in ("head", "division")] == [set(), set()]

    assert agree(office, "treasurer") == {"approval.role_missing"}
    assert agree(office, "reviewer") == set()


def test_a_return_to_an_earlier_step_voids_what_came_after_it(office: Office) -> None:
    submit(office, 1000)
    for login in ("head", "reviewer", "division"):
        agree(office, login)

    assert act(office, "treasurer", "return", digest=content(office), to_step="二", opinion="再议") == set()

    assert [agree(office, login) for login in ("reviewer", "division")] == [set(), set()]
    assert moved(office) == 0


def test_money_that_is_gone_by_then_refuses_the_last_signature(office: Office) -> None:
    submit(office, 1_000_001)
    for login in ("head", "reviewer", "division"):
        agree(office, login)

    assert agree(office, "treasurer") == {"budget.line_short"}
    assert len(table(office.database, "approval_signature")) == 3


def test_the_inbox_shows_whom_it_waits_for_and_the_times_who_held_it(office: Office) -> None:
    submit(office, 999)
    reader = Reader(office.database, office.workspace.resources)
    assert list(show_inbox(reader, Role.HEAD_OF_UNIT)["code"]) == ["S1"]
    assert show_inbox(reader, Role.FINANCE_PROGRAMME).empty

    agree(office, "head")

    times = show_approval_times(reader)
    assert times[["person", "workdays"]].values.tolist() == [["head", 0]]
    # Monday 15 June 2026; Friday the 19th is the Dragon Boat holiday: the fifth working day is Tuesday the 23rd.
    due = list(show_inbox(reader, Role.FINANCE_PROGRAMME)["due_on"])
    assert [str(day)[:10] for day in due] == ["2026-06-23"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("differs_from: [一]", "differs_from: [四]", "no earlier step"),
        ("head_of_unit", "emperor", "roles"),
        ("budget.move_funds", "budget.print_money", "no action"),
        ("name: 二", "name: 一", "named twice"),
        ("1000元", "many", "not an amount"),
    ],
)
def test_a_wrong_route_names_file_and_line(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    (tmp_path / "data" / "routes").mkdir(parents=True)
    (tmp_path / "data" / "routes" / "virement.yaml").write_text(ROUTE.replace(was, becomes), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=rf"virement\.yaml:\d+: .*{said}"):
        load_routes(Resources(tmp_path), ["budget.move_funds"])


class Approvals(RuleBasedStateMachine):
    """Deeds in any order; what has been signed of which content is kept beside it in plain Python."""

    offices: Offices

    def __init__(self) -> None:
        super().__init__()
        self.office = prepared(self.offices)
        self.amount, self.signed, self.is_ended = 999, set[str](), False
        submit(self.office, self.amount)

    def teardown(self) -> None:
        faults = self.office.faults()
        self.offices.end(self.office)
        assert faults == []

    @rule(login=st.sampled_from(sorted(PEOPLE)))
    def agree(self, login: str) -> None:
        """Whoever agrees, money moves only when all of this content have."""
        before = moved(self.office)
        if agree(self.office, login) == set():
            assert login != "asker"
            self.signed.add(login)
        arrived = moved(self.office) - before
        # 999 yuan need a head of unit and another of finance; 1000 and more also both of the second step.
        needed = {"head", "treasurer"} | ({"reviewer", "division"} if self.amount >= 1000 else set())
        assert arrived == (self.amount if needed <= self.signed and not self.is_ended else 0)
        self.is_ended = self.is_ended or arrived > 0

    @rule(login=st.sampled_from(sorted(PEOPLE)), amount=st.sampled_from([999, 1000, 1500]))
    def change(self, login: str, amount: int) -> None:
        """Returned and submitted again with another content: nothing signed before counts."""
        if act(self.office, login, "return", digest=content(self.office), opinion="改") == set():
            assert login != "asker"
            assert act(self.office, "asker", "resubmit", payload=payload(amount)) == set()
            self.amount, self.signed = amount, set()

    @rule(login=st.sampled_from(["head", "asker"]))
    def withdraw(self, login: str) -> None:
        """Only the applicant takes it back, and never after the release."""
        if act(self.office, login, "withdraw") == set():
            assert login == "asker"
            assert not self.is_ended
            self.is_ended = True


def test_no_history_releases_without_all_signatures_or_twice(offices: Offices) -> None:
    """Random histories on each engine; the journal is verified after each."""
    machine = type("OnEngine", (Approvals,), {"offices": offices})
    size = settings(
        max_examples=sized(6, 300),
        stateful_step_count=sized(15, 30),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=size)
