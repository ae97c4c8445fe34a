"""Risk desk: what one person may do about an alert, a risk or a rectification; it knows nothing of the page."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from kit.actions.desk import Desk, read_request
from kit.actions.registry import find_action
from kit.actions.risk.books import OWN_ONLY
from kit.core.language import Phrase, phrase
from kit.risk.states import AlertState
from kit.views.journal import show_entries
from kit.views.org import show_people
from kit.views.project import show_projects
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from kit.workspace.files import keep_content
from widgets.answer import Answer
from widgets.form import Form, Pairs, Typed

Row = dict[str, Any]
Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Thing:
    """What is handled: its kind (alert, risk, rectification, or office for something new), its project and its key."""

    kind: str
    project: str = ""
    key: str = ""

    @classmethod
    def of(cls, text: str) -> "Thing":
        """The thing that a button names."""
        return cls(*json.loads(text))

    def __str__(self) -> str:
        return json.dumps([self.kind, self.project, self.key], ensure_ascii=False)


@dataclass(frozen=True)
class Deed:
    """One thing that can be done: the action, its words on a button, and the states in which it is offered."""

    action: str
    words: Phrase
    states: frozenset[str]


@dataclass(frozen=True)
class Opened:
    """A thing as it stood when it was opened; ``row`` is empty for something new."""

    thing: Thing
    row: Row = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(self.row.get("state", ""))

    def is_like(self, other: "Opened") -> bool:
        """True where nobody has changed it between."""
        return repr(sorted(self.row.items())) == repr(sorted(other.row.items()))


class RiskDesk:
    """The alerts, risks and rectifications that one person handles on a day."""

    def __init__(self, desk: Desk, today: date) -> None:
        self._desk, self._today = desk, today
        self._reader = Reader(desk.database, desk.workspace.resources)

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

    def do(self, opened: Opened, deed: Deed, typed: Typed, files: Files) -> Answer:
        """Do it, unless somebody changed the thing since it was opened; files that come with it are kept first."""
        now = self.opened(opened.thing)
        if now is None or not now.is_like(opened):
            return Answer(False, stale=self._last_actor(opened.thing.project))
        form = self.form(opened, deed)
        values = form.read(typed)
        for name, (_called, content) in files.items():
            if name.removeprefix(form.prefix) in form.fields:
                values[name.removeprefix(form.prefix)] = keep_content(self._desk.workspace.files, content)
        request, findings = read_request(form.model, values)
        if request is None:
            return Answer(False, tuple(findings))
        receipt = self._desk.record(request)
        return Answer(receipt.ok, receipt.findings, receipt.number, receipt.seal)

    def name_of(self, login: Any) -> str:
        """Who somebody is, in words; the login where nobody of that name is registered."""
        return dict(self._people()).get(str(login), str(login))

    # --- what there is to choose from, and what stands there first ---------------------------------------------------

    def _rows(self, thing: Thing) -> list[Row]:
        found = [frame(self._reader, thing.project, self._today) for frame in FRAMES[thing.kind]]
        return [{str(name): value for name, value in row.items()} for each in found for row in each.to_dict("records")]

    def _listed(self) -> dict[str, Pairs]:
        people, projects = self._people(), list(self._projects())
        return {"person": people, "owner": people, "responsible": people, "project": projects}

    def _people(self) -> list[tuple[str, str]]:
        frame = show_people(self._reader)
        here = frame[frame["left_on"].isna()]
        return [(str(one), f"{name} ({one})") for one, name in zip(here["login"], here["name"], strict=True)]

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

    def _last_actor(self, project: str) -> str:
        return self.name_of(show_entries(self._reader, project)["actor"].iloc[-1])


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
