"""Code: the code by which a printed table's project or unit is registered, made from what is printed."""

import re

from kit.core.digest import digest
from kit.core.number import to_halfwidth
from kit.core.tables import OFFICE

_BARRED = re.compile(r"[\s/\\\x00-\x1f\x7f]+")
_CODE_MAX = 80
_MARK_LENGTH = 10


def code_of(text: str) -> str:
    """A code without spaces and slashes for *text*; the same text gives the same code, another text another one.

    A text that is a code already stays as it is; one that has to be changed or cut bears a mark of the original.
    """
    cleaned = _BARRED.sub("-", to_halfwidth(text)).strip("-")
    if cleaned == text and len(text) <= _CODE_MAX and text != OFFICE:
        return text
    return marked_code(text)


def marked_code(text: str) -> str:
    """The code of *text* with the mark of the original behind it, for where the plain one is taken."""
    cleaned = _BARRED.sub("-", to_halfwidth(text)).strip("-")
    return f"{cleaned[: _CODE_MAX - _MARK_LENGTH - 1]}-{digest(text)[:_MARK_LENGTH]}".lstrip("-")
