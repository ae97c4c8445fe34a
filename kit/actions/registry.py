"""Registry of actions: an action is declared once, and every door is made from the declaration."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kit.core.actor import Role
from kit.core.errors import UsageError
from kit.core.language import _
from kit.core.request import Request
from kit.store.work import Work

Perform = Callable[[Work, Any], None]
Holds = Callable[[Connection, Any], tuple[str, ...]]


@dataclass(frozen=True)
class Action:
    """One thing a person does: ``room.verb``, the request it takes, the roles that may."""

    name: str
    request: type[Request]
    roles: frozenset[Role]
    perform: Perform
    # The dossiers it holds, where only the record knows them.
    holds: Holds | None = None

    @property
    def purpose(self) -> str:
        """What it does: the first line of the function's docstring, in the language spoken."""
        return _((self.perform.__doc__ or "").strip().splitlines()[0]).replace("``", "")


_actions: dict[str, Action] = {}
_by_request: dict[type[Request], Action] = {}


def action(name: str, roles: set[Role], holds: Holds | None = None) -> Callable[[Perform], Perform]:
    """Declare the function below as action *name*; its second parameter's annotation is the request model."""

    def register(perform: Perform) -> Perform:
        request = list(inspect.get_annotations(perform, eval_str=True).values())[1]
        declared = Action(name, request, frozenset(roles), perform, holds)
        if name in _actions or request in _by_request:
            raise TypeError(f"the action {name} or its request is declared twice")
        _actions[name] = _by_request[request] = declared
        return perform

    return register


def find_action(name: str) -> Action:
    """The action of that name; raises UsageError."""
    if name not in _actions:
        raise UsageError(f"there is no action {name!r}; kit do --list shows all")
    return _actions[name]


def action_of(request: Request) -> Action:
    """The action that takes such a request."""
    return _by_request[type(request)]


def all_actions() -> list[Action]:
    """All actions by name."""
    return [_actions[name] for name in sorted(_actions)]
