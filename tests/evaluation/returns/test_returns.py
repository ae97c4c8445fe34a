"""Returns: the examples of textbooks to the printed digits, and what cannot be answered."""

from typing import Any

import numpy as np
import pytest

from kit.core.language import speaking
from kit.evaluation.answer import Answer
from kit.evaluation.returns.answering import answer_returns
from kit.evaluation.returns.given import ReturnsGiven
from kit.evaluation.returns.rates import load_rates
from kit.evaluation.returns.value import internal_rates, payback, present_value
from kit.workspace.resources import Resources

RATES = load_rates(Resources())


def project(rows: list[list[Any]], years: list[int] | None = None, **settings: Any) -> Answer:
    """The answer about flows from year 0 on."""
    heads = ["item", "kind", *map(str, years or range(len(rows[0]) - 2))]
    given = {"rate": 0.1, "rate_source": "the textbook", "counterfactual": "nothing happens"} | settings
    return answer_returns(ReturnsGiven.model_validate(given | {"flows": {"heads": heads, "rows": rows}}), RATES)


def net(*flows: float) -> Answer:
    """The answer about net flows, benefits where they are above zero and costs below."""
    return project([["out", "cost", *[max(-f, 0) for f in flows]], ["in", "benefit", *[max(f, 0) for f in flows]]])


def codes(answer: Answer) -> list[str]:
    """The codes of its findings, without the room."""
    return sorted(finding.code.partition(".")[2] for finding in answer.findings)


def table(answer: Answer, key: str) -> list[dict[str, Any]]:
    """One of its tables."""
    return next(listing.as_dicts() for listing in answer.listings if listing.key == key)


# --- the textbooks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flows", "value", "years"),
    [((-2000, 500, 500, 5000), 2624, 2.2), ((-2000, 500, 1800, 0), -58, 1.8333), ((-2000, 1800, 500, 0), 50, 1.4)],
)
def test_three_projects_of_brealey_and_myers(flows: tuple[float, ...], value: float, years: float) -> None:
    """Brealey, Myers & Allen, Principles of Corporate Finance, chapter 5, payback: projects A, B, C at 10 %.

    Printed: NPV +2,624, -58, +50; payback 3, 2, 2 years. The kit counts within the year: A has 1,000 back after two and
    needs 1,000 of 5,000; B 1,500 of 1,800 after one; C 200 of 500.
    """
    answer = net(*flows)

    assert round(answer.figure("npv")) == value
    assert answer.figure("payback") == pytest.approx(years, abs=1e-3)


def test_the_internal_rate_of_brealey_and_myers() -> None:
    """Chapter 5: C0 = -4,000, C1 = +2,000, C2 = +4,000 has an internal rate of return of 28.08 %."""
    assert internal_rates(np.array([-4000.0, 2000.0, 4000.0])) == [pytest.approx(0.2808, abs=5e-5)]


def test_two_rates_are_both_said() -> None:
    """Brealey & Myers, earlier editions, chapter 5: -4,000, +25,000, -25,000 has 25 % and 400 %; NPV at 10 % is -1,934.

    By hand: x = 1/(1+r): 25x² - 25x + 4 = 0, x = 0.8 and 0.2.
    """
    answer = net(-4000, 25_000, -25_000)

    assert internal_rates(np.array([-4000.0, 25_000.0, -25_000.0])) == pytest.approx([0.25, 4.0])
    assert round(answer.figure("npv")) == -1934
    assert answer.figure("irr") is None
    assert answer.figure("irr_roots") == "25.00%, 400.00%"
    assert "returns_irr_several" in codes(answer)


def test_no_rate_is_said() -> None:
    """Brealey & Myers, chapter 5: +1,000, -3,000, +2,500 has no internal rate; NPV at 10 % is +339."""
    answer = net(1000, -3000, 2500)

    assert round(answer.figure("npv")) == 339
    assert answer.figure("irr_roots") == "—"
    assert "returns_irr_none" in codes(answer)
    with speaking("en"):
        assert any("these flows have 0" in str(said) for said in answer.unsaid)


def test_a_rate_at_which_the_value_only_touches_zero_is_found() -> None:
    """-1 + 2x - x² = -(1-x)²: the one root is x = 1, a rate of 0."""
    assert internal_rates(np.array([-1.0, 2.0, -1.0])) == [pytest.approx(0.0, abs=1e-6)]


def test_forty_years_of_equal_flows() -> None:
    """An annuity of 100 over 40 years at 7 % is worth 100·(1 - 1.07^-40)/0.07 = 1333.17; bought at that it returns 7 %."""
    price = 100 * (1 - 1.07**-40) / 0.07

    assert price == pytest.approx(1333.17, abs=5e-3)
    assert internal_rates(np.array([-price, *[100.0] * 40])) == [pytest.approx(0.07, abs=1e-9)]


def test_discounted_payback_and_ratio_by_hand() -> None:
    """Cost 100 now, benefit 60 in years 1 and 2 at 10 %: 54.545 and 49.587; ratio 1.04132; back after 1 + 45.4545/49.587."""
    answer = project([["works", "cost", 100, 0, 0], ["use", "benefit", 0, 60, 60]])

    assert answer.figure("ratio") == pytest.approx(1.0413, abs=5e-5)
    assert answer.figure("discounted_payback") == pytest.approx(1.91667, abs=1e-5)
    assert answer.figure("payback") == pytest.approx(1 + 40 / 60)


def test_years_that_begin_with_one_are_discounted_from_zero() -> None:
    """建设项目经济评价方法与参数: Σ (B-C)_t (1+i)^-t with t from 1: -100/1.1 + 121/1.21 = 9.0909."""
    answer = project([["works", "cost", 100, 0], ["use", "benefit", 0, 121]], years=[1, 2])

    assert answer.figure("npv") == pytest.approx(100 - 100 / 1.1)


# --- against what would be -----------------------------------------------------------------------------------------


def test_what_would_be_without_the_project_is_taken_off() -> None:
    """Benefit 50 of which 20 would be without it, cost 30 of which 10 are saved: 50 - 20 - (30 - 10) = 10, ratio 30/20."""
    rows = [["b", "benefit", 50], ["b0", "benefit_without", 20], ["c", "cost", 30], ["c0", "cost_without", 10]]
    answer = project(rows, counterfactual="")

    assert answer.figure("npv") == 10
    assert answer.figure("ratio") == 1.5
    assert "returns_counterfactual_missing" not in codes(answer)


def test_a_missing_counterfactual_is_said() -> None:
    """Neither in words nor in flows: a question, and a sentence that must not be said."""
    answer = project([["b", "benefit", 50], ["c", "cost", 30]], counterfactual="")

    assert "returns_counterfactual_missing" in codes(answer)
    with speaking("en"):
        assert "caused" in str(answer.unsaid[0])


# --- how sure --------------------------------------------------------------------------------------------------------


def test_the_tornado_names_the_change_that_leaves_nothing() -> None:
    """Cost 100 now, benefit 242 in two years at 10 %: worth 200; NPV 100. Costs may double, benefits fall by half."""
    answer = project(
        [["works", "cost", 100, 0, 0], ["use", "benefit", 0, 0, 242]],
        ranges=[{"item": "works", "low": -0.1, "high": 0.5}],
    )
    bars = {bar["item"]: bar for bar in table(answer, "tornado")}

    assert (bars["works"]["low"], bars["works"]["high"]) == (pytest.approx(110), pytest.approx(50))
    assert bars["works"]["switching"] == pytest.approx(1.0)
    assert (bars["use"]["low"], bars["use"]["high"]) == (pytest.approx(60), pytest.approx(140))
    assert bars["use"]["switching"] == pytest.approx(-0.5)
    assert [bar["item"] for bar in table(answer, "tornado")] == ["use", "works"]


def test_trials_of_a_uniform_item_lie_where_they_must() -> None:
    """NPV = 100 + 200u, u uniform on -1 to 1: mean 100, deviation 200/√3 = 115.5, a quarter of it below zero."""
    rows = [["works", "cost", 100], ["use", "benefit", 200]]
    spread = [{"item": "use", "shape": "uniform", "low": -1, "high": 1}]
    answer, again = (project(rows, spreads=spread, trials=100_000, seed=3) for _ in range(2))

    assert answer.figure("mean") == again.figure("mean") == pytest.approx(100, abs=2)
    assert answer.figure("deviation") == pytest.approx(115.47, rel=0.01)
    assert answer.figure("negative") == pytest.approx(0.25, abs=0.01)


# --- the rate ------------------------------------------------------------------------------------------------------


def test_the_rate_of_the_country_is_dated_and_said_to_rest_on_memory() -> None:
    """8 % from July 2006; before that the kit knows none."""
    rows = [["c", "cost", 100, 0], ["b", "benefit", 0, 108]]
    answer = project(rows, years=[2020, 2021], rate=None)

    assert answer.figure("rate") == 0.08
    assert answer.figure("npv") == pytest.approx(0)
    assert codes(answer) == ["returns_rate_from_memory"]
    assert codes(project(rows, years=[2000, 2001], rate=None)) == ["returns_rate_unknown"]


# --- what cannot be answered -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "settings", "expected"),
    [
        ([["c", "cost", "about 5"], ["b", "benefit", 3]], {}, ["returns_flow_unread"]),
        ([["c", "loss", 5], ["b", "benefit", 3]], {}, ["returns_kind_unknown"]),
        ([["b", "benefit", 3]], {}, ["returns_no_cost"]),
        ([["c", "cost", 5, 1]], {"years": [2020, 2022]}, ["returns_year_odd"]),
        ([["c", "cost", 5]], {"rate": None, "rate_code": "x"}, ["returns_rate_unknown"]),
        ([["c", "cost", 5]], {"spreads": [{"item": "d"}]}, ["returns_item_unknown"]),
        ([["c", "cost", 5]], {"spreads": [{"item": "c", "low": 0.2, "high": 0.1}]}, ["returns_spread_odd"]),
    ],
)
def test_what_was_given_wrong_is_one_fault(
    rows: list[list[Any]], settings: dict[str, Any], expected: list[str]
) -> None:
    """Each by itself, and without figures."""
    answer = project(rows, **settings)

    assert codes(answer) == expected
    assert answer.has_fault
    assert not answer.figures


def test_what_deserves_a_look_is_a_question() -> None:
    """A cost with a sign, a rate without a source, and money that never comes back."""
    answer = project([["c", "cost", 5], ["d", "cost", -1], ["b", "benefit", 3]], rate_source="")

    assert codes(answer) == [
        "returns_cost_negative", "returns_irr_none", "returns_never_paid_back", "returns_rate_unsourced",
    ]  # fmt: skip
    assert not answer.has_fault


def test_values_are_those_of_the_definition() -> None:
    """1/1.1 + 1/1.21 = 1.735537; nothing to pay back is paid back at once."""
    assert present_value(np.array([1.0, 1.0]), 0.1, first=1) == pytest.approx(1.735537, abs=5e-7)
    assert payback(np.array([1.0, 1.0])) == 0
