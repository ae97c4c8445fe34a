"""Checks of contracts: their instalments, their deposits, their supplements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kit.budget.checks.lines import check_available, check_release, check_unknown_lines, check_use
from kit.budget.commitment_requests import (
    CompleteContract,
    NamePayee,
    ReleaseInstalment,
    Share,
    SignContract,
    SupplementContract,
)
from kit.budget.commitments import Contract, ContractKind, ContractShare, PayeeRole, Regime
from kit.budget.deed import Deed, check_day, check_line_day
from kit.budget.tables import BudgetLine, Reservation
from kit.core.finding import Finding, block, question
from kit.core.language import phrase
from kit.core.money import Money
from kit.law.rulebook import Law


@dataclass(frozen=True)
class Lines:
    """The lines and reservations that the instalments of a request name, as far as they exist."""

    lines: Mapping[str, BudgetLine]
    reservations: Mapping[int, Reservation]


def check_shares(shares: Sequence[Share], found: Lines, deed: Deed) -> list[Finding]:
    """Each instalment has its money: what it takes from a reservation is there, the rest is available, line by line."""
    findings = check_unknown_lines([share.line for share in shares], found.lines, "shares", deed.law)
    for code in dict.fromkeys(share.line for share in shares if share.line in found.lines):
        line = found.lines[code]
        own = [share for share in shares if share.line == code]
        findings += check_line_day(deed, line)
        direct = sum(share.amount for share in own if share.reservation is None)
        findings += check_available(line, direct, deed.law, "shares")
        findings += _check_reservations(own, line, found.reservations)
    return findings


def check_contract(
    request: SignContract, found: Lines, is_code: bool, design_left: int | None, deed: Deed
) -> list[Finding]:
    """Everything that is wrong with a contract; *design_left*: fen of the design estimate not contracted yet."""
    findings = []
    if is_code:
        said = phrase("a contract {code} is recorded already", code=request.code)
        findings.append(block("budget.contract_code_taken", said, "code"))
    bound = sum(share.amount for share in request.shares)
    return [
        *findings,
        *check_shares(request.shares, found, deed),
        *_check_use_of_shares(request, found, deed.law),
        *check_bound(bound, request.amount),
        *_check_quality_deposit(request, deed.law),
        *_check_bond(request, deed.law),
        *_check_terms(request, deed),
        *check_design_estimate(request.amount, design_left, deed.law),
    ]


def check_bound(bound: int, total: int, field: str = "shares") -> list[Finding]:
    """The instalments together do not exceed the sum of the contract."""
    if bound <= total:
        return []
    said = phrase(
        "the instalments make {bound}, the contract is about {total}", bound=str(Money(bound)), total=str(Money(total))
    )
    return [block("budget.shares_above_contract", said, field)]


def check_design_estimate(amount: int, design_left: int | None, law: Law) -> list[Finding]:
    """All contracts together stay within the approved design estimate, where the project has one."""
    if design_left is None or amount <= design_left:
        return []
    said = phrase(
        "the approved design estimate has {left} left for contracts, this one is about {asked}; "
        "have the design estimate approved anew first",
        left=str(Money(max(design_left, 0))),
        asked=str(Money(amount)),
    )
    return [block("budget.design_estimate_exceeded", said, "amount", law.cite("investment.within_design_estimate"))]


def check_open_contract(contract: Contract | None, code: str) -> list[Finding]:
    """The contract is recorded and not closed."""
    if contract is None:
        said = phrase("the project has no contract {code}; record it first", code=code)
        return [block("budget.contract_unknown", said, "contract")]
    if contract.is_closed:
        said = phrase("contract {code} is closed", code=code)
        return [block("budget.contract_closed", said, "contract")]
    return []


def check_contract_supplement(
    request: SupplementContract, contract: Contract, design_left: int | None, deed: Deed
) -> list[Finding]:
    """Under the Procurement Law supplements stay within their share of the original contract, all together."""
    findings = check_design_estimate(request.amount, design_left, deed.law)
    limit = deed.law.number("procurement.supplement_max_percent")
    if limit is None or contract.regime != Regime.PROCUREMENT_LAW:
        return findings
    if (contract.added + request.amount) * 100 <= contract.original * limit:
        return findings
    said = phrase(
        "supplements would make {added}, {limit} % of the original {original} are allowed; "
        "what goes beyond is a purchase of its own",
        added=str(Money(contract.added + request.amount)),
        limit=limit,
        original=str(Money(contract.original)),
    )
    basis = deed.law.cite("procurement.supplement_max_percent")
    return [*findings, block("budget.supplement_above_limit", said, "amount", basis)]


def check_new_payee(request: NamePayee, is_known: bool) -> list[Finding]:
    """Somebody besides the contractor, and not named yet."""
    if request.role is PayeeRole.CONTRACTOR:
        said = phrase("the contractor is named by the contract itself; choose another role")
        return [block("budget.contractor_named", said, "role")]
    if is_known:
        return [block("budget.payee_known", phrase("this payee with this account is named already"), "name")]
    return []


def check_completion(request: CompleteContract, contract: Contract, today: date) -> list[Finding]:
    """The settled price covers what was paid; above the contract it needs a supplement first."""
    if request.completed_on > today:
        said = phrase("{day} is still to come; enter it when it is done", day=str(request.completed_on))
        return [block("budget.day_to_come", said, "completed_on")]
    if request.settled < contract.paid:
        over = str(Money(contract.paid - request.settled))
        said = phrase("{over} more were paid than was settled; claim it back and record the refund", over=over)
        return [question("budget.paid_above_settled", said, "settled")]
    if request.settled > contract.original + contract.added:
        said = phrase("the settled price exceeds the contract and its supplements; record a supplement first")
        return [block("budget.settled_above_contract", said, "settled")]
    return []


def check_closing(contract: Contract, years: Sequence[int], deed: Deed) -> list[Finding]:
    """The day fits the *years* of the lines that are still bound; a settled price that is owed deserves a look."""
    findings = _check_settling_day(years, deed)
    owed = (contract.settled or 0) - contract.paid
    if owed > 0:
        said = phrase(
            "of the settled price {owed} are not paid; what is bound for them becomes free", owed=str(Money(owed))
        )
        findings.append(question("budget.closed_with_debt", said, "contract"))
    return findings


def check_free_share(
    request: ReleaseInstalment, line: BudgetLine, share: ContractShare | None, deed: Deed
) -> list[Finding]:
    """The line is bound by the contract for at least what is given back."""
    if share is None or not share.left:
        said = phrase("{line} is not bound by this contract", line=line.code)
        return [block("budget.line_not_bound", said, "line")]
    findings = _check_settling_day([line.year], deed)
    if (request.amount or 0) > share.left:
        said = phrase("{line} is bound for {left} by this contract", line=line.code, left=str(Money(share.left)))
        findings.append(block("budget.share_short", said, "amount"))
    return findings


def _check_settling_day(years: Sequence[int], deed: Deed) -> list[Finding]:
    """What is bound comes free in the year of its line, or in the next one, when the line's year is settled."""
    return check_day(deed, tuple(sorted({deed.day.year} if not years else {*years, *(year + 1 for year in years)})))


def _check_reservations(
    shares: Sequence[Share], line: BudgetLine, reservations: Mapping[int, Reservation]
) -> list[Finding]:
    findings = []
    for number in dict.fromkeys(share.reservation for share in shares if share.reservation is not None):
        reservation = reservations.get(number)
        if reservation is None or reservation.line_id != line.id:
            said = phrase("{line} has no reservation {number}", line=line.code, number=number)
            findings.append(block("budget.reservation_unknown", said, "shares"))
            continue
        asked = sum(share.amount for share in shares if share.reservation == number)
        findings += check_release(reservation, asked, "shares")
    return findings


def _check_use_of_shares(request: SignContract, found: Lines, law: Law) -> list[Finding]:
    # What comes out of a reservation was held against its purpose when it was set aside.
    direct = dict.fromkeys(share.line for share in request.shares if share.reservation is None)
    lines = [found.lines[code] for code in direct if code in found.lines]
    return [each for line in lines for each in check_use(line, request.purpose, request.classification, law)]


def _check_quality_deposit(request: SignContract, law: Law) -> list[Finding]:
    percent = request.quality_deposit_percent
    if not percent:
        return []
    basis = law.cite("settlement.quality_deposit_max_percent")
    if request.kind is not ContractKind.WORKS:
        said = phrase("a quality deposit is held back in construction only")
        return [
            block("budget.deposit_not_works", said, "quality_deposit_percent", law.cite("settlement.works_deposits"))
        ]
    limit = law.number("settlement.quality_deposit_max_percent")
    if limit is not None and percent > limit:
        said = phrase("a quality deposit is at most {limit} % of the settled price", limit=limit)
        return [block("budget.deposit_above_limit", said, "quality_deposit_percent", basis)]
    if request.performance_bond:
        said = phrase("while the performance bond is held, no quality deposit is kept back; it begins at completion")
        cited = law.cite("settlement.deposit_beside_bond")
        return [question("budget.deposit_beside_bond", said, "quality_deposit_percent", cited)]
    return []


def _check_bond(request: SignContract, law: Law) -> list[Finding]:
    is_tendered = request.regime is Regime.BIDDING_LAW
    code = f"procurement.{'tender_' if is_tendered else ''}performance_bond_max_percent"
    limit = law.number(code)
    if limit is None or request.performance_bond * 100 <= request.amount * limit:
        return []
    said = phrase("a performance bond is at most {limit} % of the contract", limit=limit)
    return [block("budget.bond_above_limit", said, "performance_bond", law.cite(code))]


def _check_terms(request: SignContract, deed: Deed) -> list[Finding]:
    limit = deed.law.number("payment.sme_by_contract_days_max")
    if limit is None or not request.is_small_supplier or (request.payment_days or 0) <= limit:
        return []
    said = phrase("a small or medium enterprise is paid within {limit} days at the latest", limit=limit)
    return [block("budget.term_too_long", said, "payment_days", deed.law.cite("payment.sme_by_contract_days_max"))]
