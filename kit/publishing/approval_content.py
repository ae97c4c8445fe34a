"""Approval content: what an approval asks for, field by field, in the words of the action's form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import EnumType
from typing import Any, get_args

from pydantic.fields import FieldInfo

from kit.actions.registry import find_action
from kit.core.amount import read_fen
from kit.core.language import _
from kit.core.money import Money
from kit.publishing.columns import NOTHING, is_nothing
from kit.publishing.terms import write_term


@dataclass(frozen=True)
class Line:
    """One field: its title, what it asks for, and what it asked for in the version before where that differs."""

    title: str
    value: str
    before: str = ""


def name_of_action(action: str) -> str:
    """What an action does, as the name of what is asked."""
    return find_action(action).purpose.rstrip("。.")


def content_lines(action: str, payload: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[Line]:
    """The fields of *payload* that hold something or did in the version *before*, in the order of the form."""
    fields = find_action(action).request.model_fields
    old = payload if before is None else before
    return [
        Line(
            title=_(str(info.title)),
            value=write_value(info, payload.get(name)),
            before=write_value(info, old.get(name)) if payload.get(name) != old.get(name) else "",
        )
        for name, info in fields.items()
        if not (is_nothing(payload.get(name)) and is_nothing(old.get(name)))
    ]


def amount_of(action: str, payload: Mapping[str, Any]) -> str:
    """The sum that is asked for; empty where the request holds none by the name ``amount``."""
    info = find_action(action).request.model_fields.get("amount")
    return write_value(info, payload["amount"]) if info and payload.get("amount") is not None else ""


def as_typed(action: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The values of *payload* as somebody would type them into the form again: sums with their unit."""
    fields = find_action(action).request.model_fields
    return {
        name: str(Money(value)) if isinstance(value, int) and _is_money(fields[name]) else value
        for name, value in payload.items()
    }


def write_value(info: FieldInfo, value: Any) -> str:
    """The value of a field as people read it: sums in yuan, words for codes of a fixed list."""
    if is_nothing(value):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and _is_money(info):
        return str(Money(value))
    if isinstance(value, list):
        return "；".join(_write_item(each) for each in value)
    return write_term(value) if _is_chosen(info) else _write_item(value)


def _write_item(value: Any) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name}: {_write_item(each)}" for name, each in value.items() if not is_nothing(each))
    return str(value)


def _kinds(info: FieldInfo) -> list[Any]:
    return [info.annotation, *get_args(info.annotation)]


def _is_chosen(info: FieldInfo) -> bool:
    """True for a code of a fixed list."""
    return any(isinstance(kind, EnumType) for kind in _kinds(info))


def _is_money(info: FieldInfo) -> bool:
    marks = [*info.metadata, *(mark for kind in _kinds(info) for mark in getattr(kind, "__metadata__", ()))]
    return any(getattr(mark, "func", None) is read_fen for mark in marks)
