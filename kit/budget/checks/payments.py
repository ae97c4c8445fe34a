"""Checks of payments: their basis, their payee, their money, their limits, their time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from kit.budget.checks.lines import check_available, check_unknown_lines, check_use
from kit.budget.commitment_requests import ConfirmPayment, MakePayment, OldPayment, Part, RecordBasis, RefundPayment
from kit.budget.commitments import (
    BasisKind,
    Contract,
    ContractKind,
    ContractShare,
    Payee,
    Payment,
    PaymentBasis,
    PaymentKind,
)
from kit.budget.deed import Deed, check_day, check_line_day
from kit.budget.rules import KindRule
from kit.budget.tables import BudgetLine
from kit.core.finding import Finding, block, note, question
from kit.core.language import phrase
from kit.core.money import Money
from kit.law.rulebook import Law

# The documents whose coming starts the clock of payment.
CLOCKED = (BasisKind.INVOICE, BasisKind.ACCEPTANCE, BasisKind.SETTLEMENT)


@dataclass(frozen=True)
class Case:
    """What the books hold about a payment: everything that its checks ask for.

    ``shares`` are by line id; ``advances`` is what the contract was paid in advance so far, ``planned_left`` by line
    code what the plan of use allows up to this month and is not paid yet, empty where no plan is required; fen.
    """

    rule: KindRule
    lines: Mapping[str, BudgetLine]
    basis: PaymentBasis | None
    contract: Contract | None = None
    shares: Mapping[int, ContractShare] = field(default_factory=dict)
    payees: Sequence[Payee] = ()
    advances: int = 0
    planned_left: Mapping[str, int] = field(default_factory=dict)


def check_payment(request: MakePayment, case: Case, deed: Deed) -> list[Finding]:
    """Everything that is wrong with a payment."""
    known = [part for part in request.parts if part.line in case.lines]
    return [
        *check_unknown_lines([part.line for part in request.parts], case.lines, "parts", deed.law),
        *_check_contract_named(request, case, deed.law),
        *_check_basis(request, case, deed.law),
        *_check_payee(request, case, deed.law),
        *(finding for part in known for finding in _check_part(request, part, case, deed)),
        *_check_money(known, case, deed.law),
        *_check_plan(known, case, deed.law),
        *_check_advance(request, case, deed.law),
        *_check_settled(request, case),
        *_check_days(case, deed),
        *_check_clock(case, deed),
    ]


def check_new_basis(request: RecordBasis, is_number: bool, contract: Contract | None, deed: Deed) -> list[Finding]:
    """The document is new, is there, and says whom it obliges to pay where no contract does."""
    findings = check_day(deed, (deed.day.year,))
    if is_number:
        said = phrase("a document {number} is recorded already", number=request.number)
        findings.append(block("budget.basis_taken", said, "number"))
    if request.issued_on > deed.day:
        said = phrase("the document was issued after the day it was received; correct the days")
        findings.append(block("budget.basis_days_reversed", said, "issued_on"))
    if request.contract and contract is None:
        said = phrase("the project has no contract {code}; record it first", code=request.contract)
        findings.append(block("budget.contract_unknown", said, "contract"))
    if request.contract and request.payee and request.kind is not BasisKind.RULING:
        said = phrase("under a contract only a ruling names another payee; leave it empty, or name the payee")
        findings.append(block("budget.basis_names_payee", said, "payee"))
    if not request.contract and not (request.payee and request.account):
        said = phrase("without a contract, the document names payee and account; enter both")
        findings.append(block("budget.basis_without_payee", said, "payee"))
    return findings


def check_refund(request: RefundPayment, payment: Payment | None, deed: Deed) -> list[Finding]:
    """No more comes back than was paid."""
    if payment is None:
        said = phrase("the project has no payment {number}", number=request.payment)
        return [block("budget.payment_unknown", said, "payment")]
    findings = check_day(deed, (deed.day.year,))
    if deed.day < payment.paid_on:
        said = phrase("the money comes back before it was paid, on {day}; correct the day", day=str(payment.paid_on))
        findings.append(block("budget.refund_before_payment", said, "on"))
    if request.amount > payment.left:
        said = phrase("of this payment {left} are left to come back", left=str(Money(payment.left)))
        findings.append(block("budget.refund_above_payment", said, "amount"))
    return findings


def check_old_payments(
    payments: Sequence[OldPayment],
    lines: Mapping[str, BudgetLine],
    taken: AbstractSet[str],
    lump_sums: Mapping[str, int],
    deed: Deed,
) -> list[Finding]:
    """Each old payment has a line with its money, a day in the line's year, and a voucher of its own.

    *taken* are vouchers that are recorded; *lump_sums* what lines were taken over with as paid, in fen by line code.
    """
    codes = [payment.line for payment in payments]
    findings = check_unknown_lines(codes, lines, "payments", deed.law)
    seen = set(taken)
    for row, payment in enumerate(payments, start=1):
        if payment.voucher in seen:
            said = phrase("voucher {voucher} is recorded already", voucher=payment.voucher)
            findings.append(replace(block("budget.voucher_taken", said, "payments"), row=row))
        seen.add(payment.voucher)
        if payment.line in lines:
            day = replace(deed, day=payment.on)
            findings += [replace(found, row=row) for found in check_line_day(day, lines[payment.line])]
    sums = Counter[str]()
    for payment in payments:
        sums[payment.line] += payment.amount
    for code, line in lines.items():
        findings += check_available(line, sums[code], deed.law, "payments")
        if lump_sums.get(code):
            lump = str(Money(lump_sums[code]))
            said = phrase(
                "{line} was taken over with {lump} paid; these payments count beside it, verify", line=code, lump=lump
            )
            findings.append(question("budget.paid_taken_over", said, "payments"))
    return findings


def check_confirmation(
    request: ConfirmPayment, payment: Payment | None, voucher_of: str | None, today: date
) -> list[Finding]:
    """The voucher is that of this payment, in its amount, and of no other (*voucher_of* is the other's number)."""
    if payment is None:
        said = phrase("the project has no payment {number}", number=request.payment)
        return [block("budget.payment_unknown", said, "payment")]
    if payment.voucher and (payment.voucher, payment.confirmed_on) != (request.voucher, request.on):
        said = phrase("the payment is confirmed by voucher {voucher} already", voucher=payment.voucher)
        return [block("budget.confirmed_already", said, "voucher")]
    if voucher_of:
        said = phrase("voucher {voucher} confirms payment {number} already", voucher=request.voucher, number=voucher_of)
        return [block("budget.voucher_taken", said, "voucher")]
    if request.amount != payment.amount:
        said = phrase(
            "the voucher is about {said}, the payment about {paid}; look at both",
            said=str(Money(request.amount)),
            paid=str(Money(payment.amount)),
        )
        return [block("budget.voucher_differs", said, "amount")]
    return _check_voucher_day(request, payment, today)


def _check_voucher_day(request: ConfirmPayment, payment: Payment, today: date) -> list[Finding]:
    if request.on > today:
        said = phrase("{day} is still to come; enter it when it is done", day=str(request.on))
        return [block("budget.day_to_come", said, "on")]
    if request.on < payment.paid_on:
        said = phrase("the voucher is older than the payment of {day}; verify both", day=str(payment.paid_on))
        return [question("budget.voucher_before_payment", said, "on")]
    return []


def due_days(contract: Contract | None, law: Law) -> list[tuple[int, str]]:
    """The clocks of payment that run, each in days after the document came, with its article; the strictest first."""
    clocks = ["payment.after_invoice_days_max"]
    if contract and contract.is_small_supplier:
        is_agreed = contract.payment_days is not None
        clocks.append("payment.sme_by_contract_days_max" if is_agreed else "payment.sme_after_delivery_days_max")
    found: list[tuple[int, str]] = [(days, law.cite(code)) for code in clocks if (days := law.number(code)) is not None]
    if contract and contract.payment_days is not None:
        found.append((contract.payment_days, contract.code))
    return sorted(found)


def due_on(basis: PaymentBasis, contract: Contract | None, law: Law) -> date | None:
    """The last day on which to pay in time, by the strictest clock."""
    clocks = due_days(contract, law)
    return basis.received_on + timedelta(days=clocks[0][0]) if clocks else None


def _check_contract_named(request: MakePayment, case: Case, law: Law) -> list[Finding]:
    if request.contract and case.contract is None:
        said = phrase("the project has no contract {code}; record it first", code=request.contract)
        return [block("budget.contract_unknown", said, "contract")]
    if case.rule.needs_contract and case.contract is None:
        said = phrase("such a payment rests on a contract; name it")
        return [block("budget.contract_missing", said, "contract", law.cite("budget.no_fictitious_spending"))]
    if case.contract and not case.rule.needs_contract and request.kind is not PaymentKind.RULING:
        said = phrase("such a payment has no contract; leave it empty, or choose another kind")
        return [block("budget.contract_not_needed", said, "contract")]
    return []


def _check_basis(request: MakePayment, case: Case, law: Law) -> list[Finding]:
    basis, cited = case.basis, law.cite("budget.no_fictitious_spending")
    if basis is None:
        said = phrase("no document {number} is recorded; record what obliges to pay first", number=request.basis)
        return [block("budget.basis_unknown", said, "basis", cited)]
    findings = []
    if basis.kind not in case.rule.bases:
        said = phrase(
            "such a payment does not rest on such a document; record one of: {kinds}",
            kinds=", ".join(str(kind.label) for kind in case.rule.bases),
        )
        findings.append(block("budget.basis_does_not_fit", said, "basis", cited))
    if basis.contract_id != (case.contract.id if case.contract else None):
        said = phrase("document {number} belongs to another contract, or to none", number=basis.number)
        findings.append(block("budget.basis_of_other_contract", said, "basis", cited))
    asked = sum(part.amount for part in request.parts)
    if asked > basis.left:
        said = phrase(
            "document {number} obliges to pay {left} more, {asked} are asked",
            number=basis.number,
            left=str(Money(basis.left)),
            asked=str(Money(asked)),
        )
        findings.append(block("budget.basis_exceeded", said, "parts", cited))
    return findings


def _check_payee(request: MakePayment, case: Case, law: Law) -> list[Finding]:
    if case.basis is None or (case.rule.needs_contract and case.contract is None):
        return []
    named = {(payee.name, payee.account) for payee in case.payees}
    if case.basis.payee and case.basis.account:
        named.add((case.basis.payee, case.basis.account))
    if (request.payee, request.account) in named:
        return []
    said = phrase(
        "neither the contract nor the document names {payee} with this account; "
        "name a wage account, a member, an assignee or a court with the document that says so first",
        payee=request.payee,
    )
    return [block("budget.wrong_payee", said, "payee", law.cite("budget.no_fictitious_spending"))]


def _check_part(request: MakePayment, part: Part, case: Case, deed: Deed) -> list[Finding]:
    line = case.lines[part.line]
    findings = check_line_day(deed, line)
    if not case.contract:
        findings += [
            *check_use(line, request.purpose, request.classification, deed.law),
            *_check_kind(line, case, deed),
        ]
    return findings


def _check_kind(line: BudgetLine, case: Case, deed: Deed) -> list[Finding]:
    fitting = case.rule.classifications
    if not fitting or not line.department_economic or line.department_economic.startswith(fitting):
        return []
    said = phrase(
        "{line} is classified {own}; such a payment comes from a line of {fitting}",
        line=line.code,
        own=line.department_economic,
        fitting=", ".join(fitting),
    )
    return [block("budget.wrong_classification", said, "parts", deed.law.cite("budget.classification_levels"))]


def _check_money(parts: Sequence[Part], case: Case, law: Law) -> list[Finding]:
    """Line by line: without a contract what is available, with one what the line is bound for by it."""
    asked = _asked(parts)
    if case.contract is None:
        return [each for code, sum_ in asked.items() for each in check_available(case.lines[code], sum_, law, "parts")]
    return [each for code, sum_ in asked.items() for each in _check_share(case.lines[code], sum_, case, law)]


def _asked(parts: Sequence[Part]) -> dict[str, int]:
    """What is asked of each line, however many parts it is split into."""
    asked: dict[str, int] = {}
    for part in parts:
        asked[part.line] = asked.get(part.line, 0) + part.amount
    return asked


def _check_plan(parts: Sequence[Part], case: Case, law: Law) -> list[Finding]:
    """Line by line: no more than is planned up to this month, where a plan is required."""
    findings = []
    for code, asked in _asked(parts).items():
        left = case.planned_left.get(code)
        if left is not None and asked > left:
            said = phrase(
                "the plan of use allows {left} more on {line} up to this month; change the plan first",
                left=str(Money(max(left, 0))),
                line=code,
            )
            findings.append(block("budget.plan_exceeded", said, "parts", law.cite("budget.no_plan_no_payment")))
    return findings


def _check_share(line: BudgetLine, asked: int, case: Case, law: Law) -> list[Finding]:
    share = case.shares.get(line.id)
    if share is None:
        said = phrase(
            "{line} is not bound by this contract, and money of one line does not stand in for another's; "
            "pay from a bound line, or bind an instalment",
            line=line.code,
        )
        return [block("budget.line_not_bound", said, "parts", law.cite("budget.earmarked_use"))]
    if asked <= share.left:
        return []
    said = phrase(
        "{line} is bound for {left} more by this contract, {asked} are asked; bind an instalment or a supplement first",
        line=line.code,
        left=str(Money(share.left)),
        asked=str(Money(asked)),
    )
    return [block("budget.share_short", said, "parts", law.cite("budget.no_budget_no_payment"))]


def _check_days(case: Case, deed: Deed) -> list[Finding]:
    """Nothing is paid before the contract was signed and the document issued; before it came deserves a look."""
    cited = deed.law.cite("budget.no_fictitious_spending")
    if case.contract and deed.day < case.contract.signed_on:
        said = phrase(
            "the contract was signed on {day}, after this payment; correct the days", day=str(case.contract.signed_on)
        )
        return [block("budget.paid_before_contract", said, "on", cited)]
    if case.basis is None:
        return []
    if deed.day < case.basis.issued_on:
        said = phrase(
            "the document was issued on {day}, after this payment; correct the days", day=str(case.basis.issued_on)
        )
        return [block("budget.paid_before_document", said, "on", cited)]
    if deed.day < case.basis.received_on:
        said = phrase(
            "the document came on {day}, after this payment; verify the days", day=str(case.basis.received_on)
        )
        return [question("budget.paid_before_receipt", said, "on", cited)]
    return []


def _check_advance(request: MakePayment, case: Case, law: Law) -> list[Finding]:
    contract = case.contract
    if request.kind is not PaymentKind.ADVANCE or contract is None or contract.kind != ContractKind.WORKS:
        return []
    least, most = (law.number(f"settlement.advance_{end}_percent") for end in ("min", "max"))
    whole = contract.original + contract.added - contract.provisional
    advanced = case.advances + sum(part.amount for part in request.parts)
    if most is not None and advanced * 100 > whole * most:
        said = phrase(
            "advances would make {percent} % of the contract; at most {most} % are paid in advance",
            percent=_percent(advanced, whole),
            most=most,
        )
        return [block("budget.advance_above_limit", said, "parts", law.cite("settlement.advance_max_percent"))]
    if least is not None and advanced * 100 < whole * least:
        said = phrase(
            "advances make {percent} % of the contract; in principle it is {least} % or more",
            percent=_percent(advanced, whole),
            least=least,
        )
        return [note("budget.advance_below_usual", said, "parts", law.cite("settlement.advance_min_percent"))]
    return []


def _check_settled(request: MakePayment, case: Case) -> list[Finding]:
    """After settlement no more is paid than was settled, and the quality deposit stays until the defects are past."""
    contract = case.contract
    if contract is None or contract.settled is None:
        return []
    kept = Fraction(contract.quality_deposit_percent or 0) / 100 * contract.settled
    limit = contract.settled if request.kind is PaymentKind.QUALITY_DEPOSIT else contract.settled - int(kept)
    paid = contract.paid + sum(part.amount for part in request.parts)
    if paid <= limit:
        return []
    said = phrase(
        "of the settled {settled} no more than {limit} are paid with this one, it would be {paid}",
        settled=str(Money(contract.settled)),
        limit=str(Money(limit)),
        paid=str(Money(paid)),
    )
    return [block("budget.settled_exceeded", said, "parts")]


def _check_clock(case: Case, deed: Deed) -> list[Finding]:
    if case.basis is None or case.basis.kind not in CLOCKED:
        return []
    clocks = due_days(case.contract, deed.law)
    due = due_on(case.basis, case.contract, deed.law)
    if due is None or deed.day <= due:
        return []
    said = phrase(
        "the last day to pay in time was {due}, {days} days after the document came; say why it is late",
        due=str(due),
        days=clocks[0][0],
    )
    return [question("budget.paid_late", said, "on", "; ".join(basis for _, basis in clocks))]


def _percent(part: int, whole: int) -> str:
    return f"{Fraction(part * 100, whole).__float__():.2f}" if whole else "—"
