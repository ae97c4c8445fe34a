"""Rulebook: all rules in force in an office, and the law as it stood on a day."""

from dataclasses import dataclass
from datetime import date

from kit.core.digest import canonical, digest
from kit.core.errors import ConfigurationError, UsageError
from kit.law.rule import DatedValue, Reading, Rule
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources


@dataclass(frozen=True)
class Rulebook:
    """The rules by code."""

    rules: dict[str, Rule]

    def rule(self, code: str) -> Rule:
        """The rule of that code; raises UsageError."""
        if code not in self.rules:
            raise UsageError(f"the rulebook holds no rule {code!r}; kit law list shows all")
        return self.rules[code]

    def on(self, day: date) -> "Law":
        """The law as of *day*."""
        return Law(self, day)

    def digest(self) -> str:
        """The digest of everything the rulebook says."""
        return digest(canonical([self.rules[code].model_dump(mode="json") for code in sorted(self.rules)]))


@dataclass(frozen=True)
class Law:
    """The rulebook on one day."""

    rulebook: Rulebook
    day: date

    def value(self, code: str) -> DatedValue:
        """What is in force under *code* on the day; raises UsageError where nothing is."""
        dated = self.rulebook.rule(code).on(self.day)
        if dated is None:
            raise UsageError(f"rule {code} is not in force on {self.day}; kit law show {code} lists its dates")
        return dated

    def number(self, code: str) -> int | None:
        """The whole number in force under *code* on the day; None where no such rule was in force yet."""
        dated = self.rulebook.rule(code).on(self.day)
        return dated.value if dated and isinstance(dated.value, int) else None

    def cite(self, code: str) -> str:
        """Instrument and article, with the mark of a rule whose text was not read."""
        rule = self.rulebook.rule(code)
        dated = rule.on(self.day)
        article = dated.article if dated and dated.article else rule.article
        cited = f"{rule.instrument} {article}".strip()
        return cited if rule.reading is Reading.TEXT else f"{cited} ({rule.mark()})"


def load_rulebook(resources: Resources) -> Rulebook:
    """All rules of ``data/law``; raises ConfigurationError with file and line."""
    rules: dict[str, Rule] = {}
    for path in resources.list("law"):
        for rule, place in read_items(path, Rule):
            if rule.code in rules:
                raise ConfigurationError(f"{place}: the code {rule.code} stands twice; give each rule its own")
            rules[rule.code] = rule
    return Rulebook(rules)
