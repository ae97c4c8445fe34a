"""Look: which way of running a notebook asks for, judged from its code without running it."""

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Tier(StrEnum):
    """Three ways to run a notebook, the fastest first; each takes all that the one before it takes."""

    SHELL = "shell"
    KERNEL = "kernel"
    PLAIN = "plain"


# Modules of the standard library that neither start threads or programs nor reach past Python's own streams.
QUIET = frozenset({
    "__future__", "abc", "base64", "bisect", "calendar", "collections", "copy", "csv", "dataclasses", "datetime",
    "decimal", "difflib", "enum", "fractions", "functools", "hashlib", "html", "io", "itertools", "json", "math",
    "numbers", "operator", "pathlib", "pprint", "random", "re", "secrets", "statistics", "string", "textwrap", "time",
    "traceback", "types", "typing", "unicodedata", "uuid", "warnings", "zoneinfo",
})  # fmt: skip
SHOWING = frozenset({"IPython.display"})
# Names that lead past the shell: to input, to other code, to the kernel itself.
WIDE = frozenset({
    "input", "breakpoint", "exec", "eval", "compile", "__import__", "__loader__", "__builtins__", "get_ipython",
    "exit", "quit", "help", "copyright", "credits", "license",
})  # fmt: skip
PLAIN_DUNDERS = frozenset({"__name__", "__doc__", "__file__"})


def choose_tier(sources: Iterable[str], known: Iterable[str] = ()) -> Tier:
    """The fastest tier that takes notebook cells of these *sources*.

    ``known`` are packages (``kit``, ``pandas``) that are loaded in the warm parent and quiet in the sense of QUIET.
    """
    packages = frozenset(known)
    return Tier.SHELL if all(_is_quiet(source, packages) for source in sources) else Tier.KERNEL


def sources_of(notebook: Any) -> Iterator[str]:
    """The code cells of a notebook."""
    return (str(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")


@lru_cache(maxsize=4096)
def _is_quiet(source: str, known: frozenset[str]) -> bool:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        # Magics, shell commands, questions, awaiting at the top, or a mistake: IPython's own kernel says it best.
        return False
    return all(_is_narrow(node, known) for node in ast.walk(tree))


def _is_narrow(node: ast.AST, known: frozenset[str]) -> bool:
    match node:
        case ast.Import(names=names):
            return all(_is_known(each.name, known) for each in names)
        case ast.ImportFrom(module=module, level=level):
            return level == 0 and _is_known(str(module), known)
        case ast.Name(id=name):
            return name not in WIDE
        case ast.Attribute(attr=name):
            return name in PLAIN_DUNDERS or not (name.startswith("__") and name.endswith("__"))
    return not isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith | ast.AsyncFunctionDef)


def _is_known(module: str, known: frozenset[str]) -> bool:
    return module in SHOWING or module.partition(".")[0] in known | QUIET
