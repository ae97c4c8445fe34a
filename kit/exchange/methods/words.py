"""Words: what fields, sheets and choices of a method are called, in each language that the kit speaks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic.fields import FieldInfo

from kit.core.language import LANGUAGES, Phrase, _, phrase, speaking
from kit.core.number import to_halfwidth
from kit.evaluation.surveys.given import Allocation, QuestionKind, Selection

SETTINGS = phrase("Settings")
NOTES = phrase("Notes")
CHOICES: Mapping[StrEnum, Phrase] = {
    Selection.RANDOM: phrase("at random"),
    Selection.CENSUS: phrase("all were asked"),
    Selection.CONVENIENCE: phrase("whoever could be reached"),
    Selection.UNKNOWN: phrase("not stated"),
    Allocation.PROPORTIONAL: phrase("proportional"),
    Allocation.NEYMAN: phrase("Neyman"),
    QuestionKind.SCALE: phrase("scale"),
    QuestionKind.CHOICE: phrase("choice"),
    QuestionKind.OPEN: phrase("open question"),
}


def folded(text: Any) -> str:
    """A word as it is compared: full width, case and blanks do not count."""
    return "".join(to_halfwidth(str(text)).casefold().split())


def names_of(name: str, field: FieldInfo) -> set[str]:
    """What a field may be called in a file: its identifier, and its title in each language."""
    return {folded(name), *_in_each_language(field.title or name)}


def title_of(name: str, field: FieldInfo) -> str:
    """What a field is called in the language spoken."""
    return _(field.title or name)


def is_settings(sheet: str) -> bool:
    """True for the sheet of settings."""
    return folded(sheet) in _in_each_language(SETTINGS.text)


def is_notes(sheet: str) -> bool:
    """True for the sheet of notes, which nobody reads but people."""
    return folded(sheet) in _in_each_language(NOTES.text)


def choice_of(kind: type[StrEnum], text: str) -> str:
    """The value of a choice that *text* names in either language; *text* itself where it names none."""
    wanted = folded(text)
    for member in kind:
        if wanted == folded(member.value) or wanted in _in_each_language(CHOICES[member].text):
            return str(member.value)
    return text


def _in_each_language(text: str) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with speaking(language):
            found.add(folded(_(text)))
    return found
