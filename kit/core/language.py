"""Language: English source text, a Chinese catalogue beside it, chosen for each call.

Messages that are stored (findings) are kept as a ``Phrase``, so that the same finding reads in Chinese for one person
and in English for another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = ("zh_CN", "en")
CATALOGUES = Path(__file__).parent.parent / "locale"

_current: ContextVar[str] = ContextVar("kit_language", default=DEFAULT_LANGUAGE)


def set_language(code: str) -> None:
    """Speak *code* (``zh_CN`` or ``en``) from now on in this context."""
    _current.set(code)


def get_language() -> str:
    """The language spoken in this context."""
    return _current.get()


def spoken(chinese: str, english: str) -> str:
    """Of a title that a data file gives in both languages, the one that is spoken."""
    return chinese if get_language() == DEFAULT_LANGUAGE else english


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak *code* inside the ``with`` block."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def _(text: str) -> str:
    """*text* in the language spoken."""
    # A catalogue keeps its heading under the empty message; nobody asked for that.
    return _catalogue(_current.get()).gettext(text) if text else text


@dataclass(frozen=True)
class Phrase:
    """A message with its named values, put into words only when somebody reads it."""

    text: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.text).format(**{name: _(v) if isinstance(v, str) else v for name, v in self.values.items()})


def phrase(text: str, /, **values: object) -> Phrase:
    """A phrase of the English source *text*, whose ``{names}`` *values* fill; `make messages` knows this function."""
    return Phrase(text, values)


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    source = CATALOGUES / code / "LC_MESSAGES" / "kit.po"
    return _compile(source) if source.exists() else NullTranslations()


def _compile(source: Path) -> GNUTranslations:
    # The text catalogue is the only source; compiling it at first use leaves no second file that could be out of date.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
