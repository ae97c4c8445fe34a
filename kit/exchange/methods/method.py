"""Method: one method of an evaluation team: what it is given, and what answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.core.errors import UsageError
from kit.evaluation.agreement.answering import answer_agreement
from kit.evaluation.agreement.given import AgreementGiven
from kit.evaluation.agreement.limits import load_agreement_limits
from kit.evaluation.answer import Answer
from kit.evaluation.given import Given
from kit.evaluation.returns.answering import answer_returns
from kit.evaluation.returns.given import ReturnsGiven
from kit.evaluation.returns.rates import load_rates
from kit.evaluation.surveys.answering import answer_survey
from kit.evaluation.surveys.given import SurveyGiven
from kit.evaluation.surveys.limits import load_survey_limits
from kit.workspace.resources import Resources


@dataclass(frozen=True)
class Method:
    """A method by its name, the model of what it is given, and the function that answers with what is in force."""

    name: str
    model: type[Given]
    answer: Callable[[Any, Resources], Answer]

    @property
    def example(self) -> str:
        """The data file that fills its template."""
        return f"evaluation/examples/{self.name}.yaml"


METHODS = {
    method.name: method
    for method in (
        Method("survey", SurveyGiven, lambda given, files: answer_survey(given, load_survey_limits(files))),
        Method("agreement", AgreementGiven, lambda given, files: answer_agreement(given, load_agreement_limits(files))),
        Method("returns", ReturnsGiven, lambda given, files: answer_returns(given, load_rates(files))),
    )
}


def method_named(name: str) -> Method:
    """The method *name*; raises UsageError where there is none."""
    if name not in METHODS:
        raise UsageError(f"there is no method {name!r}; choose {', '.join(METHODS)}")
    return METHODS[name]
