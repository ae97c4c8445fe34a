"""The entry of self-reviews in a real browser."""

from typing import Any

import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import CorrectSelfReview
from kit.project.requests import RegisterProject
from kit.views.evaluation import read_printed, show_self_reviews
from kit.views.journal import show_entries
from kit.views.reader import Reader
from tests.browser.office import SOUND, YEAR, Office, visit

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
PASTE = """([column, text]) => {
  const cell = document.querySelector(`.kit-rows [data-row="0"][data-column="${column}"]`);
  cell.focus();
  const data = new DataTransfer();
  data.setData('text/plain', text);
  cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
# As a spreadsheet copies it: tabs between cells, a cell with a line break in quotes.
BLOCK = (
    '产出指标\t数量指标\t"完成\n调查户数"\t≥200户\t200户\t50\t50\r\n'
    "效益指标\t社会效益指标\t调查数据采用率\t≥90%\t90%\t30\t30\r\n"
    "满意度指标\t服务对象满意度指标\t调查对象满意度（问卷调查）\t≥90%\t90%\t10\t10\r\n"
)
MONEY = {
    "initial": "50",
    "adjusted": "50",
    "executed": "50",
    "rate_printed": "100%",
    "weight": "10",
    "score_printed": "10",
}


def test_score_and_finding_follow_what_is_typed(page: Any, office: Office) -> None:
    """100 of at least 200 households for 50 points earn 25: 10 + 25 + 30 + 10 = 75, and the full 50 points are asked about."""
    open_table(page, office, "P-1")
    before = page.inner_text("[data-total]")

    page.fill('.kit-rows [data-row="0"][data-column="actual"]', "100户")
    wait_for_total(page, "75")

    assert before == "100"
    assert page.inner_text('[data-computed="0"]') == "25"
    assert page.locator('[data-notes="0"] [data-code="evaluation.full_score_short_of_target"]').is_visible()
    assert page.locator('.kit-outcome [data-code="evaluation.full_score_short_of_target"]').is_visible()


def test_a_block_from_a_spreadsheet_fills_rows_and_columns(page: Any, office: Office) -> None:
    """Three rows of seven cells, one with a line break, pasted into the first cell of an empty table."""
    open_table(page, office, "P-2")

    page.evaluate(PASTE, ["level1", BLOCK])
    page.wait_for_function("document.querySelector('[data-computed=\"2\"]')?.textContent === '10'")

    assert page.input_value('.kit-rows [data-row="0"][data-column="name"]') == "完成\n调查户数"
    assert page.input_value('.kit-rows [data-row="2"][data-column="score"]') == "10"
    assert page.locator(".kit-rows [data-column=target]").count() == 3


def test_rows_are_added_and_removed_by_keyboard(page: Any, office: Office) -> None:
    """Enter in the last row makes another that goes on with the same level; the removed row can be brought back."""
    open_table(page, office, "P-1")

    page.focus('.kit-rows [data-row="2"][data-column="name"]')
    page.keyboard.press("Enter")
    page.keyboard.type("调查及时率")
    carried = page.input_value('.kit-rows [data-row="3"][data-column="level1"]')
    page.keyboard.press("Control+Shift+Delete")
    left = page.locator(".kit-rows [data-column=target]").count()
    page.click("[data-press=restore]")

    assert carried == "满意度指标"
    assert left == 3
    assert page.input_value('.kit-rows [data-row="3"][data-column="name"]') == "调查及时率"


def test_a_submitted_table_is_in_the_journal(page: Any, office: Office) -> None:
    """A new table is pasted, its money typed, and submitted; the receipt names the entry that the journal holds."""
    open_table(page, office, "P-2")
    for name, value in MONEY.items():
        page.fill(f"[name=money_{name}]", value)
    page.evaluate(PASTE, ["level1", BLOCK])
    wait_for_total(page, "100")

    page.click("[data-press=submit]")
    page.wait_for_selector(".kit-receipt")

    reader = Reader(open_database(office.workspace))
    entries = show_entries(reader, "P-2")
    assert show_self_reviews(reader, "P-2", YEAR)["state"].to_list() == ["submitted"]
    assert entries["action"].to_list()[-2:] == ["evaluation.enter_self_review", "evaluation.submit_self_review"]
    assert entries["actor"].iloc[-1] == "officer"
    assert page.get_attribute(".kit-receipt", "data-number") == str(entries["number"].iloc[-1])


def test_a_refused_submission_says_that_the_draft_is_kept(page: Any, office: Office) -> None:
    """A total of 90 under parts that add up to 100 cannot be right: without an explanation it stays a draft."""
    project = RegisterProject(code="P-4", name="统计执法检查", owner="TJ", year_from=YEAR, year_to=YEAR)
    assert open_desk(office.workspace, "reviewer").record(project).ok
    open_table(page, office, "P-4")
    page.evaluate(PASTE, ["level1", BLOCK])
    for name, value in MONEY.items():
        page.fill(f"[name=money_{name}]", value)
    page.fill("[name=total_printed]", "90")
    page.wait_for_selector('.kit-outcome [data-code="evaluation.total_differs"]')

    page.click("[data-press=submit]")
    page.wait_for_selector(".kit-outcome [data-part=said] [role=alert]")

    reader = Reader(open_database(office.workspace))
    assert show_self_reviews(reader, "P-4", YEAR)["state"].to_list() == ["draft"]
    entered = show_entries(reader, "P-4").query("action == 'evaluation.enter_self_review'")["number"]
    assert page.get_attribute(".kit-receipt", "data-number") == str(entered.item())


def test_a_stale_save_is_told_and_loses_nothing(page: Any, office: Office) -> None:
    """While the page is open somebody else corrects the table: saving is refused, the text stays, both ways are open."""
    open_table(page, office, "P-1")
    theirs = SOUND | {"title": "统计调查经费（更正）"}
    request = CorrectSelfReview(project="P-1", year=YEAR, table=PrintedTable.model_validate(theirs))
    open_desk(office.workspace, "reviewer").record(request)

    page.fill('.kit-rows [data-row="0"][data-column="reason"]', "受疫情影响")
    page.click("[data-press=save]")
    page.wait_for_selector("[data-press=mine]")
    told = page.inner_text(".kit-outcome [data-part=said]")
    kept = page.input_value('.kit-rows [data-row="0"][data-column="reason"]')
    page.click("[data-press=theirs]")
    page.wait_for_function("document.querySelector('[name=title]').value.includes('更正')")

    stored = read_printed(Reader(open_database(office.workspace)), "P-1", YEAR)
    assert stored is not None
    assert stored.title == "统计调查经费（更正）"
    assert "reviewer" in told
    assert kept == "受疫情影响"


def open_table(page: Any, office: Office, project: str) -> None:
    """Open the entry screen on a project."""
    visit(page, office, "entry")
    page.wait_for_selector("[data-total]")
    opened = page.input_value("[name=opening]")
    if page.input_value("[name=project]") != project:
        page.select_option("[name=project]", project)
        # The number of the opening moves on once the page shows the table that was chosen.
        page.wait_for_function(f"document.querySelector('[name=opening]').value !== '{opened}'")


def wait_for_total(page: Any, total: str) -> None:
    """Wait until the kit's own total stands there."""
    page.wait_for_function(f"document.querySelector('[data-total]').textContent === '{total}'")
