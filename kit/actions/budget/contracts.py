"""Actions about contracts: signing, binding instalments, supplements, payees, completion, closing."""

from collections.abc import Sequence

from kit.actions.budget.books import SPENDING, is_done, line_of, lines_of, open_books
from kit.actions.budget.costs import costs_of
from kit.actions.budget.ledger import Posting, post
from kit.actions.registry import action
from kit.budget.checks.contracts import (
    Lines,
    check_bound,
    check_closing,
    check_completion,
    check_contract,
    check_contract_supplement,
    check_free_share,
    check_new_payee,
    check_open_contract,
    check_shares,
)
from kit.budget.commitment_requests import (
    BindInstalment,
    CloseContract,
    CompleteContract,
    NamePayee,
    ReleaseInstalment,
    Share,
    SignContract,
    SupplementContract,
)
from kit.budget.commitments import Contract, ContractShare, CostStage, Payee, PayeeRole
from kit.budget.deed import Deed, check_day
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Reservation
from kit.store.work import Work

TERMS = ("project", "code", "title", "kind", "regime", "supplier", "is_small_supplier")
SUMS = ("provisional", "performance_bond", "payment_days")


@action("budget.sign_contract", roles=SPENDING)
def sign_contract(work: Work, request: SignContract) -> None:
    """Record a signed contract and bind the instalments of this year's budget lines (合同)."""
    deed = open_books(work, request.project, request.signed_on)
    if is_done(work, request):
        return
    found = _named(work, request.project, request.shares)
    is_code = work.find(Contract, project=request.project, code=request.code) is not None
    work.refuse_if(check_contract(request, found, is_code, _design_left(work, request.project), deed))
    percent = request.quality_deposit_percent
    contract = work.add(
        Contract,
        **{name: getattr(request, name) for name in (*TERMS, *SUMS)},
        quality_deposit_percent=None if percent is None else format(percent, "f"),
        signed_on=deed.day,
        settled=None,
        completed_on=None,
        is_closed=False,
        original=request.amount,
        added=0,
        paid=0,
    )
    named = {"role": PayeeRole.CONTRACTOR, "name": request.supplier, "account": request.account}
    work.add(Payee, contract_id=contract.id, document=request.code, **named)
    _bind(work, contract, request.shares, found, deed)


@action("budget.bind_instalment", roles=SPENDING)
def bind_instalment(work: Work, request: BindInstalment) -> None:
    """Bind a budget line for the next instalment of a contract over several years."""
    deed = open_books(work, request.project, request.on)
    contract = open_contract(work, request.project, request.contract)
    found = _named(work, request.project, request.shares)
    bound = _bound(work, contract) + sum(share.amount for share in request.shares)
    total = contract.original + contract.added
    work.refuse_if([*check_shares(request.shares, found, deed), *check_bound(bound, total)])
    _bind(work, contract, request.shares, found, deed)


@action("budget.release_instalment", roles=SPENDING)
def release_instalment(work: Work, request: ReleaseInstalment) -> None:
    """Give back what one budget line is bound for by a contract; the contract goes on (释放合同占用)."""
    deed = open_books(work, request.project, request.on)
    contract = open_contract(work, request.project, request.contract)
    line = line_of(work, request.project, request.line)
    share = work.find(ContractShare, contract_id=contract.id, line_id=line.id)
    work.refuse_if(check_free_share(request, line, share, deed))
    assert share is not None
    amount = request.amount or share.left
    post(work, [_free(work, share, line, amount, request.document, deed)])


@action("budget.supplement_contract", roles=SPENDING)
def supplement_contract(work: Work, request: SupplementContract) -> None:
    """Record a supplementary contract (补充合同)."""
    deed = open_books(work, request.project, request.on)
    contract = open_contract(work, request.project, request.contract)
    found = _named(work, request.project, request.shares)
    bound = _bound(work, contract) + sum(share.amount for share in request.shares)
    total = contract.original + contract.added + request.amount
    work.refuse_if(
        [
            *check_day(deed, (deed.day.year,)),
            *check_contract_supplement(request, contract, _design_left(work, request.project), deed),
            *check_shares(request.shares, found, deed),
            *check_bound(bound, total),
        ]
    )
    contract = work.move(contract, added=request.amount)
    _bind(work, contract, request.shares, found, deed)


@action("budget.name_payee", roles=SPENDING)
def name_payee(work: Work, request: NamePayee) -> None:
    """Name a wage account, a consortium member, an assignee or a court that a contract's money goes to."""
    open_books(work, request.project)
    contract = open_contract(work, request.project, request.contract)
    known = work.find(Payee, contract_id=contract.id, name=request.name, account=request.account)
    work.refuse_if(check_new_payee(request, known is not None))
    values = request.model_dump(include={"role", "name", "account", "document"})
    work.add(Payee, contract_id=contract.id, **values)


@action("budget.complete_contract", roles=SPENDING)
def complete_contract(work: Work, request: CompleteContract) -> None:
    """Record completion and the settled price of a contract (结算)."""
    open_books(work, request.project)
    contract = open_contract(work, request.project, request.contract)
    work.refuse_if(check_completion(request, contract, work.setting.today))
    work.change(contract, completed_on=request.completed_on, settled=request.settled)


@action("budget.close_contract", roles=SPENDING)
def close_contract(work: Work, request: CloseContract) -> None:
    """Close a contract: what is bound and will not be paid becomes available again."""
    deed = open_books(work, request.project, request.on)
    contract = open_contract(work, request.project, request.contract)
    open_shares = [share for share in work.select(ContractShare, contract_id=contract.id) if share.left]
    lines = {share.id: work.get(BudgetLine, id=share.line_id) for share in open_shares}
    work.refuse_if(check_closing(contract, sorted({line.year for line in lines.values()}), deed))
    post(work, [_free(work, share, lines[share.id], share.left, request.document, deed) for share in open_shares])
    work.change(contract, is_closed=True)


def _free(work: Work, share: ContractShare, line: BudgetLine, amount: int, document: str, deed: Deed) -> Posting:
    """Take *amount* fen off a share; the posting makes it available on the line."""
    work.move(share, released=amount)
    ends, cause = (State.CONTRACTED, State.AVAILABLE), Cause.RELEASE
    return Posting(line, *ends, amount, cause, deed.day, document, contract=share.contract_id)


def open_contract(work: Work, project: str, code: str) -> Contract:
    """The contract of that code; refuses one that is not there or closed."""
    contract = work.find(Contract, project=project, code=code)
    work.refuse_if(check_open_contract(contract, code))
    assert contract is not None
    return contract


def _named(work: Work, project: str, shares: Sequence[Share]) -> Lines:
    numbers = {share.reservation for share in shares if share.reservation is not None}
    found = {number: work.find(Reservation, dossier=project, id=number) for number in sorted(numbers)}
    lines = lines_of(work, project, (share.line for share in shares))
    return Lines(lines, {number: row for number, row in found.items() if row is not None})


def _bind(work: Work, contract: Contract, shares: Sequence[Share], found: Lines, deed: Deed) -> None:
    postings = []
    for share in shares:
        line = found.lines[share.line]
        source, cause = State.AVAILABLE, Cause.CONTRACT
        if share.reservation is not None:
            work.move(found.reservations[share.reservation], used=share.amount)
            source = State.RESERVED
        _raise_share(work, contract, line, share.amount)
        postings.append(
            Posting(
                line,
                source,
                State.CONTRACTED,
                share.amount,
                cause,
                deed.day,
                reservation=share.reservation,
                contract=contract.id,
            )
        )
    post(work, postings)


def _raise_share(work: Work, contract: Contract, line: BudgetLine, amount: int) -> None:
    standing = work.find(ContractShare, contract_id=contract.id, line_id=line.id)
    if standing is None:
        work.add(ContractShare, contract_id=contract.id, line_id=line.id, bound=amount, paid=0, released=0)
    else:
        work.move(standing, bound=amount)


def _bound(work: Work, contract: Contract) -> int:
    return sum(share.bound - share.released for share in work.select(ContractShare, contract_id=contract.id))


def _design_left(work: Work, project: str) -> int | None:
    """What the approved design estimate has left for contracts, in fen; None where none is recorded."""
    design = costs_of(work, project).get(CostStage.DESIGN_ESTIMATE)
    if design is None:
        return None
    return design - sum(contract.original + contract.added for contract in work.select(Contract, project=project))
