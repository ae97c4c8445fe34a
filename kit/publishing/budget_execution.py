"""Budget execution: the pieces of the report about the money of a project, in the order in which they are read."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from kit.budget.rules import FILE, payment_rules
from kit.core.language import _, phrase
from kit.publishing.cited import cite, cite_count, cite_rule
from kit.publishing.columns import is_nothing, write_amount
from kit.publishing.money import in_wan, with_total
from kit.publishing.page import Block, advice, figure, note, open_reader, section, table, tiles, title, words
from kit.publishing.terms import write_term
from kit.views.budget.commitments import show_contracts, show_reservations
from kit.views.budget.costs import show_cost_stages
from kit.views.budget.execution import show_execution
from kit.views.budget.lines import show_budget_lines, show_fund_position
from kit.views.budget.months import show_execution_by_month
from kit.views.budget.movements import show_reconciliation
from kit.views.budget.payments import show_payment_bases, show_payments
from kit.views.budget.year_end import METHODS, show_carry_over_ageing, show_year_end_forecast
from kit.views.day import speaking_day
from kit.views.measure import Measure
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

_RATES = (("opening", "rate_of_opening"), ("adjusted", "rate_of_adjusted"), ("received", "rate_of_received"))
WATCHED = Measure("%", phrase("deviation from which on a month is watched"))
STATES = ("paid", "contracted", "reserved", "available")


def open_budget_execution(snapshot: str, project: str, year: int | None, language: str) -> "BudgetExecutionReport":
    """The report of one project's money: of one fiscal year, or of all its years."""
    return BudgetExecutionReport(open_reader(snapshot, language), project, year)


@dataclass(frozen=True)
class BudgetExecutionReport:
    """The money of one project, of one unit's projects (*owner*) or of all; each property is a piece of the page."""

    reader: Reader
    project: str | None = None
    year: int | None = None
    owner: str | None = None
    day: date | None = None

    @cached_property
    def execution_found(self) -> pd.DataFrame:
        """The money by project and year, with a total for each year."""
        return show_execution(self.reader, **self._scope)

    @cached_property
    def lines_found(self) -> pd.DataFrame:
        """The budget lines by project, year and code."""
        found = show_budget_lines(self.reader, **self._scope)
        return found.assign(line=found["code"]).sort_values(["project", "year", "code"], ignore_index=True)

    @cached_property
    def focus(self) -> int | None:
        """The year that tiles and months speak of: the one asked for, else the latest that has money."""
        years = self.execution_found["year"]
        return self.year or (None if years.empty else int(years.max()))

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @property
    def heading(self) -> Block:
        """Whose money it is, and the figures that come first."""
        shown = title(self._name(), self._about())
        return shown + (_nothing_yet() if self.lines_found.empty else self.first_figures)

    @property
    def first_figures(self) -> Block:
        """Opening, adjusted and received money, each with the share of it that is paid; paid and available."""
        if self.lines_found.empty:
            return _nothing_yet()
        totals = self.execution_found[self.execution_found["project"].isna()]
        total = totals.index[totals["year"] == self.focus][0]
        names = {
            "opening": _("opening budget, of which {rate} is paid"),
            "adjusted": _("adjusted budget, of which {rate} is paid"),
            "received": _("received, of which {rate} is paid"),
        }
        found = in_wan(self.execution_found)
        shown = [
            (_of_which(names[name], found, total, (name, rate)), cite(found, total, name), "plain")
            for name, rate in _RATES
        ]
        rest = [
            (_("paid"), cite(found, total, "paid"), "plain"),
            (_("available"), cite(found, total, "available"), "plain"),
        ]
        year = cite(found, total, "year")
        said = _("Amounts in 10,000 yuan (万元), fiscal year {year}.").format(year=year)
        return tiles([*shown, *rest]) + note(said)

    @property
    def execution(self) -> Block:
        """The money by year against the three denominators, each rate named by its own."""
        found = self.execution_found
        only = found[found["project"].notna()] if self.project else with_total(found, "name", "project")
        names = ("year", "opening", "adjusted", "received", "paid", *dict(_RATES).values(), "carried_over", "returned")
        chosen = names if self.project else ("name", *names)
        shown = table(in_wan(only), *chosen, empty=_no_lines())
        return section(_("Money of the year, and what is paid of it")) + shown + _denominators()

    @property
    def pace_chart(self) -> Block:
        """Payments of the year against plan and calendar as a picture."""
        from kit.views.money_chart import draw_pace

        heading = section(_("Payments against plan and calendar"))
        if self._months.empty:
            return heading + advice(_no_lines())
        return heading + figure(draw_pace(self._months, self.spoken_on))

    @property
    def pace(self) -> Block:
        """The months that are known, with the deviation; from the threshold on a month stands out."""
        if self._months.empty:
            return note(_("There are no months to show."))
        known = self._months[self._months["paid"].notna()]
        names = ("month", "until", "planned", "expected", "paid", "paid_of_adjusted", "deviation")
        empty = _("No payment of this year is known by its month yet.")
        return table(in_wan(known), *names, empty=empty, marked="is_watched") + self._pace_notes(known)

    @property
    def states_chart(self) -> Block:
        """Where the money of each line stands, as a picture."""
        from kit.views.money_chart import draw_money_states, label_lines

        heading = section(_("Where the money stands"))
        drawable = self.lines_found[self.lines_found["allotted"] > 0]
        if drawable.empty:
            return heading + advice(_no_lines())
        return heading + figure(draw_money_states(drawable.assign(label=label_lines(drawable))))

    @property
    def lines(self) -> Block:
        """The budget lines and the funding sources."""
        own = ("line", "year", "source", "purpose", "opening", "allotted", "received", *STATES)
        chosen = own if self.project else ("project", *own)
        sources = show_fund_position(self.reader, **self._scope)
        names = ("year", "source", "opening", "allotted", "received", *STATES)
        by_source = note(_("The same by funding source:")) + table(in_wan(sources), *names)
        shown = table(in_wan(self.lines_found), *chosen, empty=_no_lines())
        return shown if sources.empty else shown + by_source

    @property
    def reservations(self) -> Block:
        """What is set aside and not contracted yet."""
        found = show_reservations(self.reader, **self._scope)
        names = ("reservation", "line", "purpose", "on_day", "amount", "used", "released", "left")
        empty = _("Nothing is set aside. Money is set aside with kit do budget.reserve.")
        return section(_("Reserved and not contracted")) + table(in_wan(found), *self._named(names), empty=empty)

    @property
    def contracts(self) -> Block:
        """Contracts with what is bound and not paid."""
        found = show_contracts(self.reader, **self._scope)
        renamed = found.rename(columns={"code": "contract", "total": "contract_sum"})
        names = ("contract", "title", "supplier", "signed_on", "contract_sum", "bound", "paid", "contracted", "unbound")
        empty = _("No contract binds this money. Contracts are recorded with kit do budget.sign_contract.")
        shown = table(in_wan(renamed), *self._named(names), empty=empty)
        return section(_("Contracts: bound and not paid")) + shown

    @property
    def late(self) -> Block:
        """Documents whose day to pay is over, and payments that were made after it."""
        due = show_payment_bases(self.reader, **self._scope, day=self.spoken_on)
        made = show_payments(self.reader, **self._scope).rename(columns={"kind": "payment_kind"})
        due, made = due[(due["days_late"] > 0).fillna(False)], made[(made["days_late"] > 0).fillna(False)]
        heading = section(_("Late payments: please check"))
        if due.empty and made.empty:
            return heading + words(_("No payment is late by the clocks that run."))
        return heading + self._overdue(due) + self._paid_late(made)

    @property
    def ageing_chart(self) -> Block:
        """How old the money is that is not paid yet, as a picture."""
        from kit.views.money_chart import draw_ageing

        heading = section(_("Money not paid yet, by age"))
        return heading + (_none() if self._ageing.empty else figure(draw_ageing(self._ageing)))

    @property
    def ageing(self) -> Block:
        """The lines that hold it."""
        names = ("line", "year", "source", "origin_year", "years_since", "last_year", "contracted", "reserved")
        if self._ageing.empty:
            return words(_("No line holds money that is not paid."))
        shown = table(in_wan(self._ageing), *self._named((*names, "available")), marked="is_over")
        said = _(
            "Marked: the years in which it may be used are over (结转资金); please check with the finance department."
        )
        return shown + (note(said) if self._ageing["is_over"].any() else _none())

    @property
    def forecast(self) -> Block:
        """What may be paid by the end of the year, by three methods."""
        heading = section(_("Year-end forecast, by three methods"))
        found = show_year_end_forecast(self.reader, **self._scope, day=self.spoken_on)
        found = found[found["year"] == self.focus]
        if self.focus is not None and self.focus < self.spoken_on.year:
            return heading + words(
                _("Fiscal year {year} is over; there is nothing left to forecast.").format(year=self.focus)
            )
        shown = with_total(found, "line", "project")
        names = self._named(("line", "allotted", "paid", *METHODS))
        return heading + table(in_wan(shown), *names, empty=_no_lines()) + (_none() if found.empty else _methods())

    @property
    def costs_chart(self) -> Block:
        """What the project costs, stage by stage, as a picture."""
        from kit.views.money_chart import draw_cost_stages

        heading = section(_("Cost by stage"))
        if self._costs.empty or self.project is None:
            return heading
        return heading + figure(draw_cost_stages(self._costs.assign(label=self._costs["stage"].map(write_term))))

    @property
    def costs(self) -> Block:
        """The same as a table."""
        names = ("stage", "revision", "amount", "cost_difference", "approved_on", "document")
        empty = _("No cost is recorded. Each stage is recorded with kit do budget.record_cost.")
        found = self._costs.rename(columns={"difference": "cost_difference"})
        return table(in_wan(found), *self._named(names), empty=empty)

    @property
    def reconciliation(self) -> Block:
        """The balances beside the sum of their movements; what differs is listed."""
        found = show_reconciliation(self.reader, **self._scope)
        heading = section(_("Balances and movements"))
        if found.empty:
            return heading + advice(_no_lines())
        is_apart = found["residual"] != 0
        apart = found[is_apart]
        said = _("{count} balances of budget lines equal the sum of their movements; the residual is zero.")
        if apart.empty:
            return heading + words(said.format(count=cite_count(found)))
        told = _("{apart} of {count} balances differ from their movements: run kit verify and look at the journal.")
        names = self._named(("line", "balance", "holds", "makes", "residual"))
        differing = cite_count(found, is_apart, phrase("number of residuals"))
        said = told.format(apart=differing, count=cite_count(found))
        return heading + advice(said) + table(in_wan(apart), *names)

    @property
    def _scope(self) -> dict[str, Any]:
        return {"project": self.project, "year": self.year, "owner": self.owner}

    @cached_property
    def _months(self) -> pd.DataFrame:
        if self.focus is None:
            return pd.DataFrame()
        scope = self._scope | {"year": self.focus}
        return show_execution_by_month(self.reader, **scope, day=self.spoken_on)

    @cached_property
    def _ageing(self) -> pd.DataFrame:
        return show_carry_over_ageing(self.reader, **self._scope, day=self.spoken_on)

    @cached_property
    def _costs(self) -> pd.DataFrame:
        return show_cost_stages(self.reader, self.project, self.owner)

    def _named(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return names if self.project else ("project", *names)

    def _name(self) -> str:
        if self.project is None:
            return _("Funds")
        found = show_projects(self.reader)
        return str(found.loc[found["code"] == self.project, "name"].iloc[0])

    def _about(self) -> str:
        years = _("fiscal year {year}").format(year=self.year) if self.year else _("all fiscal years")
        said = _("Report on budget execution · {years}").format(years=years)
        return _("{said} · as recorded on {day}").format(said=said, day=self.spoken_on.isoformat())

    def _pace_notes(self, known: pd.DataFrame) -> Block:
        watched = payment_rules(self.reader.resources)[0].deviation_watched
        said = _(
            "Expected: what the plan of use says of the lines that have one, for the others the calendar's share of "
            "the adjusted budget; a running month counts by its days. Marked from {watched} percentage points on."
        ).format(watched=cite_rule(known, watched, WATCHED, FILE))
        if len(known):
            said = f"{_('Measured by: {what}.').format(what=write_term(known['against'].iloc[-1]))} {said}"
        undated = 0 if known.empty else int(known["undated"].iloc[-1])
        if undated:
            amount = cite(in_wan(known), known.index[-1], "undated", write_amount)
            told = _("{amount} of it was taken over as a sum without days; the months before are not known.")
            said = f"{said} {told.format(amount=amount)}"
        return note(said)

    def _overdue(self, due: pd.DataFrame) -> Block:
        names = ("document", "document_kind", "contract", "amount", "left", "received_on", "due_on", "days_late")
        said = _("Documents not paid in full after their last day, as of {day}:").format(day=self.spoken_on)
        return _none() if due.empty else note(said) + table(in_wan(due), *self._named(names))

    def _paid_late(self, made: pd.DataFrame) -> Block:
        names = ("payment", "payment_kind", "document", "payee", "amount", "due_on", "paid_on", "days_late", "voucher")
        said = note(_("Payments made after their last day:"))
        return _none() if made.empty else said + table(in_wan(made), *self._named(names))


def _of_which(said: str, found: pd.DataFrame, total: Hashable, named: tuple[str, str]) -> str:
    """The share that is paid; without a denominator there is none to tell."""
    name, rate = named
    return write_term(name) if is_nothing(found.at[total, rate]) else said.format(rate=cite(found, total, rate))


def _none() -> Block:
    return Block(note("").html[:0], "")


def _no_lines() -> str:
    return _(
        "No budget line is recorded for this choice. Grant one with kit do budget.grant_allotment, "
        "or take lines over with kit do budget.take_over_line."
    )


def _nothing_yet() -> Block:
    return advice(_no_lines())


def _denominators() -> Block:
    said = [
        _("Each rate names its denominator; one of zero has no rate."),
        _(
            "The adjusted budget (全年预算数) holds what was carried over or given back at the end of the year: "
            "the year had it and did not spend it."
        ),
    ]
    return note(" ".join(said))


def _methods() -> Block:
    said = [
        _("By the pace of the year: paid ÷ share of the year gone by."),
        _("By commitments: paid, contracted and reserved."),
        _("By the last three months: paid, and for the days to come the daily mean of those months."),
        _("No forecast exceeds the adjusted budget of its line; a total adds the lines up."),
    ]
    return note(" ".join(said))
