"""Limits: the sizes from which a check asks, and what each check rests on, as the office's data say."""

from pydantic import BaseModel, ConfigDict, Field

from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "checks/self_review.yaml"


class Limits(BaseModel):
    """The settings of the checks of self-review tables (``data/checks/self_review.yaml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low_execution_percent: int = Field(ge=0, le=100)
    copied_rows_min: int = Field(ge=1)
    counted_rate_percent_max: int = Field(200, ge=100)
    paid_within_years: int = Field(2, ge=0)
    reviewed_until_month: int = Field(6, ge=1, le=12)
    grade_bands: dict[str, tuple[int, int]]
    basis: dict[str, str]

    def basis_of(self, name: str) -> str | None:
        """What the check of that name rests on."""
        return self.basis.get(name) or self.basis.get("default")


def load_limits(resources: Resources) -> Limits:
    """The limits in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), Limits)
