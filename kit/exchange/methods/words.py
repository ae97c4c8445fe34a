"""Words: what fields, sheets and choices of a method are called, in each language that the kit speaks."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic.fields import FieldInfo

from kit.core.language import Phrase, _, phrase
from kit.evaluation.agreement.given import LEVELS
from kit.evaluation.given import Choice, called, choice_of, folded
from kit.evaluation.returns.given import FLOW_KINDS, SHAPES
from kit.evaluation.surveys.given import ALLOCATIONS, QUESTION_KINDS, SELECTIONS


def _plain(labels: Mapping[Choice, Phrase]) -> Mapping[StrEnum, Phrase]:
    return {member: label for member, label in labels.items()}  # noqa: C416 - the key becomes any choice


SETTINGS = phrase("Settings")
NOTES = phrase("Notes")
CHOICES: Mapping[StrEnum, Phrase] = {
    **LEVELS,
    **SELECTIONS,
    **ALLOCATIONS,
    **QUESTION_KINDS,
    **_plain(FLOW_KINDS),
    **SHAPES,
}


def names_of(name: str, field: FieldInfo) -> set[str]:
    """What a field may be called in a file: its identifier, and its title in each language."""
    return {folded(name), *called(field.title or name)}


def title_of(name: str, field: FieldInfo) -> str:
    """What a field is called in the language spoken."""
    return _(field.title or name)


def is_settings(sheet: str) -> bool:
    """True for the sheet of settings."""
    return folded(sheet) in called(SETTINGS.text)


def is_notes(sheet: str) -> bool:
    """True for the sheet of notes, which nobody reads but people."""
    return folded(sheet) in called(NOTES.text)


def code_of(kind: type[StrEnum], text: str) -> str:
    """The code of a choice that *text* names in either language; *text* itself where it names none."""
    found = choice_of({member: CHOICES[member] for member in kind}, text)
    return text if found is None else str(found.value)
