"""Views of the organisation."""

import pandas as pd
from sqlalchemy import select

from kit.org.tables import Person, Unit
from kit.views.reader import Reader
from kit.views.registry import view


@view("units")
def show_units(reader: Reader) -> pd.DataFrame:
    """All units: one row per unit."""
    return reader.frame(select(Unit.code, Unit.name, Unit.parent).order_by(Unit.code))


@view("people")
def show_people(reader: Reader) -> pd.DataFrame:
    """Everybody who works with the kit: one row per person."""
    return reader.frame(
        select(Person.login, Person.name, Person.unit, Person.roles, Person.left_on).order_by(Person.login)
    )
