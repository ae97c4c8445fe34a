"""The layout of the screens and reports, as a browser measures it at a desk and on a phone."""

from typing import Any

import pytest

from kit.actions.desk import open_desk
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview, SubmitSelfReview
from tests.browser.office import SOUND, YEAR, Office, visit
from tests.environment import CHECKOUT

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
COLOURS = """() => [...document.querySelectorAll('.kit-rows tr[data-row] td')].map((cell) => {
  const field = cell.querySelector('textarea');
  const own = (node) => getComputedStyle(node).backgroundColor;
  return [own(cell), field ? own(field) : 'rgba(0, 0, 0, 0)'].join(' ');
})"""
GAP = """() => {
  const right = (selector) => document.querySelector(selector).getBoundingClientRect().right;
  return Math.round(right('.kit-rows') - right('.kit-rows tr[data-row] td:last-child'));
}"""
EDGES = """() => [...document.querySelectorAll('.scroll')].map((box) => [
  box.scrollWidth > box.clientWidth, parseFloat(getComputedStyle(box).getPropertyValue('--after')) > 0])"""


@pytest.fixture(scope="module")
def submitted(office: Office) -> Office:
    """P-2 is submitted, with a reason so long that it takes several lines."""
    rows = [row | {"reason": "因汛期施工条件受限工期顺延" * 8} for row in SOUND["indicators"]]
    table = PrintedTable.model_validate(SOUND | {"id": "P-2-2023", "title": "人口抽样调查", "indicators": rows})
    officer = open_desk(office.workspace, "officer")
    assert officer.record(EnterSelfReview(project="P-2", year=YEAR, table=table)).ok
    assert officer.record(SubmitSelfReview(project="P-2", year=YEAR)).ok
    return office


def open_table(page: Any, office: Office, project: str) -> None:
    """The entry screen on a project."""
    visit(page, office, "entry")
    page.wait_for_selector("[data-total]")
    if page.input_value("[name=project]") != project:
        opened = page.input_value("[name=opening]")
        page.select_option("[name=project]", project)
        page.wait_for_function(f"document.querySelector('[name=opening]').value !== '{opened}'")


def test_a_submitted_table_is_of_one_colour_and_fills_its_frame(page: Any, submitted: Office) -> None:
    """Also beside a cell of several lines; no column stays where the tools were."""
    page.set_viewport_size(DESK)
    open_table(page, submitted, "P-2")
    page.wait_for_selector(".kit-rows.kit-locked")

    assert len(set(page.evaluate(COLOURS))) == 1
    assert page.evaluate(GAP) <= 2


def test_the_header_reaches_the_edge(page: Any, submitted: Office) -> None:
    """Nothing is kept free beside it but a scrollbar."""
    visit(page, submitted, "library")

    assert page.evaluate("innerWidth - document.querySelector('.kit-top').getBoundingClientRect().right") == 0


def test_cells_on_a_phone_have_a_border(page: Any, submitted: Office) -> None:
    """Where nothing is typed yet the border alone says that something can be."""
    page.set_viewport_size(PHONE)
    open_table(page, submitted, "P-1")

    width = "getComputedStyle(document.querySelector('.kit-rows textarea')).borderTopWidth"
    assert page.evaluate(width) == "1px"


def test_a_click_beside_the_words_of_a_cell_is_a_click_into_it(page: Any, submitted: Office) -> None:
    """A cell may be higher than its words."""
    page.set_viewport_size(DESK)
    open_table(page, submitted, "P-1")
    page.fill('.kit-rows [data-row="0"][data-column="reason"]', "顺延" * 80)
    cell = page.locator('.kit-rows td:has([data-row="0"][data-column="target"])')

    cell.click(position={"x": 10, "y": cell.bounding_box()["height"] - 4})

    assert page.evaluate("document.activeElement.dataset.column") == "target"


def test_what_goes_on_beyond_the_edge_of_a_phone_fades(page: Any, submitted: Office) -> None:
    """Charts and tables alike; what fits stays as it is."""
    report = next(submitted.workspace.runs.glob("*/reports/*P-1.html"))
    page.set_viewport_size(PHONE)
    page.goto(report.as_uri())

    edges = page.evaluate(EDGES)
    assert [True, True] in edges
    assert all(is_wider == fades for is_wider, fades in edges)


def test_a_mark_is_of_one_height_whatever_it_weighs(page: Any) -> None:
    """A note stands in its row as a question does."""
    style = (CHECKOUT / "kit" / "publishing" / "templates" / "kit.css").read_text(encoding="utf-8")
    rows = "".join(f"<tr><td><span class='mark {name}'>提示</span></td></tr>" for name in ("note", "question", "fault"))
    page.set_content(f"<style>{style}</style><table>{rows}</table>")

    heights = page.evaluate("[...document.querySelectorAll('tr')].map((row) => row.getBoundingClientRect().height)")

    # The first row shares its upper border with nobody.
    assert max(heights) - min(heights) < 1
