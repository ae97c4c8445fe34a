"""Alerts: a person sees the open alerts, risks and rectifications, and does what the own roles may do about them."""

from datetime import date
from typing import Any

from kit.actions.desk import Desk, names_somebody, open_screen_desk
from kit.publishing.alert_board import AlertBoard
from kit.risk.states import AlertLevel
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from kit.workspace.workspace import find_workspace
from widgets.markup import Markup
from widgets.risk_desk import RiskDesk
from widgets.screens import alerts_page as page
from widgets.screens import deed_page
from widgets.screens.alerts_page import Choice
from widgets.screens.chosen import Screen, open_screen
from widgets.screens.handled import HandledScreen
from widgets.thing import NEW, Opened


def open_alerts() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(_alerts_screen)


def _alerts_screen(reader: Reader, today: date) -> Screen:
    return AlertsScreen(reader, today, open_screen_desk(find_workspace()) if names_somebody() else None)


class AlertsScreen(HandledScreen):
    """The board of alerts; without a *desk* it only shows."""

    name = "alerts"

    def __init__(self, reader: Reader, today: date, desk: Desk | None = None) -> None:
        found = show_projects(reader).drop_duplicates("owner").sort_values("owner_name")
        self._departments = [
            (str(one), str(name)) for one, name in zip(found["owner"], found["owner_name"], strict=True)
        ]
        self._person = desk.actor if desk else None
        super().__init__(reader, today, Choice(), RiskDesk(desk, today) if desk else None)

    def _choose(self, chosen: Choice) -> None:
        self._chosen = chosen
        level = AlertLevel(chosen.level) if chosen.level else None
        person = self._person if chosen.mine else None
        self._board = AlertBoard(self._reader, chosen.owner or None, level, self._today, person)

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        has_person = self._handling is not None
        return page.frame(self._departments, self._chosen, pieces, has_person=has_person, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        return page.figures(self._shown(is_live)) | self._places(is_live)

    def _shown(self, is_live: bool) -> AlertBoard:
        """The board, with a button beside each row where the page lives and somebody is at the screen."""
        if not is_live or self._handling is None:
            return self._board
        board = self._board
        return AlertBoard(board.reader, board.owner, board.level, board.day, board.person, page.handle)

    def _places(self, is_live: bool) -> dict[str, Markup]:
        if self._handling is None or not is_live:
            return {"new": Markup(""), "deed": Markup("")}
        return {"new": deed_page.new_buttons(self._handling.deeds(Opened(NEW))), "deed": Markup("")}

    def _title(self, opened: Opened) -> str:
        return page.title_of(opened)

    def _thing(self, opened: Opened) -> Markup:
        return page.thing(self.desk, opened)

    def _handled(self) -> dict[str, Markup]:
        return page.figures(self._shown(is_live=True), page.HANDLED)
