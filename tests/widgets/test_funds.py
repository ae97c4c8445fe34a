"""The screen of funds: what is chosen, without a page."""

from pathlib import Path

import pytest

from tests.views.fund_office import DAY, grant, make_fund_office, reader_of, spend, take_over
from widgets.screens.funds import FundsScreen
from widgets.screens.funds_page import Choice, figures, read_choice


@pytest.fixture
def screen(tmp_path: Path) -> FundsScreen:
    """P1 of U1 has money of 2024 and 2026; P2 of U2 has none."""
    office = spend(grant(make_fund_office(tmp_path / "office")))
    take_over(office, "OLD", 2024, ("40", "35", "30", "21"))
    return FundsScreen(reader_of(office), DAY)


def test_the_screen_opens_on_the_latest_year_of_all_projects(screen: FundsScreen) -> None:
    """2026 is the last with money."""
    assert screen._chosen == Choice("", "", 2026)
    assert list(screen._options.years) == [2026, 2024]


def test_a_project_of_another_department_gives_way(screen: FundsScreen) -> None:
    """P1 is none of U2's; its year has no money there either."""
    screen._choose(Choice("U2", "P1", 2026))

    assert screen._chosen == Choice("U2", "", None)
    assert [code for code, _name in screen._options.projects] == ["P2"]


def test_the_first_look_has_figures_but_no_pictures(screen: FundsScreen) -> None:
    """They come with the living page; nothing can be used before."""
    html = str(screen.plain.data)

    assert "150.00" in html
    assert "<svg" not in html
    assert "<fieldset" in html
    assert "disabled" in html


def test_where_there_is_no_money_only_what_to_do_is_shown(screen: FundsScreen) -> None:
    """One piece, naming the command."""
    screen._choose(Choice("U2"))

    shown = {name: html for name, html in figures(screen._report).items() if html}

    assert list(shown) == ["first_figures"]
    assert "kit do budget.grant_allotment" in shown["first_figures"]


def test_what_the_fields_hold_is_read(screen: FundsScreen) -> None:
    """A dash is no year."""
    assert read_choice({"owner": "U1", "project": "P1", "year": "2024"}) == Choice("U1", "P1", 2024)
    assert read_choice({"owner": "", "project": None, "year": "—"}) == Choice()
