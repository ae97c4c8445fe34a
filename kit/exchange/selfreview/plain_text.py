"""Plain text: bytes as text in the encodings that offices use, and delimited text as a grid."""

import csv
import re
from io import StringIO
from pathlib import Path

from kit.exchange.selfreview.container import Limits, UnreadableFile
from kit.exchange.selfreview.grid import GridDraft
from kit.exchange.selfreview.source import Source

ENCODINGS = ("utf-8", "gb18030")
DELIMITERS = ",\t;|"
FIELD_MAX = 1_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# GB 18030 accepts nearly any bytes; what it then makes of them are letters that no table holds.
_STRANGE = re.compile("[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BOM = "\ufeff"


def decode(path: Path, data: bytes) -> str:
    """*data* as text: UTF-8, UTF-16 with its mark, or GB 18030; raises UnreadableFile where none fits strictly."""
    if data.startswith(_UTF16):
        return _strict(path, data, "utf-16")
    if b"\0" in data:
        raise UnreadableFile(f"{path}: is no text and no workbook or document that is known; save it as .xlsx")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding).removeprefix(_BOM)
        except UnicodeDecodeError:
            continue
        if not _STRANGE.search(text):
            return text
    raise UnreadableFile(f"{path}: is neither UTF-8 nor GB 18030 text; save it again as UTF-8")


def is_json(path: Path, text: str) -> bool:
    """True where *text* is meant as JSON, by its first letter or by the file's name."""
    return text.lstrip()[:1] in ("{", "[") or path.suffix.lower() == ".json"


def read_delimited(path: Path, text: str, limits: Limits) -> Source:
    """Delimited text as one grid; raises UnreadableFile where it is no table at all."""
    delimiter = max(DELIMITERS, key=text.count)
    if not text.count(delimiter):
        raise UnreadableFile(f"{path}: holds no table (no commas, tabs or semicolons); save the table as .xlsx or .csv")
    draft = GridDraft(path.stem)
    csv.field_size_limit(FIELD_MAX)
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            draft.texts |= {(number, column): value.strip() for column, value in enumerate(row) if value.strip()}
            _check_size(path, draft, limits)
    except csv.Error as error:
        raise UnreadableFile(f"{path}: is not delimited text ({error}); save it again as .csv or .xlsx") from None
    return Source([draft.finished()])


def _check_size(path: Path, draft: GridDraft, limits: Limits) -> None:
    if len(draft.texts) > limits.cells_max:
        raise UnreadableFile(f"{path}: holds more than the {limits.cells_max:,} cells read at once; split it")


def _strict(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: begins like UTF-16 text and is not; save it again as UTF-8") from None
