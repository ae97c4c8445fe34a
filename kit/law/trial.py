"""Trial: the rulebook with other limits, as they might have been; what is in force stays as it is."""

from collections.abc import Iterable
from dataclasses import replace

import yaml

from kit.core.errors import UsageError
from kit.law.rule import Rule
from kit.law.rulebook import Rulebook
from kit.law.unit import wrong_value


def with_limits(rulebook: Rulebook, changes: Iterable[str]) -> Rulebook:
    """The rulebook in which each of *changes*, written ``CODE=VALUE``, takes the place of the rule's limit.

    It does so on every day and at every place where the rule has a limit; the value is in the unit of the rule.
    Raises UsageError for a rule that is not there or holds no limit, and for a value that does not fit its unit.
    """
    changed = dict(_changed(rulebook, change) for change in changes)
    return replace(rulebook, rules=rulebook.rules | changed)


def _changed(rulebook: Rulebook, change: str) -> tuple[str, Rule]:
    code, is_written, text = change.partition("=")
    if not is_written:
        raise UsageError(f"{change!r} sets nothing; write it like settlement.advance_max_percent=20")
    rule = rulebook.rule(code.strip())
    if all(dated.value is None for dated in rule.history):
        raise UsageError(
            f"rule {rule.code} holds no limit that could be another; kit law show {rule.code} says what it is"
        )
    value = _read(text.strip(), rule)
    history = [each if each.value is None else each.model_copy(update={"value": value}) for each in rule.history]
    return rule.code, rule.model_copy(update={"history": tuple(history)})


def _read(text: str, rule: Rule) -> str | int | bool:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        value = None
    # The reader of YAML takes 06-30 for a text and 1/2 too: what is neither number nor truth stays as written.
    value = value if isinstance(value, int) else text
    wrong = wrong_value(value, rule.unit)
    if wrong:
        raise UsageError(f"{rule.code}={text}: {wrong}")
    return value
