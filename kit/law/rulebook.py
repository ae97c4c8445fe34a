"""Rulebook: all rules in force in an office, and the law as it stood on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kit.core.calendar import WorkingCalendar
from kit.core.digest import canonical, digest
from kit.core.errors import ConfigurationError, UsageError
from kit.law.citation import Citation
from kit.law.fact import FOLDER as FACT_FOLDER
from kit.law.fact import Fact, load_facts
from kit.law.rule import DatedValue, Reading, Rule
from kit.workspace.calendar import FOLDER as CALENDAR_FOLDER
from kit.workspace.calendar import load_calendar
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FOLDER = "law"
NO_CALENDAR = WorkingCalendar(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Rulebook:
    """The rules by code, the facts they may ask for, and the calendar by which days are counted."""

    rules: dict[str, Rule]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    calendar: WorkingCalendar = NO_CALENDAR

    def rule(self, code: str) -> Rule:
        """The rule of that code; raises UsageError."""
        if code not in self.rules:
            raise UsageError(f"the rulebook holds no rule {code!r}; kit law list shows all")
        return self.rules[code]

    def on(self, day: date) -> "Law":
        """The law as of *day*."""
        return Law(self, day)

    def executable(self, subject: str | None = None) -> list[Rule]:
        """The rules that can be checked, of one *subject* or of all, by code."""
        rules = [self.rules[code] for code in sorted(self.rules)]
        return [rule for rule in rules if rule.check and subject in {None, rule.check.subject}]

    def undecided(self) -> list[Rule]:
        """The rules that no fact of the kit can decide, by code; each says what it would need."""
        return [self.rules[code] for code in sorted(self.rules) if self.rules[code].needs]

    def digest(self) -> str:
        """The digest of everything the rulebook says."""
        return digest(canonical([self.rules[code].model_dump(mode="json") for code in sorted(self.rules)]))

    def digests(self) -> dict[str, str]:
        """The digest of each rule by its code: where two rulebooks differ, they say in which rules."""
        return {code: digest(canonical(self.rules[code].model_dump(mode="json"))) for code in sorted(self.rules)}


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

    def cite(self, code: str) -> Citation:
        """Instrument and article, with the mark of a rule whose text was not read."""
        rule = self.rulebook.rule(code)
        return cite(rule, rule.on(self.day), self.day)


def cite(rule: Rule, dated: DatedValue | None, day: date | None = None) -> Citation:
    """Instrument and article of a dated value, as asked for *day*, marked where the text of the rule was not read."""
    cited = rule.citation(dated)
    return Citation(cited if rule.reading is Reading.TEXT else f"{cited} ({rule.mark()})", rule.code, day)


def load_rulebook(resources: Resources) -> Rulebook:
    """All rules of ``data/law``; raises ConfigurationError with file and line."""
    return _load(resources, _stamps(resources))


def _stamps(resources: Resources) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file has changed since it was read: its name, time and size."""
    paths = [path for folder in (FACT_FOLDER, FOLDER, CALENDAR_FOLDER) for path in resources.list(folder)]
    return tuple((str(path), at.st_mtime_ns, at.st_size) for path in paths for at in [path.stat()])


# Reading all files takes a third of a second, and a screen opens a desk for every request.
@lru_cache(maxsize=8)
def _load(resources: Resources, _stamped: tuple[tuple[str, int, int], ...]) -> Rulebook:
    facts = load_facts(resources)
    rules: dict[str, Rule] = {}
    places: dict[str, str] = {}
    for path in resources.list(FOLDER):
        for rule, place in read_items(path, Rule, {"facts": facts}):
            if rule.code in rules:
                raise ConfigurationError(f"{place}: the code {rule.code} stands twice; give each rule its own")
            rules[rule.code], places[rule.code] = rule, place
    for code, rule in rules.items():
        _check_named_rules(rule, rules, facts, places[code])
    return Rulebook(rules, facts, load_calendar(resources))


def _check_named_rules(rule: Rule, rules: Mapping[str, Rule], facts: dict[str, Fact], place: str) -> None:
    """The rules whose values a check takes as limits exist, in units that fit."""
    for clause in rule.check.clauses if rule.check else ():
        if clause.rule is None:
            continue
        if clause.rule not in rules:
            raise ConfigurationError(f"{place}: {rule.code} names the rule {clause.rule}, which does not exist")
        wrong = clause.wrong_unit(rules[clause.rule].unit, facts)
        if wrong:
            raise ConfigurationError(f"{place}: {rule.code} takes its limit from {clause.rule}: {wrong}")
