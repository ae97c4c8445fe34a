"""Risk desk: what one person may do about an alert, a risk or a rectification; it knows nothing of the page."""

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd

from kit.actions.registry import find_action
from kit.actions.risk.books import OWN_ONLY
from kit.core.language import phrase
from kit.risk.states import AlertState
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from widgets.form import Form, Pairs
from widgets.handling_desk import HandlingDesk
from widgets.thing import Deed, Opened, Row, Thing


class RiskDesk(HandlingDesk):
    """The alerts, risks and rectifications that one person handles on a day."""

    def opened(self, thing: Thing) -> Opened | None:
        """The thing as it stands now; None where there is none."""
        if thing.kind not in FRAMES:
            return Opened(thing)
        rows = [row for row in self._rows(thing) if str(row[KEYS[thing.kind]]) == thing.key]
        return Opened(thing, rows[0]) if rows else None

    def deeds(self, opened: Opened) -> list[Deed]:
        """What this person's roles may do about it in the state in which it is."""
        roles = self._desk.actor.roles
        return [
            deed
            for deed in DEEDS[opened.thing.kind]
            if find_action(deed.action).roles & roles and opened.state in deed.states
        ]

    def form(self, opened: Opened, deed: Deed) -> Form:
        """What is asked for a deed."""
        model, thing = find_action(deed.action).request, opened.thing
        fixed: Row = {"project": thing.project} if thing.project else {}
        if thing.kind == "alert":
            fixed |= {"alert": int(thing.key)}
        elif thing.kind == "office":
            fixed |= {"alert": None}
        else:
            fixed |= {"code": thing.key}
        return Form(model, fixed, self._listed(), self._first(opened, deed))

    # --- what there is to choose from, and what stands there first ---------------------------------------------------

    def _rows(self, thing: Thing) -> list[Row]:
        found = [frame(self._reader, thing.project, self._today) for frame in FRAMES[thing.kind]]
        return [{str(name): value for name, value in row.items()} for each in found for row in each.to_dict("records")]

    def _listed(self) -> dict[str, Pairs]:
        people, projects = self.people(), list(self._projects())
        return {"person": people, "owner": people, "responsible": people, "project": projects}

    def _projects(self) -> Iterator[tuple[str, str]]:
        """The projects that the person may enter something for."""
        actor, frame = self._desk.actor, show_projects(self._reader)
        for code, name, owner in zip(frame["code"], frame["name"], frame["owner"], strict=True):
            if owner == actor.unit or not actor.roles <= OWN_ONLY:
                yield str(code), f"{name} ({code})"

    def _first(self, opened: Opened, deed: Deed) -> Row:
        row, project = opened.row, opened.thing.project
        if deed.action == "risk.assign_alert":
            return {"person": row["assigned_to"] or ""}
        if deed.action == "risk.order_rectification":
            problem = {"problem": f"{row['name']}: {row['value']:g}"} if row else {}
            return problem | {"code": _next_code("Z", show_rectifications(self._reader, project or None))}
        if deed.action == "risk.register":
            title = {"title": row["name"]} if row else {}
            return title | {"code": _next_code("R", show_risks(self._reader, project or None))}
        return {name: row[name] for name in ("likelihood", "impact", "measures") if name in row}


def _next_code(letter: str, frame: pd.DataFrame) -> str:
    """A code that is not taken: the letter and a number."""
    taken = set(frame["code"])
    return next(code for number in range(1, len(taken) + 2) if (code := f"{letter}-{number}") not in taken)


KEYS = {"alert": "alert", "risk": "code", "rectification": "code"}
FRAMES: dict[str, list[Callable[[Reader, str, date], pd.DataFrame]]] = {
    "alert": [
        lambda reader, project, day: show_alerts(reader, project, day=day),
        lambda reader, project, day: show_alerts(reader, project, AlertState.CLOSED, day=day),
    ],
    "risk": [lambda reader, project, _day: show_risks(reader, project)],
    "rectification": [lambda reader, project, day: show_rectifications(reader, project, day=day)],
}
OPEN_ALERT = frozenset({"raised", "acknowledged"})
ALERT_DEEDS = (
    Deed("risk.acknowledge_alert", phrase("Acknowledge"), frozenset({"raised"})),
    Deed("risk.assign_alert", phrase("Assign"), OPEN_ALERT),
    Deed("risk.escalate_alert", phrase("Pass up"), OPEN_ALERT),
    Deed("risk.close_alert", phrase("Close"), OPEN_ALERT),
    Deed("risk.order_rectification", phrase("Order rectification"), OPEN_ALERT),
    Deed("risk.register", phrase("Enter as a risk"), OPEN_ALERT),
)
DEEDS: dict[str, tuple[Deed, ...]] = {
    "alert": ALERT_DEEDS,
    "risk": (
        Deed("risk.review", phrase("Review"), frozenset({"open"})),
        Deed("risk.close", phrase("Close"), frozenset({"open"})),
    ),
    "rectification": (
        Deed("risk.report_rectification", phrase("Report as put right"), frozenset({"ordered", "returned"})),
        Deed("risk.close_rectification", phrase("Check and close"), frozenset({"reported"})),
    ),
    "office": (
        Deed("risk.register", phrase("Enter a risk"), frozenset({""})),
        Deed("risk.order_rectification", phrase("Order a rectification"), frozenset({""})),
    ),
}
