"""Approvals: nothing is released without its signatures, by both engines and in any order of deeds.

The route is written out here, so that the steps asked for are known from outside the code.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from kit.actions.desk import Desk
from kit.approval.route import load_routes
from kit.approval.signing import agreed, digest_of
from kit.approval.tables import Approval, Signature
from kit.core.actor import Actor, Role
from kit.core.errors import ConfigurationError
from kit.org.requests import RegisterPerson
from kit.views.approval import show_approval_times, show_inbox, show_routes
from kit.views.reader import Reader
from kit.workspace.resources import Resources
from tests.approval.office import ROUTE, act, agree, content, moved, payload, prepared, submit
from tests.budget.conftest import Office
from tests.budget.engines import BOTH, Offices, offices_on, table


def write_raw(office: Office, asked: dict[str, Any]) -> None:
    """Change what an approval asks for by plain SQL, past the kit."""
    engine = create_engine(office.database.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE approval SET payload = :asked"), {"asked": json.dumps(asked)})
    engine.dispose()


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


def test_a_content_changed_behind_the_kits_back_can_no_longer_be_signed(office: Office) -> None:
    submit(office, 999)
    agree(office, "head")
    write_raw(office, payload(998) | {"amount": 99_800})

    assert agree(office, "treasurer") == {"approval.content_changed"}

    assert moved(office) == 0
    write_raw(office, payload(999) | {"amount": 99_900})


def test_a_signature_of_another_content_counts_for_nothing() -> None:
    """Even where nobody has voided it."""
    asked = {"action": "budget.move_funds", "payload": payload(999)}
    approval = Approval(**asked)
    signed = {"step": 0, "verdict": "agree", "is_void": False}
    of_this = Signature(person="head", digest=digest_of(**asked), **signed)
    of_another = Signature(person="head", digest=digest_of("budget.move_funds", payload(998)), **signed)

    assert agreed(approval, [of_another, of_this], 0) == [of_this]


def test_the_head_of_another_unit_does_not_sign(office: Office) -> None:
    """P1 is a project of unit U1."""
    setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), office.clock)
    for login, unit in (("head1", "U1"), ("head2", "U2")):
        person = RegisterPerson(login=login, name=login, unit=unit, roles=(Role.HEAD_OF_UNIT,))
        assert setup.record(person).ok
    submit(office, 999)

    assert agree(office, "head2") == {"approval.role_missing"}
    assert act(office, "head2", "return", digest=content(office), opinion="不同意") == {"approval.role_missing"}
    assert agree(office, "head1") == set()


def test_whoever_works_from_outside_or_only_looks_has_no_part_in_it(office: Office) -> None:
    setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), office.clock)
    submit(office, 999)
    for role in (Role.LEAD_EVALUATOR, Role.REVIEW_EXPERT, Role.ANALYST, Role.AUDIT_ADMIN):
        assert setup.record(RegisterPerson(login=role, name=role, unit=None, roles=(role,))).ok

        assert agree(office, role) == {"access.role_missing"}


def test_the_routes_say_their_law_and_how_it_was_read(office: Office) -> None:
    """Article 72 of the budget law was read in its text; that on the formats of archives is known from memory."""
    own = office.workspace.root / "data" / "routes" / "virement.yaml"
    own.write_text(ROUTE.replace("source:", "rules: [archives.formats]\nsource:"), encoding="utf-8")

    read = show_routes(Reader(office.database, Resources()))
    recalled = show_routes(Reader(office.database, office.workspace.resources))

    assert set(read["law"]) == {"《中华人民共和国预算法》 第七十二条"}
    assert list(read["step"]) == ["单位审核", "主管部门会签", "财政审批"]
    assert all(law.endswith("(凭记忆整理，待核实)") for law in recalled["law"])


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
        ("source:", "rules: [budget.no_such_rule]\nsource:", "no rule"),
    ],
)
def test_a_wrong_route_names_file_and_line(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    (tmp_path / "data" / "routes").mkdir(parents=True)
    (tmp_path / "data" / "routes" / "virement.yaml").write_text(ROUTE.replace(was, becomes), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=rf"virement\.yaml:\d+: .*{said}"):
        load_routes(Resources(tmp_path), ["budget.move_funds"], ["budget.virement_controlled"])
