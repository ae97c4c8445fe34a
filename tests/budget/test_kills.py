"""Kills: a writer that is killed at any moment leaves whole deeds, and every deed that it was told of."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.budget import writers
from tests.budget.engines import (
    BOTH,
    QuickOffice,
    missing_from_journal,
    offices_on,
    overspent,
    sized,
    table,
    told,
    unexplained,
)
from tests.budget.writers import FORKS, read_notes

pytestmark = pytest.mark.soak

KILLS = sized(6, 200)
# A writer that has not begun by then is not going to.
PATIENCE = 60
TOTAL = 10**8


@pytest.fixture(params=BOTH)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[QuickOffice]:
    """Two lines under a contract, one in another project, and a statement that obliges to pay."""
    for offices in offices_on(request.param, request, tmp_path):
        made = offices.make()
        grant = {"year": 2026, "document": "批"}
        for project, code in (("P1", "CITY"), ("P1", "CITY2"), ("P2", "SCHOOL")):
            made.do("grant_allotment", project=project, code=code, source=code, amount=2 * TOTAL, **grant)
        contract = {"code": "C1", "title": "合同", "kind": "goods", "regime": "bidding_law", "amount": TOTAL}
        shares = [{"line": code, "amount": TOTAL // 2} for code in ("CITY", "CITY2")]
        made.do("sign_contract", supplier="甲公司", account="1", shares=shares, **contract)
        statement = {"number": "进-1", "kind": "progress_statement", "contract": "C1"}
        made.do("record_basis", amount=TOTAL, issued_on="2026-06-01", **statement)
        yield made
        offices.end(made)


def kill_one(office: QuickOffice, report: Path, seed: int, delay: float) -> list[dict[str, Any]]:
    """Start a writer, kill it *delay* seconds after its first deed, and answer what it had been told."""
    address = office.database.url.render_as_string(hide_password=False)
    start = FORKS.Barrier(1)
    given = (writers.act_until_killed, office.workspace.root, address, report, seed, start)
    writer = FORKS.Process(target=writers.run, args=given)
    writer.start()
    waited_from = time.monotonic()
    while not read_notes(report):
        assert writer.is_alive()
        assert time.monotonic() < waited_from + PATIENCE
        time.sleep(0.002)
    time.sleep(delay)
    assert writer.pid
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    notes = read_notes(report)
    assert writer.exitcode == -signal.SIGKILL, notes[-1]
    return notes


def half_done(office: QuickOffice) -> list[str]:
    """Deeds of which a part is there and another is not."""
    moves, payments = table(office.database, "movement"), table(office.database, "payment")
    moved = Counter[int]()
    for move in moves:
        moved[move["payment_id"] or 0] += move["amount"]
    del moved[0]
    said = [f"{one['number']} is not what moved for it" for one in payments if moved.pop(one["id"], 0) != one["amount"]]
    if moved:
        said.append(f"money moved for payments that are not there: {moved}")
    left, reached = (
        sum(each["amount"] for each in moves if is_half(each, state)) for state in ("outside", "available")
    )
    if left != reached:
        said.append(f"virements took {left} and brought {reached}")
    (contract,), (basis,) = table(office.database, "contract"), table(office.database, "payment_basis")
    shares = sum(share["paid"] for share in table(office.database, "contract_share"))
    under = sum(payment["amount"] for payment in payments if payment["contract_id"])
    if not contract["paid"] == basis["paid"] == shares == under:
        said.append(f"contract {contract['paid']}, document {basis['paid']}, instalments {shares}, payments {under}")
    return said


def is_half(move: dict[str, Any], state: str) -> bool:
    """True for the half of a virement that ends in *state*."""
    return move["cause"] == "virement" and move["to_state"] == state


def test_a_killed_writer_leaves_whole_deeds_and_all_it_was_told_of(office: QuickOffice, tmp_path: Path) -> None:
    """Kill after kill on one ledger; the next writer goes on where the last one fell."""
    chance = random.Random(20260615)
    begun = time.perf_counter()
    told_of: list[dict[str, Any]] = []

    for kill in range(KILLS):
        notes = kill_one(office, tmp_path / f"killed-{kill}.jsonl", kill, chance.uniform(0, 0.3))
        told_of += notes

        assert all(note["ok"] for note in notes)
        assert missing_from_journal(office.database, notes) == []
        assert half_done(office) == []
        assert unexplained(office.database) == []
        assert office.faults() == []

    assert missing_from_journal(office.database, told_of) == []
    assert sum(map(overspent, table(office.database, "budget_line"))) == 0
    told(f"kills: {KILLS} in {time.perf_counter() - begun:.1f} s, {len(told_of)} deeds acknowledged, 0 lost")
