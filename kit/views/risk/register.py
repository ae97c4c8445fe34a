"""Register: a view of the risks of projects."""

import pandas as pd
from sqlalchemy import select

from kit.risk.tables import Risk
from kit.views.reader import Reader
from kit.views.registry import view


@view("risks")
def show_risks(reader: Reader, project: str | None = None, state: str | None = None) -> pd.DataFrame:
    """The register of risks, the gravest first: one row per risk; ``gravity`` is likelihood times impact, 1 to 25."""
    names = (
        "project",
        "code",
        "title",
        "likelihood",
        "impact",
        "owner",
        "response",
        "measures",
        "review_on",
        "state",
        "alert_id",
        "closed_on",
        "reason",
    )
    columns = [getattr(Risk, name) for name in names]
    gravity = (Risk.likelihood * Risk.impact).label("gravity")
    query = select(*columns, gravity).order_by(gravity.desc(), Risk.project, Risk.code)
    query = query if project is None else query.where(Risk.project == project)
    return reader.frame(query if state is None else query.where(Risk.state == state))
