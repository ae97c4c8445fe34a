"""Catalogue: the messages in the code, and the Chinese catalogue that holds a translation of each.

``python -m tests.catalogue`` (``make messages``) brings the catalogue up to date with the code.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.environment import CHECKOUT

CATALOGUE = CHECKOUT / "kit" / "locale" / "zh_CN" / "LC_MESSAGES" / "kit.po"
PACKAGES = ("kit", "widgets")
# The names whose first argument is a message, and those whose title and help are shown on a form.
MARKERS = {"_", "phrase", "entry", "line_code"}
FORM_FIELDS = {"entry", "Field"}
# A function declared by one of these is listed to people by the first line of its docstring.
DECLARERS = {"action", "view"}
FORM_TEXTS = {"title", "help", "description"}


def code_files() -> list[Path]:
    """Every Python file of the kit and its screens."""
    return [path for package in PACKAGES for path in sorted((CHECKOUT / package).rglob("*.py"))]


def messages_of(source: str) -> Iterator[str]:
    """The messages that one file says."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _texts_of(node)
        if isinstance(node, ast.FunctionDef) and _is_listed(node):
            yield (ast.get_docstring(node) or "").splitlines()[0]


def messages_in_code() -> dict[str, list[str]]:
    """Each message with the files that say it."""
    found: dict[str, list[str]] = {}
    for path in code_files():
        for message in messages_of(path.read_text(encoding="utf-8")):
            found.setdefault(message, []).append(path.relative_to(CHECKOUT).as_posix())
    return found


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it stands; empty where there is none."""
    if not path.exists():
        return Catalog(locale="zh_CN")
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def entries_of(catalogue: Catalog) -> dict[str, Message]:
    """The messages of a catalogue, without its heading."""
    return {str(message.id): message for message in catalogue if message.id}


def renew(catalogue: Catalog, messages: dict[str, list[str]]) -> Catalog:
    """A catalogue of *messages* with the translations that *catalogue* knows; what no code says any more goes."""
    known = entries_of(catalogue)
    fresh = Catalog(locale="zh_CN", project="governance-kit", header_comment="# Messages of the kit in Chinese.")
    for message in sorted(messages):
        old = known.get(message)
        places = [(place, None) for place in sorted(set(messages[message]))]
        fresh.add(message, str(old.string) if old else "", locations=places)
    return fresh


def write_catalogue(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write *catalogue* without anything that differs between two machines or two days."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, omit_header=True, include_lineno=False, sort_output=True)


HEADER = """# Messages of the kit in Chinese: `make messages` adds what is new in the code and drops what is gone.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def _is_listed(function: ast.FunctionDef) -> bool:
    called = (each.func for each in function.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(name, ast.Name) and name.id in DECLARERS for name in called)


def _texts_of(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in MARKERS and call.args:
        yield from _text(call.args[0])
    if name in FORM_FIELDS:
        for keyword in call.keywords:
            if keyword.arg in FORM_TEXTS:
                yield from _text(keyword.value)


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _text(node.body)
        yield from _text(node.orelse)


def main() -> None:
    """Bring the catalogue up to date and say what is left to translate."""
    fresh = renew(read_catalogue(), messages_in_code())
    write_catalogue(fresh)
    missing = [text for text, message in entries_of(fresh).items() if not message.string]
    print(f"{len(entries_of(fresh))} messages, {len(missing)} without a translation")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
