"""The journal: what it keeps, and that nothing goes round it."""

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from kit.actions.desk import Desk
from kit.org.requests import RegisterUnit
from kit.org.tables import Unit
from kit.project.requests import RegisterProject
from kit.store.database import Database, WroteOnTheSide
from kit.store.journal import Dossier, Entry


def entries(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Entry.__table__).order_by(Entry.id)))


def test_an_entry_says_who_did_what_and_how_the_row_stands_after(desk: Desk, database: Database) -> None:
    """Actor, door, request and after-image stand in the sealed text."""
    desk.record(RegisterUnit(code="U1", name="水利局"), reason="年初登记")

    (entry,) = entries(database)
    content = json.loads(entry.text)
    assert content["actor"] == "wang"
    assert content["door"] == "cli"
    assert content["reason"] == "年初登记"
    assert content["request"] == {"code": "U1", "name": "水利局"}
    image = {"code": "U1", "dossier": "office", "id": 1, "name": "水利局", "parent": None, "version": 1}
    assert content["changes"] == [{"table": "unit", "key": 1, "image": image}]


def test_a_seal_is_the_sha256_of_the_stored_text_and_names_the_one_before(desk: Desk, database: Database) -> None:
    """Anybody can check the chain with a hash program alone."""
    desk.record(RegisterUnit(code="U1", name="水利局"))
    desk.record(RegisterUnit(code="U2", name="教育局"))

    first, second = entries(database)
    assert first.seal == hashlib.sha256(first.text.encode()).hexdigest()
    assert json.loads(second.text)["previous"] == first.seal
    assert json.loads(second.text)["algorithm"] == "sha256"


def test_each_project_has_a_chain_of_its_own(desk: Desk, database: Database) -> None:
    """Numbers count from 1 in each dossier."""
    desk.record(RegisterUnit(code="U1", name="水利局"))
    desk.record(RegisterProject(code="P1", name="水库", owner="U1", year_from=2024, year_to=2025))

    found = [(entry.dossier, entry.number) for entry in entries(database)]

    assert found == [("office", 1), ("P1", 1)]


def test_a_refusal_leaves_an_entry_without_changes(desk: Desk, database: Database) -> None:
    """What was asked and why it was refused is kept; nothing else is."""
    desk.record(RegisterUnit(code="U1", name="水利局"))

    receipt = desk.record(RegisterUnit(code="U1", name="又一个"))

    assert not receipt.ok
    content = json.loads(entries(database)[-1].text)
    assert content["changes"] == []
    assert [finding["code"] for finding in content["findings"]] == ["org.unit_exists"]
    with database.reading() as connection:
        assert connection.execute(select(Unit.name)).scalars().all() == ["水利局"]


def test_a_refusal_about_an_unknown_project_stands_with_the_office(desk: Desk, database: Database) -> None:
    """A dossier that does not exist is not opened by a refusal."""
    receipt = desk.record(RegisterProject(code="P9", name="无主", owner="U9", year_from=2024, year_to=2025))

    assert (receipt.ok, receipt.dossier) == (False, "office")
    with database.reading() as connection:
        assert connection.execute(select(Dossier.code)).scalars().all() == ["office"]


def test_a_refused_request_of_a_batch_leaves_the_others_as_they_are(desk: Desk, database: Database) -> None:
    """Each request of a batch is sealed or refused for itself."""
    units = [RegisterUnit(code=code, name="局") for code in ("U1", "U1", "U2")]

    receipts = desk.record_batch(units)

    assert [receipt.ok for receipt in receipts] == [True, False, True]
    with database.reading() as connection:
        assert connection.execute(select(Unit.code).order_by(Unit.code)).scalars().all() == ["U1", "U2"]


def test_a_preview_writes_nothing(desk: Desk, database: Database) -> None:
    """The same checks answer, and the database stays as it was."""
    desk.record(RegisterUnit(code="U1", name="水利局"))

    assert desk.preview(RegisterUnit(code="U2", name="教育局")) == []
    assert [finding.code for finding in desk.preview(RegisterUnit(code="U1", name="x"))] == ["org.unit_exists"]

    assert len(entries(database)) == 1
    with database.reading() as connection:
        assert connection.execute(select(Unit.code)).scalars().all() == ["U1"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE unit SET name = 'x'",
        "  delete from unit",
        "INSERT INTO dossier VALUES ('x', 0, '')",
        "WITH old AS (SELECT 1) UPDATE unit SET name = 'x'",
    ],
)
def test_a_row_cannot_be_changed_beside_the_journal(desk: Desk, database: Database, statement: str) -> None:
    """The engine refuses what does not come through ``work``, written as text or not."""
    with pytest.raises(WroteOnTheSide), database.writing() as connection:
        connection.execute(text(statement))
    with pytest.raises(WroteOnTheSide), database.writing() as connection:
        connection.execute(insert(Unit.__table__).values(code="U9", name="x", dossier="office", version=1))


def test_reading_cannot_write_even_with_the_guard_open(desk: Desk, database: Database) -> None:
    """A reading transaction holds no right to write that outlives it."""
    with database.reading() as connection:
        seen = connection.execute(select(Unit.code)).scalars().all()

    assert seen == []
    with pytest.raises(WroteOnTheSide), database.reading() as connection:
        connection.execute(text("DELETE FROM journal"))
