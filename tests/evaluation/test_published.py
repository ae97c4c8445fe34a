"""Published tables: what the findings read by hand from them say (FINDINGS.md), and no fault besides."""

import json
from pathlib import Path

import pytest

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import Review, review_tables
from tests.evaluation.forms import codes

FAULTS = {
    "zhongjiang-water-2022": {"total_differs", "weights_not_100"},
    "chizhou-tangxi-outsourcing-2022": {"sum_line_differs"},
}
QUESTIONS = {
    "linxiang-wildlife-2023": {"rate_differs"},
    "nanhua-mushroom": {"full_score_short_of_target"},
    "caidian-forestfire-2021": {"units_differ"},
    "qingshen-wages-2023": {"unfilled_template"},
    "suzhou-dr-centre-2021": {"over_achievement_large"},
}
TOTALS = {"tianchang-water-2022": 100, "hubei-fishing-ban-2020": 100, "danzhou-court-dept-2018": 94.04}
RATES = {"yumin-evaluation-2021-2": 0.9406, "yunnan-aviation-2022": 0.8874, "yuanzhou-potato-2022": 0.8648}


@pytest.fixture
def reviews(shared: Path) -> dict[str, Review]:
    """The published tables as checked, by id."""
    read = json.loads((shared / "cases" / "selfeval.json").read_text(encoding="utf-8"))
    return {review.id: review for review in review_tables([PrintedTable.model_validate(table) for table in read])}


def test_the_faults_are_those_read_by_hand_and_no_other(reviews: dict[str, Review]) -> None:
    """zhongjiang makes 110 of 100; chizhou's sum line is 0 above 90; of the other eighteen none is at fault."""
    found = {name: codes(review, "fault") for name, review in reviews.items()}

    assert {name: faults for name, faults in found.items() if faults} == FAULTS


def test_the_questions_read_by_hand_are_asked(reviews: dict[str, Review]) -> None:
    """20 against 550 at full points, 100% against 1000件, an unfilled form, a rate of 97.81 printed 97.80."""
    assert {
        name: expected for name, expected in QUESTIONS.items() if not expected <= codes(reviews[name], "question")
    } == {}


def test_the_golden_totals_are_computed(reviews: dict[str, Review]) -> None:
    """10+50+30+10, 20+20+10+10+40 and 15.00+49.04+20.00+10.00."""
    assert {name: reviews[name].as_dict()["computed"]["total"] for name in TOTALS} == TOTALS


def test_the_golden_rates_are_computed(reviews: dict[str, Review]) -> None:
    """101.59/108, 9265.353442/10441 and 259.45/300, as shares with four decimals."""
    assert {name: reviews[name].as_dict()["computed"]["execution_rate"] for name in RATES} == RATES


def test_a_cut_table_has_no_total_of_its_own(reviews: dict[str, Review]) -> None:
    """What the cut rows would earn nobody knows."""
    cut = [review for review in reviews.values() if not review.table.rows_complete]

    assert {review.computed.total for review in cut} == {None}
