"""Waiver: leave from one rule, for one project and scope, with reason and end; and each time that it was used."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class WaiverScope(StrEnum):
    """How far a waiver reaches: the whole project, one contract or one budget line of it."""

    PROJECT = "project"
    CONTRACT = "contract"
    LINE = "line"


class WaiverState(StrEnum):
    """Where a waiver stands; whether it has begun or ended is a matter of the day."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Waiver(Recorded):
    """A waiver (豁免) as it was asked for and decided; ``since`` and ``until`` are days, both included."""

    __tablename__ = "waiver"
    __table_args__ = (UniqueConstraint("project", "number"),)

    project: Mapped[str] = mapped_column(CODE)
    number: Mapped[int]
    rule: Mapped[str] = mapped_column(CODE)
    scope_kind: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str | None] = mapped_column(CODE)
    reason: Mapped[str] = mapped_column(String(1000))
    since: Mapped[date]
    until: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[str] = mapped_column(CODE)
    asked_on: Mapped[date]
    decided_by: Mapped[str | None] = mapped_column(CODE)
    decided_on: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(1000))

    @property
    def name(self) -> str:
        """What it is called: project and number."""
        return waiver_name(self.project, self.number)


class WaiverUse(Recorded):
    """One time that a waiver let something pass: which finding, which action, whose."""

    __tablename__ = "waiver_use"

    waiver_id: Mapped[int] = mapped_column(index=True)
    finding: Mapped[str] = mapped_column(CODE)
    action: Mapped[str] = mapped_column(CODE)
    action_id: Mapped[str] = mapped_column(String(36))
    used_by: Mapped[str] = mapped_column(CODE)
    on_day: Mapped[date]


def waiver_name(project: str, number: int) -> str:
    """What a waiver is called."""
    return f"{project}/W{number}"


def reaches(waiver: Waiver, scopes: Mapping[str, Iterable[str]]) -> bool:
    """True where the waiver covers what a deed is about: by kind of scope, the codes that the deed names.

    A waiver for one line does not cover a deed on two.
    """
    if waiver.scope_kind == WaiverScope.PROJECT:
        return True
    return set(scopes.get(waiver.scope_kind, ())) == {waiver.scope}


def holds_on(waiver: Waiver, *days: date) -> bool:
    """True where the waiver was granted and all *days* lie within it."""
    return waiver.state == WaiverState.GRANTED and all(waiver.since <= day <= waiver.until for day in days)
