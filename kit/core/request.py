"""Request: what a person asks an action to do; forms, commands and the journal are made from its fields."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from kit.core.tables import OFFICE


class Request(BaseModel):
    """The base of all requests. Unknown fields are refused, so that a mistyped name is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="after")
    @classmethod
    def _holds_no_nul(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise PydanticCustomError("text_nul", "a NUL cannot be stored")
        return value

    def dossiers(self) -> tuple[str, ...]:
        """The dossiers that the action holds, its own first; ``office`` unless a request says otherwise."""
        return (OFFICE,)

    def scopes(self) -> Mapping[str, frozenset[str]]:
        """The codes of what it is about inside a project, by kind (``contract``, ``line``), for waivers."""
        return {}


def entry(title: str, /, default: Any = ..., *, help: str | None = None, **bounds: Any) -> Any:  # noqa: A002 - as forms say
    """One field of a request: its English *title* and *help* are in the catalogue, *bounds* are pydantic's."""
    return Field(default, title=title, description=help, **bounds)
