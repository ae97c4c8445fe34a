"""Handled: a screen whose rows open a panel in which a person does what the own roles may do about a thing."""

import logging
from abc import abstractmethod
from datetime import date
from typing import Any

from kit.core.errors import KitError
from kit.views.reader import Reader
from widgets.answer import Answer
from widgets.handling_desk import HandlingDesk
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.screens import deed_page
from widgets.screens.chosen import ChosenScreen
from widgets.thing import NEW, Deed, Opened, Thing


class HandledScreen(ChosenScreen):
    """A board with a panel beside it; without a *desk* it only shows.

    Its buttons are ``open`` (a row), ``new``, ``choose`` (a deed), ``do`` and ``shut``.
    """

    def __init__(self, reader: Reader, today: date, chosen: Any, desk: HandlingDesk | None) -> None:
        self._handling = desk
        self._opened: Opened | None = None
        self._deed: Deed | None = None
        super().__init__(reader, today, chosen)

    @property
    def live(self) -> Live:
        """The living page; its buttons set going what the person may do."""
        made = super().live
        made.on_press(lambda name, value: self._on_press(made, name, value or ""))
        return made

    @property
    def desk(self) -> HandlingDesk:
        """The desk of whoever is at the screen; buttons stand only where there is one."""
        assert self._handling is not None
        return self._handling

    @abstractmethod
    def _title(self, opened: Opened) -> str:
        """What a thing is called."""

    @abstractmethod
    def _thing(self, opened: Opened) -> Markup:
        """A thing as the panel shows it."""

    @abstractmethod
    def _handled(self) -> dict[str, Markup]:
        """The figures that a deed may change."""

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
        self._opened, self._deed = self.desk.opened(Thing.of(value)), None
        self._tell(live, line(deed_page.gone(), "fault", alert=True) if self._opened is None else Markup(""))

    def _press_new(self, live: Live, value: str) -> None:
        """Open the form of something new."""
        self._opened = Opened(NEW)
        self._press_choose(live, value)

    def _press_choose(self, live: Live, value: str) -> None:
        """Open the form of one deed."""
        assert self._opened is not None
        self._deed = next(deed for deed in self.desk.deeds(self._opened) if deed.action == value)
        self._tell(live)

    def _press_do(self, live: Live, _value: str) -> None:
        """Do it; what comes of it is said in the panel, and the board follows."""
        assert self._opened is not None
        assert self._deed is not None
        answer = self.desk.do(self._opened, self._deed, live.typed, live.files)
        if not answer.ok and not answer.stale:
            self._ask(live, self._opened, self._deed, answer)
            return
        self._opened, self._deed = self.desk.opened(answer.thing or self._opened.thing), None
        self._tell(live, deed_page.receipt(answer) if answer.ok else deed_page.stale(answer.stale))
        live.show(**self._handled())

    def _press_shut(self, live: Live, _value: str) -> None:
        """Close the panel."""
        self._opened = self._deed = None
        live.show(deed=Markup(""))

    def _ask(self, live: Live, opened: Opened, deed: Deed, answer: Answer) -> None:
        """Show the form again with what was typed, findings beside the fields."""
        fields = self.desk.form(opened, deed).draw(live.typed, answer.findings)
        live.show(deed=self._panel(opened, Markup(""), deed_page.form(deed, fields)))

    def _tell(self, live: Live, said: Markup = Markup("")) -> None:  # noqa: B008 - markup does not change
        opened, deed = self._opened, self._deed
        form = deed_page.form(deed, self.desk.form(opened, deed).draw()) if opened and deed else Markup("")
        live.show(deed=self._panel(opened, said, form))

    def _panel(self, opened: Opened | None, said: Markup, form: Markup) -> Markup:
        if opened is None:
            return deed_page.panel("", said)
        if not opened.row:
            return deed_page.panel(str(self._deed.words) if self._deed else "", said, form)
        may = deed_page.buttons(self.desk.deeds(opened), self._deed)
        return deed_page.panel(self._title(opened), said, self._thing(opened), may, form)
