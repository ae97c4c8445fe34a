"""Alerts: a person sees the open alerts, risks and rectifications, and does what the own roles may do about them."""

import logging
from datetime import date
from typing import Any

from kit.actions.desk import Desk, names_somebody, open_screen_desk
from kit.core.errors import KitError
from kit.publishing.alert_board import AlertBoard
from kit.risk.states import AlertLevel
from kit.views.project import show_projects
from kit.views.reader import Reader
from kit.workspace.workspace import find_workspace
from widgets.answer import Answer
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.risk_desk import Deed, Opened, RiskDesk, Thing
from widgets.screens import alerts_page as page
from widgets.screens import deed_page
from widgets.screens.alerts_page import Choice
from widgets.screens.chosen import ChosenScreen, Screen, open_screen


def open_alerts() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(_alerts_screen)


def _alerts_screen(reader: Reader, today: date) -> Screen:
    return AlertsScreen(reader, today, open_screen_desk(find_workspace()) if names_somebody() else None)


class AlertsScreen(ChosenScreen):
    """The board of alerts; without a *desk* it only shows."""

    name = "alerts"

    def __init__(self, reader: Reader, today: date, desk: Desk | None = None) -> None:
        found = show_projects(reader).drop_duplicates("owner").sort_values("owner_name")
        self._departments = [
            (str(one), str(name)) for one, name in zip(found["owner"], found["owner_name"], strict=True)
        ]
        self._person = desk.actor if desk else None
        self._desk = RiskDesk(desk, today) if desk else None
        self._opened: Opened | None = None
        self._deed: Deed | None = None
        super().__init__(reader, today, Choice())

    @property
    def live(self) -> Live:
        """The living page; its buttons set going what the person may do."""
        made = super().live
        made.on_press(lambda name, value: self._on_press(made, name, value or ""))
        return made

    def _choose(self, chosen: Choice) -> None:
        self._chosen = chosen
        level = AlertLevel(chosen.level) if chosen.level else None
        person = self._person if chosen.mine else None
        self._board = AlertBoard(self._reader, chosen.owner or None, level, self._today, person)

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._departments, self._chosen, pieces, has_person=self._desk is not None, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        return page.figures(self._shown(is_live)) | self._panel(is_live)

    def _shown(self, is_live: bool) -> AlertBoard:
        """The board, with a button beside each row where the page lives and somebody is at the screen."""
        if not is_live or self._desk is None:
            return self._board
        board = self._board
        return AlertBoard(board.reader, board.owner, board.level, board.day, board.person, page.handle)

    def _panel(self, is_live: bool) -> dict[str, Markup]:
        if self._desk is None or not is_live:
            return {"new": Markup(""), "deed": Markup("")}
        return {"new": page.new_buttons(self._desk.deeds(Opened(Thing("office")))), "deed": Markup("")}

    # --- what buttons set going --------------------------------------------------------------------------------------

    def _on_press(self, live: Live, name: str, value: str) -> None:
        try:
            getattr(self, f"_press_{name}")(live, value)
        except KitError as error:
            live.show(deed=deed_page.failed(str(error)))
        except Exception as error:
            # The boundary of the screen: whatever happened, the page goes on.
            logging.getLogger(__name__).exception("the deed %s failed", name)
            live.show(deed=deed_page.failed(f"{type(error).__name__}: {error}"))

    def _press_open(self, live: Live, value: str) -> None:
        """Open a thing beside the board, with all that may be done about it."""
        assert self._desk is not None
        self._opened, self._deed = self._desk.opened(Thing.of(value)), None
        self._tell(live, line(deed_page.gone(), "fault", alert=True) if self._opened is None else Markup(""))

    def _press_new(self, live: Live, value: str) -> None:
        """Open the form of something new."""
        self._opened = Opened(Thing("office"))
        self._press_choose(live, value)

    def _press_choose(self, live: Live, value: str) -> None:
        """Open the form of one deed."""
        assert self._desk is not None
        assert self._opened is not None
        self._deed = next(deed for deed in self._desk.deeds(self._opened) if deed.action == value)
        self._tell(live)

    def _press_do(self, live: Live, _value: str) -> None:
        """Do it; what comes of it is said in the panel, and the board follows."""
        assert self._desk is not None
        assert self._opened is not None
        assert self._deed is not None
        answer = self._desk.do(self._opened, self._deed, live.typed, live.files)
        if not answer.ok and not answer.stale:
            self._ask(live, answer)
            return
        self._opened, self._deed = self._desk.opened(self._opened.thing), None
        self._tell(live, deed_page.receipt(answer) if answer.ok else deed_page.stale(answer.stale))
        live.show(**page.figures(self._shown(is_live=True), page.HANDLED))

    def _press_shut(self, live: Live, _value: str) -> None:
        """Close the panel."""
        self._opened = self._deed = None
        live.show(deed=Markup(""))

    def _ask(self, live: Live, answer: Answer) -> None:
        """Show the form again with what was typed, findings beside the fields."""
        assert self._desk is not None
        assert self._opened is not None
        assert self._deed is not None
        form = self._desk.form(self._opened, self._deed).draw(live.typed, answer.findings)
        live.show(deed=deed_page.panel(self._desk, self._opened, self._deed, form))

    def _tell(self, live: Live, said: Markup = Markup("")) -> None:  # noqa: B008 - markup does not change
        assert self._desk is not None
        form = self._desk.form(self._opened, self._deed).draw() if self._opened and self._deed else Markup("")
        live.show(deed=deed_page.panel(self._desk, self._opened, self._deed, form, said))
