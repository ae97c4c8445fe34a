"""What is wrong with a field is said with the name that the field has on the page."""

from kit.actions.desk import read_request
from kit.core.finding import Finding
from kit.evaluation.requests import EnterSelfReview
from tests.browser.office import SOUND, YEAR
from widgets.screens.self_review_labels import in_words

LONG = "字" * 4001


def said_of(table: dict[str, object]) -> list[str]:
    """What the page says of a table that cannot be read."""
    found: list[Finding] = read_request(EnterSelfReview, {"project": "P-1", "year": YEAR, "table": SOUND | table})[1]
    return [in_words(finding).message for finding in found]


def test_a_field_of_the_money_is_called_as_on_the_page() -> None:
    """Not table.budget.adjusted."""
    assert said_of({"budget": SOUND["budget"] | {"adjusted": LONG}}) == [
        "年度资金总额 · 全年预算数（调整后）：最多填 4000 个字符"
    ]


def test_a_cell_is_named_by_row_and_column() -> None:
    """The second row, counted from one."""
    rows = [SOUND["indicators"][0], SOUND["indicators"][1] | {"target": LONG}]

    (said,) = said_of({"indicators": rows})

    assert said.startswith("绩效指标 · 第 2 行 · ")
    assert "table." not in said


def test_heading_and_source_lines_are_named_too() -> None:
    """Both at once, a line each."""
    funds = [{"name": "其他资金", "executed": LONG}]

    said = said_of({"title": LONG, "budget": SOUND["budget"] | {"funds": funds}})

    assert len(said) == 2
    assert not [each for each in said if "table." in each]


def test_any_other_finding_stays_as_it_is() -> None:
    """A field that the page does not show keeps its own name."""
    (said,) = said_of({"id": "x" * 201})

    assert said.startswith("table.id")
