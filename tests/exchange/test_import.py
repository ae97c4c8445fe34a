"""Import of self-review tables: whole tables or none, once and not twice, and a dry run that leaves no trace."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from kit.actions.desk import Desk, find_actor
from kit.actions.office import found_office
from kit.core.actor import Actor, Door, Role
from kit.evaluation.printed import PrintedBudget, PrintedIndicator, PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.evaluation.tables import SelfReview
from kit.exchange.selfreview.code import code_of, marked_code
from kit.exchange.selfreview.entry import import_tables
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.journal import Entry
from kit.views.catalogue import find_view
from kit.views.reader import Reader
from kit.workspace.workspace import Settings

DeskOf = Callable[[str], Desk]


@pytest.fixture
def desk_of(tmp_path: Path) -> DeskOf:
    """The desks of an office that has a performance division (``li``), an officer of unit U1 and a manager."""
    office = found_office(tmp_path / "office", Settings(), "admin", "test")
    database = Database(office.database_address)
    admin = Desk(office, database, Actor("admin", frozenset({Role.SYSTEM_ADMIN})))
    people = [
        RegisterUnit(code="U1", name="东阳市水利局"),
        RegisterPerson(login="li", name="李", roles=(Role.PERFORMANCE_DIVISION,)),
        RegisterPerson(login="officer", name="王", unit="U1", roles=(Role.UNIT_OFFICER,)),
        RegisterPerson(login="manager", name="张", roles=(Role.MANAGER,)),
    ]
    assert all(receipt.ok for receipt in admin.record_batch(people))
    return lambda login: Desk(office, database, find_actor(database, login, Door.IMPORT))


def make_table(identifier: str = "a-2022", **printed: object) -> PrintedTable:
    """A small table as a department might publish it; *printed* fills further cells."""
    row = PrintedIndicator(level1="产出指标", name="维修水库", target="≥2座", actual="2座", weight="90", score="90")
    budget = PrintedBudget(initial="100", adjusted="100", executed="100", weight="10", score_printed="10")
    cells: dict[str, object] = {
        "title": "水库维修",
        "department": "东阳市水利局",
        "year": "2022",
        "total_printed": "100",
        "source": "file.json",
    }
    return PrintedTable.model_validate({"id": identifier, "budget": budget, "indicators": (row,)} | cells | printed)


def entries_in(desk: Desk) -> int:
    """How many entries the journal holds."""
    with desk.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(Entry)).scalar_one())


def the_review(desk: Desk) -> dict[str, Any]:
    """The one self-review table that is recorded."""
    (review,) = Reader(desk.database).rows(select(SelfReview.__table__))
    return review


def codes_of(findings: list[dict[str, object]]) -> list[object]:
    """The codes of findings."""
    return [finding["code"] for finding in findings]


def test_a_table_comes_in_with_its_project_and_is_submitted(desk_of: DeskOf) -> None:
    """The unit is known by its name; the project bears the table's id."""
    desk = desk_of("li")

    result = import_tables(desk, [make_table()])

    reviews = find_view("self_reviews").show(Reader(desk.database), {}).to_dict("records")
    assert (result.accepted, result.refused, result.unchanged) == (1, 0, 0)
    assert [(r["project"], r["owner"], r["year"], r["state"]) for r in reviews] == [("a-2022", "U1", 2022, "submitted")]


def test_the_same_file_twice_changes_nothing(desk_of: DeskOf) -> None:
    """The second time every table is there already, from whatever place the file was read."""
    desk = desk_of("li")
    import_tables(desk, [make_table(), make_table("b-2022")])
    before = entries_in(desk)

    result = import_tables(desk, [make_table(source="copy/file.json"), make_table("b-2022")])

    assert (result.accepted, result.unchanged, result.refused) == (0, 2, 0)
    assert entries_in(desk) == before


def test_a_later_year_of_the_same_project_extends_it(desk_of: DeskOf) -> None:
    """The table of 2022 came in first; that of 2024 lets the project run until then."""
    desk = desk_of("li")
    import_tables(desk, [make_table()])

    result = import_tables(desk, [make_table(year="2024")])

    (project,) = find_view("projects").show(Reader(desk.database), {}).to_dict("records")
    assert (result.accepted, result.refused) == (1, 0)
    assert (project["year_from"], project["year_to"]) == (2022, 2024)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(desk_of: DeskOf) -> None:
    """The counts are those of the run that follows."""
    desk = desk_of("li")
    tables = [make_table(), make_table("b-2022", department="新的单位"), make_table("c", year="1875")]
    before = entries_in(desk)

    foreseen = import_tables(desk, tables, dry_run=True).as_dict()
    between = entries_in(desk)
    done = import_tables(desk, tables).as_dict()

    assert between == before
    assert foreseen == done
    assert done["accepted"] == 3


def test_a_submitted_table_with_other_content_is_named_and_left(desk_of: DeskOf) -> None:
    """Nobody's submitted table is overwritten by a file."""
    desk = desk_of("li")
    import_tables(desk, [make_table()])
    before = entries_in(desk)

    answer = import_tables(desk, [make_table(total_printed="99")]).as_dict()

    assert (answer["accepted"], answer["refused"]) == (0, 1)
    assert codes_of(answer["findings"]) == ["exchange.table_differs"]
    assert answer["findings"][0]["where"] == "file.json: a-2022"
    assert entries_in(desk) == before


def test_a_draft_is_corrected_by_the_file(desk_of: DeskOf) -> None:
    """What was entered and not submitted takes the content of the file and is submitted."""
    desk = desk_of("li")
    project = RegisterProject(code="a-2022", name="水库维修", owner="U1", year_from=2022, year_to=2022)
    draft = EnterSelfReview(project="a-2022", year=2022, table=make_table(total_printed="90"))
    assert all(receipt.ok for receipt in desk.record_batch([project, draft]))

    result = import_tables(desk, [make_table()])

    (review,) = find_view("self_reviews").show(Reader(desk.database), {}).to_dict("records")
    assert result.accepted == 1
    assert (review["state"], float(review["total_printed"])) == ("submitted", 100.0)


def test_an_id_that_stands_twice_is_taken_once(desk_of: DeskOf) -> None:
    """The second table of one id is refused with a finding; the first is whole."""
    desk = desk_of("li")

    answer = import_tables(desk, [make_table(), make_table(title="另一个项目")]).as_dict()

    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert codes_of(answer["findings"]) == ["exchange.table_twice"]


def test_a_table_without_a_year_is_taken_without_one(desk_of: DeskOf) -> None:
    """A null year stays null, and the second import knows the table again."""
    desk = desk_of("li")

    first, second = (import_tables(desk, [make_table(year=None)]) for _ in range(2))

    review = the_review(desk)
    assert (first.accepted, second.unchanged) == (1, 1)
    assert review["year"] is None


def test_a_year_that_is_none_is_asked_about(desk_of: DeskOf) -> None:
    """2021-2023 is not one year: the table comes in, with a question."""
    answer = import_tables(desk_of("li"), [make_table(year="2021-2023")]).as_dict()

    assert (answer["accepted"], answer["refused"]) == (1, 0)
    assert codes_of(answer["findings"]) == ["exchange.year_unread"]


def test_faults_of_a_published_table_do_not_keep_it_out(desk_of: DeskOf) -> None:
    """A wrong total is explained as published; the fault stays to be read."""
    desk = desk_of("li")

    result = import_tables(desk, [make_table(total_printed="88")])

    findings = find_view("findings").show(Reader(desk.database), {"project": "a-2022"})
    assert result.accepted == 1
    assert "evaluation.total_differs" in set(findings["code"])


def test_an_officer_imports_for_the_own_unit_only(desk_of: DeskOf) -> None:
    """The own unit's table comes in; another unit's is refused, and the unit is not registered."""
    desk = desk_of("officer")

    answer = import_tables(desk, [make_table(), make_table("b-2022", department="教育局")]).as_dict()

    units = find_view("units").show(Reader(desk.database), {})
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert set(codes_of(answer["findings"])) == {"evaluation.other_unit", "access.role_missing"}
    assert len(units) == 1


def test_a_person_without_the_right_brings_nothing_in(desk_of: DeskOf) -> None:
    """A manager reads; every table is refused, none is half written."""
    desk = desk_of("manager")
    before = entries_in(desk)

    answer = import_tables(desk, [make_table()]).as_dict()

    assert (answer["accepted"], answer["refused"]) == (0, 1)
    assert entries_in(desk) == before


@pytest.mark.parametrize(
    "hostile",
    [
        "'; DROP TABLE project; --",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "{x} %s {0}",
        "office",
        "中" * 200,
        "///",
        "a\tb\r\nc",
        "\u202e倒写\u200b",
        "=HYPERLINK(1)",
    ],
)
def test_a_hostile_name_is_kept_as_text(hostile: str, desk_of: DeskOf) -> None:
    """Whatever a cell says is text: it comes in once, unharmed and harmless, and is known again."""
    desk = desk_of("li")
    table = make_table(hostile[:200], title=hostile, department=hostile)

    first, second = (import_tables(desk, [table]) for _ in range(2))

    review = the_review(desk)
    assert (first.accepted, second.unchanged) == (1, 1)
    assert review["title"] == hostile.strip()


def test_a_character_that_no_database_stores_is_refused(desk_of: DeskOf) -> None:
    """NUL in a cell gives a finding, not half a table."""
    desk = desk_of("li")
    before = entries_in(desk)

    answer = import_tables(desk, [make_table(title="水\x00库")]).as_dict()

    assert codes_of(answer["findings"]) == ["exchange.character_not_storable"]
    assert entries_in(desk) == before


def test_many_tables_come_in_chunk_by_chunk(desk_of: DeskOf) -> None:
    """Progress is told after each hundred; a unit that several tables name is registered once."""
    desk, told = desk_of("li"), list[int]()
    tables = [make_table(f"t-{number}", department="教育局") for number in range(205)]

    result = import_tables(desk, tables, progress=told.append)

    units = find_view("units").show(Reader(desk.database), {})
    assert (result.accepted, result.refused) == (205, 0)
    assert told == [100, 200, 205]
    assert sorted(units["name"]) == sorted(["东阳市水利局", "教育局"])


def test_the_published_tables_come_in_twice_as_once(desk_of: DeskOf, shared: Path) -> None:
    """All published tables of the shared cases, those without a year included."""
    cases = json.loads((shared / "cases" / "selfeval.json").read_text(encoding="utf-8"))
    tables = [PrintedTable.model_validate(case) for case in cases]
    desk = desk_of("li")

    first, second = (import_tables(desk, tables) for _ in range(2))

    assert (first.accepted, first.refused) == (len(cases), 0)
    assert (second.accepted, second.unchanged) == (0, len(cases))


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_two_texts_never_share_a_code_and_each_code_is_lawful(one: str, other: str) -> None:
    """A code has no spaces or slashes and at most eighty characters, and stands for one text only."""
    codes = [code_of(one), code_of(other)]

    for code in codes:
        RegisterUnit(code=code, name="x")
        assert len(code) <= 80
    assert (codes[0] == codes[1]) == (one == other)


def test_a_taken_code_is_told_apart_by_its_mark() -> None:
    """A unit whose name is another unit's code gets a code of its own."""
    assert marked_code("U1") != "U1"
    assert marked_code("U1").startswith("U1-")
