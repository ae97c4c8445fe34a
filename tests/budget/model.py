"""Model: the books of two projects in plain Python, written from the rules and not from the code under test.

Each deed answers whether it is allowed (None where the rules do not say) and what it does to the books if it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

Verdict = tuple[bool | None, Callable[[], None]]


@dataclass
class Line:
    """One line: what it is for, and its balances in fen."""

    project: str
    code: str
    year: int
    origin: int
    fund: str
    is_earmarked: bool
    opening: int = 0
    allotted: int = 0
    received: int = 0
    reserved: int = 0
    contracted: int = 0
    paid: int = 0

    @property
    def free(self) -> int:
        """What nobody has a claim on."""
        return self.allotted - self.reserved - self.contracted - self.paid


@dataclass
class Held:
    """A reservation."""

    number: int
    line: Line
    amount: int
    used: int = 0
    released: int = 0

    @property
    def left(self) -> int:
        """What is still set aside."""
        return self.amount - self.used - self.released


@dataclass
class Bond:
    """What one line is bound for by one contract."""

    bound: int = 0
    paid: int = 0
    released: int = 0

    @property
    def left(self) -> int:
        """What is bound and neither paid nor let go."""
        return self.bound - self.paid - self.released


@dataclass
class Deal:
    """A contract."""

    project: str
    code: str
    is_limited: bool
    original: int
    signed: date
    added: int = 0
    paid: int = 0
    settled: int | None = None
    is_closed: bool = False
    bonds: dict[str, Bond] = field(default_factory=dict)

    @property
    def bound(self) -> int:
        """What its instalments make, of all years."""
        return sum(bond.bound - bond.released for bond in self.bonds.values())

    @property
    def total(self) -> int:
        """Its sum with its supplements."""
        return self.original + self.added


@dataclass
class Document:
    """A document that obliges to pay."""

    project: str
    number: str
    deal: Deal | None
    amount: int
    paid: int = 0


@dataclass
class Paid:
    """A payment, and what each line has given and not got back, in the order in which they gave."""

    project: str
    number: str
    deal: Deal | None
    document: Document | None
    on: date
    amount: int
    given: list[tuple[Line, int]]
    refunded: int = 0


@dataclass(frozen=True)
class Instalment:
    """What one line shall be bound for, out of a reservation or not."""

    line: Line
    amount: int
    held: Held | None = None


class Books:
    """All lines, reservations, contracts, documents and payments of two projects."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.held: list[Held] = []
        self.deals: list[Deal] = []
        self.documents: list[Document] = []
        self.payments: list[Paid] = []
        self.vouchers: set[str] = set()
        self.closed: set[tuple[str, int]] = set()

    def is_open(self, line: Line, day: date) -> bool:
        """Money of a line is used in its year, as long as that is not closed."""
        return day.year == line.year and (line.project, line.year) not in self.closed

    # --- lines ---------------------------------------------------------------------------------------------------

    def grant(self, line: Line, amount: int, day: date) -> Verdict:
        """In the year or before it; nothing comes into a year that is closed."""

        def done() -> None:
            line.opening = line.allotted = amount
            self.lines.append(line)

        is_in_time = day.year <= line.year
        return is_in_time and not {(line.project, day.year), (line.project, line.year)} & self.closed, done

    def take_over(self, line: Line, opening: int, allotted: int, paid: int) -> Verdict:
        """The books before the kit were not overspent."""

        def done() -> None:
            line.opening, line.allotted, line.received, line.paid = opening, allotted, allotted, paid
            self.lines.append(line)

        return paid <= allotted and (line.project, line.year) not in self.closed, done

    def add(self, line: Line, amount: int, day: date) -> Verdict:
        """A supplement, or an increase by a budget adjustment."""

        def done() -> None:
            line.allotted += amount

        return self.is_open(line, day), done

    def receive(self, line: Line, amount: int, day: date) -> Verdict:
        """Money arrives; more than allotted is only asked about."""

        def done() -> None:
            line.received += amount

        return self.is_open(line, day), done

    def cut(self, line: Line, amount: int, day: date) -> Verdict:
        """A budget adjustment takes no more than nobody has a claim on."""

        def done() -> None:
            line.allotted -= amount

        return self.is_open(line, day) and amount <= line.free, done

    def move(self, source: Line, target: Line, amount: int, day: date) -> Verdict:
        """Between two lines of one year and fund, and never away from an earmark."""

        def done() -> None:
            source.allotted -= amount
            target.allotted += amount

        is_lawful = source is not target and source.fund == target.fund and not source.is_earmarked
        is_day = self.is_open(source, day) and self.is_open(target, day)
        return is_lawful and is_day and amount <= source.free, done

    # --- reservations and contracts ------------------------------------------------------------------------------

    def reserve(self, line: Line, amount: int, is_purpose: bool, day: date) -> Verdict:
        """No more than is free, for the purpose of the earmark."""

        def done() -> None:
            line.reserved += amount

        return self.is_open(line, day) and amount <= line.free and (is_purpose or not line.is_earmarked), done

    def release(self, held: Held, amount: int | None, day: date) -> Verdict:
        """No more than is still set aside."""
        asked = held.left if amount is None else amount

        def done() -> None:
            held.released += asked
            held.line.reserved -= asked

        return self.is_open(held.line, day) and 0 < asked <= held.left, done

    def sign(self, deal: Deal, instalments: list[Instalment], day: date) -> Verdict:
        """Every instalment has its money, and together they are not above the contract."""

        def done() -> None:
            self.deals.append(deal)
            self._bind(deal, instalments)

        return self._have_money(instalments, day) and sum(each.amount for each in instalments) <= deal.total, done

    def bind(self, deal: Deal, instalments: list[Instalment], day: date, more: int = 0) -> Verdict:
        """A further instalment, with a supplement of *more* or without one."""

        def done() -> None:
            deal.added += more
            self._bind(deal, instalments)

        is_sum = deal.bound + sum(each.amount for each in instalments) <= deal.total + more
        # 政府采购法 第四十九条: all supplements together within ten percent of the original contract.
        is_limit = not more or not deal.is_limited or (deal.added + more) * 10 <= deal.original
        is_day = not more or (deal.project, day.year) not in self.closed
        return not deal.is_closed and is_sum and is_limit and is_day and self._have_money(instalments, day), done

    def complete(self, deal: Deal, settled: int) -> Verdict:
        """Settled within the contract; below what was paid is asked about, not stopped."""

        def done() -> None:
            deal.settled = settled

        return not deal.is_closed and (settled <= deal.total or settled < deal.paid), done

    def close(self, deal: Deal, day: date) -> Verdict:
        """What is bound and will not be paid is free again, in the year of one of its lines or in the next."""
        open_bonds = [(self.line(deal.project, code), bond) for code, bond in deal.bonds.items() if bond.left]

        def done() -> None:
            for line, bond in open_bonds:
                line.contracted -= bond.left
                bond.released += bond.left
            deal.is_closed = True

        return not deal.is_closed and self._settles(deal, {line.year for line, _ in open_bonds}, day), done

    def free(self, deal: Deal, line: Line, amount: int | None, day: date) -> Verdict:
        """Some of what one line is bound for, or all of it, is free again while the contract goes on."""
        bond = deal.bonds.get(line.code, Bond())
        asked = bond.left if amount is None else amount

        def done() -> None:
            line.contracted -= asked
            bond.released += asked

        return not deal.is_closed and 0 < asked <= bond.left and self._settles(deal, {line.year}, day), done

    # --- payments ------------------------------------------------------------------------------------------------

    def oblige(self, document: Document, day: date) -> Verdict:
        """A new document, received in a year that is not closed."""
        return (document.project, day.year) not in self.closed, lambda: self.documents.append(document)

    def pay(self, payment: Paid, is_purpose: bool) -> Verdict:
        """No more than the document obliges to and each line has: free, or bound by the contract."""
        deal, document = payment.deal, payment.document
        assert document is not None
        asked: dict[str, int] = {}
        for line, amount in payment.given:
            asked[line.code] = asked.get(line.code, 0) + amount

        def done() -> None:
            document.paid += payment.amount
            for line, amount in payment.given:
                line.paid += amount
                if deal:
                    line.contracted -= amount
                    deal.bonds[line.code].paid += amount
                    deal.paid += amount
            self.payments.append(payment)

        is_day = all(self.is_open(line, payment.on) for line, _ in payment.given)
        is_day = is_day and (deal is None or deal.signed <= payment.on)
        is_owed = payment.amount <= document.amount - document.paid and document.deal is deal
        if deal is None:
            is_use = all(is_purpose or not line.is_earmarked for line, _ in payment.given)
            is_money = is_use and all(sum_ <= self.line(payment.project, code).free for code, sum_ in asked.items())
        else:
            is_money = all(sum_ <= deal.bonds.get(code, Bond()).left for code, sum_ in asked.items())
            is_money = is_money and (deal.settled is None or deal.paid + payment.amount <= deal.settled)
        return is_day and is_owed and is_money, done

    def take_over_payment(self, payments: list[Paid], vouchers: list[str]) -> Verdict:
        """Old payments of one line each, all or none."""
        asked: dict[str, int] = {}
        for payment in payments:
            line, amount = payment.given[0]
            asked[line.code] = asked.get(line.code, 0) + amount

        def done() -> None:
            self.vouchers |= set(vouchers)
            for payment in payments:
                payment.given[0][0].paid += payment.amount
                self.payments.append(payment)

        is_new = len(set(vouchers)) == len(vouchers) and not set(vouchers) & self.vouchers
        is_day = all(self.is_open(payment.given[0][0], payment.on) for payment in payments)
        is_money = all(sum_ <= self.line(payments[0].project, code).free for code, sum_ in asked.items())
        return is_new and is_day and is_money, done

    def refund(self, payment: Paid, amount: int, day: date) -> Verdict:
        """No more than was paid, not before it; the line that gave last gets back first."""

        def done() -> None:
            payment.refunded += amount
            if payment.document:
                payment.document.paid -= amount
            if payment.deal:
                payment.deal.paid -= amount
            rest = amount
            for place in reversed(range(len(payment.given))):
                line, given = payment.given[place]
                back = min(rest, given)
                rest -= back
                payment.given[place] = (line, given - back)
                self._give_back(line, payment.deal, back, day)

        is_day = (payment.project, day.year) not in self.closed and day >= payment.on
        return is_day and amount <= payment.amount - payment.refunded, done

    # --- the end of a year ---------------------------------------------------------------------------------------

    def carry_over(self, line: Line, onward: Line, day: date) -> Verdict:
        """What is free and what is contracted goes on with its contracts, once, and with nothing left set aside."""

        def done() -> None:
            onward.allotted, onward.contracted = line.free + line.contracted, line.contracted
            # What arrived and was not paid out is there in the next year; what arrived in this one stays as it was.
            onward.received = min(max(line.received - line.paid, 0), onward.allotted)
            line.allotted, line.contracted = line.paid, 0
            for deal in self.deals:
                bond = deal.bonds.get(line.code) if deal.project == line.project else None
                if bond and bond.left:
                    deal.bonds[onward.code] = Bond(bound=bond.left)
                    bond.released += bond.left
            self.lines.append(onward)

        is_something = line.reserved == 0 and line.free + line.contracted > 0
        return self._at_end(line, day, is_something and line.year == line.origin), done

    def give_back(self, line: Line, amount: int | None, day: date) -> Verdict:
        """Surplus: what nobody has a claim on goes to the treasury."""
        asked = line.free if amount is None else amount

        def done() -> None:
            line.allotted -= asked

        return self._at_end(line, day, 0 < asked <= line.free), done

    def close_year(self, project: str, year: int, day: date) -> Verdict:
        """Once, when it has come and every line of it is settled."""
        lines = [line for line in self.lines if (line.project, line.year) == (project, year)]
        is_settled = all(line.allotted == line.paid for line in lines)
        is_first = (project, year) not in self.closed
        # What an earlier year has left could not move on any more.
        earlier = {line.year for line in self.lines if line.project == project and line.year < year}
        is_first = is_first and all((project, before) in self.closed for before in earlier)
        allowed = bool(lines) and is_settled and is_first and day.year >= year
        # Whether an earlier year may be closed after a later one is for the office to say.
        is_late = any((project, later) in self.closed for later in range(year + 1, day.year + 1))
        return None if allowed and is_late else allowed, lambda: self.closed.add((project, year))

    # --- inside --------------------------------------------------------------------------------------------------

    def line(self, project: str, code: str) -> Line:
        """The line of that code."""
        return next(line for line in self.lines if (line.project, line.code) == (project, code))

    def _settles(self, deal: Deal, years: set[int], day: date) -> bool:
        fitting = {*years, *(year + 1 for year in years)} or {day.year}
        return day.year in fitting and not {(deal.project, year) for year in fitting} & self.closed

    def _have_money(self, instalments: list[Instalment], day: date) -> bool:
        direct: dict[str, int] = {}
        drawn: dict[int, int] = {}
        for each in instalments:
            if each.held is None:
                direct[each.line.code] = direct.get(each.line.code, 0) + each.amount
            else:
                drawn[each.held.number] = drawn.get(each.held.number, 0) + each.amount
        return all(
            self.is_open(each.line, day)
            and direct.get(each.line.code, 0) <= each.line.free
            and (each.held is None or (each.held.line is each.line and drawn[each.held.number] <= each.held.left))
            for each in instalments
        )

    def _bind(self, deal: Deal, instalments: list[Instalment]) -> None:
        for each in instalments:
            if each.held:
                each.held.used += each.amount
                each.line.reserved -= each.amount
            each.line.contracted += each.amount
            deal.bonds.setdefault(each.line.code, Bond()).bound += each.amount

    def _give_back(self, line: Line, deal: Deal | None, amount: int, day: date) -> None:
        bond = deal.bonds[line.code] if deal else Bond()
        if not self.is_open(line, day):
            # The treasury's: what the year executed stays, and the contract may be bound for it again.
            bond.paid, bond.bound = bond.paid - amount, bond.bound - amount
            return
        line.paid -= amount
        bond.paid -= amount
        if deal and not deal.is_closed:
            line.contracted += amount
        elif deal:
            bond.released += amount

    def _at_end(self, line: Line, day: date, is_money: bool) -> bool | None:
        is_day = day.year in (line.year, line.year + 1) and (line.project, line.year) not in self.closed
        # What is left of a year whose next is closed before it: that is for the office to say.
        is_late = (line.project, line.year + 1) in self.closed
        return None if is_day and is_money and is_late else is_day and is_money
