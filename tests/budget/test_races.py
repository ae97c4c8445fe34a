"""Races: eight processes want the last money of one line at once, and it is given away exactly once."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kit.budget.requests import ReserveFunds
from kit.store.journal import lock_head
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
from tests.budget.writers import CROWD, PAYEE, race

pytestmark = pytest.mark.soak

LAST_FEN = 97
START = 400


@pytest.fixture(params=BOTH)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[QuickOffice]:
    """A line in each of two projects, and a bill that obliges to pay more than there is."""
    for offices in offices_on(request.param, request, tmp_path):
        made = offices.make()
        yield made
        offices.end(made)


def fund(office: QuickOffice, city: int, school: int) -> None:
    """The money that is raced for, in fen, and why it may be paid."""
    grant = {"year": 2026, "document": "批", "source": "市级"}
    office.do("grant_allotment", code="CITY", amount=city, **grant)
    office.do("grant_allotment", project="P2", code="SCHOOL", amount=school, **grant)
    office.do("record_basis", number="账-1", kind="bill", amount=10**9, issued_on="2026-06-01", **PAYEE)


def line(office: QuickOffice, code: str) -> dict[str, Any]:
    """A line as the database holds it."""
    return next(row for row in table(office.database, "budget_line") if row["code"] == code)


def entries(office: QuickOffice) -> int:
    """How many entries the journal has."""
    with office.database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM journal")).scalar_one())


def sums(notes: list[dict[str, Any]]) -> Counter[str]:
    """What the acknowledged deeds add up to, by deed and, for virements, by where the money came from."""
    made = Counter[str]()
    for note in notes:
        if note.get("ok"):
            values = note["values"]
            amount = values["parts"][0]["amount"] if "parts" in values else values["amount"]
            made[f"{note['action']} {values['project']}" if note["action"] == "move_funds" else note["action"]] += (
                amount
            )
    return made


def figures(name: str, notes: list[dict[str, Any]], begun: float) -> None:
    """Say how the race went."""
    acted = [note for note in notes if "seal" in note]
    met = sum((Counter(note["met"]) for note in notes if "met" in note), Counter[str]())
    longest = max(note["seconds"] for note in acted)
    told(
        f"{name}: {len(acted)} attempts in {time.perf_counter() - begun:.1f} s, "
        f"{sum(note['ok'] for note in acted)} accepted, longest {longest:.2f} s, "
        f"busy {sum(note.get('busy', 0) for note in notes)}, met {dict(met)}"
    )


def assert_sound(office: QuickOffice, notes: list[dict[str, Any]], before: int) -> None:
    """Nothing lost, nothing recorded that nobody was told of, nothing overspent, every seal in place."""
    acted = [note for note in notes if "seal" in note]
    of_two = sum(note["ok"] and note["action"] == "move_funds" for note in acted)

    assert missing_from_journal(office.database, acted) == []
    assert entries(office) == before + len(acted) + of_two
    assert sum(map(overspent, table(office.database, "budget_line"))) == 0
    assert unexplained(office.database) == []
    assert office.faults() == []


def test_the_last_fen_of_a_line_are_given_away_exactly_once(office: QuickOffice, tmp_path: Path) -> None:
    """97 fen, eight processes that ask for one fen at a time more often than that: 97 are accepted."""
    fund(office, LAST_FEN, 1)
    before, begun = entries(office), time.perf_counter()

    notes = race(office, tmp_path, writers.take_single_fen, sized(30, 250))

    figures("last fen", notes, begun)
    city = line(office, "CITY")
    assert sum(sums(notes).values()) == LAST_FEN == city["reserved"] + city["paid"]
    assert_sound(office, notes, before)


def test_everything_at_once_adds_up_to_what_was_acknowledged(office: QuickOffice, tmp_path: Path) -> None:
    """Reservations, releases, payments, refunds and virements in opposite directions between two projects."""
    fund(office, START, START)
    before, begun = entries(office), time.perf_counter()

    notes = race(office, tmp_path, writers.do_everything, sized(40, 640))

    figures("everything", notes, begun)
    city, school, made = line(office, "CITY"), line(office, "SCHOOL"), sums(notes)
    assert city["reserved"] == made["reserve"] - made["release"]
    assert city["paid"] == made["pay"] - made["refund"]
    assert city["allotted"] == START - made["move_funds P1"] + made["move_funds P2"]
    assert city["allotted"] + school["allotted"] == 2 * START
    assert made["reserve"] > 0 < made["pay"]
    assert made["move_funds P1"] > 0 < made["move_funds P2"]
    assert_sound(office, notes, before)


def test_one_key_used_by_all_at_once_is_done_once(office: QuickOffice, tmp_path: Path) -> None:
    """Every process is told that it is done; the money moves once a round: 7 paid, or 3 to the other project."""
    rounds = sized(6, 100)
    fund(office, 10_000, 10_000)
    begun = time.perf_counter()

    notes = race(office, tmp_path, writers.use_one_key, writers.FORKS.Barrier(CROWD), rounds)

    figures("one key", notes, begun)
    acted = [note for note in notes if "seal" in note]
    assert len(acted) == rounds * CROWD
    assert all(note["ok"] for note in acted)
    assert line(office, "CITY")["paid"] == rounds // 2 * 7
    assert line(office, "SCHOOL")["allotted"] == 10_000 + (rounds - rounds // 2) * 3
    assert missing_from_journal(office.database, acted) == []
    assert unexplained(office.database) == []
    assert office.faults() == []


def test_one_key_used_in_two_projects_at_once_belongs_to_one(office: QuickOffice, tmp_path: Path) -> None:
    """No lock is common to both: who comes second begins again and is told that the key is used; one fen a round."""
    rounds = sized(6, 100)
    fund(office, 10_000, 10_000)
    begun = time.perf_counter()

    notes = race(office, tmp_path, writers.use_one_key_in_two_projects, writers.FORKS.Barrier(CROWD), rounds)

    figures("one key, two projects", notes, begun)
    acted = [note for note in notes if "seal" in note]
    by_round = [[note["values"]["project"] for note in acted[turn::rounds] if note["ok"]] for turn in range(rounds)]
    assert len(acted) == rounds * CROWD
    assert [len(projects) for projects in by_round] == [CROWD // 2] * rounds
    assert all(len(set(projects)) == 1 for projects in by_round)
    assert line(office, "CITY")["reserved"] + line(office, "SCHOOL")["reserved"] == rounds
    assert missing_from_journal(office.database, acted) == []
    assert office.faults() == []


def test_writers_of_two_projects_all_get_through(office: QuickOffice, tmp_path: Path) -> None:
    """There is enough for everybody: nobody is refused, nobody is turned away."""
    attempts = sized(15, 200)
    fund(office, 10_000, 10_000)
    before, begun = entries(office), time.perf_counter()

    notes = race(office, tmp_path, writers.stay_in_own_project, attempts)

    figures("two projects", notes, begun)
    assert line(office, "CITY")["reserved"] == line(office, "SCHOOL")["reserved"] == CROWD // 2 * attempts
    assert_sound(office, notes, before)


def test_a_preview_stands_in_nobodys_way_and_nobody_in_its(office: QuickOffice, tmp_path: Path) -> None:
    """All ask first and pay then, in the same project: each preview says that nothing is wrong, each payment is made."""
    attempts = sized(10, 100)
    fund(office, 10_000, 10_000)
    before, begun = entries(office), time.perf_counter()

    notes = race(office, tmp_path, writers.look_before_acting, attempts)

    figures("preview", notes, begun)
    assert line(office, "CITY")["paid"] == CROWD * attempts
    assert_sound(office, notes, before)


@pytest.mark.postgres
@pytest.mark.parametrize("office", ["postgres"], indirect=True)
def test_who_writes_in_one_project_does_not_wait_for_another(office: QuickOffice) -> None:
    """While one transaction holds P1, a reservation in P2 is made."""
    fund(office, 100, 100)
    elsewhere = ReserveFunds(project="P2", line="SCHOOL", amount=5, purpose="不等")

    with office.database.writing() as connection:
        lock_head(connection, "P1")
        receipt = office.desk("finance").record(elsewhere)

    assert receipt.ok
