"""Purchase: a small purchase as it is asked for, and the rules by which an office sees it."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.core.money import UNITS
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "procurement/small_purchases.yaml"


class Purchase(BaseModel):
    """One purchase: *amount* in fen; ``related`` are suppliers known to be related to this one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1, max_length=80)
    day: date
    unit: str = Field(min_length=1, max_length=80)
    category: str = Field(min_length=1, max_length=80)
    supplier: str = Field(min_length=1, max_length=200)
    amount: int = Field(gt=0)
    related: tuple[str, ...] = ()


class SmallPurchases(BaseModel):
    """What ``data/procurement/small_purchases.yaml`` says; without a ceiling (yuan) nothing is small."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ceiling: int | None = Field(None, ge=1)
    window_days: int = Field(ge=1, le=366)
    near_percent: int = Field(ge=1, le=100)
    near_count: int = Field(ge=2, le=100)
    max_days: int = Field(ge=1, le=366)
    max_percent: int = Field(ge=100, le=10_000)

    @property
    def limit(self) -> int:
        """The ceiling in fen; nothing is below it where none is set."""
        return (self.ceiling or 0) * UNITS["元"]

    def is_near(self, amount: int) -> bool:
        """True for an amount (fen) under the ceiling and close to it."""
        return self.limit * self.near_percent <= amount * 100 and amount < self.limit


def read_small_purchases(resources: Resources) -> SmallPurchases:
    """The office's rules in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), SmallPurchases)
