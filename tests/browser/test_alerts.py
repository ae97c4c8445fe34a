"""Handling alerts on the screen, in a real browser and by keyboard alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kit.actions.screening import run_screening
from kit.core.digest import digest
from kit.store.database import Database
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from tests.browser.office import Office, give_account, serving, visit
from tests.schedule.conftest import make_plan_office

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
READY_MS = 60_000
PHOTO = b"the works as they stand"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The reservoir that was to begin on 2 March 2026, screened in April; a rectification waits for the officer."""
    office = make_plan_office(tmp_path_factory.mktemp("board") / "office")
    office.draw()
    office.do("schedule.set_baseline", name="初始")
    office.now = datetime(2026, 4, 20, 4, tzinfo=UTC)
    run_screening(office.desk("reviewer"))
    order = {"code": "Z-1", "problem": "验收资料缺失", "demand": "补齐", "responsible": "officer"}
    office.do("risk.order_rectification", "reviewer", **order, due_on="2099-12-31")
    office.database.close()
    give_account(office.workspace, "officer")
    with serving(office.workspace) as served:
        yield served


def reader_of(office: Office) -> Reader:
    """What is recorded by now."""
    return Reader(Database(office.workspace.database_address), office.workspace.resources)


def open_board(page: Any, office: Office) -> None:
    """The living board."""
    visit(page, office, "alerts")
    page.wait_for_selector(".kit-live .kit-alerts button", timeout=READY_MS)


def button_of(number: int) -> str:
    """The button beside an alert."""
    return f""".kit-live .kit-alerts button[data-value='["alert", "P1", "{number}"]']"""


def test_an_alert_is_acknowledged_by_keyboard_alone(page: Any, board: Office) -> None:
    """Enter opens the panel, Tab goes through it, Enter records, Escape leads back to where one was."""
    open_board(page, board)
    page.focus(button_of(1))
    page.keyboard.press("Enter")
    page.wait_for_selector(".kit-panel [data-value='risk.acknowledge_alert']")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kit-panel [data-main]")
    page.focus(".kit-panel [data-main]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kit-panel .kit-receipt")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.kit-panel')")

    assert page.evaluate("document.activeElement.dataset.value") == '["alert", "P1", "1"]'
    alerts = show_alerts(reader_of(board))
    assert list(alerts.loc[alerts["acknowledged_by"] == "officer", "alert"]) == [1]


def test_a_finding_stands_beside_the_field_and_the_text_stays(page: Any, board: Office) -> None:
    """A risk without measures is refused; the title that was typed is still there, the cursor is in the empty field."""
    open_board(page, board)
    page.click(".kit-live [data-press=new][data-value='risk.register']")
    page.wait_for_selector(".kit-panel [name=form-title]")
    page.select_option("[name=form-project]", "P1")
    page.fill("[name=form-title]", "征地未完成")
    for name, value in (("likelihood", "4"), ("impact", "5"), ("owner", "officer"), ("response", "reduce")):
        page.select_option(f"[name=form-{name}]", value)
    page.fill("[name=form-review_on]", "2099-12-31")

    page.click(".kit-panel [data-main]")
    page.wait_for_selector("#form-measures-said [data-code='request.field_wrong']")

    assert page.input_value("[name=form-title]") == "征地未完成"
    assert page.evaluate("document.activeElement.name") == "form-measures"
    page.fill("[name=form-measures]", "提前协调")
    page.click(".kit-panel [data-main]")
    page.wait_for_selector(".kit-panel .kit-receipt")
    page.wait_for_function("document.querySelector('.kit-live .kit-risks').textContent.includes('征地未完成')")


def test_a_file_goes_with_the_report_and_is_kept(page: Any, board: Office) -> None:
    """Its digest stands in the record, its content among the kept files."""
    open_board(page, board)
    page.click(".kit-live .kit-rectifications tbody button")
    page.click(".kit-panel [data-value='risk.report_rectification']")
    page.wait_for_selector("[name=form-result]")
    page.fill("[name=form-result]", "已补齐")
    page.set_input_files("[name=form-evidence]", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": PHOTO})
    page.click(".kit-panel [data-main]")
    page.wait_for_selector(".kit-panel .kit-receipt")

    row = show_rectifications(reader_of(board)).iloc[0]
    assert (row["state"], row["evidence"]) == ("reported", digest(PHOTO))
    assert (board.workspace.files / digest(PHOTO)[:2] / digest(PHOTO)).read_bytes() == PHOTO


def test_two_people_at_one_alert_are_told_of_each_other(page: Any, browser: Any, board: Office) -> None:
    """The second window sees who was quicker, and how the alert stands now."""
    open_board(page, board)
    other = browser.new_page()
    open_board(other, board)
    for window in (page, other):
        window.click(button_of(2))
        window.click(".kit-panel [data-value='risk.acknowledge_alert']")
        window.wait_for_selector(".kit-panel [data-main]")

    page.click(".kit-panel [data-main]")
    page.wait_for_selector(".kit-panel .kit-receipt")
    other.click(".kit-panel [data-main]")
    other.wait_for_selector(".kit-panel .kit-line.kit-fault")

    assert "officer某" in other.inner_text(".kit-panel .kit-line.kit-fault")
    assert other.locator(".kit-panel [data-value='risk.acknowledge_alert']").count() == 0
    assert show_alerts(reader_of(board)).set_index("alert").loc[2, "acknowledged_by"] == "officer"
    other.close()


def test_the_panel_fits_a_phone(page: Any, board: Office) -> None:
    """No sideways scrolling, and the buttons are within reach."""
    page.set_viewport_size({"width": 390, "height": 844})
    open_board(page, board)
    page.click(".kit-live .kit-alerts tbody tr:first-child button")
    page.wait_for_selector(".kit-panel .kit-buttons button")

    box = page.locator(".kit-panel").bounding_box()
    assert box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
