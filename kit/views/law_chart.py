"""Law chart: the picture of a back-test, made from the frame of its view."""

import altair as alt
import pandas as pd

from kit.core.language import _
from kit.views import palette
from kit.views.chart import ROW, Chart, finish, spread

COLOURS = {"passed": palette.BLUE, "failed": palette.VERMILION, "not_applicable": palette.GREY}


def draw_backtest(months: pd.DataFrame) -> Chart:
    """How the rule as tried answers, month by month; *months* is the view ``backtest_months``."""
    titles = {"passed": _("pass"), "failed": _("fail"), "not_applicable": _("not applicable")}
    sides = spread(months, ["month"], titles)
    sides = sides.assign(rank=sides["side"].map({title: place for place, title in enumerate(titles.values())}))
    colour = alt.Scale(domain=list(titles.values()), range=list(COLOURS.values()))
    drawn = (
        alt.Chart(sides)
        .mark_bar()
        .encode(
            y=alt.Y("month:N", title=None),
            x=alt.X("sum(value):Q", title=_("decisions"), axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("side:N", scale=colour),
            order=alt.Order("rank:Q"),
        )
    )
    said = _("Decisions of {count} months, by what the rule as tried answers.").format(count=len(months))
    return finish(drawn, _("What the rule as tried answers, by month of the decision"), len(months) * ROW, said)
