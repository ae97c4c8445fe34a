"""Route: who signs what in which order, as ``data/routes`` says it."""

from collections.abc import Callable, Container, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.approval.states import StepMode
from kit.core.actor import Role
from kit.core.digest import digest_file
from kit.core.errors import ConfigurationError
from kit.core.money import Money, NotAnAmount
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FOLDER = "routes"


class Operator(StrEnum):
    """The comparisons that a condition may make."""

    EQUAL = "eq"
    NOT_EQUAL = "ne"
    ONE_OF = "in"
    AT_LEAST = "ge"
    MORE = "gt"
    AT_MOST = "le"
    LESS = "lt"


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: lambda found, wanted: found == wanted,
    Operator.NOT_EQUAL: lambda found, wanted: found != wanted,
    Operator.ONE_OF: lambda found, wanted: found in wanted,
    Operator.AT_LEAST: lambda found, wanted: found >= wanted,
    Operator.MORE: lambda found, wanted: found > wanted,
    Operator.AT_MOST: lambda found, wanted: found <= wanted,
    Operator.LESS: lambda found, wanted: found < wanted,
}
_ORDERED = frozenset({Operator.AT_LEAST, Operator.MORE, Operator.AT_MOST, Operator.LESS})


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Written):
    """One comparison of a field of the request; sums of money are written with their unit (``50万元``)."""

    field: str
    operator: Operator
    value: str | int | list[str]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.operator is Operator.ONE_OF) != isinstance(self.value, list):
            raise ValueError("'in' takes a list, the other operators one value")
        if self.operator in _ORDERED:
            self._bound()
        return self

    def holds(self, payload: Mapping[str, Any]) -> bool:
        """True where the request's field compares so; a field left empty fits no condition."""
        found = payload.get(self.field)
        if found is None:
            return False
        return _COMPARE[self.operator](found, self._bound() if self.operator in _ORDERED else self.value)

    def _bound(self) -> int:
        if isinstance(self.value, int):
            return self.value
        try:
            return Money.parse(str(self.value)).fen
        except NotAnAmount as error:
            raise ValueError(str(error)) from None


class Escalation(_Written):
    """Who hears of a step that is overdue by so many working days."""

    to: Role
    after_workdays: int = Field(ge=0, le=365)


class Step(_Written):
    """One step: the roles that sign, how many of them, in how many working days; all its conditions must hold."""

    name: str = Field(min_length=1, max_length=80)
    roles: tuple[Role, ...] = Field(min_length=1)
    mode: StepMode = StepMode.ANY
    quorum: int | None = Field(None, ge=1)
    workdays: int = Field(ge=1, le=365)
    differs_from: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    escalation: Escalation | None = None

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if (self.mode is StepMode.QUORUM) != (self.quorum is not None):
            raise ValueError("quorum goes with mode quorum, and only with it")
        if len(set(self.roles)) != len(self.roles):
            raise ValueError("a role is named twice")
        return self


class PassedStep(Step):
    """A step as one approval passes it: with the persons who sign it, where a signer has named them, and why."""

    persons: tuple[str, ...] = ()
    added_by: str | None = None
    reason: str | None = None


class Route(_Written):
    """The steps that an action's request passes, in order; ``is_required`` closes the way past them.

    ``rules`` are the rules of ``data/law`` that ask for it; ``source`` says who settled the steps.
    """

    code: str = Field(min_length=1, max_length=80)
    title: str
    action: str
    is_required: bool
    source: str
    rules: tuple[str, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        before: set[str] = set()
        for step in self.steps:
            if step.name in before:
                raise ValueError(f"step {step.name!r} is named twice")
            if unknown := set(step.differs_from) - before:
                raise ValueError(f"step {step.name!r} differs from {min(unknown)!r}, which is no earlier step")
            before.add(step.name)
        if all(step.when for step in self.steps):
            raise ValueError("every step has a condition; one must always be passed, else a request has no step")
        return self

    def steps_for(self, payload: Mapping[str, Any]) -> list[Step]:
        """The steps that a request passes."""
        return [step for step in self.steps if all(condition.holds(payload) for condition in step.when)]


def load_routes(resources: Resources, actions: Iterable[str], rules: Container[str]) -> dict[str, tuple[Route, str]]:
    """Each action's route in force, with the digest of its file; raises ConfigurationError with the file."""
    known, found = frozenset(actions), dict[str, tuple[Route, str]]()
    for path, route, sealed in read_routes(resources):
        if route.action not in known:
            raise ConfigurationError(f"{path}:1: there is no action {route.action!r}; kit do --list shows all")
        if route.action in found:
            raise ConfigurationError(f"{path}:1: {route.action} has a route already; keep one file for each action")
        if unknown := [code for code in route.rules if code not in rules]:
            raise ConfigurationError(f"{path}:1: there is no rule {unknown[0]!r}; kit law list shows all")
        found[route.action] = (route, sealed)
    return found


def read_routes(resources: Resources) -> list[tuple[Path, Route, str]]:
    """Every file of a route with what it says and its digest; raises ConfigurationError with file and line."""
    return [(path, *_read(path, path.stat().st_mtime_ns)) for path in resources.list(FOLDER)]


# Every deed asks for the routes; a file is read again when it has changed.
@lru_cache
def _read(path: Path, _changed: int) -> tuple[Route, str]:
    return read_item(path, Route), digest_file(path)
