"""Palette: the house colours, told apart by colour-blind readers too, and the look that all charts share.

The hues are those of Okabe and Ito (2008), "Color Universal Design", darkened where they carry text.
"""

from typing import Any

INK = "#22303c"
MUTED = "#5f6f7c"
RULE = "#d9e0e6"
BLUE = "#0f6ba8"
SKY = "#8fc1e3"
ORANGE = "#d2760b"
VERMILION = "#b8420f"
GREEN = "#0b8063"
GREY = "#a9b4bd"
PAPER = "#ffffff"

PRINTED, COMPUTED = ORANGE, BLUE
FAULT, QUESTION = VERMILION, "#e0a526"

FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"


def look() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    text = {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return {
        "background": PAPER,
        "font": FONTS,
        "padding": 12,
        "view": {"stroke": None},
        "title": {"anchor": "start", "fontSize": 14, "fontWeight": "bold", "color": INK, "offset": 14},
        "axis": text
        | {"domainColor": RULE, "tickColor": RULE, "gridColor": RULE, "labelLimit": 190, "titlePadding": 10}
        # Where numbers would run together every other one is left out.
        | {"labelOverlap": "parity", "labelSeparation": 6},
        "legend": text | {"orient": "top", "title": None, "symbolSize": 90, "offset": 8},
        "header": text,
    }
