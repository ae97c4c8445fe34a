"""Progress: a manager chooses a project and a part of its plan, and sees how it stands against its baseline."""

from datetime import date
from typing import Any

from kit.publishing.progress import ProgressReport
from kit.views.reader import Reader
from kit.views.schedule.loaded import planned_projects
from widgets.markup import Markup
from widgets.screens import progress_page as page
from widgets.screens.chosen import ChosenScreen, Refusal, Screen, open_screen
from widgets.screens.progress_page import Choice


def open_progress_screen() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(_progress_screen)


def _progress_screen(reader: Reader, today: date) -> Screen:
    return ProgressScreen(reader, today) if planned_projects(reader) else Refusal(page.nothing())


class ProgressScreen(ChosenScreen):
    """The plan of one project."""

    name = "progress"

    def __init__(self, reader: Reader, today: date) -> None:
        self._projects = [(str(row["code"]), str(row["name"])) for row in planned_projects(reader)]
        super().__init__(reader, today, Choice())

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

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._projects, self._parts, self._chosen, pieces, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        return page.figures(self._report, page.FIGURES if is_live else page.PLAIN)
