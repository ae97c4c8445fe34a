"""Back-test: the pieces of the report on what a rule, or a changed limit, would have made of past decisions."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kit.core.language import _
from kit.law.rulebook import cite
from kit.publishing.page import Block, figure, note, open_reader, section, table, tiles, title, words
from kit.views.day import speaking_day
from kit.views.law.backtest import LET_THROUGH, STOPPED, counts_of, has_effect, show_backtest, show_backtest_months
from kit.views.law_chart import draw_backtest
from kit.views.reader import Reader


def open_backtest(snapshot: str, rule: str, change: str, since: str, until: str, language: str) -> "BacktestReport":
    """The report on one rule; *since* and *until* are days or empty, *change* other limits or empty."""
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return BacktestReport(open_reader(snapshot, language), rule, change, first, last)


@dataclass(frozen=True)
class BacktestReport:
    """What a rule would have stopped or let through; each property is a piece of the page."""

    reader: Reader
    rule: str
    change: str
    since: date | None
    until: date | None

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """All decisions of the period."""
        return show_backtest(self.reader, self.rule, self.since, self.until, self.change, every=True)

    @property
    def heading(self) -> Block:
        """Which rule is tried, on what, and the figures that come first."""
        rule = self.reader.rulebook.rule(self.rule)
        last = self.until or speaking_day(self.reader, None)
        period = _("{since} to {until}").format(since=self.since or _("the first entry"), until=last)
        tried = _("with {change}").format(change=self.change) if self.change else _("as it is in force")
        basis = str(cite(rule, rule.history[-1]))
        return title(_("Back-test: {rule}").format(rule=rule.label), f"{basis} · {tried} · {period}") + self.figures

    @property
    def figures(self) -> Block:
        """How many decisions pass, fail and are not concerned, and what would have become of them."""
        counts = counts_of(self.decisions)
        return tiles(
            [
                (_("decisions"), str(counts["decisions"]), "plain"),
                (_("pass"), str(counts["passed"]), "plain"),
                (_("fail"), str(counts["failed"]), "plain"),
                (_("not applicable"), str(counts["not_applicable"]), "plain"),
                (_("would have been stopped"), str(counts[STOPPED]), "question" if counts[STOPPED] else "plain"),
                (_("would have been let through"), str(counts[LET_THROUGH]), "plain"),
            ]
        )

    @property
    def chart(self) -> Block:
        """The answers by month."""
        months = show_backtest_months(self.reader, self.rule, self.since, self.until, self.change)
        if months["decisions"].sum() == 0:
            return words(_("No decision of the period concerns this rule."))
        return figure(draw_backtest(months))

    @property
    def changed(self) -> Block:
        """What would have been stopped or let through, each with what decided."""
        shown = self.decisions[has_effect(self.decisions)]
        names = ("day", "entry", "project", "thing", "effect", "trace", "basis")
        empty = _("The rule as tried would have changed no decision.")
        return section(_("Stopped or let through")) + table(shown, *names, empty=empty) + self._remark

    @property
    def _remark(self) -> Block:
        said = _(
            "Each decision is judged as things stood right after it. {refused} deeds that were refused in the period "
            "left no rows and are not judged."
        )
        return note(said.format(refused=counts_of(self.decisions)["refused"]))
