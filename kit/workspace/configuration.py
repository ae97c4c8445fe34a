"""Configuration: YAML data files, validated by pydantic, each error with its file and line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kit.core.errors import ConfigurationError

FILE_MAX = 2_000_000
DEPTH_MAX = 40
Model = TypeVar("Model", bound=BaseModel)
TIMESTAMP = "tag:yaml.org,2002:timestamp"


# The parser written in C reads the same and is eight times as fast; PyYAML may have been built without it.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Parser):  # type: ignore[misc]
    """Reads days as text, so that 31 February is pydantic's to refuse, with its line, and not the parser's."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_item(path: Path, model: type[Model]) -> Model:
    """The one *model* that a YAML file holds."""
    node = _compose(path)
    return _validate(path, node, model)


def read_items(path: Path, model: type[Model], context: Any = None) -> Iterator[tuple[Model, str]]:
    """Every *model* of a YAML file that is a list, each with its place (``file:line``).

    *context* is what the model's validators may ask about, such as the facts that a rule may name.
    """
    node = _compose(path)
    if not isinstance(node, yaml.SequenceNode):
        raise ConfigurationError(f"{path}:1: a list of entries was expected; begin each one with '- '")
    for child in node.value:
        yield _validate(path, child, model, context), f"{path}:{child.start_mark.line + 1}"


def _compose(path: Path) -> yaml.Node:
    if path.stat().st_size > FILE_MAX:
        raise ConfigurationError(f"{path}: larger than {FILE_MAX:,} bytes; split it")
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_bombs(path, text)
        node = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigurationError(f"{path}:{_line(error)}: {_reason(error)}; mend the YAML there") from None
    if node is None:
        raise ConfigurationError(f"{path}:1: the file is empty; write its entries or delete it")
    return node


def _refuse_bombs(path: Path, text: str) -> None:
    # Aliases let nine lines stand for a billion entries; nesting without end fells the parser. Data files need neither.
    depth = 0
    for event in yaml.parse(text, Loader=_Parser):
        if isinstance(event, yaml.AliasEvent):
            line = _mark_line(event.start_mark)
            raise ConfigurationError(f"{path}:{line}: aliases (*name) are not read; write it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            line = _mark_line(event.start_mark)
            raise ConfigurationError(f"{path}:{line}: nested too deeply, more than {DEPTH_MAX} levels; write it flat")


def _validate(path: Path, node: yaml.Node, model: type[Model], context: Any = None) -> Model:
    loader = _Loader("")
    try:
        return model.model_validate(loader.construct_document(node), context=context)
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}:{_line(error)}: {_reason(error)}; mend the YAML there") from None
    except ValidationError as error:
        # A mistyped name is two errors, one too many and one missing; the one too many says what happened.
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        place = ".".join(str(part) for part in first["loc"])
        line = _line_of(node, first["loc"])
        raise ConfigurationError(f"{path}:{line}: {place}: {first['msg']}") from None


def _line(error: Exception) -> int:
    return _mark_line(getattr(error, "problem_mark", None))


def _mark_line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _reason(error: Exception) -> str:
    return getattr(error, "problem", None) or "nested too deeply"


def _line_of(node: yaml.Node, path: Sequence[Any]) -> int:
    """The line of the deepest node on *path* that exists."""
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None
