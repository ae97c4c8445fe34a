"""Checks of lines: granting, adding, receiving, setting aside."""

from collections.abc import Container, Iterable

from kit.budget.deed import Deed, check_day, check_line_day, check_open
from kit.budget.requests import Dimensions, GrantAllotment, ReserveFunds, SupplementLine, SupplementSource, TakeOverLine
from kit.budget.tables import BudgetLine, Reservation
from kit.core.finding import Finding, block, note, question
from kit.core.language import phrase
from kit.core.money import FEN_MAX, Money
from kit.law.rulebook import Law


def check_project(is_project: bool, code: str) -> list[Finding]:
    """The project is registered."""
    if is_project:
        return []
    said = phrase("project {code} is not registered; register it first", code=code)
    return [block("budget.project_unknown", said, "project")]


def check_unknown_lines(codes: Iterable[str], known: Container[str], field: str, law: Law) -> list[Finding]:
    """Every line named is *known*: what has no line in the budget is not spent."""
    unknown = [code for code in dict.fromkeys(codes) if code not in known]
    said = [
        phrase("the project has no budget line {line}; nothing is spent without one", line=code) for code in unknown
    ]
    basis = law.cite("budget.no_spending_without_budget")
    return [block("budget.line_unknown", words, field, basis) for words in said]


def check_new_line(request: Dimensions, is_line: bool, is_code: bool) -> list[Finding]:
    """No line of the same code, or of the same year, source, classification and purpose, is there yet."""
    if is_code:
        said = phrase("a line with the code {code} is recorded already", code=request.code or "")
        return [block("budget.line_code_taken", said, "code")]
    if is_line:
        said = phrase("the line {source} of {year} is recorded already", source=request.source, year=str(request.year))
        return [block("budget.line_exists", said, "source")]
    return []


def check_taken_over(request: TakeOverLine, deed: Deed) -> list[Finding]:
    """What the books hold was not overspent, and their year is not closed."""
    findings = check_open(deed, (request.year,), "year")
    if request.origin_year and request.origin_year > request.year:
        said = phrase("money is first budgeted for its own year or an earlier one; correct the years")
        findings.append(block("budget.origin_after_year", said, "origin_year"))
    if request.paid <= request.allotted:
        return findings
    over = Money(request.paid - request.allotted)
    said = phrase("{over} more were paid than the line holds; correct the amounts or the source", over=str(over))
    cited = deed.law.cite("budget.no_spending_without_budget")
    return [*findings, block("budget.line_overspent", said, "paid", cited)]


def check_grant(request: GrantAllotment, deed: Deed) -> list[Finding]:
    """A line is granted in its year, or before it begins; neither is closed."""
    if deed.day.year < request.year:
        return check_day(deed, (deed.day.year, request.year))
    return check_day(deed, (request.year,))


def check_supplement(request: SupplementLine, line: BudgetLine, deed: Deed) -> list[Finding]:
    """Added money comes in the line's year; an added transfer is reported, though no budget adjustment."""
    findings = [*check_line_day(deed, line), *check_room(line.allotted, request.amount)]
    if request.origin is SupplementSource.ADDED_TRANSFER:
        said = phrase("an added special transfer is no budget adjustment; it is reported to the standing committee")
        findings.append(note("budget.transfer_reported", said, "origin", deed.law.cite("budget.added_transfer")))
    return findings


def check_receipt(line: BudgetLine, amount: int, deed: Deed) -> list[Finding]:
    """Money arrives in the line's year; more than was allotted deserves a look."""
    findings = [*check_line_day(deed, line), *check_room(line.received, amount)]
    if line.received + amount > line.allotted:
        over = Money(line.received + amount - line.allotted)
        said = phrase("{over} more will have arrived than {line} is allotted; verify", over=str(over), line=line.code)
        findings.append(question("budget.received_above_allotted", said, "amount"))
    return findings


def check_reservation(request: ReserveFunds, line: BudgetLine, deed: Deed) -> list[Finding]:
    """The line has the money, in the year, for that purpose and classification."""
    return [
        *check_line_day(deed, line),
        *check_use(line, request.purpose, request.classification, deed.law),
        *check_available(line, request.amount, deed.law),
    ]


def check_reservation_known(is_known: bool, number: int) -> list[Finding]:
    """The project has the reservation."""
    if is_known:
        return []
    said = phrase("the project has no reservation {number}", number=number)
    return [block("budget.reservation_unknown", said, "reservation")]


def check_room(balance: int, amount: int) -> list[Finding]:
    """No balance grows beyond what any budget holds; a unit is surely wrong there."""
    if balance + amount <= FEN_MAX:
        return []
    return [
        block(
            "budget.beyond_any_budget",
            phrase("together with what is there, beyond any budget; check the unit"),
            "amount",
        )
    ]


def check_release(reservation: Reservation, amount: int, field: str = "amount") -> list[Finding]:
    """No more is given back, or used, than is still set aside."""
    if 0 < amount <= reservation.left:
        return []
    said = phrase(
        "reservation {number} has {left} left, {asked} are asked",
        number=reservation.id,
        left=str(Money(reservation.left)),
        asked=str(Money(amount)),
    )
    return [block("budget.reservation_short", said, field)]


def check_available(line: BudgetLine, amount: int, law: Law, field: str = "amount") -> list[Finding]:
    """The line has at least *amount* (fen) that is neither reserved, nor contracted, nor paid."""
    if amount <= line.left:
        return []
    said = phrase(
        "{line} has {left} left, {asked} are asked, {short} too much; "
        "ask for less, release what is not needed, or apply for a virement or a supplement",
        line=line.code,
        left=str(Money(line.left)),
        asked=str(Money(amount)),
        short=str(Money(amount - line.left)),
    )
    return [block("budget.line_short", said, field, law.cite("budget.no_spending_without_budget"))]


def check_use(line: BudgetLine, purpose: str | None, classification: str | None, law: Law) -> list[Finding]:
    """The purpose is the line's, and the classification falls under the line's."""
    return [*_check_purpose(line, purpose, law), *_check_classification(line, classification, law)]


def _check_purpose(line: BudgetLine, purpose: str | None, law: Law) -> list[Finding]:
    if line.purpose is None or purpose == line.purpose:
        return []
    if line.is_earmarked:
        said = phrase(
            "{line} is earmarked for {purpose}, not for {asked}; use another line, or apply for a change of purpose",
            line=line.code,
            purpose=line.purpose,
            asked=purpose or phrase("a purpose that is not named"),
        )
        return [block("budget.wrong_purpose", said, "purpose", law.cite("budget.earmarked_use"))]
    if purpose is None:
        return []
    said = phrase("{line} is for {purpose}; is {asked} within it?", line=line.code, purpose=line.purpose, asked=purpose)
    return [question("budget.purpose_differs", said, "purpose", law.cite("budget.purpose_unchanged"))]


def _check_classification(line: BudgetLine, classification: str | None, law: Law) -> list[Finding]:
    if not line.department_economic or not classification or classification.startswith(line.department_economic):
        return []
    said = phrase(
        "{line} is classified {own}, this is {asked}; use a line of that classification, or apply for a virement",
        line=line.code,
        own=line.department_economic,
        asked=classification,
    )
    return [block("budget.wrong_classification", said, "classification", law.cite("budget.classification_levels"))]
