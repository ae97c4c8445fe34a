"""Kind: which files there are, told from their columns, and which columns each one has."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kit.core.language import Phrase, phrase
from kit.exchange.finance.vocabulary import Column

DIMENSIONS = (
    Column.FUND,
    Column.FUNCTIONAL,
    Column.GOVERNMENT_ECONOMIC,
    Column.DEPARTMENT_ECONOMIC,
)


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of file: what tells it, what it must have and may have, and which of its columns are summed."""

    name: Phrase
    marks: tuple[Column, ...]
    needed: tuple[Column, ...]
    optional: tuple[Column, ...]
    summed: tuple[Column, ...] = (Column.AMOUNT,)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column that the file may have."""
        return self.needed + self.optional


ALLOTMENTS = Kind(
    phrase("allotments"),
    (Column.DOCUMENT, Column.GRANTED_ON, Column.SOURCE, Column.ORIGIN),
    (Column.LINE, Column.DOCUMENT, Column.YEAR, Column.PROJECT, Column.SOURCE, Column.AMOUNT),
    (Column.AGENCY, *DIMENSIONS, Column.PURPOSE, Column.IS_EARMARKED, Column.ORIGIN, Column.GRANTED_ON),
)
VOUCHERS = Kind(
    phrase("payment vouchers"),
    (Column.VOUCHER, Column.VOUCHER_DAY),
    (Column.VOUCHER, Column.REQUEST, Column.PAYEE, Column.ACCOUNT, Column.AMOUNT, Column.VOUCHER_DAY),
    (Column.PROJECT,),
)
REQUESTS = Kind(
    phrase("payment requests"),
    (Column.REQUEST,),
    (
        Column.REQUEST,
        Column.YEAR,
        Column.AGENCY,
        Column.PROJECT,
        Column.LINE,
        *DIMENSIONS,
        Column.PAYEE,
        Column.ACCOUNT,
        Column.AMOUNT,
        Column.TOTAL,
        Column.REQUESTED_ON,
        Column.BASIS,
    ),
    (),
)
STATEMENT = Kind(
    phrase("a statement by line"),
    (Column.ALLOTTED, Column.PAID),
    (Column.PROJECT, Column.LINE, Column.YEAR, Column.ALLOTTED, Column.PAID),
    (Column.AGENCY,),
    (Column.ALLOTTED, Column.PAID),
)
# In this order: a voucher names a request too.
KINDS = (VOUCHERS, REQUESTS, STATEMENT, ALLOTMENTS)


def kind_of(columns: AbstractSet[Column]) -> Kind | None:
    """The kind of file that has these columns, or None."""
    return next((kind for kind in KINDS if columns & set(kind.marks)), None)
