"""Spending: what a project does with a line of its last year: receives, sets aside, contracts, pays; amounts in fen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kit.budget.commitment_requests import MakePayment, Part, RecordBasis, Share, SignContract
from kit.budget.commitments import BasisKind, ContractKind, PaymentKind, Regime
from kit.budget.requests import RecordReceipt, ReserveFunds
from kit.exchange.sample.money import PRINTED_STEP, FundLine

# Months in which a contract is signed, and in which half of what it was paid is due.
SIGNED, FIRST, SECOND = 3, 6, 10


@dataclass(frozen=True)
class Spending:
    """One line's year: ``through_contract`` of what it executed goes through a contract, the rest the books know."""

    project: str
    year: int
    code: str
    money: FundLine
    supplier: str

    @property
    def through_contract(self) -> int:
        """Half of what was executed."""
        return _rounded(self.money.executed // 2)

    @property
    def unspent(self) -> int:
        """What was not executed."""
        return self.money.adjusted - self.money.executed

    def received(self) -> RecordReceipt | None:
        """What was executed has arrived, and half of the rest."""
        amount = self.money.executed + _rounded(self.unspent // 2)
        document = f"到账〔{self.year}〕{self.code}"
        return RecordReceipt(**self._line(), amount=amount, document=document, on=self._day(2)) if amount else None

    def commitments(self) -> Iterator[SignContract | ReserveFunds | RecordBasis]:
        """A contract with something left unpaid, its two statements, and something set aside without a contract."""
        bound = self.through_contract + _rounded(self.unspent // 3)
        if not self._is_large_enough:
            return
        yield SignContract(
            project=self.project,
            code=self._contract,
            title="服务采购合同",
            kind=ContractKind.SERVICES,
            regime=Regime.PROCUREMENT_LAW,
            supplier=self.supplier,
            account=self._account,
            signed_on=self._day(SIGNED),
            amount=bound,
            shares=(Share(line=self.code, amount=bound),),
        )
        for month, amount in self._halves():
            yield RecordBasis(
                project=self.project,
                number=self._statement(month),
                kind=BasisKind.PROGRESS_STATEMENT,
                contract=self._contract,
                amount=amount,
                issued_on=self._day(month),
                received_on=self._day(month),
            )
        if reserved := _rounded(self.unspent // 5):
            yield ReserveFunds(**self._line(), amount=reserved, purpose="后续采购", on=self._day(11))

    def payments(self) -> Iterator[MakePayment]:
        """Both halves, each on its statement."""
        for month, amount in self._halves() if self._is_large_enough else ():
            yield MakePayment(
                project=self.project,
                kind=PaymentKind.PROGRESS,
                contract=self._contract,
                basis=self._statement(month),
                payee=self.supplier,
                account=self._account,
                parts=(Part(line=self.code, amount=amount),),
                on=self._day(month, 20),
            )

    @property
    def _is_large_enough(self) -> bool:
        return self.through_contract >= 2 * PRINTED_STEP

    @property
    def _contract(self) -> str:
        return f"HT-{self.code}"

    @property
    def _account(self) -> str:
        return f"6222{self.year}{sum(map(ord, self.supplier)):08d}"

    def _statement(self, month: int) -> str:
        return f"JD-{self.code}-{month:02d}"

    def _halves(self) -> tuple[tuple[int, int], tuple[int, int]]:
        first = _rounded(self.through_contract // 2)
        return (FIRST, first), (SECOND, self.through_contract - first)

    def _line(self) -> dict[str, str]:
        return {"project": self.project, "line": self.code}

    def _day(self, month: int, day: int = 10) -> date:
        return date(self.year, month, day)


def _rounded(fen: int) -> int:
    """As offices print it: hundredths of 万元."""
    return fen // PRINTED_STEP * PRINTED_STEP
