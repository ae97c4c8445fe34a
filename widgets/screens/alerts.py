"""Alerts: a manager chooses a department and a level, and sees the open alerts and the milestones that slip."""

from datetime import date
from typing import Any

from kit.publishing.alert_board import AlertBoard
from kit.risk.states import AlertLevel
from kit.views.project import show_projects
from kit.views.reader import Reader
from widgets.markup import Markup
from widgets.screens import alerts_page as page
from widgets.screens.alerts_page import Choice
from widgets.screens.chosen import ChosenScreen, Screen, open_screen


def open_alerts() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(AlertsScreen)


class AlertsScreen(ChosenScreen):
    """The board of alerts."""

    name = "alerts"

    def __init__(self, reader: Reader, today: date) -> None:
        found = show_projects(reader).drop_duplicates("owner").sort_values("owner_name")
        self._departments = [
            (str(one), str(name)) for one, name in zip(found["owner"], found["owner_name"], strict=True)
        ]
        super().__init__(reader, today, Choice())

    def _choose(self, chosen: Choice) -> None:
        self._chosen = chosen
        level = AlertLevel(chosen.level) if chosen.level else None
        self._board = AlertBoard(self._reader, chosen.owner or None, level, self._today)

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._departments, self._chosen, pieces, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:  # noqa: ARG002 - the board has no pictures
        return page.figures(self._board)
