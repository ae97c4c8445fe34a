"""Self-review report: the pieces of the report about one project, in the order in which they are read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from kit.core.language import Phrase, _, phrase
from kit.evaluation.standards import Standards
from kit.publishing.cited import cite, cite_count, cite_sum, plain
from kit.publishing.columns import write_state, write_text, write_word
from kit.publishing.money import in_wan
from kit.publishing.page import (
    Block,
    advice,
    facts,
    figure,
    note,
    open_reader,
    section,
    table,
    tiles,
    title,
    words,
)
from kit.publishing.scheme_note import frozen_standards, note_schemes
from kit.views.budget import show_budget_lines
from kit.views.chart import draw_execution, draw_lost_points, draw_scores
from kit.views.evaluation import show_findings, show_indicators, show_self_reviews
from kit.views.portfolio import show_lost_points
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

APART = 0.005


def open_self_review(snapshot: str, project: str, year: int | None, language: str) -> "SelfReviewReport":
    """The report of one project: of one fiscal year, or of all its years."""
    return SelfReviewReport(open_reader(snapshot, language), frozen_standards(snapshot), project, year)


@dataclass(frozen=True)
class SelfReviewReport:
    """One project's self-reviews; each property is a piece of the page."""

    reader: Reader
    standards: Standards
    project: str
    year: int | None

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """The self-reviews that the report is about, by year."""
        return show_self_reviews(self.reader, self.project, self.year)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Their indicators, with the difference between computed and printed score."""
        found = show_indicators(self.reader, self.project, self.year)
        difference = (found["score"] - found["score_printed"]).astype(float).round(4)
        return found.assign(difference=difference, differs=difference.abs() > APART)

    @cached_property
    def latest(self) -> pd.Series | None:
        """The last self-review of those, or None."""
        return None if self.reviews.empty else self.reviews.iloc[-1]

    @property
    def heading(self) -> Block:
        """The name of the project, and the figures that come first."""
        if self.latest is None:
            return title(self._project()["name"], self._about()) + self._missing()
        return title(str(self.latest["name"]), self._about()) + _first_figures(self.reviews)

    @property
    def particulars(self) -> Block:
        """Who, what, when, and by which scheme."""
        first, last = self._cite("year_from"), self._cite("year_to")
        pairs = [
            (_("project code"), self._cite("code")),
            (_("project owner"), self._cite("owner_name")),
            (_("fiscal years of the project"), first if plain(first) == plain(last) else f"{first}–{last}"),
        ]
        shown = section(_("Particulars")) + facts(pairs + _review_facts(self.reviews))
        return shown + note_schemes(self.reviews, self.standards)

    @property
    def execution(self) -> Block:
        """Money by year, with the denominator of the rate named, and the books beside it."""
        names = ("year", "initial", "adjusted", "executed", "rate_printed", "rate")
        shown = table(self.reviews, *names, empty=_("No money is printed, since no self-review is recorded."))
        return section(_("Budget execution")) + shown + _rate_notes(self.reviews) + self._books()

    @property
    def execution_chart(self) -> Block:
        """Adjusted budget and execution over all years of the project."""
        all_years = show_self_reviews(self.reader, self.project)
        drawable = all_years.dropna(subset=["year", "adjusted", "executed"])
        return figure(draw_execution(drawable)) if len(drawable) else note(_("No amounts to draw."))

    @property
    def scores(self) -> Block:
        """Indicators with the printed and the computed score side by side; rows that differ stand out."""
        names = (
            "year",
            "place",
            "level1",
            "name",
            "target",
            "actual",
            "weight",
            "score_printed",
            "score",
            "difference",
        )
        chosen = names if self.reviews["year"].nunique(dropna=False) > 1 else names[1:]
        shown = table(self.indicators, *chosen, empty=_("No indicators are recorded."), marked="differs")
        return section(_("Indicators: printed and computed score")) + shown + _score_notes(self.indicators)

    @property
    def scores_chart(self) -> Block:
        """The scores of the latest year as a picture."""
        if self.latest is None or self.indicators.empty:
            return note(_("No scores to draw."))
        year = self.latest["year"]
        same = self.indicators["year"].isna() if pd.isna(year) else self.indicators["year"] == year
        return figure(draw_scores(self.indicators[same]))

    @property
    def lost_points(self) -> Block:
        """Where points were lost."""
        lost = show_lost_points(self.reader, self.project, self.year)
        if lost.empty or not (lost["lost"].any() or lost["lost_printed"].any()):
            return section(_("Points lost by dimension")) + words(
                _("No points were lost, neither printed nor computed.")
            )
        return section(_("Points lost by dimension")) + figure(draw_lost_points(lost)) + _left_out(lost)

    @property
    def deviations(self) -> Block:
        """Rows that lost points, with the reason that is printed."""
        short = self.indicators["weight"] - self.indicators[["score", "score_printed"]].min(axis=1) > APART
        rows = self.indicators[short | self.indicators["reason"].notna()]
        names = ("year", "place", "name", "target", "actual", "weight", "score_printed", "score", "reason")
        shown = table(rows, *names, empty=_("No row lost points and no reason is printed."))
        return section(_("Deviations and their reasons")) + shown

    @property
    def findings(self) -> Block:
        """What the checks say, heaviest first, each with its basis. It asks to check; it blames nobody."""
        found = show_findings(self.reader, self.project, self.year)
        names = ("year", "severity", "row", "message", "basis", "code")
        shown = table(found, *names, empty=_("The checks have nothing to say about this table."))
        return section(_("Findings: please check")) + shown

    @property
    def grade(self) -> Block:
        """Printed and computed grade and total of each year."""
        names = ("year", "total_printed", "total", "grade_printed", "grade", "scheme")
        return section(_("Grade")) + table(self.reviews, *names, empty=_("There is no grade yet."))

    def _project(self) -> Any:
        return self._own.iloc[0]

    @cached_property
    def _own(self) -> pd.DataFrame:
        found = show_projects(self.reader)
        return found[found["code"] == self.project].assign(project=self.project)

    def _cite(self, name: str) -> str:
        return cite(self._own, self._own.index[0], name)

    def _about(self) -> str:
        years = _("fiscal year {year}").format(year=self.year) if self.year else _("all fiscal years")
        return _("Report on the self-review of a project · {years}").format(years=years)

    def _missing(self) -> Block:
        said = _(
            "No self-review of this project is recorded for the time asked. "
            "Enter it on the entry page or with kit import selfeval FILE, then run the report again."
        )
        return advice(said)

    def _books(self) -> Block:
        lines = show_budget_lines(self.reader, self.project, self.year)
        if lines.empty:
            return note(_("No budget lines are recorded for comparison."))
        held = note(_("For comparison, what the budget lines in the books hold:"))
        return held + table(in_wan(lines), "year", "source", "opening", "allotted", "paid")


def _first_figures(reviews: pd.DataFrame) -> Block:
    last = reviews.iloc[-1]
    year, total, printed, rate = (
        cite(reviews, reviews.index[-1], name) for name in ("year", "total", "total_printed", "rate")
    )
    return tiles(
        [
            (_("computed grade, {year}").format(year=year), write_word(last["grade"]), "plain"),
            (_("computed total, {year}").format(year=year), total, "plain"),
            (_("printed total, {year}").format(year=year), printed, "plain"),
            (_("execution rate, {year}").format(year=year), rate, "plain"),
            _counted(reviews, "faults", (_("faults"), phrase("sum of faults")), "fault"),
            _counted(reviews, "questions", (_("questions"), phrase("sum of questions")), "question"),
        ]
    )


def _counted(reviews: pd.DataFrame, name: str, said: tuple[str, Phrase], tone: str) -> tuple[str, str, str]:
    """A tile with the sum of the column *name*; it has a tone where there is something to look at."""
    heading, formula = said
    return heading, cite_sum(reviews, name, formula), tone if reviews[name].any() else "plain"


def _review_facts(reviews: pd.DataFrame) -> list[tuple[str, str]]:
    if reviews.empty:
        return []
    review = reviews.iloc[-1]
    submitted = cite(reviews, reviews.index[-1], "submitted_on")
    return [
        (_("department"), write_text(review["department"])),
        (_("kind of table"), write_text(review["kind"])),
        (_("state"), write_state(review["state"])),
        (_("submitted on"), submitted),
    ]


def _rate_notes(reviews: pd.DataFrame) -> Block:
    said = [_("Execution rate = executed ÷ adjusted budget (全年执行数 ÷ 全年预算数).")]
    if (reviews["executed"] > reviews["adjusted"]).any():
        said.append(
            _(
                "More executed than budgeted is shown as it is; please check the adjusted budget and the funds "
                "outside of it."
            )
        )
    if (reviews["adjusted"] == 0).any():
        said.append(_("A year with an adjusted budget of zero has no rate."))
    return note(" ".join(said))


def _score_notes(indicators: pd.DataFrame) -> Block:
    differs, unknown = indicators["differs"], indicators["score"].isna()
    counted = cite_count(indicators, differs, phrase("number of rows that differ"))
    said = _("{differs} of {count} rows differ (marked).").format(differs=counted, count=cite_count(indicators))
    if unknown.any():
        told = _("{count} rows have no computed score: target or actual value cannot be read.")
        counted = cite_count(indicators, unknown, phrase("number of rows without a computed score"))
        said = f"{said} {told.format(count=counted)}"
    return note(said)


def _left_out(lost: pd.DataFrame) -> Block:
    said = _("Only rows with both scores are counted; {count} rows were left out.")
    return note(said.format(count=cite_sum(lost, "left_out", phrase("sum of rows left out"))))
