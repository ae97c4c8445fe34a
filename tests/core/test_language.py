"""Language: English source text, Chinese beside it, put into words only when somebody reads it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.core import language
from kit.core.language import DEFAULT_LANGUAGE, _, get_language, phrase, speaking

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "{line} has {left} left"
msgstr "{line}尚余{left}"

msgid "execution"
msgstr "预算执行"

#, fuzzy
msgid "a guess"
msgstr "猜测"
"""


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small Chinese catalogue of this test's own."""
    file = tmp_path / "zh_CN" / "LC_MESSAGES" / "kit.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language._catalogue.cache_clear()
    yield
    language._catalogue.cache_clear()


def test_an_office_reads_chinese_by_default() -> None:
    """Nothing has to be set for Chinese."""
    assert get_language() == DEFAULT_LANGUAGE == "zh_CN"
    assert _("execution") == "预算执行"


def test_the_same_phrase_reads_in_both_languages() -> None:
    """A stored finding is Chinese for one person and English for another."""
    stored = phrase("{line} has {left} left", line="A-1", left="3.00元")

    with speaking("en"):
        english = str(stored)

    assert english == "A-1 has 3.00元 left"
    assert str(stored) == "A-1尚余3.00元"


def test_a_value_that_is_a_word_of_the_catalogue_is_translated_too() -> None:
    """So a message can name a field of the form."""
    assert str(phrase("{line} has {left} left", line="execution", left=2)) == "预算执行尚余2"


def test_braces_in_a_value_are_only_text() -> None:
    """A name that somebody typed is never taken for a place to fill."""
    with speaking("en"):
        assert (
            str(phrase("{line} has {left} left", line="{left}{0.__class__}", left=1))
            == "{left}{0.__class__} has 1 left"
        )


@pytest.mark.parametrize("text", ["", "not in the catalogue", "a guess"])
def test_what_has_no_settled_translation_stays_as_it_is(text: str) -> None:
    """Nothing is empty, and neither a guess nor the catalogue's heading is ever shown."""
    assert _(text) == text


def test_a_thread_speaks_its_own_language() -> None:
    """A reader of English does not change what others read."""
    heard = []

    def read_english() -> None:
        with speaking("en"):
            heard.append(_("execution"))

    reader = threading.Thread(target=read_english)
    reader.start()
    reader.join()

    assert heard == ["execution"]
    assert _("execution") == "预算执行"
