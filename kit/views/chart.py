"""Chart: the pictures of reports and screens, made from the frames of views.

Each has a title, axes with their unit and a description in words for those who cannot see it.
"""

from typing import Any

import altair as alt
import pandas as pd

from kit.core.language import _
from kit.views import palette

WIDTH = 560
ROW = 26
ROWS_MAX = 40
LABEL_MAX = 24
Chart = alt.Chart | alt.LayerChart | alt.HConcatChart


def draw_scores(indicators: pd.DataFrame) -> Chart:
    """Printed and computed score of each indicator beside its weight; *indicators* is the view of that name, one year.

    Of more than forty rows those are drawn where the two scores lie furthest apart.
    """
    rows = _furthest_apart(indicators)
    rows = rows.assign(label=[_numbered(place, name) for place, name in zip(rows["place"], rows["name"], strict=True)])
    sides = _sides(rows, ["label"], {"score_printed": _("printed"), "score": _("computed")})
    y = alt.Y("label:N", sort=list(rows["label"]), title=None)
    weights = alt.Chart(rows).mark_bar(color="#e7edf2", height=14).encode(y=y, x=alt.X("weight:Q", title=_("points")))
    scores = (
        alt.Chart(sides)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(y=y, x=alt.X("value:Q"), color=_two_sides("color"), shape=_two_sides("shape"))
    )
    drawn = alt.layer(weights, scores)
    return _finished(drawn, _("Score of each indicator (grey: its weight)"), len(rows) * ROW, _describe_scores(rows))


def draw_execution(reviews: pd.DataFrame) -> Chart:
    """Adjusted budget and what was executed, by year; *reviews* is the view ``self_reviews`` of one project."""
    rows = reviews.dropna(subset=["year"]).assign(label=lambda frame: [str(int(year)) for year in frame["year"]])
    sides = _sides(rows, ["label"], {"adjusted": _("adjusted budget"), "executed": _("executed")})
    names = [_("adjusted budget"), _("executed")]
    drawn = (
        alt.Chart(sides)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", title=_("fiscal year")),
            yOffset=alt.YOffset("side:N", sort=names),
            x=alt.X("value:Q", title=_("10,000 yuan")),
            color=alt.Color("side:N", scale=alt.Scale(domain=names, range=[palette.SKY, palette.BLUE])),
        )
    )
    said = _("Adjusted budget and executed amount of {count} years.").format(count=len(rows))
    return _finished(drawn, _("Executed against the adjusted budget, by year"), len(rows) * 2 * ROW, said)


def draw_lost_points(lost: pd.DataFrame) -> Chart:
    """Points lost by dimension, printed and computed; *lost* is the view ``lost_points``, any number of projects."""
    rows = lost.groupby("dimension", sort=False)[["lost_printed", "lost"]].sum().reset_index()
    rows["dimension"] = [_dimension(name) for name in rows["dimension"]]
    drawn = _paired_bars(rows, "dimension", {"lost_printed": _("printed"), "lost": _("computed")}, _("points lost"))
    said = _("Points lost in {count} dimensions, as printed and as computed.").format(count=len(rows))
    return _finished(drawn, _("Where points were lost"), len(rows) * 2 * ROW, said)


def draw_department_findings(departments: pd.DataFrame) -> Chart:
    """Faults and questions by department; *departments* is the view ``portfolio_departments``."""
    rows = departments.head(ROWS_MAX).assign(label=lambda frame: [_short(name) for name in frame["department"]])
    names = [_("faults"), _("questions")]
    sides = _sides(rows, ["label"], {"faults": names[0], "questions": names[1]})
    colour = alt.Scale(domain=names, range=[palette.FAULT, palette.QUESTION])
    drawn = (
        alt.Chart(sides)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", sort=list(rows["label"]), title=None),
            x=alt.X("sum(value):Q", title=_("number of findings"), axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("side:N", scale=colour),
            order=alt.Order("side:N", sort="ascending"),
        )
    )
    said = _("Number of faults and questions in {count} departments.").format(count=len(rows))
    return _finished(drawn, _("Findings by department"), len(rows) * ROW, said)


def draw_department_execution(departments: pd.DataFrame, elapsed: float | None) -> Chart:
    """Execution rate by department against the share of the year gone by (percent); a rate over 100 % stands out."""
    rows = departments.dropna(subset=["rate"]).sort_values("rate", ascending=False).head(ROWS_MAX)
    rows = rows.assign(label=[_short(name) for name in rows["department"]], said=[f"{r:.1f}%" for r in rows["rate"]])
    y = alt.Y("label:N", sort=list(rows["label"]), title=None)
    top = max(110.0, rows["rate"].max() * 1.12) if len(rows) else 110.0
    x = alt.X("rate:Q", title=_("executed ÷ adjusted budget, %"), scale=alt.Scale(domain=[0, top]))
    over = alt.condition(alt.datum.rate > 100, alt.value(palette.ORANGE), alt.value(palette.BLUE))
    bars = alt.Chart(rows).mark_bar().encode(y=y, x=x, color=over)
    words = (
        alt.Chart(rows).mark_text(align="left", dx=5, color=palette.INK, fontSize=12).encode(y=y, x=x, text="said:N")
    )
    layers = [bars, words, *_rule_at(elapsed)]
    said = _("Execution rates of {count} departments; the line stands at the share of the year gone by.")
    title = _("Execution rate by department (line: share of the year gone by)")
    return _finished(alt.layer(*layers), title, len(rows) * ROW, said.format(count=len(rows)))


def draw_grades(reviews: pd.DataFrame) -> Chart:
    """How many self-reviews have each grade, printed and computed; *reviews* is the view ``self_reviews``."""
    printed, computed = reviews["grade_printed"].value_counts(), reviews["grade"].value_counts()
    names = list(dict.fromkeys([*computed.index, *printed.index]))[:ROWS_MAX]
    rows = pd.DataFrame({"grade": names})
    rows["printed"] = [int(printed.get(name, 0)) for name in names]
    rows["computed"] = [int(computed.get(name, 0)) for name in names]
    sides = {"printed": _("printed"), "computed": _("computed")}
    drawn = _paired_bars(rows.assign(grade=[_(name) for name in names]), "grade", sides, _("number of self-reviews"))
    said = _("Number of self-reviews by grade, as printed and as computed.")
    return _finished(drawn, _("Grades, printed and computed"), len(rows) * 2 * ROW, said)


def draw_printed_against_computed(reviews: pd.DataFrame) -> Chart:
    """Printed and computed total of each self-review; a point below the line was printed higher than it computes."""
    rows = reviews.dropna(subset=["total", "total_printed"])
    low, high = _span(rows)
    scale = alt.Scale(domain=[low, high], nice=False, clamp=True)
    line = alt.Chart(pd.DataFrame({"at": [low, high]})).mark_line(color=palette.GREY, strokeDash=[5, 4])
    line = line.encode(x=alt.X("at:Q", scale=scale), y=alt.Y("at:Q", scale=scale))
    apart = alt.condition(
        "abs(datum.total - datum.total_printed) > 0.05", alt.value(palette.VERMILION), alt.value(palette.BLUE)
    )
    points = alt.Chart(rows[["total", "total_printed"]]).mark_circle(size=70, opacity=0.65)
    points = points.encode(
        x=alt.X("total_printed:Q", scale=scale, title=_("printed total, points")),
        y=alt.Y("total:Q", scale=scale, title=_("computed total, points")),
        color=apart,
    )
    said = _("Printed against computed total of {count} self-reviews.").format(count=len(rows))
    return _finished(alt.layer(line, points), _("Printed against computed total"), 340, said)


def draw_trend(years: pd.DataFrame) -> Chart:
    """Execution rate and mean total over the years; *years* is the view ``portfolio_years``."""
    rows = years.dropna(subset=["year"]).assign(label=lambda frame: [str(int(year)) for year in frame["year"]])
    rate = _line(rows, {"rate": _("execution rate")}, _("executed ÷ adjusted budget, %"))
    means = _line(rows, {"mean_printed": _("printed"), "mean": _("computed")}, _("mean total, points"))
    said = _("Execution rate and mean total over {count} years.").format(count=len(rows))
    drawn: Chart = alt.hconcat(
        rate.properties(width=235, height=220), means.properties(width=235, height=220), spacing=48
    ).resolve_scale(color="independent")
    finished: Chart = drawn.properties(title=_("Over the years"), description=said).configure(**palette.look())
    return finished


def _finished(drawn: Any, title: str, height: int, said: str) -> Chart:
    sized = drawn.properties(width=WIDTH, height=max(height, 2 * ROW), title=title, description=said)
    finished: Chart = sized.configure(**palette.look())
    return finished


def _sides(rows: pd.DataFrame, keys: list[str], names: dict[str, str]) -> pd.DataFrame:
    """Long form: one row per key and side, the side called by its name; sides without a value are left out."""
    return rows.melt(keys, list(names), "side", "value").replace({"side": names}).dropna(subset=["value"])


def _two_sides(channel: str) -> Any:
    names = [_("printed"), _("computed")]
    if channel == "shape":
        return alt.Shape("side:N", scale=alt.Scale(domain=names, range=["diamond", "circle"]))
    return alt.Color("side:N", scale=alt.Scale(domain=names, range=[palette.PRINTED, palette.COMPUTED]))


def _paired_bars(rows: pd.DataFrame, key: str, names: dict[str, str], title: str) -> Any:
    sides = _sides(rows, [key], names)
    return (
        alt.Chart(sides)
        .mark_bar()
        .encode(
            y=alt.Y(f"{key}:N", sort=list(rows[key]), title=None),
            yOffset=alt.YOffset("side:N", sort=list(names.values())),
            x=alt.X("value:Q", title=title),
            color=_two_sides("color"),
        )
    )


def _line(rows: pd.DataFrame, names: dict[str, str], title: str) -> Any:
    sides = _sides(rows, ["label"], names)
    colours = [palette.PRINTED, palette.COMPUTED] if len(names) > 1 else [palette.GREEN]
    colour = alt.Color("side:N", scale=alt.Scale(domain=list(names.values()), range=colours))
    x = alt.X("label:O", title=_("fiscal year"), axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False))
    return alt.Chart(sides).mark_line(point=alt.OverlayMarkDef(size=60)).encode(x=x, y=y, color=colour)


def _rule_at(share: float | None) -> list[Any]:
    if share is None:
        return []
    return [alt.Chart(pd.DataFrame({"at": [share]})).mark_rule(color=palette.INK, strokeDash=[5, 4]).encode(x="at:Q")]


def _furthest_apart(indicators: pd.DataFrame) -> pd.DataFrame:
    gap = (indicators["score"] - indicators["score_printed"]).abs().fillna(-1)
    return indicators.loc[gap.sort_values(ascending=False, kind="stable").index[:ROWS_MAX]].sort_values("place")


def _describe_scores(rows: pd.DataFrame) -> str:
    differs = int(((rows["score"] - rows["score_printed"]).abs() > 0.005).sum())
    said = _("Printed and computed score of {count} indicators; {differs} of them differ.")
    return said.format(count=len(rows), differs=differs)


def _span(rows: pd.DataFrame) -> tuple[float, float]:
    both = pd.concat([rows["total"], rows["total_printed"]])
    if both.empty:
        return 0.0, 100.0
    return max(0.0, float(both.min()) // 5 * 5 - 1), float(both.max()) // 5 * 5 + 6


def _dimension(name: object) -> str:
    if name == "execution":
        return _("budget execution")
    return _short(name) if name else _("no dimension printed")


def _numbered(place: int, name: object) -> str:
    return f"{place} {_short(name) if isinstance(name, str) else ''}".strip()


def _short(name: object) -> str:
    text = " ".join(str(name).split())
    return text if len(text) <= LABEL_MAX else f"{text[: LABEL_MAX - 1]}…"
