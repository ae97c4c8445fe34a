"""Alert board: the pieces of the page about the alerts and the milestones of all projects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from kit.core.actor import Actor
from kit.core.language import _, phrase
from kit.publishing.cited import cite_count
from kit.publishing.columns import write_number
from kit.publishing.page import Block, note, section, table, tiles, words
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel, AlertState
from kit.views.day import speaking_day
from kit.views.org import show_people
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from kit.views.risk.screening import show_risk_indicators
from kit.views.schedule.milestones import show_milestones

# What a screen sets at the end of a row: of which kind of thing it is, its project, its key.
Beside = Callable[[str, str, str], Markup]
SLIPPING = ("overdue", "will_be_late", "soon")


@dataclass(frozen=True)
class AlertBoard:
    """The open alerts of one unit's projects (*owner*) or of all; each property is a piece of the page.

    With *person* only the alerts for which that person answers; *beside* is what a screen sets at the end of each row.
    """

    reader: Reader
    owner: str | None = None
    level: AlertLevel | None = None
    day: date | None = None
    person: Actor | None = None
    beside: Beside | None = None

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @cached_property
    def alerts_found(self) -> pd.DataFrame:
        """The open alerts, the gravest first."""
        found = show_alerts(self.reader, level=self.level, unit=self.owner, day=self.spoken_on)
        return found if self.person is None else found[[_answers(self.person, row) for row in found.to_dict("records")]]

    @property
    def first_figures(self) -> Block:
        """How many alerts of each level are open, how many nobody has acknowledged, how many were escalated."""
        found = show_alerts(self.reader, unit=self.owner, day=self.spoken_on)
        tones = {AlertLevel.RED: "fault", AlertLevel.ORANGE: "question", AlertLevel.YELLOW: "plain"}
        levels = [
            (_("{level} alerts").format(level=write_term(level)), _count(found, found["level"] == level), tone)
            for level, tone in tones.items()
        ]
        waiting, moved = _count(found, found["state"] == AlertState.RAISED), _count(found, found["escalations"] > 0)
        rest = [(_("not acknowledged yet"), waiting, "plain"), (_("escalated"), moved, "plain")]
        return tiles([*levels, *rest])

    @property
    def alerts(self) -> Block:
        """The alerts as a board: level, project, what was found, who answers, since when."""
        found = self.alerts_found.rename(columns={"state": "alert_state", "value": "measured"})
        heading = section(_("Open alerts: please check"))
        if found.empty:
            return heading + words(_("No alert is open. kit screen holds the indicators against all projects."))
        shown = found.assign(
            measured=found["measured"].map(write_number),
            is_red=found["level"] == AlertLevel.RED,
            due_day=found["due_on"],
            answers=found["assigned_to"].map(self._names).fillna(found["answers"]),
        )
        names = ("level", "project_name", "name", "measured", "threshold", "alert_state", "answers", "due_day", "basis")
        said = note(_("An alert states a fact and the threshold it reached; please check what lies behind it."))
        return heading + table(shown, *names, marked="is_red", beside=self._beside("alert", found, "alert")) + said

    @property
    def risks(self) -> Block:
        """The register of risks that are open, the gravest first."""
        found = self._own(show_risks(self.reader, state="open"))
        shown = found.rename(columns={"title": "risk"}).assign(
            is_marked=found["review_on"] < self.spoken_on,
            owner=found["owner"].map(self._names).fillna(found["owner"]),
        )
        names = ("project_name", "risk", "gravity", "owner", "response", "measures", "review_on")
        ends = self._beside("risk", found, "code")
        empty = _("No risk is open.")
        return section(_("Register of risks")) + table(shown, *names, empty=empty, marked="is_marked", beside=ends)

    @property
    def rectifications(self) -> Block:
        """What was ordered to be put right and is not closed, by the day it is due."""
        found = self._own(show_rectifications(self.reader, day=self.spoken_on))
        found = found[found["state"] != "closed"]
        shown = found.rename(columns={"problem": "to_put_right", "due_on": "due_day", "state": "order_state"}).assign(
            is_marked=found["days_overdue"] > 0,
            responsible=found["responsible"].map(self._names).fillna(found["responsible"]),
        )
        names = ("project_name", "to_put_right", "demand", "due_day", "order_state", "responsible", "days_overdue")
        ends = self._beside("rectification", found, "code")
        empty = _("Nothing is left to be put right.")
        return section(_("Rectification")) + table(shown, *names, empty=empty, marked="is_marked", beside=ends)

    @property
    def milestones(self) -> Block:
        """Milestones and deadlines that are overdue, will be late or are due soon."""
        found = show_milestones(self.reader, day=self.spoken_on)
        found = found[found["state"].isin(SLIPPING) & found["project"].isin(self._projects)]
        shown = found.assign(
            milestone_state=found["state"], is_marked=found["state"] == "overdue", due_day=found["due"]
        )
        names = ("project_name", "name", "due_day", "finish", "days_late", "milestone_state", "owner")
        empty = _("No milestone is overdue, will be late or is due within thirty days.")
        heading = section(_("Milestones: overdue, late by the plan, due soon"))
        return heading + table(shown, *names, empty=empty, marked="is_marked")

    @property
    def indicators(self) -> Block:
        """How the indicators fare: what they cover, what they find, how many of their alerts were worth raising."""
        found = show_risk_indicators(self.reader, self.spoken_on)
        known = found[found["coverage_percent"] > 0]
        shown = known.assign(
            projects=known[[f"{level}_projects" for level in AlertLevel]].sum(axis=1),
            closings=known[["confirmed", "explained", "mistaken"]].sum(axis=1),
            indicator_state=[_("demoted") if one else "" for one in known["is_demoted"]],
        )
        names = ("name", "coverage_percent", "projects", "closings", "precision_percent", "indicator_state", "basis")
        said = _("{silent} of {all} indicators find no facts yet and say nothing.")
        heading = section(_("The indicators: coverage and precision"))
        silent = _count(found, found["coverage_percent"] == 0)
        return heading + table(shown, *names) + note(said.format(silent=silent, all=cite_count(found)))

    def _own(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of this board's projects, with their names."""
        kept = frame[frame["project"].isin(self._projects)]
        projects = show_projects(self.reader)
        return kept.assign(project_name=kept["project"].map(dict(zip(projects["code"], projects["name"], strict=True))))

    def _beside(self, kind: str, frame: pd.DataFrame, key: str) -> list[Markup] | None:
        if self.beside is None:
            return None
        return [self.beside(kind, str(row["project"]), str(row[key])) for row in frame.to_dict("records")]

    @cached_property
    def _names(self) -> dict[str, str]:
        """What people are called, by their login."""
        people = show_people(self.reader)
        return dict(zip(people["login"], people["name"], strict=True))

    @cached_property
    def _projects(self) -> set[str]:
        found = show_projects(self.reader)
        return set(found["code"] if self.owner is None else found.loc[found["owner"] == self.owner, "code"])


def _count(found: pd.DataFrame, chosen: pd.Series) -> str:
    return cite_count(found, chosen, phrase("number of rows in this state"))


def _answers(person: Actor, alert: dict[Any, Any]) -> bool:
    """True where an alert was assigned to a person, or to nobody and the person's role and unit answer for it."""
    if alert["assigned_to"]:
        return bool(alert["assigned_to"] == person.login)
    return alert["answers"] in person.roles and person.unit in (None, alert["unit"])
