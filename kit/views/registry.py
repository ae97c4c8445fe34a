"""Registry of views: each is declared once and can be read by name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from kit.core.errors import UsageError
from kit.core.language import _
from kit.views.lineage import Lineage, attach
from kit.views.reader import Reader

Read = Callable[..., pd.DataFrame]
# What a whole number in a database can be at most.
NUMBER_MAX = 2**63 - 1


@dataclass(frozen=True)
class View:
    """One way of looking: its name, and a function of a reader and named parameters that answers a tidy frame."""

    name: str
    read: Read

    @property
    def purpose(self) -> str:
        """What it shows: the first line of the function's docstring, in the language spoken."""
        return _((self.read.__doc__ or "").strip().splitlines()[0]).replace("``", "")

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """The parameters after the reader."""
        return dict(list(inspect.signature(self.read, eval_str=True).parameters.items())[1:])

    def show(self, reader: Reader, values: dict[str, Any]) -> pd.DataFrame:
        """The frame for *values*; raises UsageError for an unknown name, a wrong type or one that is missing."""
        return self.read(reader, **self._checked(values))

    def _checked(self, values: dict[str, Any]) -> dict[str, Any]:
        known = self.parameters
        for name in values:
            if name not in known:
                raise UsageError(f"view {self.name} takes {', '.join(known) or 'no parameters'}, not {name!r}")
        for name, parameter in known.items():
            if parameter.default is inspect.Parameter.empty and name not in values:
                raise UsageError(f"view {self.name} needs {name}=…")
        return {name: self._typed(known[name], value) for name, value in values.items()}

    def _typed(self, parameter: inspect.Parameter, value: Any) -> Any:
        try:
            found = TypeAdapter(parameter.annotation).validate_python(value)
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise UsageError(f"view {self.name}: {parameter.name}={value!r} does not fit: {reason}") from None
        if isinstance(found, int) and abs(found) > NUMBER_MAX:
            raise UsageError(f"view {self.name}: {parameter.name}={value!r} does not fit: no number here is as large")
        return found


_views: dict[str, View] = {}


def view(name: str) -> Callable[[Read], Read]:
    """Declare the function below as view *name*."""

    def register(read: Read) -> Read:
        if name in _views:
            raise TypeError(f"the view {name} is declared twice")
        traced = _traced(name, read)
        _views[name] = View(name, traced)
        return traced

    return register


def _traced(name: str, read: Read) -> Read:
    """*read*, whose frame says where it comes from if the reader cites."""
    names = list(inspect.signature(read).parameters)[1:]

    @wraps(read)
    def show(reader: Reader, *given: Any, **named: Any) -> pd.DataFrame:
        if not reader.is_cited:
            return read(reader, *given, **named)
        with reader.tracing() as trace:
            frame = read(reader, *given, **named)
        values = dict(zip(names, given, strict=False)) | named
        said = ", ".join(f"{each}={value}" for each, value in values.items() if value is not None)
        return attach(frame, Lineage(name, said, reader.as_of, tuple(trace.origins), frame))

    return show


def find_view(name: str) -> View:
    """The view of that name; raises UsageError."""
    if name not in _views:
        raise UsageError(f"there is no view {name!r}; kit show --list shows all")
    return _views[name]


def all_views() -> list[View]:
    """All views by name."""
    return [_views[name] for name in sorted(_views)]
