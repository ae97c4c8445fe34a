"""The ledger against a model in plain Python: whatever is done in whatever order, both hold the same money."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kit.core.calendar import OFFICE_TIME
from kit.store.store import Receipt
from tests.budget.engines import (
    BOTH,
    IS_SOAK,
    Offices,
    made_by_movements,
    offices_on,
    overspent,
    sized,
    table,
    told,
    unexplained,
)
from tests.budget.model import Books, Deal, Document, Held, Instalment, Line, Paid, Verdict

EXAMPLES = sized(8, 300)
STEPS = sized(30, 40)
VERIFY_EVERY = 10
LAST_YEAR = 2028
FUNDS = ("一般公共预算", "政府性基金")
PURPOSE = "专项"

places = st.integers(0, 11)
projects = st.sampled_from(["P1", "P1", "P1", "P2"])
# Mostly what a line can hold, sometimes to the fen, sometimes far too much.
amounts = st.one_of(st.integers(1, 60), st.integers(1, 400), st.just(10**12))
parts_of = st.lists(st.tuples(places, st.one_of(st.none(), amounts)), min_size=1, max_size=2)
days = st.sampled_from(["today", "today", "today", "today", "new year's eve"])


class Ledger(RuleBasedStateMachine):
    """An office and its model, side by side."""

    offices: Offices
    tally: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.office = self.offices.make()
        self.books = Books()
        self.numbers = count(1)
        self.keyed: list[tuple[str, dict[str, Any]]] = []
        self.steps = 0

    @initialize(amount=st.integers(100, 500), more=st.integers(100, 500))
    def found(self, amount: int, more: int) -> None:
        """Two lines to begin with in one project, one in the other, and a budget adjustment of each year."""
        for project, sum_ in (("P1", amount), ("P1", more), ("P2", more)):
            self._grant(project, 2026, FUNDS[0], False, sum_)
        # A line that is taken over may be of the year before.
        for year in range(2025, LAST_YEAR + 2):
            day = min(f"{year}-06-01", "2026-06-01")
            decision = {"decided_by": "市人大常委会", "decided_on": day, "year": year}
            self.office.do(
                "record_adjustment",
                "programme",
                document=f"决{year}",
                kind="priority_cut",
                total_before=0,
                total_after=0,
                **decision,
            )

    def teardown(self) -> None:
        """At the end of every example the whole journal holds."""
        faults = [*self.office.faults(), *unexplained(self.office.database)]
        self.offices.end(self.office)
        assert faults == []

    # --- lines ---------------------------------------------------------------------------------------------------

    @rule(project=projects, ahead=st.booleans(), fund=st.sampled_from(FUNDS), earmark=st.booleans(), amount=amounts)
    def grant(self, project: str, ahead: bool, fund: str, earmark: bool, amount: int) -> None:
        """A line of this year or the next."""
        self._grant(project, self.today.year + ahead, fund, earmark, amount)

    @rule(project=projects, back=st.integers(0, 1), sums=st.tuples(*[st.integers(0, 300)] * 3))
    def take_over_line(self, project: str, back: int, sums: tuple[int, int, int]) -> None:
        """A line of the books before the kit, sometimes overspent there."""
        opening, allotted, paid = sums
        line = self._new_line(project, self.today.year - back, FUNDS[0], False)
        what = {"year": line.year, "fund": line.fund, "source": line.code, "document": "旧"}
        sums_ = {"opening": opening, "allotted": allotted, "received": allotted, "paid": paid}
        verdict = self.books.take_over(line, opening, allotted, paid)
        self._ask(verdict, "take_over_line", project=project, code=line.code, **what, **sums_)

    @rule(place=places, amount=amounts, day=days)
    def supplement(self, place: int, amount: int, day: str) -> None:
        """More money for a line."""
        line = self._line(place)
        verdict = self.books.add(line, amount, self._day(day))
        self._ask_keyed(verdict, "supplement", line, day, amount=amount, origin="contingency")

    @rule(place=places, amount=amounts, day=days)
    def receive(self, place: int, amount: int, day: str) -> None:
        """Money that arrives."""
        line = self._line(place)
        self._ask_keyed(self.books.receive(line, amount, self._day(day)), "record_receipt", line, day, amount=amount)

    @rule(place=places, amount=amounts, is_more=st.booleans(), day=days)
    def adjust(self, place: int, amount: int, is_more: bool, day: str) -> None:
        """A budget adjustment of the line's year, up or down."""
        line = self._line(place)
        verdict = (self.books.add if is_more else self.books.cut)(line, amount, self._day(day))
        values = {"adjustment": f"决{line.year}", "direction": "increase" if is_more else "decrease", "amount": amount}
        self._ask(verdict, "adjust_line", "programme", project=line.project, line=line.code, on=self._on(day), **values)

    @rule(place=places, other=places, amount=amounts, day=days)
    def move(self, place: int, other: int, amount: int, day: str) -> None:
        """Virement inside a project or between two."""
        source, target = self._line(place), self._line(other)
        verdict = self.books.move(source, target, amount, self._day(day))
        to = {"to_project": target.project, "to_line": target.code}
        self._ask_keyed(verdict, "move_funds", source, day, amount=amount, **to)

    # --- reservations and contracts ------------------------------------------------------------------------------

    @rule(place=places, amount=amounts, is_purpose=st.booleans(), day=days)
    def reserve(self, place: int, amount: int, is_purpose: bool, day: str) -> None:
        """Money set aside."""
        line = self._line(place)
        allowed, done = self.books.reserve(line, amount, is_purpose, self._day(day))
        purpose = PURPOSE if is_purpose else "其他"

        def held() -> None:
            done()
            newest = table(self.office.database, "reservation")[-1]
            self.books.held.append(Held(newest["id"], line, amount))

        self._ask_keyed((allowed, held), "reserve", line, day, amount=amount, purpose=purpose)

    @precondition(lambda self: self.books.held)
    @rule(place=places, amount=st.one_of(st.none(), amounts), day=days)
    def release(self, place: int, amount: int | None, day: str) -> None:
        """What a reservation does not need."""
        held = self._pick(self.books.held, place)
        verdict = self.books.release(held, amount, self._day(day))
        values = {"reservation": held.number, "amount": amount, "on": self._on(day)}
        self._ask(verdict, "release", project=held.line.project, **values)

    @rule(project=projects, parts=parts_of, spare=st.integers(-5, 200), is_limited=st.booleans(), day=days)
    def sign(self, project: str, parts: list[tuple[int, int | None]], spare: int, is_limited: bool, day: str) -> None:
        """A contract bound on one line or two, out of reservations or out of what is free."""
        instalments = self._instalments(project, parts)
        total = max(1, sum(each.amount for each in instalments) + spare)
        deal = Deal(project, f"C{next(self.numbers)}", is_limited, total, self._day(day))
        verdict = self.books.sign(deal, instalments, self._day(day))
        what = {"kind": "goods", "regime": "procurement_law" if is_limited else "bidding_law", "title": "合同"}
        supplier = {"supplier": "甲公司", "account": "1", "purpose": PURPOSE, "key": f"K{next(self.numbers)}"}
        values = {"code": deal.code, "amount": total, "shares": self._shares(instalments), "signed_on": self._on(day)}
        self._ask(verdict, "sign_contract", project=project, **what, **supplier, **values)

    @precondition(lambda self: self.books.deals)
    @rule(place=places, parts=parts_of, is_fitting=st.booleans(), day=days)
    def bind(self, place: int, parts: list[tuple[int, int | None]], is_fitting: bool, day: str) -> None:
        """A further instalment of a contract, sometimes just what is left of it."""
        deal = self._pick(self.books.deals, place)
        line = self._own(deal.project, place)
        most = Instalment(line, max(1, min(line.free, deal.total - deal.bound)))
        instalments = [most] if is_fitting else self._instalments(deal.project, parts)
        verdict = self.books.bind(deal, instalments, self._day(day))
        values = {"contract": deal.code, "shares": self._shares(instalments), "on": self._on(day)}
        self._ask(verdict, "bind_instalment", project=deal.project, **values)

    @precondition(lambda self: self.books.deals)
    @rule(place=places, parts=parts_of, is_bound=st.booleans(), more=st.integers(1, 30), day=days)
    def supplement_contract(
        self, place: int, parts: list[tuple[int, int | None]], is_bound: bool, more: int, day: str
    ) -> None:
        """A supplementary contract, with an instalment or without one."""
        deal = self._pick(self.books.deals, place)
        instalments = self._instalments(deal.project, parts) if is_bound else []
        verdict = self.books.bind(deal, instalments, self._day(day), more)
        values = {"contract": deal.code, "amount": more, "shares": self._shares(instalments), "on": self._on(day)}
        self._ask(verdict, "supplement_contract", project=deal.project, document="补", **values)

    @precondition(lambda self: self.books.deals)
    @rule(place=places, change=st.integers(-60, 5))
    def complete(self, place: int, change: int) -> None:
        """Settlement at about the contract's sum."""
        deal = self._pick(self.books.deals, place)
        settled = max(1, deal.total + change)
        values = {"contract": deal.code, "settled": settled, "completed_on": str(self.today), "document": "结"}
        self._ask(self.books.complete(deal, settled), "complete_contract", project=deal.project, **values)

    @precondition(lambda self: self.books.deals)
    @rule(place=places, day=days)
    def close(self, place: int, day: str) -> None:
        """The end of a contract."""
        deal = self._pick(self.books.deals, place)
        values = {"contract": deal.code, "document": "关", "on": self._on(day)}
        self._ask(self.books.close(deal, self._day(day)), "close_contract", project=deal.project, **values)

    @precondition(lambda self: self.books.deals)
    @rule(place=places, where=places, amount=st.one_of(st.none(), amounts), day=days)
    def free(self, place: int, where: int, amount: int | None, day: str) -> None:
        """What one line is bound for comes free, and the contract goes on."""
        deal = self._pick(self.books.deals, place)
        bound = [line for line in self.books.lines if line.project == deal.project and line.code in deal.bonds]
        line = self._pick(bound, where) if bound else self._own(deal.project, where)
        verdict = self.books.free(deal, line, amount, self._day(day))
        values = {"contract": deal.code, "line": line.code, "amount": amount, "document": "释", "on": self._on(day)}
        self._ask(verdict, "release_instalment", project=deal.project, **values)

    # --- payments ------------------------------------------------------------------------------------------------

    @rule(project=projects, place=places, is_deal=st.booleans(), amount=amounts, day=days)
    def oblige(self, project: str, place: int, is_deal: bool, amount: int, day: str) -> None:
        """A statement under a contract, or a bill."""
        deal = self._pick(self.books.deals, place) if is_deal and self.books.deals else None
        self._oblige(Document(deal.project if deal else project, f"D{next(self.numbers)}", deal, amount), day)

    @rule(place=places, is_deal=st.booleans(), percent=st.sampled_from([20, 50, 100, 100, 101]))
    def oblige_and_pay(self, place: int, is_deal: bool, percent: int) -> None:
        """A document, and its payment at once: a part of what the line has, all of it, or a little more."""
        bound = [(deal, self.books.line(deal.project, code)) for deal in self.books.deals for code in deal.bonds]
        owed = [(deal, line) for deal, line in bound if deal.bonds[line.code].left]
        deal, line = self._pick(owed, place) if is_deal and owed else (None, self._line(place))
        left = deal.bonds[line.code].left if deal else line.free
        amount = max(1, -(-left * percent // 100))
        document = Document(line.project, f"D{next(self.numbers)}", deal, amount)
        self._oblige(document, "today")
        if document in self.books.documents:
            self._pay(document, [(line, amount)], True, "today")

    @precondition(lambda self: self.books.documents)
    @rule(place=places, parts=parts_of, is_purpose=st.booleans(), day=days)
    def pay(self, place: int, parts: list[tuple[int, int | None]], is_purpose: bool, day: str) -> None:
        """On a document, from one line or two, under its contract or without one."""
        document = self._pick(self.books.documents, place)
        deal = document.deal
        bound = [line for line in self.books.lines if deal and line.project == deal.project and line.code in deal.bonds]
        given = []
        for where, asked in parts:
            line = self._pick(bound, where) if bound else self._own(document.project, where)
            most = deal.bonds[line.code].left if deal else line.free
            given.append((line, asked or max(1, min(most, document.amount - document.paid))))
        self._pay(document, given, is_purpose, day)

    @rule(project=projects, olds=st.lists(st.tuples(places, st.integers(1, 80)), min_size=1, max_size=3), day=days)
    def take_over_payments(self, project: str, olds: list[tuple[int, int]], day: str) -> None:
        """Payments of the books before the kit; now and then with a voucher that is known."""
        payments = [
            Paid(project, "", None, None, self._day(day), amount, [(self._own(project, place), amount)])
            for place, amount in olds
        ]
        vouchers = [f"V{next(self.numbers) % 40}" for _ in payments]
        allowed, done = self.books.take_over_payment(payments, vouchers)
        rows = [
            {"line": old.given[0][0].code, "on": str(old.on), "amount": old.amount, "payee": "甲", "account": "1"}
            | {"voucher": voucher}
            for old, voucher in zip(payments, vouchers, strict=True)
        ]
        self._ask((allowed, self._numbered(payments, done)), "take_over_payments", project=project, payments=rows)

    @precondition(lambda self: self.books.payments)
    @rule(place=places, amount=st.one_of(st.none(), amounts), day=days)
    def refund(self, place: int, amount: int | None, day: str) -> None:
        """Some of a payment, or all that is left of it, comes back."""
        payment = self._pick(self.books.payments, place)
        asked = amount or max(1, payment.amount - payment.refunded)
        verdict = self.books.refund(payment, asked, self._day(day))
        values = {"payment": payment.number, "amount": asked, "document": "退", "on": self._on(day)}
        self._ask(verdict, "refund", project=payment.project, key=f"K{next(self.numbers)}", **values)

    # --- the end of a year, time, keys ---------------------------------------------------------------------------

    @rule(place=places, day=days)
    def carry_over(self, place: int, day: str) -> None:
        """What a line has left goes on into the next year."""
        line = self._line(place)
        onward = Line(line.project, "", line.year + 1, line.origin, line.fund, line.is_earmarked)
        allowed, done = self.books.carry_over(line, onward, self._day(day))

        def coded() -> None:
            rows = table(self.office.database, "budget_line")
            onward.code = rows[-1]["code"]
            done()

        values = {"line": line.code, "document": "转", "on": self._on(day)}
        self._ask((allowed, coded), "carry_over", project=line.project, **values)

    @rule(place=places, amount=st.one_of(st.none(), st.none(), amounts), day=days)
    def give_back(self, place: int, amount: int | None, day: str) -> None:
        """Surplus."""
        line = self._line(place)
        verdict = self.books.give_back(line, amount, self._day(day))
        values = {"line": line.code, "amount": amount, "document": "余", "on": self._on(day)}
        self._ask(verdict, "return_surplus", project=line.project, **values)

    @rule(project=projects, back=st.integers(0, 2))
    def close_year(self, project: str, back: int) -> None:
        """A year of a project."""
        year = self.today.year - back
        self._ask(self.books.close_year(project, year, self.today), "close_year", project=project, year=year)

    @rule(project=projects)
    def settle(self, project: str) -> None:
        """Give back whatever can be given back of the year before, so that it may be closed."""
        for line in [line for line in self.books.lines if line.project == project and line.year == self.today.year - 1]:
            verdict = self.books.give_back(line, None, self.today)
            self._ask(verdict, "return_surplus", project=project, line=line.code, document="余")
        self.close_year(project, 1)

    @precondition(lambda self: self.today.year < LAST_YEAR)
    @rule(step=st.sampled_from([1, 40, 150, 200]))
    def wait(self, step: int) -> None:
        """Time goes on, now and then across the end of a year."""
        self.office.now += timedelta(days=step)

    @precondition(lambda self: self.keyed)
    @rule(place=places, change=st.booleans())
    def ask_again(self, place: int, change: bool) -> None:
        """The same key: the same is done once, something else is refused."""
        action, values = self._pick(self.keyed, place)
        name = "document" if "document" in values else "title" if "title" in values else "purpose"
        asked = values | ({name: "另一个"} if change else {})
        self._ask((not change, lambda: None), action, **asked)

    # --- what holds after every step -----------------------------------------------------------------------------

    @invariant()
    def nothing_is_overspent_and_both_books_are_one(self) -> None:
        """Every balance is what the model says and what the movements make."""
        database = self.office.database
        rows = table(database, "budget_line")
        made = made_by_movements(table(database, "movement"))
        names = ("opening", "allotted", "received", "reserved", "contracted", "paid")

        assert {(row["project"], row["code"]): [row[name] for name in names] for row in rows} == {
            (line.project, line.code): [getattr(line, name) for name in names] for line in self.books.lines
        }
        assert [row["code"] for row in rows if overspent(row) or min(row[name] for name in names) < 0] == []
        assert [made.get(row["id"], dict.fromkeys(names, 0)) for row in rows] == [
            {name: row[name] for name in names} for row in rows
        ]

    @invariant()
    def commitments_are_one_as_well(self) -> None:
        """Reservations, contracts, instalments, documents and payments."""
        database = self.office.database
        code = {row["id"]: row["code"] for row in table(database, "budget_line")}
        deal = {row["id"]: row["code"] for row in table(database, "contract")}

        assert {row["id"]: (row["amount"], row["used"], row["released"]) for row in table(database, "reservation")} == {
            held.number: (held.amount, held.used, held.released) for held in self.books.held
        }
        assert {
            row["code"]: (row["original"], row["added"], row["paid"], row["settled"], bool(row["is_closed"]))
            for row in table(database, "contract")
        } == {
            each.code: (each.original, each.added, each.paid, each.settled, each.is_closed) for each in self.books.deals
        }
        assert {
            (deal[row["contract_id"]], code[row["line_id"]]): (row["bound"], row["paid"], row["released"])
            for row in table(database, "contract_share")
        } == {
            (each.code, line): (bond.bound, bond.paid, bond.released)
            for each in self.books.deals
            for line, bond in each.bonds.items()
        }
        assert {row["number"]: row["paid"] for row in table(database, "payment_basis")} == {
            document.number: document.paid for document in self.books.documents
        }
        assert {
            (row["project"], row["number"]): (row["amount"], row["refunded"]) for row in table(database, "payment")
        } == {(each.project, each.number): (each.amount, each.refunded) for each in self.books.payments}

    @invariant()
    def the_journal_holds(self) -> None:
        """The whole proof, every few steps."""
        self.steps += 1
        if self.steps % VERIFY_EVERY == 0:
            assert self.office.faults() == []

    # --- inside --------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The office's day."""
        return self.office.now.astimezone(OFFICE_TIME).date()

    def _day(self, day: str) -> date:
        return self.today if day == "today" else date(self.today.year - 1, 12, 31)

    def _on(self, day: str) -> str | None:
        return None if day == "today" else str(self._day(day))

    def _line(self, place: int) -> Line:
        return self._usable(self.books.lines, place)

    def _own(self, project: str, place: int) -> Line:
        return self._usable([line for line in self.books.lines if line.project == project], place)

    def _usable(self, lines: list[Line], place: int) -> Line:
        """Mostly a line of this year, sometimes any."""
        usable = [line for line in lines if self.books.is_open(line, self.today)]
        return self._pick(usable if usable and place < 9 else lines, place)

    @staticmethod
    def _pick(items: Any, place: int) -> Any:
        # The newest first: what was done last is where the next deed bites.
        return items[-1 - place % len(items)]

    def _oblige(self, document: Document, day: str) -> None:
        deal = document.deal
        verdict = self.books.oblige(document, self._day(day))
        named = {"contract": deal.code} if deal else {"payee": "甲公司", "account": "1"}
        values = {"kind": "progress_statement" if deal else "bill", "amount": document.amount}
        days_ = {"number": document.number, "issued_on": "2025-01-01", "received_on": self._on(day)}
        self._ask(verdict, "record_basis", project=document.project, **values, **days_, **named)

    def _pay(self, document: Document, given: list[tuple[Line, int]], is_purpose: bool, day: str) -> None:
        deal = document.deal
        payment = Paid(
            document.project, "", deal, document, self._day(day), sum(amount for _, amount in given), merged(given)
        )
        allowed, done = self.books.pay(payment, is_purpose)
        values = {"parts": [{"line": line.code, "amount": amount} for line, amount in given], "on": self._on(day)}
        values |= {"kind": "progress" if deal else "utility", "contract": deal.code if deal else None}
        named = {
            "payee": "甲公司",
            "account": "1",
            "basis": document.number,
            "purpose": PURPOSE if is_purpose else None,
        }
        self._ask(
            (allowed, self._numbered([payment], done)),
            "pay",
            project=document.project,
            key=f"K{next(self.numbers)}",
            **named,
            **values,
        )

    def _new_line(self, project: str, year: int, fund: str, is_earmarked: bool) -> Line:
        return Line(project, f"L{next(self.numbers)}", year, year, fund, is_earmarked)

    def _grant(self, project: str, year: int, fund: str, is_earmarked: bool, amount: int) -> None:
        line = self._new_line(project, year, fund, is_earmarked)
        what = {"year": year, "fund": fund, "source": line.code, "is_earmarked": is_earmarked, "amount": amount}
        verdict = self.books.grant(line, amount, self.today)
        purpose = PURPOSE if is_earmarked else None
        self._ask(verdict, "grant_allotment", project=project, code=line.code, purpose=purpose, document="批", **what)

    def _instalments(self, project: str, parts: list[tuple[int, int | None]]) -> list[Instalment]:
        """Out of a reservation where there is one and no amount is drawn, else out of what is free."""
        made = []
        for place, asked in parts:
            own = [held for held in self.books.held if held.line.project == project]
            if asked is None and own:
                held = self._pick(own, place)
                made.append(Instalment(held.line, max(1, held.left), held))
            else:
                line = self._own(project, place)
                made.append(Instalment(line, asked or max(1, line.free // 2)))
        return made

    def _shares(self, instalments: list[Instalment]) -> list[dict[str, Any]]:
        return [
            {"line": each.line.code, "amount": each.amount, "reservation": each.held.number if each.held else None}
            for each in instalments
        ]

    def _numbered(self, payments: list[Paid], done: Callable[[], None]) -> Callable[[], None]:
        """Number the payments as an office does: one after another in each project."""

        def number() -> None:
            for payment in payments:
                so_far = sum(each.project == payment.project for each in self.books.payments)
                payment.number = f"PAY-{so_far + 1 + payments.index(payment):05d}"
            done()

        return number

    def _ask_keyed(self, verdict: Verdict, action: str, line: Line, day: str, **values: Any) -> None:
        usual = {"project": line.project, "line": line.code, "on": self._on(day), "key": f"K{next(self.numbers)}"}
        document = {} if action == "reserve" else {"document": "文"}
        self._ask(verdict, action, **usual, **document, **values)

    def _ask(self, verdict: Verdict, action: str, login: str = "finance", /, **values: Any) -> None:
        allowed, done = verdict
        receipt = self.office.ask(action, login, **values)
        assert isinstance(receipt, Receipt), receipt
        said = [finding.message for finding in receipt.findings]
        assert allowed is None or receipt.ok is allowed, (action, values, said)
        self.tally[f"{action} {'done' if receipt.ok else 'refused'}"] += 1
        if receipt.ok:
            done()
            if values.get("key") and (action, values) not in self.keyed:
                self.keyed.append((action, values))


def merged(given: list[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """A line that is named twice gives once, in its first place."""
    sums: dict[str, list[Any]] = {}
    for line, amount in given:
        sums.setdefault(line.code, [line, 0])[1] += amount
    return [(line, amount) for line, amount in sums.values()]


@pytest.fixture(params=BOTH)
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    """Offices on each engine."""
    yield from offices_on(request.param, request, tmp_path)


@pytest.mark.soak
def test_no_order_of_deeds_overspends_a_line_or_parts_the_books_from_the_model(offices: Offices) -> None:
    """Lines, reservations, contracts, payments, refunds, virements and year ends in any order, with any amounts."""
    tally = Counter[str]()
    bound = type("Bound", (Ledger,), {"offices": offices, "tally": tally})

    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # To make a failing order of deeds shorter takes minutes, which a suite has not.
            phases=(Phase.generate, Phase.shrink) if IS_SOAK else (Phase.generate,),
        ),
    )

    told(f"machine: {EXAMPLES} examples of {STEPS} steps, {tally.total()} deeds: {dict(sorted(tally.items()))}")
