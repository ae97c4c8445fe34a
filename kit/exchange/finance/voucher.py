"""Voucher: rows of a voucher file (支付凭证), each matched by the request number alone with a payment of the books."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kit.budget.commitment_requests import ConfirmPayment
from kit.core.finding import Finding, block, question
from kit.core.language import phrase
from kit.core.number import to_halfwidth
from kit.exchange.finance.cells import Cells
from kit.exchange.finance.planned import Planned, row_differs
from kit.exchange.finance.standing import read_payments
from kit.exchange.finance.vocabulary import Column
from kit.store.database import Database

COLUMNS = {
    "project": Column.REQUEST,
    "payment": Column.REQUEST,
    "voucher": Column.VOUCHER,
    "amount": Column.AMOUNT,
    "on": Column.VOUCHER_DAY,
}
BETWEEN = "/"
Number = tuple[str, str]


def request_number(project: str, payment: str) -> str:
    """The number by which the finance system knows a payment: no project's code holds a slash."""
    return f"{project}{BETWEEN}{payment}"


def plan_vouchers(database: Database, rows: Iterable[Cells], today: date) -> list[Planned]:
    """What is to be done with each row, given the books; nothing is written."""
    asked = [_read(cells) for cells in rows]
    payments = read_payments(database, (row.number for row in asked))
    planner = _Planner(today)
    for row in asked:
        planner.plan(row, payments.get(row.number))
    return [row.planned for row in asked]


@dataclass
class _Asked:
    """What a row says, read; ``number`` names the project and the payment."""

    planned: Planned
    number: Number
    payee: str
    account: str
    values: dict[str, Any]


def _read(cells: Cells) -> _Asked:
    project, _, payment = (cells.text(Column.REQUEST) or "").rpartition(BETWEEN)
    values = {
        "project": project,
        "payment": payment,
        "voucher": cells.text(Column.VOUCHER),
        "amount": cells.amount(Column.AMOUNT),
        "on": cells.day(Column.VOUCHER_DAY),
    }
    payee, account = cells.text(Column.PAYEE) or "", cells.text(Column.ACCOUNT) or ""
    return _Asked(Planned(cells, COLUMNS), (project, payment), payee, account, values)


@dataclass
class _Planner:
    """Plans one row after the other; a voucher and a request each stand once."""

    today: date
    vouchers: set[str] = field(default_factory=set)
    requests: set[Number] = field(default_factory=set)

    def plan(self, asked: _Asked, payment: dict[str, Any] | None) -> None:
        cells = asked.planned.cells
        self._check_twice(asked)
        if payment is None:
            self._say_unknown(cells)
            return
        for finding, column in _check_parties(asked, payment):
            cells.keep(finding, column)
        self._check_day(asked, payment)
        if payment["voucher"] and payment["voucher"] == asked.values["voucher"]:
            self._take_known(asked, payment)
        if not asked.planned.is_unchanged:
            asked.planned.ask(ConfirmPayment, asked.values)

    def _check_twice(self, asked: _Asked) -> None:
        cells, voucher = asked.planned.cells, asked.values["voucher"]
        if voucher and voucher in self.vouchers:
            said = phrase("voucher {voucher} stands in a row above", voucher=voucher)
            cells.keep(block("exchange.voucher_twice", said), Column.VOUCHER)
        if all(asked.number) and asked.number in self.requests:
            said = phrase("another voucher for this request stands in a row above")
            cells.keep(block("exchange.request_twice", said), Column.REQUEST)
        self.vouchers.add(voucher)
        self.requests.add(asked.number)

    def _say_unknown(self, cells: Cells) -> None:
        given = cells.row.cells.get(Column.REQUEST)
        if given:
            said = phrase(
                "no payment request bears the number {number}; a voucher is matched by it and by nothing else",
                number=given,
            )
            cells.keep(block("exchange.request_unknown", said), Column.REQUEST)

    def _check_day(self, asked: _Asked, payment: dict[str, Any]) -> None:
        cells, day = asked.planned.cells, asked.values["on"]
        if day and day > self.today:
            said = phrase("the voucher bears the day {day}, which is still to come", day=str(day))
            cells.keep(block("exchange.voucher_to_come", said), Column.VOUCHER_DAY)
        elif day and day < payment["paid_on"]:
            said = phrase(
                "the voucher bears the day {day}, the request {asked}; verify both",
                day=str(day),
                asked=str(payment["paid_on"]),
            )
            cells.keep(question("exchange.voucher_before_request", said), Column.VOUCHER_DAY)

    def _take_known(self, asked: _Asked, payment: dict[str, Any]) -> None:
        """A voucher that came in before: the same row changes nothing, one of another day is named."""
        if asked.planned.is_refused:
            return
        if payment["amount"] == asked.values["amount"] and payment["confirmed_on"] == asked.values["on"]:
            asked.planned.is_unchanged = True
        elif payment["amount"] == asked.values["amount"]:
            asked.planned.cells.keep(row_differs(), Column.VOUCHER_DAY)


def _check_parties(asked: _Asked, payment: dict[str, Any]) -> Iterable[tuple[Finding, Column]]:
    project = asked.planned.cells.text(Column.PROJECT)
    if project and project != payment["project"]:
        said = phrase(
            "the request is of project {held}, the voucher says {given}", held=payment["project"], given=project
        )
        yield block("exchange.project_differs", said), Column.PROJECT
    if asked.payee and _name(asked.payee) != _name(payment["payee"]):
        said = phrase(
            "the request names the payee {held}, the voucher {given}; ask the finance department first",
            held=payment["payee"],
            given=asked.payee,
        )
        yield block("exchange.payee_differs", said), Column.PAYEE
    if asked.account and _name(asked.account) != _name(payment["account"]):
        said = phrase(
            "the request names the account {held}, the voucher {given}; ask the finance department first",
            held=payment["account"],
            given=asked.account,
        )
        yield block("exchange.account_differs", said), Column.ACCOUNT


def _name(text: str) -> str:
    """*text* for comparison: full-width letters and spaces are a manner of writing, no other name."""
    return re.sub(r"\s+", "", to_halfwidth(text))
