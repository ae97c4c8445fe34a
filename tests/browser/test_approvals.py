"""The screen of approvals in a real browser: asked, returned, asked again, signed to the end; by keyboard; on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest

from kit.store.database import Database
from kit.views.approval import show_approvals
from kit.views.budget.lines import show_budget_lines
from kit.views.reader import Reader
from tests.approval.board import NAMES, make_board_office
from tests.browser.office import Office, give_account, serving, visit

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
READY_MS = 60_000
CODE = "SP-2026-0001"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Lines A and B of 100 万元 each, and a route that every virement passes."""
    office = make_board_office(tmp_path_factory.mktemp("approvals") / "office")
    office.database.close()
    for login in NAMES:
        give_account(office.workspace, login)
    with serving(office.workspace) as served:
        yield served


def reader_of(office: Office) -> Reader:
    """What is recorded by now."""
    return Reader(Database(office.workspace.database_address), office.workspace.resources)


def open_board(browser: Any, office: Office, login: str, **how: Any) -> Any:
    """The living board of one person, in a window of their own."""
    page = browser.new_context(**how).new_page()
    visit(page, office, "approvals", login)
    page.wait_for_selector(".kit-live .kit-everything .kit-figure, .kit-live .kit-everything h2", timeout=READY_MS)
    return page


def handle(page: Any, deed: str, **typed: str) -> None:
    """Open the first row that there is, choose a deed, fill its form and record it."""
    page.click(".kit-live tbody button")
    page.click(f".kit-panel [data-value='approval.{deed}']")
    page.wait_for_selector(".kit-panel [data-main]")
    for name, value in typed.items():
        page.fill(f"[name=form-{name}]", value)
    page.click(".kit-panel [data-main]")
    page.wait_for_selector(".kit-panel .kit-receipt")


def test_a_move_is_asked_returned_asked_again_and_signed_to_the_end(browser: Any, board: Office) -> None:
    """12 万元 are asked, returned with a reason, then 500 元: below 1000 the second step falls away."""
    asker = open_board(browser, board, "asker")
    asker.click("[data-press=new][data-value='budget.move_funds']")
    asker.wait_for_selector(".kit-panel [name=form-amount]")
    for name, value in (("project", "P1"), ("line", "A"), ("to_line", "B")):
        asker.select_option(f"[name=form-{name}]", value)
    asker.fill("[name=form-amount]", "12万元")
    asker.fill("[name=form-document]", "调1")
    asker.click(".kit-panel [data-main]")
    asker.wait_for_selector(".kit-panel .kit-receipt")
    assert CODE in asker.inner_text(".kit-panel")

    head = open_board(browser, board, "head")
    handle(head, "return", opinion="金额请核实")
    asker.keyboard.press("Escape")
    asker.reload()
    asker.wait_for_selector(".kit-live .kit-own tbody button", timeout=READY_MS)
    handle(asker, "resubmit", amount="500元")

    head = open_board(browser, board, "head")
    handle(head, "agree")
    handle(open_board(browser, board, "treasurer"), "agree", opinion="同意")

    reader = reader_of(board)
    assert list(show_approvals(reader)["state"]) == ["released"]
    lines = show_budget_lines(reader).set_index("code")["allotted"]
    assert (lines["A"], lines["B"]) == (99_950_000, 100_050_000)


def test_the_sheet_fits_a_phone(browser: Any, board: Office) -> None:
    page = open_board(browser, board, "asker", viewport={"width": 390, "height": 844})
    page.select_option("[name=state]", "all")
    page.wait_for_selector(".kit-live .kit-everything tbody button")
    page.click(".kit-live .kit-everything tbody button")
    page.wait_for_selector(".kit-panel .kit-facts")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.querySelector('.kit-panel').scrollWidth <= window.innerWidth")
