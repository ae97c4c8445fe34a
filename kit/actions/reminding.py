"""Reminding: letters about dates that come near or are past, to whoever answers for them and, later, further up.

Days are working days of the State Council's calendar. A letter goes to one person and names everything that is new to
them; what a person was told of one date at one step is never told again, however often it is run.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from kit.core.actor import Role
from kit.core.calendar import OFFICE_TIME, WorkingCalendar, YearNotAnnounced
from kit.core.digest import digest
from kit.core.language import _, speaking
from kit.core.message import WEBHOOK, Message
from kit.org.tables import Person, Unit
from kit.store.database import Database
from kit.store.outbox import post, read_facts
from kit.views.due import Due, read_due
from kit.views.reader import Reader
from kit.workspace.calendar import load_calendar
from kit.workspace.sending import RemindSettings
from kit.workspace.workspace import Workspace

TOPIC = "reminder"
# These answer for their own unit only; all others for the units below theirs, or for all where they have none.
OF_ONE_UNIT = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})


@dataclass(frozen=True)
class Step:
    """A step that a date has reached: ``days`` working days before it, or after it; ``left`` or ``late`` exactly.

    ``height`` is how far up the letter goes: 0 to the person in charge only.
    """

    name: str
    left: int | None
    late: int | None
    height: int


@dataclass(frozen=True)
class Reminder:
    """One date at one step; ``key`` names both."""

    due: Due
    step: Step

    @property
    def key(self) -> str:
        """The same as long as neither the date nor the step changes."""
        due = self.due
        return f"{due.kind}:{due.project}:{due.code}:{due.due_on}:{self.step.name}"


@dataclass(frozen=True)
class Letters:
    """What a run found: dates with a step, letters by recipient, and what could not be said to anybody."""

    dates: int
    by_login: dict[str, list[Reminder]] = field(default_factory=dict)
    unaddressed: list[Reminder] = field(default_factory=list)
    unannounced: frozenset[int] = frozenset()

    def as_dict(self) -> dict[str, Any]:
        """The run for JSON."""
        return {
            "dates": self.dates,
            "letters": {login: [each.key for each in told] for login, told in sorted(self.by_login.items())},
            "unaddressed": [each.key for each in self.unaddressed],
            "unannounced": sorted(self.unannounced),
        }


def step_of(
    due_on: date, today: date, settings: RemindSettings, calendar: WorkingCalendar, passed_up_after: int | None = None
) -> Step | None:
    """The step that a date has reached *today*, the latest one; None where it is too far, or only just past.

    With *passed_up_after* it goes further up after so many working days, and only then. A day on which nothing was run
    is made up for: the step stands until the next one. Raises YearNotAnnounced where days of a year have to be counted
    whose holidays are not known.
    """
    if due_on >= today:
        farthest = max(settings.before, default=-1)
        left = calendar.count_workdays(today, due_on, farthest + 1)
        reached = [days for days in settings.before if left <= days]
        return Step(f"before{reached[0]}", left, None, 0) if reached else None
    late = calendar.count_workdays(due_on, today)
    own = [] if passed_up_after is None else [max(passed_up_after, 1)]
    passed = [days for days in sorted({*settings.after, *own}) if days <= late]
    if not passed:
        return None
    height = int(own[0] <= late) if own else len(passed) - 1
    return Step(f"after{passed[-1]}", None, late, height)


def remind(workspace: Workspace, database: Database, at: datetime, *, is_kept: bool = True) -> Letters:
    """Write what is to be said on the day of *at* into the outbox; without *is_kept* only answer it."""
    reader = Reader(database, workspace.resources)
    today = at.astimezone(OFFICE_TIME).date()
    reminders, unannounced = _reminders(reader, workspace, today)
    people = _People(reader, workspace, today)
    addressed = [(each, people.to_tell(each)) for each in reminders]
    unaddressed = [each for each, logins in addressed if not logins]
    with database.writing() as connection:
        told = _told(read_facts(connection, TOPIC))
        fresh = _fresh(addressed, told)
        if is_kept:
            post(connection, list(_messages(fresh, workspace.settings.language)), at)
    return Letters(len(reminders), fresh, unaddressed, frozenset(unannounced))


def _reminders(reader: Reader, workspace: Workspace, today: date) -> tuple[list[Reminder], set[int]]:
    settings, calendar = workspace.settings.remind, load_calendar(workspace.resources)
    found, unannounced = list[Reminder](), set[int]()
    with speaking(workspace.settings.language):
        dates = read_due(reader, today)
    for due in dates:
        try:
            step = step_of(due.due_on, today, settings, calendar, due.passed_up_after)
        except YearNotAnnounced as error:
            unannounced.add(error.year)
        else:
            found += [Reminder(due, step)] if step else []
    return found, unannounced


class _People:
    """Who works here today, and answers for what."""

    def __init__(self, reader: Reader, workspace: Workspace, today: date) -> None:
        columns = (Person.login, Person.unit, Person.roles, Person.left_on)
        rows = reader.rows(select(*columns).order_by(Person.login))
        named = workspace.settings.mail.people if workspace.settings.mail else {}
        self._here = {
            row["login"]: row
            for row in rows
            if (row["left_on"] is None or row["left_on"] > today) and _is_inside(row["login"], named)
        }
        self._above = {row["code"]: row["parent"] for row in reader.rows(select(Unit.code, Unit.parent))}

    def to_tell(self, reminder: Reminder) -> list[str]:
        """The person in charge, else those of the first role that somebody has; and as many steps up as are reached."""
        due = reminder.due
        steps = [self._with_role(role, due.unit) for role in due.roles]
        if named := [login for login in due.owners if login in self._here]:
            # In the place of those who answer first; everybody further up stays where they are.
            steps[0] = named
        steps = [logins for logins in steps if logins]
        return list(dict.fromkeys(login for logins in steps[: reminder.step.height + 1] for login in logins))

    def _with_role(self, role: Role, unit: str | None) -> list[str]:
        return [login for login, row in self._here.items() if role in row["roles"] and self._is_for(row, role, unit)]

    def _is_for(self, row: dict[str, Any], role: Role, unit: str | None) -> bool:
        if role in OF_ONE_UNIT:
            return unit is not None and row["unit"] == unit
        return row["unit"] is None or row["unit"] in self._line(unit)

    def _line(self, unit: str | None) -> list[str]:
        line: list[str] = []
        while unit is not None and unit not in line:
            line.append(unit)
            unit = self._above.get(unit)
        return line


def _is_inside(login: str, named: Iterable[str]) -> bool:
    """Whether a login can only mean somebody of the office: one that reads as an address must stand in ``kit.toml``.

    Who may register people may not thereby choose where letters of the office go.
    """
    return not login.startswith(WEBHOOK) and ("@" not in login or login in named)


def _told(posted: Iterable[tuple[str, dict[str, Any]]]) -> set[tuple[str, str]]:
    return {(recipient, item["key"]) for recipient, facts in posted for item in facts["dates"]}


def _fresh(addressed: Iterable[tuple[Reminder, list[str]]], told: set[tuple[str, str]]) -> dict[str, list[Reminder]]:
    found: dict[str, list[Reminder]] = defaultdict(list)
    for reminder, logins in addressed:
        for login in logins:
            if (login, reminder.key) not in told:
                found[login].append(reminder)
    return dict(found)


def _messages(fresh: dict[str, list[Reminder]], language: str) -> Iterator[Message]:
    with speaking(language):
        for login, reminders in fresh.items():
            late = sum(each.step.late is not None for each in reminders)
            subject = _("dates: {near} near, {late} past").format(near=len(reminders) - late, late=late)
            body = "\n".join(_line(each) for each in reminders)
            keys = digest("\n".join(each.key for each in reminders))
            yield Message(f"{TOPIC}:{login}:{keys}", TOPIC, login, subject, body, {"dates": _facts(reminders)})


def _facts(reminders: Sequence[Reminder]) -> list[dict[str, Any]]:
    return [
        {
            "key": each.key,
            "kind": each.due.kind,
            "project": each.due.project,
            "code": each.due.code,
            "due_on": each.due.due_on.isoformat(),
            "workdays_left": each.step.left,
            "workdays_late": each.step.late,
            "owners": list(each.due.owners),
        }
        for each in reminders
    ]


def _line(reminder: Reminder) -> str:
    due, step = reminder.due, reminder.step
    said = {
        "kind": _kind(due.kind),
        "title": due.title,
        "project": f"{due.project_name} ({due.project})",
        "day": due.due_on.isoformat(),
        "owner": ", ".join(due.owners) or "–",
    }
    if step.late is not None:
        text = _("{late} working days late, due {day}: {kind} {title}; {project}; in charge: {owner}")
        return text.format(late=step.late, **said)
    text = _("{left} working days left, due {day}: {kind} {title}; {project}; in charge: {owner}")
    return text.format(left=step.left, **said)


def _kind(kind: str) -> str:
    names = {
        "milestone": _("milestone"),
        "task": _("task"),
        "alert": _("alert to acknowledge"),
        "risk": _("risk to review"),
        "rectification": _("rectification"),
        "approval": _("approval to sign"),
    }
    return names[kind]
