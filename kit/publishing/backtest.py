"""Back-test: the pieces of the report on what a rule, or a changed limit, would have made of past decisions."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kit.core.language import _, phrase
from kit.law.judgement import Outcome
from kit.law.rulebook import cite
from kit.publishing.cited import cite_count, cite_rule
from kit.publishing.page import Block, figure, note, open_reader, section, table, tiles, title, words
from kit.views.day import speaking_day
from kit.views.law.backtest import LET_THROUGH, REFUSED, STOPPED, by_month, has_effect, show_backtest
from kit.views.law_chart import draw_backtest
from kit.views.measure import Measure
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
        tried = _("with {change}").format(change=self._tried) if self.change else _("as it is in force")
        basis = str(cite(rule, rule.history[-1]))
        return title(_("Back-test: {rule}").format(rule=rule.label), f"{basis} · {tried} · {period}") + self.figures

    @property
    def figures(self) -> Block:
        """How many decisions pass, fail and are not concerned, and what would have become of them."""
        stopped = self.decisions["effect"] == STOPPED
        judged = cite_count(self.decisions, self.decisions["effect"] != REFUSED, phrase("number of decisions judged"))
        return tiles(
            [
                (_("decisions"), judged, "plain"),
                (_("pass"), self._count("outcome", Outcome.PASS), "plain"),
                (_("fail"), self._count("outcome", Outcome.FAIL), "plain"),
                (_("not applicable"), self._count("outcome", Outcome.NOT_APPLICABLE), "plain"),
                (
                    _("would have been stopped"),
                    self._count("effect", STOPPED),
                    "question" if stopped.any() else "plain",
                ),
                (_("would have been let through"), self._count("effect", LET_THROUGH), "plain"),
            ]
        )

    @property
    def chart(self) -> Block:
        """The answers by month."""
        months = by_month(self.decisions)
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
        return note(said.format(refused=self._count("effect", REFUSED)))

    @property
    def _tried(self) -> str:
        """The limits that are tried, each beside the code of its rule."""
        pairs = (part.strip().partition("=") for part in self.change.split(","))
        measure = Measure("", phrase("limit that is tried"))
        return ", ".join(f"{code}={cite_rule(self.decisions, value, measure, code)}" for code, _sign, value in pairs)

    def _count(self, column: str, value: str) -> str:
        chosen = self.decisions[column] == str(value)
        return cite_count(self.decisions, chosen, phrase("number of decisions of this answer or effect"))
