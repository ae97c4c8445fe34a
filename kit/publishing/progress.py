"""Progress: the pieces of the report about the plan of a project and its alerts, in their order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kit.core.language import _, phrase
from kit.core.money import WAN_FEN
from kit.publishing.cited import Write, cite, cite_count
from kit.publishing.columns import write_number
from kit.publishing.page import Block, advice, figure, note, open_reader, section, table, tiles, title, words
from kit.risk.states import AlertLevel
from kit.views.day import speaking_day
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from kit.views.schedule.earned import show_earned_value, show_s_curve
from kit.views.schedule.milestones import show_milestones
from kit.views.schedule.slippage import show_baselines
from kit.views.schedule.tasks import show_critical_path, show_plans, show_task_links, show_tasks

IN_MONEY = frozenset({"BAC", "PV", "EV", "AC", "CV", "SV", "EAC by CPI", "EAC by plan", "EAC by CPI and SPI", "VAC"})


def open_progress(snapshot: str, project: str, language: str) -> "ProgressReport":
    """The report of one project's plan and alerts."""
    return ProgressReport(open_reader(snapshot, language), project)


@dataclass(frozen=True)
class ProgressReport:
    """The plan of one project; *part* opens one summary of it. Each property is a piece of the page."""

    reader: Reader
    project: str
    part: str | None = None
    day: date | None = None

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @cached_property
    def plan_found(self) -> pd.Series | None:
        """The plan in one row, None where the project has none."""
        return None if self._plans.empty else self._plans.iloc[0]

    @cached_property
    def tasks_found(self) -> pd.DataFrame:
        """The tasks in their order."""
        return show_tasks(self.reader, self.project)

    @property
    def heading(self) -> Block:
        """Whose plan it is, and the figures that come first."""
        found = show_projects(self.reader)
        name = str(found.loc[found["code"] == self.project, "name"].iloc[0])
        said = _("Report on progress and alerts · as recorded on {day}").format(day=self.spoken_on.isoformat())
        return title(name, said) + self.first_figures

    @property
    def first_figures(self) -> Block:
        """When the plan ends, how late that is, what is done and critical, overdue milestones, open alerts."""
        plan = self.plan_found
        if plan is None:
            return _no_plan()
        is_late = pd.notna(plan["slippage_days"]) and plan["slippage_days"] > 0
        overdue = self._milestones["state"] == "overdue"
        late = cite_count(self._milestones, overdue, phrase("number of milestones and deadlines overdue"))
        slip, critical = self._of_plan("slippage_days", write_number), self._of_plan("critical_tasks")
        shown = [
            (_("the plan ends on"), self._of_plan("finish", _write_day), "plain"),
            (_("working days later than the baseline"), slip, "question" if is_late else "plain"),
            (_("tasks, {critical} of them critical").format(critical=critical), self._of_plan("tasks"), "plain"),
            (_("milestones and deadlines overdue"), late, "question" if overdue.any() else "plain"),
            (_("open alerts"), cite_count(self._alerts), "question" if len(self._alerts) else "plain"),
        ]
        return tiles(shown)

    @property
    def gantt(self) -> Block:
        """The tasks against the baseline as a picture."""
        from kit.views.plan_chart import draw_gantt, rows_below, rows_to_draw

        if self.plan_found is None:
            return _nothing()
        rows = rows_to_draw(self.tasks_found, self.part)
        if rows.empty:
            return section(_("Tasks against the baseline")) + advice(_("This part of the plan holds no tasks."))
        drawn = section(_("Tasks against the baseline")) + figure(draw_gantt(rows, self.spoken_on, self._links))
        inside = rows_below(self.tasks_found, self.part)
        if len(inside) > len(rows):
            said = _("{shown} of {all} rows are drawn; the parts of the plan show the rest.")
            drawn += note(said.format(shown=cite_count(rows), all=cite_count(inside)))
        return drawn

    @property
    def critical_path(self) -> Block:
        """The chain of tasks that determines the end."""
        if self.plan_found is None:
            return _nothing()
        path = _in_days(show_critical_path(self.reader, self.project))
        names = ("task", "name", "start", "finish", "duration_days", "percent", "owner", "slippage_days")
        return section(_("Critical path: what determines the end")) + table(path, *names)

    @property
    def milestones(self) -> Block:
        """Milestones and deadlines with how they stand."""
        if self.plan_found is None:
            return _nothing()
        found = self._milestones.assign(
            milestone_state=self._milestones["state"],
            is_marked=self._milestones["state"].isin(["overdue", "done_late"]),
        )
        found = found.rename(columns={"due": "due_day"})
        names = ("task", "name", "due_day", "finish", "done_on", "days_late", "milestone_state", "owner")
        empty = _("The plan has no milestone and no deadline.")
        return section(_("Milestones and deadlines")) + table(found, *names, empty=empty, marked="is_marked")

    @property
    def s_curve(self) -> Block:
        """Planned, earned and actual cost as a picture."""
        from kit.views.plan_chart import draw_s_curve

        if self.plan_found is None:
            return _nothing()
        heading = section(_("Planned, earned and actual cost"))
        if not self._has_baseline:
            return heading + advice(
                _("Set a baseline with kit do schedule.set_baseline; progress is measured against it.")
            )
        return heading + figure(
            draw_s_curve(show_s_curve(self.reader, self.project, day=self.spoken_on), self.spoken_on)
        )

    @property
    def earned_value(self) -> Block:
        """Each figure of earned value with its formula."""
        if self.plan_found is None or not self._has_baseline:
            return _nothing()
        found = show_earned_value(self.reader, self.project, day=self.spoken_on)
        shown = [_measured(name, value) for name, value in zip(found["figure"], found["value"], strict=True)]
        said = note(_("Amounts in 10,000 yuan (万元); SPI(t) is earned schedule over actual time (Lipke 2003)."))
        return table(found.assign(measured=shown), "figure", "measured", "formula") + said

    @property
    def baselines(self) -> Block:
        """The baselines, with what they were agreed by."""
        if self.plan_found is None or not self._has_baseline:
            return _nothing()
        found = self._baselines.rename(columns={"baseline": "baseline_number", "reason": "baseline_reason"})
        return section(_("Baselines")) + table(
            found, "baseline_number", "name", "set_on", "document", "baseline_reason"
        )

    @property
    def alerts(self) -> Block:
        """The open alerts of the project."""
        found = self._alerts.rename(columns={"state": "alert_state", "value": "measured"})
        found = found.assign(measured=found["measured"].map(write_number))
        names = ("level", "name", "measured", "threshold", "alert_state", "answers", "raised_on", "basis")
        empty = _("No alert is open.")
        said = note(_("An alert states a fact and the threshold it reached; please check what lies behind it."))
        heading = section(_("Alerts: please check"))
        if found.empty:
            return heading + words(empty)
        return heading + table(found.assign(is_red=found["level"] == AlertLevel.RED), *names, marked="is_red") + said

    @property
    def risks(self) -> Block:
        """Open risks of the register, and what was ordered to be put right."""
        risks = show_risks(self.reader, self.project, "open").rename(columns={"title": "risk"})
        orders = show_rectifications(self.reader, self.project, day=self.spoken_on)
        orders = orders[orders["state"] != "closed"].rename(columns={"state": "order_state", "problem": "to_put_right"})
        heading = section(_("Register of risks, and rectification"))
        shown = table(risks, "code", "risk", "gravity", "owner", "measures", "review_on", empty=_("No risk is open."))
        names = ("code", "to_put_right", "demand", "due_day", "order_state", "responsible")
        orders = orders.rename(columns={"due_on": "due_day"})
        return heading + shown + table(orders, *names, empty=_("Nothing is left to be put right."))

    @cached_property
    def _plans(self) -> pd.DataFrame:
        return show_plans(self.reader, self.project)

    def _of_plan(self, name: str, write: Write | None = None) -> str:
        assert self.plan_found is not None
        return cite(self._plans, self.plan_found.name, name, write)

    @cached_property
    def _links(self) -> pd.DataFrame:
        return show_task_links(self.reader, self.project)

    @property
    def _has_baseline(self) -> bool:
        return not self._baselines.empty

    @cached_property
    def _baselines(self) -> pd.DataFrame:
        return show_baselines(self.reader, self.project)

    @cached_property
    def _milestones(self) -> pd.DataFrame:
        found = show_milestones(self.reader, self.project, self.spoken_on)
        return found.assign(finish=found["finish"].astype(str))

    @cached_property
    def _alerts(self) -> pd.DataFrame:
        return show_alerts(self.reader, self.project, day=self.spoken_on)


def _write_day(value: pd.Timestamp) -> str:
    return f"{value:%Y-%m-%d}"


def _in_days(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].map(_write_day) for name in ("start", "finish")})


def _measured(name: str, value: float | None) -> str:
    shown = value / WAN_FEN if value is not None and name in IN_MONEY else value
    return write_number(shown)


def _no_plan() -> Block:
    return advice(_("The project has no plan yet. Import one with kit import schedule FILE, or draw it."))


def _nothing() -> Block:
    return Block(note("").html[:0], "")
