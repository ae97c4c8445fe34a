"""Library: managers browse the runs and reports of the workspace, filter them, and open one."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from IPython.display import HTML, display

from kit.core.errors import KitError
from widgets.language import enter
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.screens import library_page as page
from widgets.shelf import Report, Run, list_runs, read_reports, sort_reports

FIRST = "kit-first-library"
FALLING_FIRST = {"faults", "questions", "year"}


def show_library() -> None:
    """Show the library of the workspace that the server or the environment names."""
    try:
        folder = enter().runs
        runs = list_runs(folder)
        if not runs:
            display(HTML(page.empty()))
            return
        screen = LibraryScreen(folder, runs)
        display(HTML(f'<div id="{FIRST}">{screen.frame(is_live=False)}</div>'))
        display(screen.live)
    except KitError as error:
        display(HTML(line(str(error), "fault", alert=True)))


class LibraryScreen:
    """What is chosen, sorted and open; the page follows."""

    def __init__(self, folder: Path, runs: list[Run]) -> None:
        self._folder = folder
        self._runs = runs
        self._sort = ("faults", True)
        self._choose_run(runs[0].name)
        self.live = Live(self.frame(is_live=True), replaces=FIRST)
        self.live.on_type(self._on_type)
        self.live.on_press(self._on_press)
        self._show()

    def frame(self, *, is_live: bool) -> Markup:
        """The page around the parts."""
        return page.frame(self._runs, self._run, self._reports, self._parts(), is_live=is_live)

    def _choose_run(self, name: str) -> None:
        self._run = next((run for run in self._runs if run.name == name), self._runs[0])
        self._reports = read_reports(self._run)
        self._choice = page.read_choice({})
        self._shown = page.SHOWN_STEP

    @property
    def _base(self) -> str:
        """Where the run's pages are: on the server, or as files where a notebook runs without it."""
        own = f"/runs/{quote(self._run.name)}/"
        return own if os.environ.get("KIT_SERVED") else self._run.folder.as_uri() + "/"

    def _parts(self) -> dict[str, Markup]:
        fitting = [each for each in self._reports if self._choice.fits(each)]
        ordered = sort_reports(fitting, self._sort[0], is_falling=self._sort[1])
        total = sum(each.project is not None for each in self._reports)
        return {
            "picture": page.picture(fitting, total),
            "list": page.listing(ordered, self._base, self._sort, self._shown),
        }

    def _show(self) -> None:
        self.live.show(**self._parts())

    def _on_type(self) -> None:
        if str(self.live.typed.get("run")) != self._run.name:
            self._choose_run(str(self.live.typed.get("run")))
            self.live.frame = str(self.frame(is_live=True))
        else:
            self._choice = page.read_choice(self.live.typed)
            self._shown = page.SHOWN_STEP
        self._show()

    def _on_press(self, name: str, value: str | None) -> None:
        deeds: dict[str, Callable[[str], None]] = {
            "sort": self._on_sort,
            "more": self._on_more,
            "reset": self._on_reset,
            "read": self._on_read,
            "close": self._on_close,
        }
        deeds[name](value or "")

    def _on_sort(self, key: str) -> None:
        is_falling = not self._sort[1] if key == self._sort[0] else key in FALLING_FIRST
        self._sort = (key, is_falling)
        self._show()

    def _on_more(self, _value: str) -> None:
        self._shown += page.SHOWN_STEP
        self._show()

    def _on_reset(self, _value: str) -> None:
        self._choice = page.read_choice({})
        # The same frame with a mark of its own, so that the page draws its fields anew.
        self.live.frame = str(self.frame(is_live=True)) + ("" if self.live.frame.endswith(" ") else " ")
        self._show()

    def _on_read(self, path: str) -> None:
        found = self._find(path)
        if found:
            self.live.show(viewer=page.viewer(found, self._base))

    def _on_close(self, _value: str) -> None:
        self.live.show(viewer="")

    def _find(self, path: str) -> Report | None:
        return next((each for each in self._reports if each.path == path), None)
