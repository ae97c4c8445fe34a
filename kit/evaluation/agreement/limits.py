"""Limits: from when on agreement bears a conclusion."""

from pydantic import BaseModel, ConfigDict, Field

from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "evaluation/agreement.yaml"


class AgreementLimits(BaseModel):
    """The limits in force (``data/evaluation/agreement.yaml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alpha_min: float = Field(ge=0, le=1)
    alpha_good: float = Field(ge=0, le=1)
    few_items: int = Field(ge=2)


def load_agreement_limits(resources: Resources) -> AgreementLimits:
    """The limits in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), AgreementLimits)
