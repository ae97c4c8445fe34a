"""Races and kills: several people sign at once, or a process dies while it signs; the money moves once or not at all."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.core.actor import Role
from tests.approval import signers
from tests.approval.office import act, agree, content, moved, payload, prepared, submit
from tests.budget.engines import BOTH, Offices, QuickOffice, offices_on, sized, table
from tests.budget.writers import FORKS, race

CROWD = ["treasurer", "treasurer2", "treasurer3", "treasurer4"]
PEOPLE = {"asker": (Role.DEPARTMENT_FINANCE,)} | dict.fromkeys(CROWD, (Role.FINANCE_PROGRAMME,))
# One of the four is enough, or two of them are.
ONE = """\
code: virement
title: 调剂
action: budget.move_funds
is_required: true
source: 本单位规定
steps: [{name: 审批, roles: [finance_programme], workdays: 3}]
"""
TWO = ONE.replace("workdays: 3", "mode: quorum, quorum: 2, workdays: 3")
# No release takes more statements; the sweep ends when a process lives.
FAR = 200


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    yield from offices_on(request.param, request, tmp_path)


def submit_many(office: QuickOffice, count: int) -> dict[str, str]:
    """Approvals of one yuan each, with the digest that each shows."""
    for place in range(count):
        asked = {"action": "budget.move_funds", "payload": payload(1) | {"document": f"调{place}"}}
        assert act(office, "asker", "submit", code=f"R{place}", **asked) == set()
    return {row["code"]: row["digest"] for row in table(office.database, "approval")}


@pytest.mark.parametrize(("route", "needed"), [(ONE, 1), (TWO, 2)])
def test_four_who_sign_at_once_release_each_approval_once(
    offices: Offices, tmp_path: Path, route: str, needed: int
) -> None:
    office = prepared(offices, route, PEOPLE)
    count = sized(8, 200)
    digests = submit_many(office, count)

    notes = race(office, tmp_path, signers.sign_all, CROWD, digests, crowd=len(CROWD))

    said = [note["said"] for note in notes if "said" in note]
    assert len(said) == len(CROWD) * count
    assert said.count([]) == needed * count
    assert said.count(["approval.not_open"]) == (len(CROWD) - needed) * count
    assert len(table(office.database, "approval_signature")) == needed * count
    assert moved(office) == count
    assert office.faults() == []
    offices.end(office)


def test_a_process_killed_at_any_moment_of_the_last_signature_leaves_both_or_neither(offices: Offices) -> None:
    """Killed before each statement after the signature in turn, the commit among them, until one lives to its end."""
    office = prepared(offices, ONE, PEOPLE)
    submit(office, 1000)
    address, digest = office.database.url.render_as_string(hide_password=False), content(office)

    for statement in range(FAR):
        office.database.close()
        given = (office.workspace.root, address, "treasurer", digest, statement)
        process = FORKS.Process(target=signers.sign_and_die, args=given)
        process.start()
        process.join()
        signatures = len(table(office.database, "approval_signature"))
        assert (signatures, moved(office)) in {(0, 0), (1, 1000)}
        assert office.faults() == []
        if signatures:
            break
        assert process.exitcode == -signal.SIGKILL

    # The approval, two balances, two movements, the journal and the commit are written after the signature.
    assert statement >= 7
    assert signatures == 1
    offices.end(office)


def test_a_quorum_of_two_is_two_persons(offices: Offices) -> None:
    """Not one of them, and none of them twice."""
    office = prepared(offices, TWO, PEOPLE)
    submit(office, 1000)

    assert agree(office, "treasurer") == set()
    assert moved(office) == 0
    assert agree(office, "treasurer") == {"approval.signed_twice"}
    assert agree(office, "treasurer2") == set()
    assert moved(office) == 1000
    offices.end(office)
