"""Chosen: a screen on which a person chooses what is shown, and the figures follow."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from IPython.display import HTML

from kit.actions.catalogue import open_database
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError
from kit.views.reader import Reader
from widgets.language import enter
from widgets.live import Live
from widgets.markup import Markup, line


class Screen(Protocol):
    """What a notebook shows: ``plain`` stands there before any script, ``live`` takes its place."""

    @property
    def plain(self) -> HTML:
        """The page as it stands; nothing on it can be used yet."""

    @property
    def live(self) -> Live | None:
        """The living page, None where there is nothing to choose."""


class Refusal:
    """A page that cannot be shown, and the reason."""

    live = None

    def __init__(self, said: Markup) -> None:
        self.plain = HTML(str(said))


def open_screen(make: Callable[[Reader, date], Screen]) -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    try:
        workspace = enter()
        reader = Reader(open_database(workspace), workspace.resources)
        return make(reader, datetime.now(OFFICE_TIME).date())
    except KitError as error:
        return Refusal(line(str(error), "fault", alert=True))


class ChosenScreen(ABC):
    """What is chosen; the figures follow. ``name`` tells its page from others."""

    name: ClassVar[str]

    def __init__(self, reader: Reader, today: date, chosen: Any) -> None:
        self._reader, self._today = reader, today
        self._chosen = chosen
        self._choose(chosen)

    @property
    def plain(self) -> HTML:
        """The page with every figure that needs no script; nothing on it can be used yet."""
        return HTML(f'<div id="{self._first}">{self._frame(self._figures(is_live=False), is_live=False)}</div>')

    @property
    def live(self) -> Live:
        """The living page, with all figures."""
        made = Live(str(self._frame({}, is_live=True)), replaces=self._first)
        made.on_type(lambda: self._on_type(made))
        made.show(**self._figures(is_live=True))
        return made

    @abstractmethod
    def _choose(self, chosen: Any) -> None:
        """Keep what fits of a choice, and find what it asks for."""

    @abstractmethod
    def _read(self, typed: dict[str, Any]) -> Any:
        """The choice that the fields make."""

    @abstractmethod
    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        """The page around the figures."""

    @abstractmethod
    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        """The figures of what is chosen; pictures only where the page lives."""

    @property
    def _first(self) -> str:
        return f"kit-first-{self.name}"

    def _on_type(self, live: Live) -> None:
        asked = self._read(live.typed)
        if asked == self._chosen:
            return
        self._choose(asked)
        live.frame = str(self._frame({}, is_live=True))
        live.show(**self._figures(is_live=True))
