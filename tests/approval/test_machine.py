"""Approvals as a state machine: what a model, written from the table of states in docs/approval.md, says must happen.

The model knows people and steps by name, no roles, digests or tables, so that it shares nothing with the code under test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kit.core.actor import Role
from tests.approval.office import act, agree, content, moved, payload, prepared, submit
from tests.budget.engines import BOTH, Offices, offices_on, sized, table

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
  - {name: 三, roles: [finance_programme, manager], mode: quorum, quorum: 2, workdays: 5, differs_from: [一]}
"""
PEOPLE = {
    "asker": (Role.DEPARTMENT_FINANCE, Role.HEAD_OF_UNIT, Role.MANAGER),
    "head": (Role.HEAD_OF_UNIT, Role.FINANCE_PROGRAMME),
    "deputy": (Role.HEAD_OF_UNIT,),
    "reviewer": (Role.COMPETENT_REVIEWER,),
    "division": (Role.PERFORMANCE_DIVISION,),
    "double": (Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION),
    "treasurer": (Role.FINANCE_PROGRAMME,),
    "chief": (Role.MANAGER,),
    "finance2": (Role.DEPARTMENT_FINANCE,),
}
# By hand: who may speak at a step at all. The asker never may, whatever roles they hold.
MAY_SPEAK = {
    "一": {"head", "deputy"},
    "二": {"reviewer", "division", "double"},
    "三": {"head", "treasurer", "chief"},
}

SEATS = {"reviewer": ["R"], "division": ["D"], "double": ["R", "D"]}
AMOUNTS = [999, 1000, 1500]


class Model:
    """One approval as the table of states tells it."""

    def __init__(self, amount: int) -> None:
        self.state, self.arrived = "open", 0
        self.begin(amount)

    def begin(self, amount: int) -> None:
        """A content sets out: 999 yuan pass the second step by; nobody has signed."""
        self.amount = amount
        self.steps = ["一", "三"] if amount < 1000 else ["一", "二", "三"]
        self.at = self.steps[0]
        self.signed: dict[str, list[str]] = {step: [] for step in self.steps}

    def may_speak(self, login: str) -> bool:
        """Open; at a step that is theirs; not twice at one step; the third step by nobody of the first."""
        if self.state != "open" or login not in MAY_SPEAK[self.at] or login in self.signed[self.at]:
            return False
        return not (self.at == "三" and login in self.signed["一"])

    def may_agree(self, login: str) -> bool:
        """At the second step a seat that the person may take must be free."""
        return self.may_speak(login) and (self.at != "二" or self.seat(login) is not None)

    def seat(self, login: str) -> str | None:
        """The second step has a reviewer's seat and a division's; ``double`` takes the first that is free."""
        taken: set[str | None] = set()
        for one in [*self.signed["二"], login]:
            mine = next((seat for seat in SEATS[one] if seat not in taken), None)
            taken.add(mine)
        return mine

    def agree(self, login: str) -> None:
        """The step is done by one, by two seats, by two people; after the last one the money moves."""
        self.signed[self.at].append(login)
        if len(self.signed[self.at]) < {"一": 1, "二": 2, "三": 2}[self.at]:
            return
        place = self.steps.index(self.at) + 1
        if place < len(self.steps):
            self.at = self.steps[place]
        else:
            self.state, self.arrived = "released", self.amount

    def send_back(self, to: str | None) -> None:
        """To the asker, or to an earlier step: what was signed from there on is gone."""
        if to is None:
            self.state, to = "returned", self.steps[0]
        for step in self.steps[self.steps.index(to) :]:
            self.signed[step] = []
        self.at = to

    def earlier(self) -> list[str]:
        """The steps before the present one."""
        return self.steps[: self.steps.index(self.at)]


LOGINS = st.sampled_from(sorted(PEOPLE))
# Those whose turn it is are drawn most often, and what leads back or ends is seldom meant, so that histories get far.
WHO = st.one_of(st.none(), st.none(), LOGINS)
SELDOM = st.integers(0, 4).map(lambda drawn: drawn == 0)


class Approvals(RuleBasedStateMachine):
    """Deeds of anybody in any order; each is done exactly where the model says that it may be."""

    offices: Offices

    def __init__(self) -> None:
        super().__init__()
        self.office = prepared(self.offices, ROUTE, PEOPLE)
        self.before: list[str] = []

    @initialize(amount=st.sampled_from(AMOUNTS))
    def submit(self, amount: int) -> None:
        self.model = Model(amount)
        submit(self.office, amount)

    def teardown(self) -> None:
        faults = self.office.faults()
        self.offices.end(self.office)
        assert faults == []

    def whose_turn(self, login: str | None) -> str:
        """The one drawn, or the first who may agree now."""
        return login or next(filter(self.model.may_agree, sorted(PEOPLE)), "asker")

    @rule(drawn=WHO)
    def agree(self, drawn: str | None) -> None:
        login = self.whose_turn(drawn)
        may = self.model.may_agree(login)
        assert (agree(self.office, login) == set()) == may
        if may:
            self.model.agree(login)

    @rule(drawn=WHO)
    def agree_to_what_was_asked_before(self, drawn: str | None) -> None:
        """Whoever has read an earlier content signs nothing, however often they try."""
        for digest in {*self.before} - {content(self.office)}:
            assert act(self.office, self.whose_turn(drawn), "agree", digest=digest) != set()

    @rule(drawn=WHO, to=st.sampled_from([None, None, "一", "二", "三"]), is_meant=SELDOM)
    def send_back(self, drawn: str | None, to: str | None, is_meant: bool) -> None:
        if not is_meant and self.model.state == "open":
            self.agree(drawn)
            return
        login = self.whose_turn(drawn)
        may = self.model.may_speak(login) and (to is None or to in self.model.earlier())
        said = act(self.office, login, "return", digest=content(self.office), opinion="改", to_step=to)
        assert (said == set()) == may
        if may:
            self.model.send_back(to)

    @rule(login=st.sampled_from(["asker", "asker", "finance2"]), amount=st.sampled_from(AMOUNTS))
    def submit_again(self, login: str, amount: int) -> None:
        before = content(self.office)
        may = self.model.state == "returned" and login == "asker"
        assert (act(self.office, login, "resubmit", payload=payload(amount)) == set()) == may
        if may:
            self.before.append(before)
            self.model.state = "open"
            self.model.begin(amount)

    @rule(login=LOGINS, is_meant=SELDOM)
    def reject(self, login: str, is_meant: bool) -> None:
        """Seldom, since it ends the history."""
        if not is_meant:
            return
        may = self.model.may_speak(login)
        assert (act(self.office, login, "reject", digest=content(self.office), opinion="否") == set()) == may
        if may:
            self.model.state = "rejected"

    @rule(login=st.sampled_from(["asker", "head", "finance2"]), is_meant=SELDOM)
    def withdraw(self, login: str, is_meant: bool) -> None:
        """Seldom, since it ends the history."""
        if not is_meant:
            return
        may = login == "asker" and self.model.state in {"open", "returned"}
        assert (act(self.office, login, "withdraw") == set()) == may
        if may:
            self.model.state = "withdrawn"

    @invariant()
    def stands_where_the_model_says(self) -> None:
        (row,) = table(self.office.database, "approval")
        assert row["state"] == self.model.state
        assert moved(self.office) == self.model.arrived
        signatures = table(self.office.database, "approval_signature")
        counting = [one["person"] for one in signatures if one["verdict"] == "agree" and not one["is_void"]]
        if self.model.state == "open":
            assert row["position"] == self.model.steps.index(self.model.at)
            assert sorted(counting) == sorted(who for signed in self.model.signed.values() for who in signed)


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    yield from offices_on(request.param, request, tmp_path)


def test_every_deed_is_done_exactly_where_the_table_of_states_allows_it(offices: Offices) -> None:
    """Random histories on each engine; the journal is verified after each."""
    machine = type("OnEngine", (Approvals,), {"offices": offices})
    size = settings(
        max_examples=sized(10 if offices.server is None else 4, 400),
        stateful_step_count=sized(25, 40),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=size)
