"""The login in a real browser: a first login, the end of a session by an administrator, and who opens what."""

import os
import signal
from typing import Any

import pyotp
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk
from kit.core.actor import Actor, Door, Role
from kit.org.requests import RegisterPerson
from tests.browser.office import PASSWORD, Office, give_account, kernels_of, open_accounts_with, visit

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
ONE_TIME = "Einmal-nur-1"
NOTICE = "本系统不得处理、存储国家秘密"
REASON = '.kit-rows [data-row="0"][data-column="reason"]'


@pytest.fixture(scope="module")
def staffed(office: Office) -> Office:
    """The office with a security administrator, whose first login is done, and two newcomers."""
    database = open_database(office.workspace)
    setup = Desk(office.workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN}), None, Door.SAMPLE))
    people = {"security": Role.SECURITY_ADMIN, "newcomer": Role.UNIT_OFFICER, "english": Role.MANAGER}
    for login, role in people.items():
        unit = "TJ" if role is Role.UNIT_OFFICER else None
        assert setup.record(RegisterPerson(login=login, name=login, unit=unit, roles=(role,))).ok
    give_account(office.workspace, "security")
    assert open_accounts_with(office.workspace, "newcomer", ONE_TIME)
    assert open_accounts_with(office.workspace, "english", ONE_TIME)
    database.close()
    return office


def log_in(page: Any, office: Office, login: str, password: str) -> None:
    """Type both and send them."""
    page.goto(f"{office.address}/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_load_state()


def change_password(page: Any, present: str, new: str) -> None:
    """Fill the form of the forced change."""
    page.fill("[name=password]", present)
    page.fill("[name=new_password]", new)
    page.fill("[name=again]", new)
    page.click("main button")
    page.wait_for_load_state()


def test_a_first_login_changes_the_password(page: Any, staffed: Office) -> None:
    """A poor one is refused with the reasons; then the first page shows the officer's screens and no administration."""
    log_in(page, staffed, "newcomer", ONE_TIME)
    forced = page.url
    page.goto(f"{staffed.address}/library")
    still = page.url

    change_password(page, ONE_TIME, "kurz")
    reasons = page.locator("[role=alert]").count()
    change_password(page, ONE_TIME, PASSWORD)

    assert forced == still == f"{staffed.address}/password"
    assert reasons == 2
    assert page.url == f"{staffed.address}/"
    links = page.eval_on_selector_all("main a", "all => all.map(each => each.getAttribute('href'))")
    assert {"/library", "/entry"} <= set(links)
    assert not {"/accounts", "/sessions", "/events"} & set(links)


def test_the_login_says_that_no_state_secrets_belong_here(page: Any, staffed: Office) -> None:
    """On the login, and on every screen that takes something in."""
    page.goto(f"{staffed.address}/login")
    assert NOTICE in page.inner_text("main")

    visit(page, staffed, "entry")
    page.wait_for_selector("[data-total]")
    assert NOTICE in page.inner_text("body")


def test_a_wrong_password_is_told_in_one_line(page: Any, staffed: Office) -> None:
    """What is wrong is not said, nor whether there is such a person; the name stays typed."""
    log_in(page, staffed, "nobody-of-that-name", "Falsch-geraten-1")

    assert page.locator("[role=alert]").count() == 1
    assert page.input_value("[name=login]") == "nobody-of-that-name"
    assert page.input_value("[name=password]") == ""


@pytest.mark.parametrize("path", ["accounts", "sessions", "events"])
def test_a_unit_cannot_open_the_administration(page: Any, staffed: Office, path: str) -> None:
    """403, with a sentence and a way back."""
    visit(page, staffed)

    answer = page.goto(f"{staffed.address}/{path}")

    assert answer.status == 403
    assert page.inner_text("h1") == "您的角色不能打开此页面。"
    assert page.locator('main a[href="/"]').count() == 1


def test_an_administrator_ends_a_session_and_what_was_typed_is_kept(page: Any, staffed: Office, browser: Any) -> None:
    """The officer's page says so and keeps the text as a draft, which stands there again after the next login."""
    visit(page, staffed, "entry")
    page.wait_for_selector("[data-total]")
    page.fill(REASON, "受疫情影响")
    page.wait_for_selector("[data-unsaved]")
    page.wait_for_timeout(1500)

    other = browser.new_context().new_page()
    visit(other, staffed, "sessions", "security")
    other.click("tr[data-login=officer] [data-deed=end] >> nth=0")
    other.wait_for_load_state()
    other.context.close()

    page.wait_for_selector(".kit-session[data-state=ended]", timeout=20_000)
    page.click(".kit-session a")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("[data-total]")

    assert page.input_value(REASON) == "受疫情影响"
    assert "已恢复" in page.inner_text("[data-part=said]")
    page.click("[data-press=theirs]")
    page.wait_for_function("place => document.querySelector(place).value === ''", arg=REASON)


def test_a_kernel_that_is_killed_is_told_and_what_was_typed_is_kept(page: Any, staffed: Office) -> None:
    """The page says that its program has ended; loaded again, it shows what was typed."""
    before = kernels_of(staffed.workspace)
    visit(page, staffed, "entry")
    page.wait_for_selector("[data-total]")
    page.fill(REASON, "台账核对中")
    page.wait_for_selector("[data-unsaved]")
    page.wait_for_timeout(1500)

    for number in kernels_of(staffed.workspace) - before:
        os.kill(number, signal.SIGKILL)
    page.wait_for_selector(".kit-session[data-state=lost]", timeout=30_000)
    page.click(".kit-session a")
    page.wait_for_selector("[data-part=said] [data-press=theirs]")

    assert page.input_value(REASON) == "台账核对中"
    page.click("[data-press=theirs]")


def test_one_pass_in_english(page: Any, staffed: Office) -> None:
    """Login, first steps, a second factor, a screen: no Chinese but names, the notice and the office."""
    page.goto(f"{staffed.address}/login")
    page.click("a[lang=en]")
    assert page.inner_text("h1") == "Log in"
    log_in(page, staffed, "english", ONE_TIME)
    assert page.inner_text("h1") == "Change the password"
    change_password(page, ONE_TIME, PASSWORD)
    assert page.inner_text("h1") == "What would you like to do?"

    page.goto(f"{staffed.address}/second-factor")
    seed = page.inner_text("[data-seed]")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", pyotp.TOTP(seed).now())
    page.click("main button")
    page.wait_for_load_state()
    page.goto(f"{staffed.address}/library")
    page.wait_for_selector(".kit-live .kit-reports tbody tr")

    assert page.inner_text(".kit-live h1") == "Report library"
    page.click("[data-press=logout]")
    page.wait_for_selector("[name=password]")
    log_in(page, staffed, "english", PASSWORD)
    assert page.url == f"{staffed.address}/code"
