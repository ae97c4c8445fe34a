"""Translations: every message in the code has its Chinese, and the Chinese fills the same places."""

import string

import pytest

from tests.catalogue import entries_of, messages_in_code, read_catalogue

MESSAGES = messages_in_code()
ENTRIES = entries_of(read_catalogue())


def places(text: str) -> set[str]:
    """The names of the values that *text* is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_message_has_a_chinese_translation() -> None:
    """A message without one would reach a reader of Chinese in English; `make messages` lists what is new."""
    untranslated = {
        text: MESSAGES[text]
        for text in MESSAGES
        if text not in ENTRIES or not ENTRIES[text].string or ENTRIES[text].fuzzy
    }

    assert untranslated == {}


def test_a_translation_is_filled_with_the_same_values() -> None:
    """A name that is missing hides a value; one that is new breaks the message."""
    differing = [text for text, entry in ENTRIES.items() if entry.string and places(text) != places(str(entry.string))]

    assert differing == []


def test_values_are_named() -> None:
    """A translator can set named values in another order; bare braces cannot be told apart."""
    assert [text for text in MESSAGES if any(not name.isidentifier() for name in places(text))] == []


def test_the_catalogue_holds_only_what_the_code_says() -> None:
    """What no code says any more is dropped by `make messages`."""
    assert sorted(set(ENTRIES) - set(MESSAGES)) == []
    assert not read_catalogue().obsolete


@pytest.mark.parametrize("accusing", ["违规", "违纪", "造假", "虚假", "弄虚作假"])
def test_no_message_accuses_anybody(accusing: str) -> None:
    """A check says what was seen and what to look at (请核实); who did wrong is not its business."""
    assert [text for text, entry in ENTRIES.items() if accusing in str(entry.string)] == []
