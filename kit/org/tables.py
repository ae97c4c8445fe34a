"""Tables of the organisation: units and people."""

from datetime import date

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class Unit(Recorded):
    """A unit (单位); ``parent`` is the code of the unit above it, none for a competent department."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    parent: Mapped[str | None] = mapped_column(CODE)


class Person(Recorded):
    """Somebody who works with the kit, by login name."""

    __tablename__ = "person"

    login: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str | None] = mapped_column(CODE)
    roles: Mapped[list[str]] = mapped_column(JSON)
    left_on: Mapped[date | None]
