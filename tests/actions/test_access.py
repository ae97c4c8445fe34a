"""Logging in: lockout, timeouts, the steps of a first login, the second factor; with a clock that is moved by hand.

The numbers are those of ``data/access/policy.yaml``: five failures lock for 30 minutes, a session ends after 30 idle
minutes and after 600 in all, a password is old after 90 days, records are kept for 180 days.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from kit.actions.access import CODE, ENROLMENT
from kit.actions.access import PASSWORD as PASSWORD_STEP
from kit.org.account_requests import ResetPassword
from kit.project.requests import ExtendProject
from kit.views.access import list_accounts, list_events, list_sessions
from kit.workspace.workspace import Settings
from tests.actions.accounts import HERE, ONE_TIME, PASSWORD, Gatehouse, changing, codes

WRONG = "Falsch-geraten-1"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    """An office where the officer has an account whose first login is done."""
    made = Gatehouse(tmp_path / "office", Settings())
    made.settle("officer")
    yield made
    made.database.close()


def events(house: Gatehouse) -> list[tuple[str, str]]:
    """What the record of logins holds, the earliest first."""
    return [(row["login"], row["event"]) for row in reversed(list_events(house.database))]


def test_the_right_password_opens_a_session_and_a_wrong_one_does_not(house: Gatehouse) -> None:
    """Both stand in the record of logins."""
    assert house.log_in("officer", WRONG) is None
    visit = house.enter("officer")

    assert (visit.login, visit.unit, visit.is_whole) == ("officer", "U1", True)
    assert events(house) == [("officer", "wrong"), ("officer", "logged_in")]


@pytest.mark.parametrize("login", ["nobody", "audit", "", "officer\x00", "o" * 300, "' OR 1=1 --"])
def test_who_has_no_account_gets_the_same_answer(house: Gatehouse, login: str) -> None:
    """Unknown, registered without an account, empty, unprintable, long, hostile: None and a line in the record."""
    password = WRONG if login == "officer\x00" else PASSWORD

    assert house.log_in(login, password) is None
    assert [event for _login, event in events(house)] == ["wrong"]


def test_the_fifth_failure_locks_the_account_for_half_an_hour(house: Gatehouse) -> None:
    """The right password does not open it before; four failures and a good login begin to count anew."""
    for _failure in range(4):
        assert house.log_in("officer", WRONG) is None
    assert house.log_in("officer") is not None
    for _failure in range(5):
        assert house.log_in("officer", WRONG) is None

    assert house.log_in("officer") is None
    house.clock.move(minutes=29, seconds=59)
    assert house.log_in("officer") is None
    house.clock.move(seconds=1)
    assert house.log_in("officer") is not None


def test_a_session_ends_after_half_an_hour_without_a_sign(house: Gatehouse) -> None:
    """A sign of life at minute 29 carries it to minute 59, not further."""
    key = house.log_in("officer")
    visit = house.visit(key)
    assert visit is not None

    house.clock.move(minutes=29)
    house.access.touch(visit.session)
    house.clock.move(minutes=29, seconds=59)
    assert house.visit(key) is not None
    house.clock.move(seconds=1)

    assert house.visit(key) is None
    assert house.access.ended_among({visit.session}) == {visit.session}


def test_a_session_ends_after_ten_hours_however_busy(house: Gatehouse) -> None:
    """Signs of life every 20 minutes do not carry it beyond minute 600."""
    key = house.log_in("officer")
    visit = house.visit(key)
    assert visit is not None
    for _sign in range(29):
        house.clock.move(minutes=20)
        house.access.touch(visit.session)

    house.clock.move(minutes=19, seconds=59)
    assert house.visit(key) is not None
    house.clock.move(seconds=1)
    assert house.visit(key) is None


def test_only_the_digest_of_a_key_is_kept(house: Gatehouse) -> None:
    """Who reads the table cannot sit down in a session."""
    key = house.log_in("officer")

    kept = {row["key"] for row in list_sessions(house.database)}

    assert key is not None
    assert len(kept) == 1
    assert key not in kept
    assert [house.access.visit(each) for each in kept] == [None]


def test_logging_out_ends_the_session(house: Gatehouse) -> None:
    """Its key opens nothing; another session of the same person goes on."""
    first, second = house.log_in("officer"), house.log_in("officer")
    assert first is not None

    house.access.log_out(first, HERE)

    assert house.visit(first) is None
    assert house.visit(second) is not None


def test_a_first_login_waits_for_a_new_password(house: Gatehouse) -> None:
    """The session waits for nothing else once it is changed, and the one-time password opens nothing any more."""
    house.open_account("division")
    key = house.log_in("division", ONE_TIME)
    visit = house.visit(key)
    assert key is not None
    assert visit is not None
    assert visit.waits_for == PASSWORD_STEP

    receipt = house.do("division", changing(ONE_TIME, PASSWORD), visit.session)
    house.access.advance(key)

    assert receipt.ok
    assert house.enter("division").is_whole
    assert house.log_in("division", ONE_TIME) is None


def test_before_the_first_steps_are_done_no_other_deed_is(house: Gatehouse) -> None:
    """What the division may do any other day is refused as long as its session waits for a new password."""
    house.open_account("division")
    waiting = house.enter("division", ONE_TIME)
    request = ExtendProject(code="P1", year_from=2022, year_to=2027)

    refused = house.do("division", request, waiting.session)

    assert codes(refused) == ["access.step_due"]
    assert house.do("division", request).ok


def test_a_password_is_old_after_ninety_days(house: Gatehouse) -> None:
    """On the ninetieth day it still opens everything; on the next the login asks for another."""
    house.clock.move(days=90)
    assert house.enter("officer").waits_for == ""
    house.clock.move(days=1)
    assert house.enter("officer").waits_for == PASSWORD_STEP


def test_a_second_factor_is_asked_for_and_taken_once(house: Gatehouse) -> None:
    """Password alone opens nothing; a code opens; the same code again, within its time, does not."""
    house.add_second_factor("officer")
    house.clock.move(minutes=2)
    first, second = house.log_in("officer"), house.log_in("officer")
    assert first is not None
    assert second is not None
    waiting = house.visit(first)
    assert waiting is not None
    assert waiting.waits_for == CODE

    code = house.code()

    assert house.access.take_code(first, code, HERE)
    assert not house.access.take_code(second, code, HERE)
    done, still = house.visit(first), house.visit(second)
    assert done is not None
    assert done.is_whole
    assert still is not None
    assert still.waits_for == CODE


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(house: Gatehouse) -> None:
    """After five, the right code does not open either, for half an hour."""
    house.add_second_factor("officer")
    house.clock.move(minutes=2)
    key = house.log_in("officer")
    assert key is not None
    right = house.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _failure in range(5):
        assert not house.access.take_code(key, wrong, HERE)

    assert not house.access.take_code(key, house.code(), HERE)
    assert house.log_in("officer") is None


def test_the_good_password_of_a_second_factor_does_not_forgive_failed_codes(house: Gatehouse) -> None:
    """Otherwise codes could be guessed without end by logging in between them."""
    house.add_second_factor("officer")
    house.clock.move(minutes=2)
    wrong = f"{(int(house.code()) + 1) % 10**6:06}"
    for _failure in range(5):
        key = house.log_in("officer")
        assert key is not None
        house.access.take_code(key, wrong, HERE)

    assert house.log_in("officer") is None


def test_a_wrong_present_password_in_a_session_counts_and_ends_it(house: Gatehouse) -> None:
    """Who sits down at an open screen has five guesses, then the session is gone and the account locked."""
    key = house.log_in("officer")
    visit = house.visit(key)
    assert visit is not None
    for _failure in range(4):
        house.access.distrust(visit, HERE)
    assert house.visit(key) is not None

    house.access.distrust(visit, HERE)

    assert house.visit(key) is None
    assert house.log_in("officer") is None


@pytest.mark.parametrize(
    ("required", "officer", "division"),
    [("none", "", ""), ("administrators", "", ENROLMENT), ("everybody", ENROLMENT, ENROLMENT)],
)
def test_an_office_can_require_a_second_factor(tmp_path: Path, required: str, officer: str, division: str) -> None:
    """Of nobody, of the three administrators, of everybody; ``division`` stands for the audit administrator here."""
    house = Gatehouse(tmp_path / "office", Settings(second_factor=required))  # type: ignore[arg-type]
    house.settle("officer")
    house.settle("audit")

    assert house.enter("officer").waits_for == officer
    assert house.enter("audit").waits_for == division


def test_a_lost_device_is_dropped_with_a_new_one_time_password(house: Gatehouse) -> None:
    """The security administrator gives it; the person changes it at the next login, and no code is asked for."""
    house.add_second_factor("officer")
    request = ResetPassword(login="officer", one_time_password=SecretStr(ONE_TIME), drops_second_factor=True)

    assert house.do("security", request).ok
    waiting = house.enter("officer", ONE_TIME)

    assert waiting.waits_for == PASSWORD_STEP
    assert [row["has_second_factor"] for row in list_accounts(house.database) if row["login"] == "officer"] == [False]


def test_records_of_logins_are_kept_for_half_a_year(house: Gatehouse) -> None:
    """On day 180 they are there, on day 181 they are swept away."""
    house.log_in("officer", WRONG)
    house.clock.move(days=180)
    house.access.sweep()
    assert len(list_events(house.database)) == 1
    house.clock.move(days=1)
    house.access.sweep()
    assert list_events(house.database) == []
