"""Views of projects."""

import pandas as pd
from sqlalchemy import select

from kit.org.tables import Unit
from kit.project.tables import Project
from kit.views.reader import Reader
from kit.views.registry import view


@view("projects")
def show_projects(reader: Reader, owner: str | None = None) -> pd.DataFrame:
    """All projects, or those of one unit: one row per project."""
    query = (
        select(
            Project.code, Project.name, Project.owner, Unit.name.label("owner_name"), Project.year_from, Project.year_to
        )
        .join(Unit, Unit.code == Project.owner)
        .order_by(Project.code)
    )
    return reader.frame(query.where(Project.owner == owner) if owner else query)
