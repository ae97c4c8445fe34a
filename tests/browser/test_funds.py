"""The screen of funds in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.office import Office, give_account, serving, session_of, visit
from tests.views.fund_office import grant, make_fund_office, spend, take_over

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
TILE = ".kit-live .tile b"
READY_MS = 60_000


@pytest.fixture(scope="module")
def funds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """P1 with 150 万元 of 2026 and 35 of 2024, P2 without money, served to the officer."""
    office = spend(grant(make_fund_office(tmp_path_factory.mktemp("funds") / "office")))
    take_over(office, "OLD", 2024, ("40", "35", "30", "21"))
    office.database.close()
    give_account(office.workspace, "officer")
    with serving(office.workspace) as served:
        yield served


def open_funds(page: Any, funds: Office) -> None:
    """Open the screen and wait until it lives."""
    visit(page, funds, "funds")
    page.wait_for_selector(".kit-live .chart svg", timeout=READY_MS)


def wait_for_first_tile(page: Any, amount: str) -> None:
    """Wait until the first tile shows that amount."""
    page.wait_for_function(f"document.querySelector('{TILE}')?.textContent === '{amount}'", timeout=READY_MS)


def test_the_figures_stand_there_with_their_pictures(page: Any, funds: Office) -> None:
    """Opening 150, adjusted 150, received 60, paid 28, available 100, and the shares of 28: 18.67, 18.67, 46.67 %."""
    open_funds(page, funds)

    assert page.locator(TILE).all_inner_texts() == ["150.00", "150.00", "60.00", "28.00", "100.00"]
    said = page.inner_text(".kit-live .tiles")
    assert said.count("18.67%") == 2
    assert "46.67%" in said
    assert page.locator(".kit-live .chart svg").count() == 3


def test_another_year_shows_its_own_money(page: Any, funds: Office) -> None:
    """2024 began with 40, had 35 and paid 21; months before its end are not known."""
    open_funds(page, funds)

    page.select_option("[name=year]", "2024")
    wait_for_first_tile(page, "40.00")

    assert page.locator(TILE).all_inner_texts() == ["40.00", "35.00", "30.00", "21.00", "14.00"]
    assert page.locator(".kit-live [data-part=pace] tbody tr").count() == 1


def test_a_project_without_money_says_what_to_do(page: Any, funds: Office) -> None:
    """P2 has no line; the way to one is named, and the way back is open."""
    open_funds(page, funds)

    page.select_option("[name=project]", "P2")
    page.wait_for_selector(".kit-live [data-part=first_figures] .advice", timeout=READY_MS)
    told = page.inner_text(".kit-live [data-part=first_figures]")
    page.select_option("[name=project]", "P1")
    wait_for_first_tile(page, "150.00")

    assert "kit do budget.grant_allotment" in told


def test_a_phone_shows_it_without_scrolling_sideways(page: Any, funds: Office) -> None:
    """Tables and pictures scroll in their own places."""
    page.set_viewport_size({"width": 390, "height": 844})
    open_funds(page, funds)

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_first_response_holds_the_figures(funds: Office) -> None:
    """Tiles and tables are in the page itself, before any script has run."""
    answer = session_of(funds, "officer").get("/funds")

    assert "kit-first-funds" in answer.text
    assert "46.67%" in answer.text
