"""Documents: what they name exists: finding codes with their severities, links, command lines, make targets."""

import ast
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from kit.actions.catalogue import all_actions
from kit.cli.bench import BENCHES
from kit.cli.main import app
from kit.core.finding import Severity
from kit.evaluation.context import ROOM
from kit.publishing.template import list_templates
from kit.views.catalogue import all_views
from tests.catalogue import code_files
from tests.environment import CHECKOUT

CODES_PAGES = tuple(
    CHECKOUT / "docs" / name
    for name in (
        "self-review-check.md",
        "funds.md",
        "finance-link.md",
        "schedule.md",
        "risk.md",
        "server.md",
        "rules.md",
        "approval.md",
        "methods.md",
        "lifecycle.md",
    )
)
DOCUMENTS = [
    *sorted(CHECKOUT.glob("README*.md")),
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "CHANGELOG.md",
    *sorted((CHECKOUT / "docs").rglob("*.md")),
]
CODE = re.compile(r"[a-z]+\.[a-z_]+")
CODE_ROW = re.compile(r"^\| `(?P<code>[a-z]+\.[a-z_]+)` \| (?P<severities>[a-z ·]+) \|", re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
BLOCK = re.compile(r"^```(?:bash|sh|console)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`(kit [a-z][^`]*)`(?!`)")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
MARKERS = {"fault", "question", "note"}
OUTRIGHT = {"block": Severity.BLOCK, "fault": Severity.FAULT, "question": Severity.QUESTION, "note": Severity.NOTE}

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(CHECKOUT).as_posix())


# --- finding codes -------------------------------------------------------------------------------------------------


@cache
def codes_in_code() -> dict[str, set[str]]:
    """Every finding code that the code says, with the severities it is said with."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                for code, severities in codes_of(node):
                    found[code] |= severities
    return dict(found)


def codes_of(call: ast.Call) -> Iterator[tuple[str, set[str]]]:
    """The code that one call makes a finding of, in each of the forms that the kit uses."""
    first = text_of(call.args[0])
    names = {node.attr for node in ast.walk(call.func) if isinstance(node, ast.Attribute)}
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if first is None:
        return
    if name == "Finding" and CODE.fullmatch(first):
        yield first, severities_of(call)
    elif name in OUTRIGHT and CODE.fullmatch(first):
        yield first, {OUTRIGHT[name]}
    elif names & MARKERS and re.fullmatch("[a-z_]+", first):
        yield f"{ROOM}.{first}", names & MARKERS
    elif "say" in names and severities_of(call):
        yield f"exchange.{first}", severities_of(call)


def text_of(node: ast.expr) -> str | None:
    """A literal text, or one that opens with the name of the evaluation room."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr) and ast.unparse(node).startswith(("f'{ROOM}.", 'f"{ROOM}.')):
        last = node.values[-1]
        return f"{ROOM}{last.value}" if isinstance(last, ast.Constant) else None
    return None


def severities_of(call: ast.Call) -> set[str]:
    """The severities that the arguments of *call* name."""
    attributes = (node for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Attribute))
    return {Severity[node.attr] for node in attributes if ast.unparse(node.value) == "Severity"}


def codes_on_paper() -> dict[str, set[str]]:
    """Every code of the tables in the pages about checks, with its severities."""
    return {match["code"]: set(match["severities"].split(" · ")) for match in rows_on_paper()}


def rows_on_paper() -> list[re.Match[str]]:
    """The rows of those tables, page after page."""
    return [match for page in CODES_PAGES for match in CODE_ROW.finditer(page.read_text(encoding="utf-8"))]


def test_every_finding_code_is_documented_with_its_severities() -> None:
    """Who reads a code in a problem list finds it on the page, and the page names none that the kit no longer says."""
    assert codes_on_paper() == {code: set(map(str, found)) for code, found in codes_in_code().items()}


def test_the_codes_are_found_in_the_code() -> None:
    """A search that finds nothing would let everything pass; one code of each form of saying it."""
    known = codes_in_code()

    assert known["evaluation.total_differs"] == {"fault", "question"}
    assert known["evaluation.rate_differs"] == {"fault", "question"}
    assert known["evaluation.copied_table"] == {"question"}
    assert known["exchange.hidden_sheet"] == {"note"}
    assert known["project.exists"] == {"block"}


def test_a_code_is_documented_once() -> None:
    """Two rows about one code would contradict each other sooner or later."""
    rows = [match["code"] for match in rows_on_paper()]

    assert sorted({code for code in rows if rows.count(code) > 1}) == []


# --- links ---------------------------------------------------------------------------------------------------------


@every_document
def test_relative_links_resolve(path: Path) -> None:
    """A link leads to a file of the checkout; pictures are files like any other."""
    targets = [match["target"] for match in LINK.finditer(path.read_text(encoding="utf-8"))]
    relative = [target for target in targets if "://" not in target and not target.startswith("#")]

    assert [target for target in relative if not (path.parent / target.partition("#")[0]).exists()] == []


# --- command lines -------------------------------------------------------------------------------------------------


def command_lines(path: Path) -> list[list[str]]:
    """The words of every command line in the fenced blocks of a document, comments left out."""
    blocks = (match["text"] for match in BLOCK.finditer(path.read_text(encoding="utf-8")))
    lines = [line.removeprefix("$ ") for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    parts = [part for line in lines for part in re.split(r"&&|;", line.partition(" #")[0])]
    return [words for part in parts if (words := without_settings(shlex.split(part, comments=True)))]


def without_settings(words: list[str]) -> list[str]:
    """*words* without what may stand before the command (``KIT_DATABASE=… kit init``, ``time kit sample``)."""
    first = next((place for place, word in enumerate(words) if not re.match(r"[A-Z_]+=|time$", word)), len(words))
    return words[first:]


def understood(words: list[str]) -> tuple[Any, dict[str, Any]]:
    """The command that *words* name and its parameters, read by the real command tree; nothing is run."""
    command, context = get_command(app), None
    while True:
        context = command.make_context(words[0], words[1:], parent=context)
        if not hasattr(command, "resolve_command"):
            return command, context.params
        _, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        words = [command.name, *rest]


def names_known(command: str, parameters: dict[str, Any]) -> bool:
    """True where the action, view, report or benchmark that a command line names exists."""
    known = {
        "do": ("action", [None, *(action.name for action in all_actions())]),
        "show": ("view", [None, *(view.name for view in all_views())]),
        # A run that was stopped goes on with what was ordered; no report is named then.
        "run": ("template", [*([None] if parameters.get("stopped") else []), *(t.name for t in list_templates(None))]),
        "bench": ("name", list(BENCHES)),
    }
    parameter, names = known.get(command, ("", [None]))
    return parameters.get(parameter) in names


@every_document
def test_every_kit_command_line_parses(path: Path) -> None:
    """A reader who copies a line gets no complaint about usage: commands, options and names are those of the kit."""
    for words in (words for words in command_lines(path) if words[0] == "kit"):
        command, parameters = understood(words)

        assert names_known(command.name, parameters), shlex.join(words)


@every_document
def test_every_command_named_in_a_sentence_exists(path: Path) -> None:
    """Inline, placeholders stand for values, so only the command itself is looked up."""
    tree = get_command(app)
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = {match.split()[1] for match in INLINE.findall(text)}

    assert named <= set(tree.commands)


@every_document
def test_every_make_target_exists(path: Path) -> None:
    """The Makefile is the one door; a target that is gone must not be named."""
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    inline = re.findall(r"`make ([a-z-]+)[^`]*`", path.read_text(encoding="utf-8"))
    named = {words[1] for words in command_lines(path) if words[0] == "make" and len(words) > 1}

    assert (named | set(inline)) <= set(TARGET.findall(makefile))


def test_the_documents_hold_command_lines() -> None:
    """A search that finds no command line would let everything pass."""
    readme = command_lines(CHECKOUT / "README.md")

    assert ["make", "demo"] in readme
    assert any(words[:3] == ["kit", "check", "selfeval"] for words in readme)
