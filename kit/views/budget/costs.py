"""Costs: views of what a project costs, stage by stage."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.budget.commitments import CostStage, ProjectCost
from kit.core.tables import columns_of
from kit.views.budget.scope import Scope
from kit.views.reader import Reader
from kit.views.registry import view


@view("cost_stages")
def show_cost_stages(reader: Reader, project: str | None = None, owner: str | None = None) -> pd.DataFrame:
    """The cost of a project as each stage approved it last, in fen: one row per project and stage, in their order.

    ``difference`` is to the stage recorded before it, empty for the first.
    """
    query = Scope(project, None, owner).of_projects(select(columns_of(ProjectCost)), ProjectCost.project)
    rows = reader.rows(query.order_by(ProjectCost.project, ProjectCost.revision))
    shown = [row for _code, found in groupby(rows, itemgetter("project")) for row in _stages(list(found))]
    return pd.DataFrame(shown, columns=_COLUMNS).astype({"difference": "Int64"})


def _stages(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    last = {row["stage"]: row for row in rows}
    before = None
    for stage in CostStage:
        if stage in last:
            row = last[stage]
            yield row | {"difference": None if before is None else row["amount"] - before}
            before = row["amount"]


_COLUMNS = ["project", "stage", "revision", "amount", "difference", "approved_on", "document", "overrun_report"]
