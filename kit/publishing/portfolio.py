"""Portfolio report: the pieces of the report about all projects, in the order in which they are read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from kit.core.finding import Severity
from kit.core.language import _, phrase
from kit.evaluation.standards import Standards
from kit.exchange.spotreview.problem import kind_label
from kit.publishing.cited import cite_count, cite_over, cite_sum
from kit.publishing.columns import write_percent
from kit.publishing.page import Block, advice, figure, note, open_reader, section, table, tiles, title, words
from kit.publishing.scheme_note import frozen_standards, note_schemes
from kit.views.chart import (
    draw_department_execution,
    draw_department_findings,
    draw_grades,
    draw_lost_points,
    draw_printed_against_computed,
    draw_trend,
)
from kit.views.day import last_entry_day
from kit.views.evaluation import show_findings, show_self_reviews
from kit.views.measure import Measure
from kit.views.portfolio import (
    counts_as_money,
    has_money,
    roll_up,
    show_departments,
    show_finding_counts,
    show_lost_points,
    show_missing_reviews,
    show_years,
)
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

APART = 0.05
RATE = Measure("%", phrase("Σ executed ÷ Σ adjusted × 100"))


def open_portfolio(snapshot: str, year: int | None, language: str) -> "PortfolioReport":
    """The report of all projects: of one fiscal year, or of all."""
    return PortfolioReport(open_reader(snapshot, language), frozen_standards(snapshot), year)


@dataclass(frozen=True)
class PortfolioReport:
    """All self-reviews of an office; each property is a piece of the page."""

    reader: Reader
    standards: Standards
    year: int | None

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """The self-reviews that the report is about."""
        return show_self_reviews(self.reader, year=self.year)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """The same by department."""
        return show_departments(self.reader, self.year)

    @cached_property
    def findings_found(self) -> pd.DataFrame:
        """All faults and questions, by department, heaviest first."""
        found = show_findings(self.reader, year=self.year)
        return found[found["severity"] != str(Severity.NOTE)]

    @property
    def heading(self) -> Block:
        """What the report is about, and the figures that come first."""
        years = _("fiscal year {year}").format(year=self.year) if self.year else _("all fiscal years")
        day = last_entry_day(self.reader)
        said = _("Project self-reviews · {years}").format(years=years)
        dated = _("{said} · as recorded on {day}").format(said=said, day=day.isoformat()) if day else said
        return title(_("Portfolio report"), dated) + (_nothing_yet() if self.reviews.empty else self._first_figures())

    @property
    def department_chart(self) -> Block:
        """Findings by department as a picture."""
        drawable = self.departments[self.departments["faults"] + self.departments["questions"] > 0]
        shown = figure(draw_department_findings(drawable)) if len(drawable) else words(_("The checks found nothing."))
        return section(_("Problem list by department")) + shown

    @property
    def problems(self) -> Block:
        """Faults and questions by department, each with what to check."""
        names = ("department", "name", "year", "severity", "row", "message", "basis")
        return table(self.findings_found, *names, empty=_("The checks found nothing to look at."))

    @property
    def counts(self) -> Block:
        """How often each finding is said."""
        found = show_finding_counts(self.reader, self.year)
        found = found.assign(problem=[kind_label(code) for code in found["code"]])
        names = ("severity", "problem", "code", "count", "tables")
        return section(_("Findings by kind")) + table(found, *names, empty=_("The checks found nothing."))

    @property
    def execution(self) -> Block:
        """Execution by year against the calendar, with its denominator and what was left out."""
        years = show_years(self.reader)
        chosen = years[years["year"] == self.year] if self.year else years
        names = ("year", "tables", "with_money", "adjusted", "executed", "rate", "elapsed", "over")
        shown = table(chosen, *names, empty=_("No money is recorded."))
        return section(_("Budget execution against the calendar")) + shown + _money_notes(self.reviews)

    @property
    def execution_chart(self) -> Block:
        """Execution rate by department, with a line where the year stands."""
        drawable = self.departments.dropna(subset=["rate"])
        if drawable.empty:
            return note(_("No execution rate can be computed."))
        years = show_years(self.reader)
        elapsed = years.loc[years["year"] == self.year, "elapsed"] if self.year else years["elapsed"].dropna()
        share = float(elapsed.iloc[-1]) if self.year and len(elapsed) else None
        return figure(draw_department_execution(drawable, share))

    @property
    def over_executed(self) -> Block:
        """Self-reviews that print more executed than the adjusted budget."""
        counted = self.reviews[has_money(self.reviews)]
        over = counted[counted["executed"] > counted["adjusted"]].sort_values("rate", ascending=False)
        names = ("department", "name", "year", "adjusted", "executed", "rate")
        shown = table(over, *names, empty=_("No self-review prints more than its adjusted budget."))
        return section(_("Executed above the adjusted budget: please check")) + shown

    @property
    def grades(self) -> Block:
        """Grades, printed and computed."""
        drawable = self.reviews.dropna(subset=["grade", "grade_printed"], how="all")
        shown = figure(draw_grades(drawable)) if len(drawable) else note(_("No grades to draw."))
        return section(_("Grades and points lost")) + shown + note_schemes(self.reviews, self.standards)

    @property
    def lost_points(self) -> Block:
        """Where points were lost, over all self-reviews."""
        lost = show_lost_points(self.reader, year=self.year)
        if lost.empty or not (lost["lost"].any() or lost["lost_printed"].any()):
            return words(_("No points were lost, neither printed nor computed."))
        said = _("Only rows with both scores are counted; {count} rows were left out.")
        told = said.format(count=cite_sum(lost, "left_out", phrase("sum of rows left out")))
        return figure(draw_lost_points(_largest(lost))) + note(told)

    @property
    def printed_against_computed(self) -> Block:
        """Printed and computed totals of all self-reviews."""
        drawable = self.reviews.dropna(subset=["total", "total_printed"])
        if drawable.empty:
            return section(_("Printed against computed")) + note(_("No totals to compare."))
        apart = (drawable["total"] - drawable["total_printed"]).abs() > APART
        said = _("{apart} of {count} self-reviews with both totals print another total than the scheme gives.")
        counted = cite_count(drawable, apart, phrase("number of totals that differ"))
        told = said.format(apart=counted, count=cite_count(drawable))
        shown = figure(draw_printed_against_computed(drawable))
        return section(_("Printed against computed")) + shown + note(told)

    @property
    def trend(self) -> Block:
        """All years side by side, whatever year the report is about."""
        years = show_years(self.reader).dropna(subset=["year"])
        names = ("year", "tables", "rate", "mean_printed", "mean", "faults", "questions")
        heading = section(_("Over the years"))
        if len(years) < 2:
            return heading + note(_("A trend needs at least two fiscal years."))
        return heading + figure(draw_trend(years)) + table(years, *names)

    @property
    def by_department(self) -> Block:
        """The departments side by side."""
        names = ("department", "projects", "tables", "rate", "mean_printed", "mean", "faults", "questions")
        return section(_("Departments")) + table(self.departments, *names)

    @property
    def missing(self) -> Block:
        """Closed years without a self-review."""
        found = show_missing_reviews(self.reader, self.year)
        said = _("Every closed fiscal year of every project has its self-review.")
        return section(_("Self-reviews not entered yet")) + table(
            found, "department", "name", "project", "year", empty=said
        )

    def _first_figures(self) -> Block:
        found = self.findings_found
        is_fault = found["severity"] == str(Severity.FAULT)
        faults = cite_count(found, is_fault, phrase("number of faults"))
        questions = cite_count(found, ~is_fault, phrase("number of questions"))
        rate = cite_over(self.reviews, _rate, write_percent, RATE)
        shown = [
            (_("number of projects"), cite_count(show_projects(self.reader)), "plain"),
            (_("self-reviews"), cite_count(self.reviews), "plain"),
            (_("execution rate (of the adjusted budget)"), rate, "plain"),
            (_("faults"), faults, "fault" if is_fault.any() else "plain"),
            (_("questions"), questions, "plain" if is_fault.all() else "question"),
        ]
        return _with_doubted(self.reviews, tiles(shown))


def _rate(reviews: pd.DataFrame) -> Any:
    return roll_up(reviews.assign(all=""), "all")["rate"].iloc[0]


def _nothing_yet() -> Block:
    said = _(
        "No self-review is recorded for the time asked. Enter tables on the entry page or with "
        "kit import selfeval FILE (kit sample makes some to try), then run the report again."
    )
    return advice(said)


def _with_doubted(reviews: pd.DataFrame, shown: Block) -> Block:
    """*shown* with a remark on the tables that the rate leaves out, where there are any."""
    said = _say_doubted(reviews)
    return shown + note(said) if said else shown


def _say_doubted(reviews: pd.DataFrame) -> str:
    """How many self-reviews are left out because of their own check, and where they stand; empty where none is."""
    doubted = has_money(reviews) & reviews["doubted"]
    said = _(
        "Left out of the rate: {count} self-reviews, whose own check asks about their rate or the units of their "
        "amounts; they stand in the problem list."
    )
    count = cite_count(reviews, doubted, phrase("number of tables doubted"))
    return said.format(count=count) if doubted.any() else ""


def _money_notes(reviews: pd.DataFrame) -> Block:
    counted, zero = counts_as_money(reviews), reviews["adjusted"] == 0
    rest = ~has_money(reviews) & ~zero
    told = _("{counted} of {count} self-reviews count.")
    said = [
        _(
            "Execution rate = executed ÷ adjusted budget (全年执行数 ÷ 全年预算数), "
            "both added up over the same self-reviews."
        ),
        told.format(
            counted=cite_count(reviews, counted, phrase("number of tables with money")), count=cite_count(reviews)
        ),
    ]
    if zero.any():
        told = _("{count} with an adjusted budget of zero have no rate.")
        said.append(told.format(count=cite_count(reviews, zero, phrase("number of tables with adjusted = 0"))))
    if doubted := _say_doubted(reviews):
        said.append(doubted)
    if rest.any():
        told = _("{count} were left out: no amounts that can be read, or the table of a whole department.")
        said.append(told.format(count=cite_count(reviews, rest, phrase("number of tables left out"))))
    said.append(_("More executed than budgeted is added up as it is and listed below."))
    return note(" ".join(said))


def _largest(lost: pd.DataFrame) -> pd.DataFrame:
    """The rows of the twelve dimensions that lost most; forms head their dimensions in many ways."""
    order = lost.groupby("dimension")["lost"].sum().sort_values(ascending=False, kind="stable").index[:12]
    return lost[lost["dimension"].isin(order)]
