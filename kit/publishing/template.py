"""Template: a report notebook, its purpose, and the typed parameters that it takes.

The cell tagged ``parameters`` holds annotated assignments (``year: int | None = None``); it is read, never run. The tag
``funds``, ``plan`` or ``law`` beside ``purpose`` says what else a report speaks of: findings of self-reviews are
not counted for it.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.core.errors import UsageError
from kit.core.language import DEFAULT_LANGUAGE, LANGUAGES, get_language
from kit.workspace.resources import shipped

FILLED = ("snapshot", "project")
TAG = "parameters"
APART = frozenset({"funds", "plan", "law"})
_KINDS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_TRUTH = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, what it is annotated as, and its default (none where it must be given)."""

    name: str
    annotation: str
    default: Any = None
    is_required: bool = False

    @property
    def is_optional(self) -> bool:
        """True where None is a value."""
        return "None" in self._parts

    @property
    def kind(self) -> type:
        """The type besides None."""
        return _KINDS[next(part for part in self._parts if part != "None")]

    @property
    def _parts(self) -> list[str]:
        return [part.strip() for part in self.annotation.split("|")]

    def read(self, value: Any, template: str) -> Any:
        """*value*, or the text of it, in the parameter's type; raises UsageError."""
        if value is None and self.is_optional:
            return None
        read = _READERS[self.kind](value)
        if read is None or (self.name == "language" and read not in LANGUAGES):
            wanted = " or ".join(LANGUAGES) if self.name == "language" else self.annotation
            raise UsageError(f"report {template}: {self.name} takes {wanted}, not {value!r}")
        return read


@dataclass(frozen=True)
class Template:
    """One report notebook."""

    name: str
    path: Path
    titles: tuple[str, ...]
    purposes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    is_apart: bool = False

    @property
    def title(self) -> str:
        """What the report is called, in the language spoken where the notebook says it in that language."""
        return _spoken(self.titles) or self.name

    @property
    def purpose(self) -> str:
        """What the report is for, in the language spoken where the notebook says it in that language."""
        return _spoken(self.purposes)

    def takes(self, name: str) -> bool:
        """True where the report has a parameter of that name."""
        return any(parameter.name == name for parameter in self.parameters)

    def read_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """*values* typed; raises UsageError for an unknown name, a wrong type, or one that is missing."""
        for name in values:
            self._refuse_unknown(name)
        free = [parameter for parameter in self.parameters if parameter.name not in FILLED]
        for parameter in free:
            if parameter.is_required and parameter.name not in values:
                raise UsageError(f"report {self.name} needs {parameter.name}: --set {parameter.name}=…")
        return {each.name: each.read(values[each.name], self.name) for each in free if each.name in values}

    def _refuse_unknown(self, name: str) -> None:
        free = [parameter.name for parameter in self.parameters if parameter.name not in FILLED]
        if name in FILLED and self.takes(name):
            how = "name it with --project, or --all" if name == "project" else "each run freezes its own"
            raise UsageError(f"report {self.name}: {name} is filled by the run; {how}")
        if name not in free:
            raise UsageError(f"report {self.name} takes {', '.join(free) or 'no parameters'}, not {name!r}")


def list_templates(office: Path | None) -> list[Template]:
    """All report templates by name; an office's own (``WORKSPACE/reports``) hides the kit's of the same name."""
    return [read_template(path) for _name, path in sorted(_files(office).items())]


def find_template(name: str, office: Path | None) -> Template:
    """The template of that name; raises UsageError."""
    files = _files(office)
    if name not in files:
        raise UsageError(f"there is no report {name!r}; choose one of {', '.join(sorted(files)) or 'none'}")
    return read_template(files[name])


def read_template(path: Path) -> Template:
    """The template in a notebook file; raises UsageError with the file where it cannot be one."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [
            (cell["cell_type"], cell.get("metadata", {}).get("tags", []), "".join(cell["source"])) for cell in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path}: not a notebook (nbformat 4); save it from Jupyter again") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; check its rights") from None
    tags, purposes = next(((tags, text) for kind, tags, text in sources if kind == "markdown"), ([], ""))
    tagged = [text for kind, tags, text in sources if kind == "code" and TAG in tags]
    if len(tagged) != 1:
        raise UsageError(f"{path}: {len(tagged)} cells carry the tag {TAG!r}; tag exactly one")
    lines = [line.strip() for line in purposes.splitlines() if line.strip()]
    titles = tuple(line.lstrip("#").strip() for line in lines if line.startswith("#"))
    said = tuple(line for line in lines if not line.startswith("#"))
    return Template(path.stem, path, titles, said, tuple(_read_parameters(path, tagged[0])), bool(APART & set(tags)))


def _files(office: Path | None) -> dict[str, Path]:
    folders = [shipped("reports"), *([office / "reports"] if office else [])]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.ipynb"))}


def _spoken(lines: tuple[str, ...]) -> str:
    is_chinese = get_language() == DEFAULT_LANGUAGE
    return next((line for line in lines if bool(_CHINESE.search(line)) == is_chinese), "".join(lines[:1]))


def _read_parameters(path: Path, source: str) -> Iterator[Parameter]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise UsageError(f"{path}: the parameters cell is not Python: line {error.lineno}: {error.msg}") from None
    for statement in statements:
        yield _read_statement(path, statement)


def _read_statement(path: Path, statement: ast.stmt) -> Parameter:
    if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
        raise UsageError(f"{path}: {ast.unparse(statement)!r} in the parameters cell; write name: type = value")
    name, annotation = statement.target.id, ast.unparse(statement.annotation)
    kinds = [part.strip() for part in annotation.split("|") if part.strip() != "None"]
    if len(kinds) != 1 or kinds[0] not in _KINDS:
        raise UsageError(f"{path}: {name} is annotated {annotation}; use {', '.join(_KINDS)}, or one of them | None")
    if statement.value is None:
        return Parameter(name, annotation, is_required=True)
    try:
        default = ast.literal_eval(statement.value)
    except ValueError:
        raise UsageError(
            f"{path}: the default of {name} is not a plain value: {ast.unparse(statement.value)}"
        ) from None
    return _with_default(path, Parameter(name, annotation, default))


def _with_default(path: Path, parameter: Parameter) -> Parameter:
    default = parameter.default
    if not (default is None and parameter.is_optional) and type(default) is not parameter.kind:
        raise UsageError(f"{path}: the default of {parameter.name} is {default!r}, not {parameter.annotation}")
    return parameter


def _read_whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", value) else None


def _read_decimal(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    is_plain = isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", value)
    return float(value) if is_plain else None


def _read_truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else _TRUTH.get(str(value).lower())


def _read_words(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_READERS: dict[type, Any] = {str: _read_words, int: _read_whole, float: _read_decimal, bool: _read_truth}
