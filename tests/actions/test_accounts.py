"""Actions about accounts: who may do what to whom, what ends sessions, and what the journal never holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from kit.actions.desk import Desk, find_actor
from kit.actions.gates import assigned_projects
from kit.core.actor import Door, Role
from kit.org.account_requests import (
    AssignProject,
    ChangeRoles,
    DisableAccount,
    EnableAccount,
    EndSessions,
    OpenAccount,
    ResetPassword,
    SetSecondFactor,
)
from kit.project.requests import ExtendProject
from kit.store.snapshot import write_snapshot
from kit.workspace.workspace import Settings
from tests.actions.accounts import ONE_TIME, PASSWORD, SEED, Gatehouse, changing, codes


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    """An office where the officer has an account whose first login is done."""
    made = Gatehouse(tmp_path / "office", Settings())
    made.settle("officer")
    yield made
    made.database.close()


def opening(login: str) -> OpenAccount:
    """The request to open an account."""
    return OpenAccount(login=login, one_time_password=SecretStr(ONE_TIME))


def resetting(login: str) -> ResetPassword:
    """The request for a new one-time password."""
    return ResetPassword(login=login, one_time_password=SecretStr("Noch-einmal-2"))


def test_an_account_is_opened_once_and_for_who_is_registered(house: Gatehouse) -> None:
    """A second one and one for nobody are refused."""
    assert codes(house.do("security", opening("officer"))) == ["access.account_exists"]
    assert codes(house.do("security", opening("ghost"))) == ["access.person_unknown"]
    assert codes(house.do("security", resetting("division"))) == ["access.account_unknown"]


def test_a_poor_one_time_password_is_refused(house: Gatehouse) -> None:
    """The policy holds for administrators too."""
    request = OpenAccount(login="division", one_time_password=SecretStr("kurz"))

    assert codes(house.do("security", request)) == ["access.password_short", "access.password_simple"]


@pytest.mark.parametrize("deed", [resetting, lambda login: DisableAccount(login=login)])
def test_a_reset_and_a_closing_end_the_sessions(house: Gatehouse, deed: object) -> None:
    """Whoever sat in one is out at once, and a deed still under way in it is refused."""
    key = house.log_in("officer")
    visit = house.visit(key)
    assert visit is not None

    assert house.do("security", deed("officer")).ok  # type: ignore[operator]

    assert house.visit(key) is None
    late = house.do("officer", ExtendProject(code="P1", year_from=2022, year_to=2027), visit.session)
    assert codes(late) == ["access.session_ended"]


def test_a_closed_account_opens_again(house: Gatehouse) -> None:
    """With the password it had, and its lock is gone."""
    house.do("security", DisableAccount(login="officer"))
    assert house.log_in("officer") is None
    for _failure in range(5):
        house.log_in("officer", "Falsch-geraten-1")

    house.do("security", EnableAccount(login="officer"))

    assert house.log_in("officer") is not None


def test_one_session_is_ended_and_the_other_goes_on(house: Gatehouse) -> None:
    """The security administrator names it."""
    first, second = house.enter("officer"), house.log_in("officer")

    assert house.do("security", EndSessions(login="officer", session=first.session)).ok

    assert house.access.ended_among({first.session}) == {first.session}
    assert house.visit(second) is not None


def test_a_new_password_ends_the_other_sessions(house: Gatehouse) -> None:
    """The one in which it was changed goes on."""
    here, elsewhere = house.log_in("officer"), house.log_in("officer")
    visit = house.visit(here)
    assert visit is not None

    assert house.do("officer", changing(PASSWORD, "Neu-und-anders-7"), visit.session).ok

    assert house.visit(here) is not None
    assert house.visit(elsewhere) is None


def test_a_password_is_changed_only_by_who_knows_it(house: Gatehouse) -> None:
    """A wrong present one, the same one again, a poor one."""
    assert codes(house.do("officer", changing("Falsch-1-falsch", "Neu-und-anders-7"))) == ["access.password_wrong"]
    assert codes(house.do("officer", changing(PASSWORD, PASSWORD))) == ["access.password_same"]
    assert codes(house.do("officer", changing(PASSWORD, "Officer-2026"))) == ["access.password_login"]


def test_a_second_factor_needs_the_password_and_a_code(house: Gatehouse) -> None:
    """Who finds an open screen cannot put the own device in the place of another's."""

    def asking(password: str, code: str) -> SetSecondFactor:
        return SetSecondFactor(password=SecretStr(password), seed=SecretStr(SEED), code=SecretStr(code))

    wrong = f"{(int(house.code()) + 1) % 10**6:06}"

    assert codes(house.do("officer", asking("Falsch-1-falsch", house.code()))) == ["access.password_wrong"]
    assert codes(house.do("officer", asking(PASSWORD, wrong))) == ["access.code_wrong"]
    assert house.do("officer", asking(PASSWORD, house.code())).ok


def test_other_roles_end_the_sessions_and_the_three_administrators_stay_apart(house: Gatehouse) -> None:
    """No business role beside an administrator's; nobody changes the own."""
    key = house.log_in("officer")
    mixed = ChangeRoles(login="officer", roles=(Role.AUDIT_ADMIN, Role.MANAGER))
    own = ChangeRoles(login="security", roles=(Role.MANAGER,))

    assert codes(house.do("security", mixed)) == ["org.duties_not_separated"]
    assert codes(house.do("security", own)) == ["access.own_account"]
    assert house.visit(key) is not None
    assert house.do("security", ChangeRoles(login="officer", roles=(Role.MANAGER,))).ok

    assert house.visit(key) is None
    assert house.enter("officer").roles == {Role.MANAGER}


def test_the_last_security_administrator_is_let_in_again_at_the_machine_only(house: Gatehouse) -> None:
    """Through the server nobody resets the own account; at the command line of the server that is the way back in."""
    house.settle("security")
    at_the_machine = Desk(house.workspace, house.database, find_actor(house.database, "security", Door.COMMAND_LINE))

    assert codes(house.do("security", resetting("security"))) == ["access.own_account"]
    assert at_the_machine.record(resetting("security")).ok


def test_no_secret_stands_in_journal_or_snapshot(house: Gatehouse, tmp_path: Path) -> None:
    """Neither the passwords nor the seed nor a hash, in any table but the one that holds them."""
    house.add_second_factor("officer")
    snapshot = tmp_path / "snapshot.db"
    write_snapshot(house.database, snapshot)

    content = snapshot.read_bytes()
    with house.database.reading() as connection:
        entries = "".join(connection.exec_driver_sql("SELECT text FROM journal").scalars())

    for secret in (ONE_TIME, PASSWORD, SEED, "$argon2id$"):
        assert secret.encode() not in content
        assert secret not in entries
    assert "org.change_password" in entries


def assigning(until: date) -> AssignProject:
    """The evaluator on P1 from 2 March 2026 on."""
    return AssignProject(login="evaluator", project="P1", from_day=date(2026, 3, 2), until_day=until)


def test_a_project_is_assigned_for_its_days_only(house: Gatehouse) -> None:
    """From the first day to the last, both included; a new assignment sets other days."""

    def on(day: date) -> frozenset[str]:
        with house.database.reading() as connection:
            return assigned_projects(connection, find_actor(house.database, "evaluator", Door.SCREEN), day)

    assert house.do("division", assigning(date(2026, 3, 31))).ok

    assert [on(date(2026, 3, 1)), on(date(2026, 3, 2)), on(date(2026, 3, 31))] == [set(), {"P1"}, {"P1"}]
    assert on(date(2026, 4, 1)) == set()
    assert house.do("division", assigning(date(2026, 3, 3))).ok
    assert on(date(2026, 3, 31)) == set()


def test_only_people_from_outside_are_assigned(house: Gatehouse) -> None:
    """An officer needs none; days in the wrong order and an unknown project are said together."""
    wrong = AssignProject(login="officer", project="P9", from_day=date(2026, 3, 2), until_day=date(2026, 3, 1))

    said = codes(house.do("division", wrong))

    assert said == ["access.not_outside", "access.project_unknown", "access.days_reversed"]


def test_an_account_of_somebody_from_outside_ends_by_itself(house: Gatehouse) -> None:
    """On its last day it opens, on the next it does not, and its session is over at midnight in Beijing."""
    request = OpenAccount(login="evaluator", one_time_password=SecretStr(ONE_TIME), expires_on=date(2026, 3, 2))
    assert house.do("security", request).ok
    key = house.log_in("evaluator", ONE_TIME)
    house.clock.move(hours=11, minutes=59)
    late = house.log_in("evaluator", ONE_TIME)
    assert house.visit(late) is not None

    house.clock.move(minutes=1)

    assert house.visit(key) is None
    assert house.visit(late) is None
    assert house.log_in("evaluator", ONE_TIME) is None
