"""Indicators: thresholds at their edges, three values, dated thresholds, coverage, and a library that holds together."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kit.core.errors import ConfigurationError
from kit.core.language import speaking
from kit.law.rulebook import load_rulebook
from kit.risk.indicators import (
    CLEAR,
    NOT_APPLICABLE,
    Indicator,
    cite_basis,
    load_handling,
    load_indicators,
    screen,
)
from kit.risk.measures import over_percent, ratio_percent
from kit.workspace.resources import Resources

DAY = date(2026, 3, 1)
NAN = float("nan")
# The order of the levels is that of 红、橙、黄: red weighs most.
YELLOW, ORANGE, RED = 1, 2, 3


def indicator(direction: str = "at_least", measure: str = "value", facts: tuple[str, ...] = ("late",)) -> Indicator:
    """Yellow from 5, orange from 20, red from 60 since 2020; twice as much before."""
    history = [
        {"since": "2020-01-01", "yellow": 5, "orange": 20, "red": 60},
        {"since": "2015-01-01", "until": "2019-12-31", "yellow": 10, "orange": 40, "red": 120},
    ]
    named = {"code": "late", "title": "滞后", "title_en": "Late", "basis": "机关自定", "route": "unit"}
    rest = {"measure": measure, "facts": facts, "direction": direction, "history": history}
    return Indicator.model_validate(named | rest)


def results(values: list[float], direction: str = "at_least", day: date = DAY) -> list[int]:
    """What the indicator says of each value."""
    return screen({"late": np.array(values)}, [indicator(direction)], day)[0].result.tolist()


def test_each_level_begins_at_its_threshold() -> None:
    """4 is clear, 5 yellow, 20 orange, 60 red; what is not known is not applicable."""
    assert results([4, 5, 19, 20, 60, NAN]) == [CLEAR, YELLOW, YELLOW, ORANGE, RED, NOT_APPLICABLE]


def test_above_is_strictly_more() -> None:
    """Exactly the limit is within it."""
    assert results([5, 5.01], "above") == [CLEAR, YELLOW]


def test_a_past_day_has_the_thresholds_of_that_day() -> None:
    """In 2019 yellow began at 10; before 2015 there was none."""
    assert results([5, 10], day=date(2019, 12, 31)) == [CLEAR, YELLOW]
    assert results([5, 10], day=date(2014, 1, 1)) == [NOT_APPLICABLE, NOT_APPLICABLE]


def test_a_fact_that_nobody_collects_makes_the_indicator_not_applicable_everywhere() -> None:
    """Its coverage is zero, and nothing is raised."""
    found = screen({"other": np.array([1.0, 2.0])}, [indicator()], DAY)[0]

    assert found.result.tolist() == [NOT_APPLICABLE, NOT_APPLICABLE]
    assert found.coverage == 0


def test_coverage_is_the_share_of_projects_whose_facts_are_known() -> None:
    """Three of four."""
    found = screen({"late": np.array([1, NAN, 90, 7])}, [indicator()], DAY)[0]

    assert found.coverage == 0.75


def test_nothing_is_divided_by_zero() -> None:
    """110 is 10 % more than 100; 3 of 4 are 75 %; of nothing there is no share."""
    assert over_percent(np.array([110.0, 5.0]), np.array([100.0, 0.0])).tolist()[0] == 10
    assert ratio_percent(np.array([3.0, 3.0]), np.array([4.0, 0.0])).tolist()[0] == 75
    assert np.isnan(over_percent(np.array([5.0]), np.array([0.0]))).all()
    assert np.isnan(ratio_percent(np.array([5.0]), np.array([0.0]))).all()


def test_the_library_has_at_least_thirty_indicators_and_each_basis_exists() -> None:
    """A basis names a rule of the law, or says that the threshold is the office's choice."""
    library, rules = load_indicators(Resources()), load_rulebook(Resources())

    assert len({one.code for one in library}) == len(library) >= 30
    for one in library:
        assert one.basis == "机关自定" or rules.on(DAY).cite(one.basis.removeprefix("law:")), one.code


def test_a_basis_is_said_as_an_article_or_as_the_office_s_choice() -> None:
    """预算法 carries the two-year rule in article 42; nobody reads the code of a rule."""
    law = load_rulebook(Resources()).on(DAY)

    with speaking("zh_CN"):
        article = cite_basis("law:budget.carry_over_years_max", law)
        assert cite_basis("机关自定", law) == "机关自定"
    with speaking("en"):
        assert cite_basis("机关自定", law) == "set by the office"

    assert "预算法" in article
    assert "四十二" in article
    assert "carry_over" not in article


def test_every_route_has_somebody_who_answers() -> None:
    """And every level a time within which an alert is acknowledged."""
    handling = load_handling(Resources())

    assert {one.route for one in load_indicators(Resources())} <= handling.escalation.keys()
    assert sorted(map(str, handling.due_workdays)) == ["orange", "red", "yellow"]


def test_every_indicator_stands_on_the_method_page() -> None:
    """With its code; and the page names none that the library has not."""
    page = (Path(__file__).parents[2] / "docs" / "indicators.md").read_text(encoding="utf-8")

    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}

    assert named == {one.code for one in load_indicators(Resources())}


def test_a_threshold_file_with_an_unknown_measure_names_file_and_line(tmp_path: Path) -> None:
    """An office's own library is held against the same form."""
    (tmp_path / "data" / "alerts").mkdir(parents=True)
    text = Resources().find("alerts/indicators.yaml").read_text(encoding="utf-8")
    (tmp_path / "data" / "alerts" / "indicators.yaml").write_text(
        text.replace("measure: value", "measure: guess", 1), "utf-8"
    )

    with pytest.raises(ConfigurationError, match=r"indicators\.yaml:\d+:.*guess"):
        load_indicators(Resources(tmp_path))
