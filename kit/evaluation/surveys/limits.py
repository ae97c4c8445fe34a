"""Limits: from when on a survey bears a statement, as the office set it."""

from pydantic import BaseModel, ConfigDict, Field

from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "evaluation/surveys.yaml"


class SurveyLimits(BaseModel):
    """The limits in force (``data/evaluation/surveys.yaml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    few_answers: int = Field(ge=2)
    unknown_share_max: float = Field(gt=0, le=1)
    weight_effect_max: float = Field(ge=1)
    replicates: int = Field(ge=100, le=100_000)
    open_answers_max: int = Field(ge=0, le=100_000)


def load_survey_limits(resources: Resources) -> SurveyLimits:
    """The limits in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), SurveyLimits)
