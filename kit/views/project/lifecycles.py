"""Lifecycles: what each kind of project goes through."""

from datetime import date

import pandas as pd

from kit.project.lifecycle import Lifecycle, Limit, Node, Stage, read_lifecycles
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

COLUMNS = (
    "kind",
    "kind_title",
    "stage",
    "stage_title",
    "node",
    "title",
    "line",
    "responsible",
    "limit",
    "limit_source",
    "documents",
    "cases",
    "needs",
    "law",
    "source",
)


@view("lifecycles")
def show_lifecycles(reader: Reader, kind: str | None = None, day: date | None = None) -> pd.DataFrame:
    """The lifecycles in force: one row per kind, stage and node, with the law behind it as of *day*."""
    law = reader.rulebook.on(speaking_day(reader, day))
    rows = [
        _row(lifecycle, stage, node) | {"law": "; ".join(str(law.cite(code)) for code in node.rules)}
        for _, lifecycle, _ in read_lifecycles(reader.resources)
        if kind in (None, lifecycle.code)
        for stage in lifecycle.stages
        for node in stage.nodes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(lifecycle: Lifecycle, stage: Stage, node: Node) -> dict[str, object]:
    return {
        "kind": lifecycle.code,
        "kind_title": lifecycle.name,
        "stage": stage.code,
        "stage_title": stage.name,
        "node": node.code,
        "title": node.name,
        "line": str(node.line),
        "responsible": ", ".join(node.responsible),
        "limit": _limit(node.limit),
        "limit_source": node.limit.source if node.limit else None,
        "documents": ", ".join(each.name for each in node.documents),
        "cases": ", ".join(f"{each.code} ({each.name})" for each in node.cases),
        "needs": ", ".join(stage.needs),
        "source": lifecycle.source,
    }


def _limit(limit: Limit | None) -> str | None:
    if limit is None:
        return None
    return " ".join(
        f"{name} {value}" for name, value in limit.model_dump(exclude={"source"}, exclude_none=True).items()
    )
