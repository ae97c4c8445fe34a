"""Alert board: the pieces of the page about the alerts and the milestones of all projects."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kit.core.language import _, phrase
from kit.publishing.cited import cite_count
from kit.publishing.columns import write_number
from kit.publishing.page import Block, note, section, table, tiles, words
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel, AlertState
from kit.views.day import speaking_day
from kit.views.project import show_projects
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.screening import show_risk_indicators
from kit.views.schedule.milestones import show_milestones

SLIPPING = ("overdue", "will_be_late", "soon")


@dataclass(frozen=True)
class AlertBoard:
    """The open alerts of one unit's projects (*owner*) or of all; each property is a piece of the page."""

    reader: Reader
    owner: str | None = None
    level: AlertLevel | None = None
    day: date | None = None

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @cached_property
    def alerts_found(self) -> pd.DataFrame:
        """The open alerts, the gravest first."""
        return show_alerts(self.reader, level=self.level, unit=self.owner, day=self.spoken_on)

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
        )
        names = ("level", "project_name", "name", "measured", "threshold", "alert_state", "answers", "due_day", "basis")
        said = note(_("An alert states a fact and the threshold it reached; please check what lies behind it."))
        return heading + table(shown, *names, marked="is_red") + said

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

    @cached_property
    def _projects(self) -> set[str]:
        found = show_projects(self.reader)
        return set(found["code"] if self.owner is None else found.loc[found["owner"] == self.owner, "code"])


def _count(found: pd.DataFrame, chosen: pd.Series) -> str:
    return cite_count(found, chosen, phrase("number of rows in this state"))
