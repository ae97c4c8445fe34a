"""Alerts: a manager chooses a department and a level, and sees the open alerts and the milestones that slip."""

from datetime import date, datetime

from IPython.display import HTML

from kit.actions.catalogue import open_database
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError
from kit.publishing.alert_board import AlertBoard
from kit.risk.states import AlertLevel
from kit.views.project import show_projects
from kit.views.reader import Reader
from widgets.language import enter
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.screens import alerts_page as page
from widgets.screens.alerts_page import Choice

FIRST = "kit-first-alerts"


def open_alerts() -> "AlertsScreen | AlertsRefusal":
    """The screen of the workspace that the server or the environment names, or why there is none."""
    try:
        workspace = enter()
        return AlertsScreen(Reader(open_database(workspace), workspace.resources), datetime.now(OFFICE_TIME).date())
    except KitError as error:
        return AlertsRefusal(HTML(line(str(error), "fault", alert=True)))


class AlertsRefusal:
    """A page that cannot be shown, and the reason."""

    live = None

    def __init__(self, plain: HTML) -> None:
        self.plain = plain


class AlertsScreen:
    """What is chosen; the figures follow. ``plain`` stands there before any script, ``live`` takes its place."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._reader, self._today = reader, today
        found = show_projects(reader).drop_duplicates("owner").sort_values("owner_name")
        self._departments = [
            (str(one), str(name)) for one, name in zip(found["owner"], found["owner_name"], strict=True)
        ]
        self._choose(Choice())

    @property
    def plain(self) -> HTML:
        """The page as it stands; nothing on it can be used yet."""
        return HTML(f'<div id="{FIRST}">{self._frame(page.figures(self._board), is_live=False)}</div>')

    @property
    def live(self) -> Live:
        """The living page."""
        made = Live(self._frame({}, is_live=True), replaces=FIRST)
        made.on_type(lambda: self._on_type(made))
        made.show(**page.figures(self._board))
        return made

    def _choose(self, chosen: Choice) -> None:
        self._chosen = chosen
        level = AlertLevel(chosen.level) if chosen.level else None
        self._board = AlertBoard(self._reader, chosen.owner or None, level, self._today)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._departments, self._chosen, pieces, is_live=is_live)

    def _on_type(self, live: Live) -> None:
        asked = page.read_choice(live.typed)
        if asked == self._chosen:
            return
        self._choose(asked)
        live.frame = str(self._frame({}, is_live=True))
        live.show(**page.figures(self._board))
