"""Approvals: a person signs or returns what waits, asks for what needs an approval, and sees where all of it stands."""

from datetime import date
from typing import Any

from kit.actions.desk import Desk, names_somebody, open_screen_desk
from kit.approval.states import ApprovalState
from kit.publishing.approval_board import ApprovalBoard
from kit.publishing.approval_form import write_form
from kit.publishing.approval_sheet import ApprovalSheet
from kit.views.reader import Reader
from kit.workspace.workspace import find_workspace
from widgets.approval_desk import ApprovalDesk
from widgets.markup import Markup
from widgets.screens import approvals_page as page
from widgets.screens import deed_page
from widgets.screens.approvals_page import Choice
from widgets.screens.chosen import Screen, open_screen
from widgets.screens.handled import HandledScreen
from widgets.thing import NEW, Opened


def open_approvals() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(_approvals_screen)


def _approvals_screen(reader: Reader, today: date) -> Screen:
    return ApprovalsScreen(reader, today, open_screen_desk(find_workspace()) if names_somebody() else None)


class ApprovalsScreen(HandledScreen):
    """The board of approvals; without a *desk* it only shows."""

    name = "approvals"

    def __init__(self, reader: Reader, today: date, desk: Desk | None = None) -> None:
        self._login = desk.actor.login if desk else None
        self._approval_desk = ApprovalDesk(desk, today) if desk else None
        super().__init__(reader, today, Choice(), self._approval_desk)

    def _choose(self, chosen: Choice) -> None:
        self._chosen = chosen

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._chosen, pieces, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        return page.figures(self._board(is_live)) | self._places(is_live)

    def _board(self, is_live: bool) -> ApprovalBoard:
        """The board as of now, with a button beside each row where the page lives and somebody is at the screen."""
        state = ApprovalState(self._chosen.state) if self._chosen.state else None
        beside = page.open_button if is_live and self._handling else None
        return ApprovalBoard(self._reader, self._login, state, self._today, beside)

    def _places(self, is_live: bool) -> dict[str, Markup]:
        if self._handling is None or not is_live:
            return {"new": Markup(""), "deed": Markup("")}
        return {"new": deed_page.new_buttons(self._handling.deeds(Opened(NEW))), "deed": Markup("")}

    def _title(self, opened: Opened) -> str:
        return ApprovalSheet(self._reader, opened.thing.key).title

    def _thing(self, opened: Opened) -> Markup:
        assert self._approval_desk is not None
        sheet = ApprovalSheet(self._reader, opened.thing.key, self._approval_desk.checks(opened))
        return page.sheet(sheet, write_form(sheet))

    def _handled(self) -> dict[str, Markup]:
        return page.figures(self._board(is_live=True))
