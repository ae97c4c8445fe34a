"""The screens of progress and alerts: what is chosen, without a page."""

from tests.schedule.conftest import WATCHED_ON as DAY
from tests.schedule.conftest import PlanOffice, founded, office, planned, watched
from widgets.screens import alerts_page, progress_page
from widgets.screens.alerts import AlertsScreen
from widgets.screens.progress import ProgressScreen

__all__ = ["founded", "office", "planned", "watched"]


def test_the_screen_opens_on_the_first_plan_and_offers_its_parts(watched: PlanOffice) -> None:
    """The only summary is 1 前期."""
    screen = ProgressScreen(watched.reader, DAY)

    assert screen._chosen == progress_page.Choice("P1", "")
    assert screen._parts == [("1", "1 前期")]


def test_a_part_is_opened_and_one_that_is_not_there_gives_way(watched: PlanOffice) -> None:
    """Summaries only."""
    screen = ProgressScreen(watched.reader, DAY)

    screen._choose(progress_page.Choice("P1", "1"))
    assert screen._report.part == "1"
    screen._choose(progress_page.Choice("P9", "7"))
    assert screen._chosen == progress_page.Choice("P1", "")


def test_the_first_look_has_figures_but_no_pictures(watched: PlanOffice) -> None:
    """They come with the living page; nothing can be used before."""
    html = str(ProgressScreen(watched.reader, DAY).plain.data)

    assert "2026-03-20" in html
    assert "<svg" not in html
    assert "disabled" in html


def test_the_board_keeps_to_the_chosen_level_and_department(watched: PlanOffice) -> None:
    """One orange alert of U1; U2 has none."""
    screen = AlertsScreen(watched.reader, DAY)
    assert len(screen._board.alerts_found) == 1

    screen._choose(alerts_page.Choice("", "red"))
    assert screen._board.alerts_found.empty
    screen._choose(alerts_page.Choice("U2", ""))
    assert screen._board.alerts_found.empty


def test_what_the_fields_hold_is_read() -> None:
    """A level that does not exist is none."""
    assert progress_page.read_choice({"project": "P1", "part": None}) == progress_page.Choice("P1", "")
    assert alerts_page.read_choice({"owner": "U1", "level": "purple"}) == alerts_page.Choice("U1", "")
