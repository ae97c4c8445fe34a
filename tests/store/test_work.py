"""Work: the one write path, and writers that meet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

import kit.store.database
from kit.actions.desk import Desk
from kit.core.actor import Actor, Role
from kit.core.errors import EnvironmentLacks, KitError
from kit.law.rulebook import Rulebook
from kit.org.requests import RegisterUnit
from kit.org.tables import Unit
from kit.store.database import Database
from kit.store.journal import Deed, lock_head
from kit.store.migration import migrate
from kit.store.store import Job, Store
from kit.store.verify import verify
from kit.store.work import ChangedMeanwhile, Setting, Work
from kit.workspace.workspace import Workspace


@pytest.fixture
def setting(workspace: Workspace) -> Setting:
    """A setting for work by hand."""
    actor = Actor("wang", frozenset({Role.SYSTEM_ADMIN}))
    return Setting(actor, datetime(2026, 3, 1, tzinfo=UTC), Rulebook({}), workspace.resources, workspace.files)


def test_a_row_changed_meanwhile_is_not_overwritten(desk: Desk, database: Database, setting: Setting) -> None:
    """Who read an older version is told, and the newer one stays."""
    desk.record(RegisterUnit(code="U1", name="水利局"))

    with database.writing() as connection:
        work = Work(connection, setting, ("office",))
        read = work.get(Unit, code="U1")
        newer = work.change(read, name="水务局")
        with pytest.raises(ChangedMeanwhile):
            work.change(read, name="水利水电局")

        assert (newer.version, work.get(Unit, code="U1").name) == (2, "水务局")
        connection.rollback()


def test_an_action_writes_only_to_the_dossiers_it_holds(desk: Desk, database: Database, setting: Setting) -> None:
    """A row for somebody else's dossier is refused before it can be sealed in the wrong chain."""
    with pytest.raises(KitError, match="may not write to dossier P1"), database.writing() as connection:
        Work(connection, setting, ("office",)).add(Unit, code="U1", name="局", parent=None, dossier="P1")

    assert verify(database).faults == []


def test_a_value_that_no_check_saw_and_that_stands_already_is_named(desk: Desk, setting: Setting) -> None:
    """Trying again cannot help: one line says which value, and nothing is recorded."""
    desk.record(RegisterUnit(code="U1", name="水利局"))

    def deed(work: Work) -> Deed:
        return Deed("org.register_unit", work.action_id, setting.at, "wang", "cli", "wang", {})

    twice = Job(("office",), lambda work: work.add(Unit, code="U1", name="局", parent=None), deed)
    with pytest.raises(KitError, match=r"stands there already .*code"):
        Store(desk.database).record(twice, setting)

    assert verify(desk.database).entries == 1


@pytest.mark.postgres
def test_who_waits_too_long_for_a_dossier_is_told(
    workspace: Workspace, postgres_url: str, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the office's dossier and hangs: one line says what to do, on a server that would wait for ever."""
    monkeypatch.setattr(kit.store.database, "BUSY_SECONDS", 1)
    held, database = Database(postgres_url), Database(postgres_url)
    migrate(held)
    desk = Desk(workspace, database, setting.actor)
    assert desk.record(RegisterUnit(code="U1", name="水利局")).ok

    with held.writing() as connection:
        lock_head(connection, "office")
        with pytest.raises(EnvironmentLacks, match="lock timeout; somebody else is at it, try again"):
            desk.record(RegisterUnit(code="U2", name="教育局"))
    database.close()
    held.close()


def test_writers_of_one_dossier_queue_up_and_the_chain_stays_whole(desk: Desk, database: Database) -> None:
    """Forty registrations by four writers: forty entries in one chain, none lost, none doubled."""

    def register(number: int) -> bool:
        return desk.record(RegisterUnit(code=f"U{number}", name="局")).ok

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(register, range(40)))

    verdict = verify(database)
    assert done == [True] * 40
    assert (verdict.entries, verdict.faults) == (40, [])


def test_of_two_who_register_the_same_code_one_is_told(desk: Desk, database: Database) -> None:
    """The unique code decides, and the loser gets the finding, not an error."""

    def register(_number: int) -> bool:
        return desk.record(RegisterUnit(code="U1", name="局")).ok

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(register, range(8)))

    assert sorted(done) == [False] * 7 + [True]
    assert verify(database).faults == []
