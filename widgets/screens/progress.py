"""Progress: a manager chooses a project and a part of its plan, and sees how it stands against its baseline."""

from datetime import date, datetime

from IPython.display import HTML

from kit.actions.catalogue import open_database
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError
from kit.publishing.progress import ProgressReport
from kit.views.reader import Reader
from kit.views.schedule.tasks import show_plans
from widgets.language import enter
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.screens import progress_page as page
from widgets.screens.progress_page import Choice

FIRST = "kit-first-progress"


def open_progress_screen() -> "ProgressScreen | ProgressRefusal":
    """The screen of the workspace that the server or the environment names, or why there is none."""
    try:
        workspace = enter()
        reader = Reader(open_database(workspace), workspace.resources)
        if show_plans(reader).empty:
            return ProgressRefusal(HTML(str(page.nothing())))
        return ProgressScreen(reader, datetime.now(OFFICE_TIME).date())
    except KitError as error:
        return ProgressRefusal(HTML(line(str(error), "fault", alert=True)))


class ProgressRefusal:
    """A page that cannot be shown, and the reason."""

    live = None

    def __init__(self, plain: HTML) -> None:
        self.plain = plain


class ProgressScreen:
    """What is chosen; the figures follow. ``plain`` stands there before any script, ``live`` takes its place."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._reader, self._today = reader, today
        plans = show_plans(reader)
        named = zip(plans["project"], plans["name"], strict=True)
        self._projects = [(str(project), str(name)) for project, name in named]
        self._choose(Choice())

    @property
    def plain(self) -> HTML:
        """The page with every figure that needs no picture; nothing on it can be used yet."""
        pieces = page.figures(self._report, page.PLAIN)
        return HTML(f'<div id="{FIRST}">{self._frame(pieces, is_live=False)}</div>')

    @property
    def live(self) -> Live:
        """The living page, with pictures."""
        made = Live(self._frame({}, is_live=True), replaces=FIRST)
        made.on_type(lambda: self._on_type(made))
        made.show(**page.figures(self._report))
        return made

    def _choose(self, chosen: Choice) -> None:
        """Keep what fits: a part of another project's plan gives way."""
        codes = [code for code, _name in self._projects]
        project = chosen.project if chosen.project in codes else codes[0]
        whole = ProgressReport(self._reader, project, None, self._today)
        tasks = whole.tasks_found[whole.tasks_found["kind"] == "summary"]
        named = zip(tasks["task"], tasks["name"], strict=True)
        self._parts = [(str(task), f"{task} {name}") for task, name in named]
        part = chosen.part if chosen.part in set(tasks["task"]) else ""
        self._chosen = Choice(project, part)
        self._report = ProgressReport(self._reader, project, part or None, self._today)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._projects, self._parts, self._chosen, pieces, is_live=is_live)

    def _on_type(self, live: Live) -> None:
        asked = page.read_choice(live.typed)
        if asked == self._chosen:
            return
        self._choose(asked)
        live.frame = str(self._frame({}, is_live=True))
        live.show(**page.figures(self._report))
