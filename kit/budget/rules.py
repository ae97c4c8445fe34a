"""Rules: what an office's data say about payments: the basis of each kind, and the switches."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from kit.budget.commitments import BasisKind, PaymentKind
from kit.core.digest import digest_file
from kit.law.rule import Reading
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "budget/payments.yaml"


class KindRule(BaseModel):
    """What one kind of payment rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    needs_contract: bool
    bases: tuple[BasisKind, ...] = Field(min_length=1)
    classifications: tuple[str, ...] = ()


class PaymentRules(BaseModel):
    """The rules of ``data/budget/payments.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reading: Reading
    is_plan_required: bool
    deviation_watched: int = Field(ge=0, le=100)
    kinds: dict[PaymentKind, KindRule]


def payment_rules(resources: Resources) -> tuple[PaymentRules, str]:
    """The rules in force and the digest of their file; raises ConfigurationError with file and line."""
    path = resources.find(FILE)
    return _read(resources, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(resources: Resources, _changed: int) -> tuple[PaymentRules, str]:
    path = resources.find(FILE)
    return read_item(path, PaymentRules), digest_file(path)
