"""Self-review labels: what the fields and columns of the entry screen are called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kit.core.finding import Finding
from kit.core.language import Phrase
from widgets.grid import Column
from widgets.language import _

WRONG_FIELD = "request.field_wrong"


def heading_titles() -> dict[str, str]:
    """The fields of the heading."""
    return {
        "title": _("Project name"),
        "department": _("Competent department"),
        "unit": _("Implementing unit"),
        "year": _("Year as printed"),
    }


def money_titles() -> dict[str, str]:
    """The fields of the money's sum line."""
    return {
        "initial": _("Opening budget"),
        "adjusted": _("Adjusted budget"),
        "executed": _("Executed"),
        "rate_printed": _("Execution rate"),
        "weight": _("Points"),
        "score_printed": _("Score"),
    }


def total_titles() -> dict[str, str]:
    """The totals of the table."""
    return {"total_weight_printed": _("Total points"), "total_printed": _("Total score"), "grade_printed": _("Grade")}


def fund_columns() -> list[Column]:
    """The columns of the money's source lines."""
    return [
        Column("name", _("Source of the money"), "34%"),
        Column("initial", _("Opening budget"), number=True),
        Column("adjusted", _("Adjusted budget"), number=True),
        Column("executed", _("Executed"), number=True),
    ]


def indicator_columns(rows: Sequence[dict[str, object]]) -> list[Column]:
    """The columns of the indicators; operator and unit only where the form has columns for them."""
    own = {"op_column": _("Operator"), "unit_column": _("Unit")}
    extra = [Column(name, title, "4.5%") for name, title in own.items() if any(row.get(name) for row in rows)]
    return [
        Column("level1", _("Level 1"), "8%", carried=True),
        Column("level2", _("Level 2"), "8%", carried=True),
        Column("name", _("Level 3 indicator"), "17%"),
        *extra,
        Column("target", _("Target"), "11%"),
        Column("actual", _("Actual"), "11%"),
        Column("weight", _("Points"), "5.5%", number=True),
        Column("score", _("Score"), "5.5%", number=True),
        Column("reason", _("Reason and remedy")),
    ]


def in_words(finding: Finding) -> Finding:
    """*finding*, with the field of the request that it names called as on the page."""
    label = _label((finding.field or "").split(".")) if finding.code == WRONG_FIELD else None
    if label is None:
        return finding
    return replace(finding, phrase=Phrase(finding.phrase.text, finding.phrase.values | {"field": label}))


def _label(path: Sequence[str]) -> str | None:
    """The words for a place such as ``table.budget.adjusted`` or ``table.indicators.3.target``."""
    match path:
        case ["table", "indicators", place, name]:
            columns = indicator_columns([{"op_column": "=", "unit_column": "%"}])
            return _in_row(_("Indicators"), place, name, _titles(columns))
        case ["table", "budget", "funds", place, name]:
            return _in_row(_("Source of the money"), place, name, _titles(fund_columns()))
        case ["table", "budget", name]:
            title = money_titles().get(name)
            return f"{_('Money: the sum line')} · {title}" if title else None
        case ["table", name]:
            return (heading_titles() | total_titles()).get(name)
    return None


def _in_row(block: str, place: str, name: str, titles: Mapping[str, str]) -> str | None:
    if name not in titles or not place.isdigit():
        return None
    return " · ".join((block, _("Row {row}").format(row=int(place) + 1), titles[name]))


def _titles(columns: Sequence[Column]) -> dict[str, str]:
    return {column.name: column.title for column in columns}
