"""Plan chart: the pictures of plans, made from the frames of the schedule's views: Gantt and S-curve."""

from datetime import date, datetime, time
from typing import Any

import altair as alt
import pandas as pd

from kit.core.language import _
from kit.core.money import WAN_FEN
from kit.views import palette
from kit.views.chart import Chart, finish, shorten, spread

ROW = 20
# More rows than these are read part by part.
ROWS_MAX = 80
LINK = palette.MUTED
# A link of two letters joins the start or the finish of one task to that of another.
ENDS = {"F": "finish", "S": "start"}
BASELINE, DONE, CRITICAL, OPEN = "#c9d2d9", palette.BLUE, palette.VERMILION, palette.SKY


def rows_to_draw(tasks: pd.DataFrame, part: str | None = None) -> pd.DataFrame:
    """The rows of the view ``tasks`` that a picture shows: those below the summary *part*, else the plan from the top.

    Levels of the outline are opened one after the other as long as the rows fit; what is left out lies in a part.
    """
    inside = rows_below(tasks, part)
    deepest = int(inside["depth"].max()) if len(inside) else 0
    while deepest > 0 and (inside["depth"] <= deepest).sum() > ROWS_MAX:
        deepest -= 1
    return inside[inside["depth"] <= deepest].head(ROWS_MAX).reset_index(drop=True)


def rows_below(tasks: pd.DataFrame, part: str | None = None) -> pd.DataFrame:
    """The rows of the view ``tasks`` below the summary *part*, all without one, each with its ``depth`` below that."""
    named = zip(tasks["task"], tasks["parent"], strict=True)
    parents = {str(task): None if pd.isna(parent) else str(parent) for task, parent in named}
    depth = tasks["task"].map(lambda code: _depth(code, parents, part))
    return tasks[depth >= 0].assign(depth=depth[depth >= 0])


def draw_gantt(rows: pd.DataFrame, day: date, links: pd.DataFrame | None = None) -> Chart:
    """Tasks with their baseline (grey), what is done, what is left, critical tasks, milestones, and the line of *day*.

    *rows* come from ``rows_to_draw``, *links* are the view ``task_links``: an arrow for each whose two ends are drawn.
    A day further off than the plan is long has no line: bars would shrink to dots.
    """
    shown = rows.assign(label=[_label(row) for row in rows.to_dict("records")])
    y = alt.Y("label:N", sort=list(shown["label"]), title=None, axis=alt.Axis(labelLimit=260))
    today = [_today(day)] if _is_near(shown, day) else []
    arrows = _arrows(shown, links) if links is not None else []
    drawn = alt.layer(*_baseline(shown, y), *_links(arrows, y), *_bars(shown, y), *_milestones(shown, y), *today)
    said = _("{tasks} tasks from {start} to {finish}, {critical} of them critical; this page is of {day}.").format(
        tasks=len(shown),
        start=f"{shown['start'].min():%Y-%m-%d}",
        finish=f"{shown['finish'].max():%Y-%m-%d}",
        critical=int(shown["is_critical"].sum()),
        day=day.isoformat(),
    )
    title = _("Gantt chart (grey: baseline; arrows: links; upright line: the day of this page)")
    return finish(drawn, title, len(shown) * ROW, said)


def draw_s_curve(curve: pd.DataFrame, day: date) -> Chart:
    """Planned, earned and actual cost by month, cumulated; *curve* is the view ``s_curve`` of one project."""
    names = {"planned": _("planned"), "earned": _("earned"), "actual": _("actual cost")}
    amounts = curve.assign(
        month=pd.to_datetime(curve["month"]), **{name: curve[name].astype("Float64") / WAN_FEN for name in names}
    )
    sides = spread(amounts, ["month"], names)
    colour = alt.Scale(domain=list(names.values()), range=[palette.GREY, palette.BLUE, palette.ORANGE])
    lines = (
        alt.Chart(sides)
        .mark_line(point=True)
        .encode(
            x=alt.X("month:T", title=_("end of the month"), axis=alt.Axis(format="%Y-%m")),
            y=alt.Y("value:Q", title=_("10,000 yuan")),
            color=alt.Color("side:N", scale=colour),
        )
    )
    said = _("Planned, earned and actual cost at the end of {count} months.").format(count=len(curve))
    title = _("S-curve: planned, earned and actual cost, cumulated")
    return finish(alt.layer(lines, _today(day)), title, 280, said)


def _depth(code: str, parents: dict[str, str | None], part: str | None) -> int:
    """How many summaries lie between a task and the top (or *part*); -1 for what lies outside."""
    depth, at = 0, parents.get(code)
    while at is not None and at != part and depth < len(parents):
        depth, at = depth + 1, parents.get(at)
    return depth if at == part else -1


def _label(row: dict[Any, Any]) -> str:
    return f"{'　' * int(row['depth'])}{row['task']} {shorten(row['name'])}"


def _baseline(shown: pd.DataFrame, y: Any) -> list[Any]:
    planned = shown.dropna(subset=["baseline_start"])
    if planned.empty:
        return []
    ends = {"x": alt.X("baseline_start:T", title=None, axis=_axis()), "x2": "baseline_finish:T"}
    return [alt.Chart(planned).mark_bar(color=BASELINE, height=15).encode(y=y, **ends)]


def _bars(shown: pd.DataFrame, y: Any) -> list[Any]:
    """What is done of each task, and what is left of it."""
    bars = [bar for row in shown[shown["kind"] != "milestone"].to_dict("records") for bar in _parts(row)]
    if not bars:
        return []
    names = {"done": _("done"), "critical": _("critical"), "open": _("not critical")}
    frame = pd.DataFrame(bars)
    colour = alt.Scale(domain=list(names.values()), range=[DONE, CRITICAL, OPEN])
    return [
        alt.Chart(frame.assign(side=frame["side"].map(names)))
        .mark_bar(height=8)
        .encode(
            y=y,
            x=alt.X("from:T", title=None, axis=_axis()),
            x2="to:T",
            color=alt.Color("side:N", scale=colour),
        )
    ]


def _parts(row: dict[Any, Any]) -> list[dict[str, Any]]:
    reached = row["start"] + (row["finish"] - row["start"]) * (row["percent"] / 100)
    left = "critical" if row["is_critical"] else "open"
    ends = [("done", row["start"], reached), (left, reached, row["finish"])]
    return [{"label": row["label"], "side": side, "from": a, "to": b} for side, a, b in ends if a < b]


def _is_near(shown: pd.DataFrame, day: date) -> bool:
    """True where *day* lies in the plan, or no further from it than the plan is long."""
    first, last = shown["start"].min(), shown["finish"].max()
    return bool(first - (last - first) <= datetime.combine(day, time(12)) <= last + (last - first))


def _arrows(shown: pd.DataFrame, links: pd.DataFrame) -> list[dict[str, Any]]:
    """The links of which both ends are drawn: from which bar, when, to which bar, when."""
    drawn = {str(row["task"]): row for row in shown.to_dict("records")}
    places = {label: place for place, label in enumerate(shown["label"])}
    arrows = []
    for link in links.to_dict("records"):
        before, after = drawn.get(str(link["predecessor"])), drawn.get(str(link["successor"]))
        if before is None or after is None:
            continue
        leaves, reaches = (ENDS[letter] for letter in str(link["kind"]))
        arrows.append(
            {
                "link": f"{before['task']} → {after['task']}",
                "leaves": before[leaves],
                "reaches": after[reaches],
                "from": before["label"],
                "to": after["label"],
                "is_down": places[after["label"]] > places[before["label"]],
            }
        )
    return arrows


def _links(arrows: list[dict[str, Any]], y: Any) -> list[Any]:
    """Each arrow as a line along its first row, then to the other row, with a tip."""
    if not arrows:
        return []
    corners = [
        {"link": arrow["link"], "step": step, "at": arrow[when], "label": arrow[row]}
        for arrow in arrows
        for step, (when, row) in enumerate((("leaves", "from"), ("reaches", "from"), ("reaches", "to")))
    ]
    lines = (
        alt.Chart(pd.DataFrame(corners))
        .mark_line(color=LINK, strokeWidth=1)
        .encode(y=y, x=alt.X("at:T", title=None, axis=_axis()), detail="link:N", order="step:O")
    )
    tips = pd.DataFrame(arrows).assign(label=[arrow["to"] for arrow in arrows])
    shape = alt.Shape(
        "is_down:N", scale=alt.Scale(domain=[True, False], range=["triangle-down", "triangle-up"]), legend=None
    )
    heads = alt.Chart(tips).mark_point(filled=True, size=28, color=LINK, opacity=1, yOffset=0)
    return [lines, heads.encode(y=y, x=alt.X("reaches:T", title=None, axis=_axis()), shape=shape)]


def _milestones(shown: pd.DataFrame, y: Any) -> list[Any]:
    marks = shown[shown["kind"] == "milestone"]
    if marks.empty:
        return []
    x = alt.X("finish:T", title=None, axis=_axis())
    return [alt.Chart(marks).mark_point(shape="diamond", filled=True, size=90, color=palette.INK).encode(y=y, x=x)]


def _today(day: date) -> Any:
    at = pd.DataFrame({"at": [datetime.combine(day, time(12))]})
    return alt.Chart(at).mark_rule(color=palette.GREEN, strokeWidth=2).encode(x=alt.X("at:T", title=None))


def _axis() -> Any:
    return alt.Axis(format="%Y-%m-%d", tickCount=6, orient="top")
