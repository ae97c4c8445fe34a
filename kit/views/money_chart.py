"""Money chart: the pictures of funds, made from the frames of the budget's views; amounts in 万元."""

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from kit.core.language import _
from kit.core.money import WAN_FEN
from kit.views import palette
from kit.views.chart import ROW, ROWS_MAX, Chart, finish, shorten, spread

STATES = ("paid", "contracted", "reserved", "available")
UNPAID = STATES[1:]
COLOURS = {"paid": palette.BLUE, "contracted": palette.SKY, "reserved": "#e0a526", "available": "#d3dae0"}


def draw_money_states(lines: pd.DataFrame) -> Chart:
    """Where the money of each line stands; *lines* is the view ``budget_lines`` with a column ``label``.

    Of more than forty lines those with the most money are drawn.
    """
    rows = lines.sort_values("allotted", ascending=False, kind="stable").head(ROWS_MAX).sort_index()
    said = _("Paid, contracted, reserved and available money of {count} budget lines.").format(count=len(rows))
    drawn = _stacked(rows, list(STATES), list(rows["label"]), None)
    return finish(drawn, _("Where the money of each line stands"), len(rows) * ROW, said)


def draw_pace(months: pd.DataFrame, day: date) -> Chart:
    """Payments of one year from month to month; *months* is the view ``execution_by_month`` of that year.

    The upright line stands at *day* where it lies in the year.
    """
    names = {"by_calendar": _("calendar"), "planned": _("plan of use"), "paid": _("paid")}
    shown = {name: title for name, title in names.items() if months[name].notna().any()}
    rows = spread(_in_wan(months.assign(at=_places(months)), *names), ["at"], shown)
    start = pd.DataFrame({"at": 0.0, "side": list(shown.values()), "value": 0.0})
    rows = pd.concat([_from_zero(start, months), rows], ignore_index=True)
    said = _("Paid, cumulated by month, against plan of use and calendar in {year}.")
    layers = [*_pace_layers(rows, shown), *_day_rule(int(months["year"].iloc[0]), day)]
    title = _("Paid against plan and calendar, cumulated (upright line: the day of this page)")
    return finish(alt.layer(*layers), title, 280, said.format(year=months["year"].iloc[0]))


def draw_ageing(ageing: pd.DataFrame) -> Chart:
    """Money not paid yet by the year it was first budgeted for; *ageing* is the view ``carry_over_ageing``."""
    rows = ageing.assign(label=[_origin(row) for row in ageing.to_dict("records")])
    rows = rows.groupby("label", sort=True)[list(UNPAID)].sum().reset_index()
    said = _("Money not paid yet, by {count} years of first budgeting.").format(count=len(rows))
    drawn = _stacked(rows, list(UNPAID), list(rows["label"]), _("first budgeted for"))
    return finish(drawn, _("Money not paid yet, by the year it was first budgeted for"), len(rows) * ROW, said)


def draw_cost_stages(stages: pd.DataFrame) -> Chart:
    """What a project costs, stage by stage; *stages* is the view ``cost_stages`` of one project with a ``label``."""
    rows = _in_wan(stages, "amount", "difference")
    texts = [_cost_text(row) for row in rows[["amount", "difference"]].to_dict("records")]
    rows = rows[["label", "amount"]].assign(said=texts)
    y = alt.Y("label:N", sort=list(rows["label"]), title=None)
    scale = alt.Scale(domain=[0, float(rows["amount"].max()) * 1.35])
    x = alt.X("amount:Q", title=_("10,000 yuan"), scale=scale, axis=alt.Axis(tickCount=6))
    bars = alt.Chart(rows).mark_bar(color=palette.BLUE).encode(y=y, x=x)
    words = alt.Chart(rows).mark_text(align="left", dx=6, fontSize=12, color=palette.INK)
    said = _("The cost of the project at {count} stages.").format(count=len(rows))
    drawn = alt.layer(bars, words.encode(y=y, x=x, text="said:N"))
    return finish(drawn, _("Cost by stage, and the difference to the stage before"), len(rows) * ROW, said)


def state_titles() -> dict[str, str]:
    """The states of money in the language spoken."""
    return {
        "paid": _("paid"),
        "contracted": _("contracted, not paid"),
        "reserved": _("reserved"),
        "available": _("available"),
    }


def _stacked(rows: pd.DataFrame, states: list[str], order: list[str], title: str | None) -> Any:
    titles = {state: state_titles()[state] for state in states}
    sides = spread(_in_wan(rows, *states), ["label"], titles)
    sides = sides.assign(rank=sides["side"].map({title: place for place, title in enumerate(titles.values())}))
    colour = alt.Scale(domain=list(titles.values()), range=[COLOURS[state] for state in states])
    return (
        alt.Chart(sides)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", sort=order, title=title),
            x=alt.X("sum(value):Q", title=_("10,000 yuan"), axis=alt.Axis(tickCount=6)),
            color=alt.Color("side:N", scale=colour),
            order=alt.Order("rank:Q"),
        )
    )


def _pace_layers(rows: pd.DataFrame, shown: dict[str, str]) -> list[Any]:
    looks = {
        "by_calendar": (palette.GREY, [2, 3]),
        "planned": (palette.ORANGE, [7, 3]),
        "paid": (palette.BLUE, [1, 0]),
    }
    chosen = [looks[name] for name in shown]
    domain = list(shown.values())
    colour = alt.Scale(domain=domain, range=[colour for colour, _dash in chosen])
    dash = alt.Scale(domain=domain, range=[dash for _colour, dash in chosen])
    axis = alt.Axis(values=list(range(1, 13)), format="d", grid=False)
    x = alt.X("at:Q", title=_("end of month"), axis=axis, scale=alt.Scale(domain=[0, 12]))
    y = alt.Y("value:Q", title=_("10,000 yuan"))
    lines = alt.Chart(rows).mark_line(strokeWidth=2.5)
    lines = lines.encode(
        x=x, y=y, color=alt.Color("side:N", scale=colour), strokeDash=alt.StrokeDash("side:N", scale=dash)
    )
    # Where only the sum of the year is known, its one point is all there is of the line.
    paid = rows[(rows["side"] == _("paid")) & (rows["at"] > 0)]
    return [lines, alt.Chart(paid).mark_circle(size=45, opacity=1, color=palette.BLUE).encode(x=x, y=y)]


def _from_zero(start: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Every line starts at zero, but that of payments only where they are known from the first month on."""
    return start if pd.notna(months["paid"].iloc[0]) else start[start["side"] != _("paid")]


def _places(months: pd.DataFrame) -> list[float]:
    return [_place(until) for until in months["until"]]


def _place(day: date) -> float:
    """A day on an axis of months: 15 June is 5.5."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.month - 1 + day.day / (following - day.replace(day=1)).days


def _day_rule(year: int, day: date) -> list[Any]:
    if day.year != year:
        return []
    at = pd.DataFrame({"at": [_place(day)]})
    return [alt.Chart(at).mark_rule(color=palette.INK, strokeDash=[3, 3], opacity=0.7).encode(x="at:Q")]


def _line_label(row: dict[Any, Any], several: set[str]) -> str:
    project = [row["project"]] if "project" in several else []
    # A code that the kit made up opens with its year.
    is_told = "year" not in several or str(row["code"]).startswith(str(row["year"]))
    return shorten(" ".join([*project, *([] if is_told else [str(row["year"])]), row["code"], row["source"]]))


def _origin(row: dict[Any, Any]) -> str:
    year = str(row["origin_year"])
    return _("{year} (time is over)").format(year=year) if row["is_over"] else year


def _cost_text(row: dict[Any, Any]) -> str:
    amount = f"{row['amount']:,.2f}"
    return amount if pd.isna(row["difference"]) else f"{amount} ({row['difference']:+,.2f})"


def _in_wan(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype("Float64").astype(float) / WAN_FEN for name in names})


def label_lines(lines: pd.DataFrame) -> list[str]:
    """How lines are called beside an axis: code and source, with project and year where they are of several."""
    several = {name for name in ("project", "year") if lines[name].nunique() > 1}
    return [_line_label(row, several) for row in lines.to_dict("records")]
