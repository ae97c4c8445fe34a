"""Case: an example of a rule that an auditor can write: facts, the outcome expected, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.core.errors import ConfigurationError, UsageError
from kit.law.fact import read_facts
from kit.law.judgement import Judgement, Outcome, judge
from kit.law.rulebook import Rulebook
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FOLDER = "law/cases"


class Case(BaseModel):
    """One example; ``missing`` are the facts that a "not applicable" has to name, ``on`` the day asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    facts: dict[str, str | int | float | bool | None]
    why: str = Field(min_length=1)
    missing: tuple[str, ...] = ()
    on: date | None = None


class RuleCases(BaseModel):
    """The examples of one rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    cases: tuple[Case, ...] = Field(min_length=1)


@dataclass(frozen=True)
class CaseResult:
    """A case and what came out."""

    rule: str
    place: str
    case: Case
    judgement: Judgement

    @property
    def is_as_expected(self) -> bool:
        """True where the outcome is the expected one and names the facts that are missing."""
        expected = self.case.missing
        is_named = not expected or set(expected) <= set(self.judgement.missing)
        return self.judgement.outcome is self.case.outcome and is_named


def load_cases(resources: Resources, rulebook: Rulebook) -> dict[str, list[tuple[Case, str]]]:
    """The cases of ``data/law/cases`` by rule, each with its place; raises ConfigurationError with file and line."""
    found: dict[str, list[tuple[Case, str]]] = {}
    for path in resources.list(FOLDER):
        for entry, place in read_items(path, RuleCases):
            rule = rulebook.rules.get(entry.rule)
            if rule is None or rule.check is None:
                raise ConfigurationError(f"{place}: there is no rule {entry.rule} that can be checked; mend the code")
            found.setdefault(entry.rule, []).extend((case, place) for case in entry.cases)
    return found


def run_cases(cases: Mapping[str, list[tuple[Case, str]]], rulebook: Rulebook, today: date) -> Iterator[CaseResult]:
    """Hold every rule against its cases; raises ConfigurationError where a fact cannot be read."""
    for code, examples in cases.items():
        for case, place in examples:
            try:
                facts = read_facts(case.facts, rulebook.facts)
            except UsageError as error:
                raise ConfigurationError(f"{place}: {code}: {error}") from None
            yield CaseResult(code, place, case, judge(rulebook, rulebook.rules[code], facts, case.on or today))
