"""What answers bear: shares with margins beside a computation written apart, and what must not be said."""

import csv
import gzip
import math
from pathlib import Path
from typing import Any

import pytest

from kit.core.language import speaking
from kit.evaluation.answer import Answer
from kit.evaluation.surveys.answering import answer_survey
from kit.evaluation.surveys.given import SurveyGiven
from kit.evaluation.surveys.limits import load_survey_limits
from kit.workspace.resources import Resources

LIMITS = load_survey_limits(Resources())
Z = 1.959963984540054
PLACE = "How.satisfied.are.you.with.Somerville.as.a.place.to.live."


def survey(answers: list[list[Any]], **changed: Any) -> Answer:
    """The answer to a survey of one question in the column Q."""
    given = {"selection": "random", "questions": [{"column": "Q"}]} | changed
    heads, *rows = answers
    return answer_survey(SurveyGiven.model_validate(given | {"answers": {"heads": heads, "rows": rows}}), LIMITS)


def codes(answer: Answer) -> list[str]:
    """The codes of its findings, without the room."""
    return sorted(finding.code.partition(".")[2] for finding in answer.findings)


def table(answer: Answer, key: str) -> list[dict[str, Any]]:
    """One of its tables."""
    return next(listing.as_dicts() for listing in answer.listings if listing.key == key)


def column(points: list[Any]) -> list[list[Any]]:
    """Answers of one column."""
    return [["Q"], *[[point] for point in points]]


def test_five_answers_bear_no_percentage() -> None:
    """Five of five are satisfied: the report says five of five, and never 100 %."""
    answer = survey(column([5, 5, 4, 5, 4]))

    with speaking("en"):
        said, unsaid = " ".join(map(str, answer.statement)), " ".join(map(str, answer.unsaid))
    assert "5 of 5" in said
    assert "%" not in said
    assert "100%" in unsaid
    assert "survey_few_answers" in codes(answer)


def test_one_answer_is_a_fault() -> None:
    """One finding, and it cannot be passed over."""
    answer = survey(column([5]))

    assert answer.has_fault
    assert "survey_one_answer" in codes(answer)


def test_those_who_do_not_know_stand_apart() -> None:
    """40 answers: 20 satisfied, 10 not, 10 do not know: 20/30, and a third of those asked is many."""
    answers = [4] * 20 + [2] * 10 + ["不清楚"] * 10
    answer = survey(column(answers), questions=[{"column": "Q", "unknown": "不清楚"}])
    row = table(answer, "questions")[0]

    assert (row["answers"], row["unknown"], row["satisfied"]) == (30, 10, pytest.approx(2 / 3))
    assert "survey_unknown_many" in codes(answer)


def test_a_simple_sample_has_the_wilson_interval() -> None:
    """Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662; the design adds nothing."""
    row = table(survey(column([5] * 81 + [1] * 182)), "questions")[0]

    assert (row["satisfied"], row["low"], row["high"]) == pytest.approx((81 / 263, 0.2553, 0.3662), abs=5e-5)


def test_answers_outside_of_the_scale_are_named_with_their_rows() -> None:
    """Rows as a spreadsheet counts: the second answer stands in row 3."""
    answer = survey(column([5, 55, 4, "很好"]))
    said = next(finding for finding in answer.findings if finding.code.endswith("answer_outside"))

    assert "3, 5" in said.message


def test_post_stratification_gives_each_group_its_part_of_the_population() -> None:
    """30 women all satisfied, 10 men none; in the population half and half: 0.5, not 0.75."""
    answers = [["Q", "sex"], *[[5, "f"]] * 30, *[[1, "m"]] * 10]
    margins = [{"column": "sex", "value": "f", "population": 500}, {"column": "sex", "value": "m", "population": 500}]
    answer = survey(answers, margins=margins)

    assert table(answer, "questions")[0]["satisfied"] == pytest.approx(0.5)
    # n Σw² / (Σw)²: 30 of weight 2/3 and 10 of weight 2: 40 · (30·4/9 + 10·4) / 40² = 1.3333.
    assert answer.figure("weight_effect") == pytest.approx(4 / 3)


def test_a_group_that_nobody_answered_from_cannot_be_weighted() -> None:
    """One finding each for a group without answers and one without a population."""
    margins = [{"column": "sex", "value": "f", "population": 500}, {"column": "sex", "value": "m", "population": 500}]
    answer = survey([["Q", "sex"], [5, "f"], [4, "x"]], margins=margins)

    assert codes(answer) == ["survey_group_absent", "survey_group_unknown"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"questions": []}, "survey_no_question"),
        ({"questions": [{"column": "X"}]}, "survey_column_missing"),
        ({"questions": [{"column": "Q", "highest": 1}]}, "survey_scale_odd"),
        ({"population": 2}, "survey_more_than_population"),
        ({"weight_column": "w"}, "survey_weight_odd"),
    ],
)
def test_what_cannot_be_counted_is_one_fault(changed: dict[str, Any], code: str) -> None:
    """Each by itself, and without figures."""
    answer = survey([["Q", "w"], [5, 1], [4, 0], [3, 1]], **changed)

    assert codes(answer) == [code]
    assert answer.has_fault
    assert not answer.figures


def test_a_sample_that_was_not_drawn_bears_no_margin() -> None:
    """Whoever could be reached: the sentence states no interval."""
    answer = survey(column([5] * 40 + [2] * 20), selection="convenience")

    with speaking("en"):
        assert "no margin is stated" in str(answer.statement[1])
    assert "survey_not_random" in codes(answer)


def test_all_satisfied_is_not_everybody() -> None:
    """400 of 400: Wilson's lower bound is 1/(1 + z²/n) = 1/(1 + 3.8415/400) = 0.9905."""
    row = table(answer := survey(column([5] * 400)), "questions")[0]

    assert row["low"] == pytest.approx(1 / (1 + Z**2 / 400))
    assert "survey_all_satisfied" in codes(answer)


# --- the residents of Somerville -------------------------------------------------------------------------------------


def residents(shared: Path, year: str) -> list[dict[str, str]]:
    """The people who answered in *year*."""
    with gzip.open(shared / "datasets" / "surveys" / "somerville_happiness_2011_2013_2015.csv.gz", "rt") as file:
        return [row for row in csv.DictReader(file) if row["Year"] == year]


def plain_share(rows: list[tuple[float, str, str, bool]], populations: dict[str, int]) -> tuple[float, float]:
    """Share and variance by linearisation, in plain loops: rows are (weight, stratum, unit, hit)."""
    total = math.fsum(weight for weight, *_rest in rows)
    share = math.fsum(weight for weight, _stratum, _unit, hit in rows if hit) / total
    variance = 0.0
    for stratum in {row[1] for row in rows}:
        units: dict[str, float] = {}
        own = [row for row in rows if row[1] == stratum]
        for weight, _stratum, unit, hit in own:
            units[unit] = units.get(unit, 0.0) + weight * (hit - share) / total
        mean = math.fsum(units.values()) / len(units)
        spread = math.fsum((value - mean) ** 2 for value in units.values())
        left = 1 - len(own) / populations[stratum] if stratum in populations else 1
        variance += left * len(units) / (len(units) - 1) * spread
    return share, variance


def plain_wilson(share: float, effective: float, z: float) -> tuple[float, float]:
    """The roots of (p - share)² = z² p(1-p)/n, by the formula for quadratics."""
    a, b, c = 1 + z * z / effective, -(2 * share + z * z / effective), share * share
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_shares_of_residents_agree_with_a_stratified_computation(shared: Path) -> None:
    """2013 and 2015 by ward, wards as strata of invented populations, top three of ten points."""
    people = [row for year in ("2013", "2015") for row in residents(shared, year)]
    people = [row for row in people if row["Ward"] in "1234567" and row[PLACE].isdigit()]
    wards = sorted({row["Ward"] for row in people})
    populations = {ward: 8000 + 500 * int(ward) for ward in wards}
    answer = survey(
        [["Q", "Ward"], *[[row[PLACE], row["Ward"]] for row in people]],
        questions=[{"column": "Q", "lowest": 1, "highest": 10, "top": 3}],
        stratum_column="Ward",
        strata=[{"stratum": ward, "population": populations[ward]} for ward in wards],
    )
    row = table(answer, "questions")[0]

    asked = {ward: sum(each["Ward"] == ward for each in people) for ward in wards}
    rows = [
        (populations[each["Ward"]] / asked[each["Ward"]], each["Ward"], str(n), int(each[PLACE]) >= 8)
        for n, each in enumerate(people)
    ]
    share, variance = plain_share(rows, populations)
    effective = share * (1 - share) / variance * len(rows) / (len(rows) - 1)
    assert len(people) > 350
    assert row["satisfied"] == pytest.approx(share, abs=1e-12)
    assert (row["low"], row["high"]) == pytest.approx(plain_wilson(share, effective, Z), abs=1e-9)


def test_precincts_as_clusters_widen_the_margin_as_computed_apart(shared: Path) -> None:
    """2015: wards and precincts together are the clusters, as if they had been drawn; Student's quantile for so few."""
    people = [row for row in residents(shared, "2015") if row["Ward"] in "1234567" and row[PLACE].isdigit()]
    answer = survey(
        [["Q", "place"], *[[row[PLACE], row["Ward"] + row["Precinct"]] for row in people]],
        questions=[{"column": "Q", "lowest": 1, "highest": 10, "top": 3}],
        cluster_column="place",
    )
    row = table(answer, "questions")[0]

    rows = [(1.0, "", each["Ward"] + each["Precinct"], int(each[PLACE]) >= 8) for each in people]
    share, variance = plain_share(rows, {})
    clusters = len({unit for _weight, _stratum, unit, _hit in rows})
    # A table of t at 97.5 % with 20 degrees of freedom: 2.086.
    assert clusters == 21
    effective = share * (1 - share) / variance * len(rows) / (len(rows) - 1)
    assert row["satisfied"] == pytest.approx(share, abs=1e-12)
    assert (row["low"], row["high"]) == pytest.approx(plain_wilson(share, effective, 2.085963), abs=1e-5)


def test_thousands_of_residents_leave_a_margin_of_a_point(shared: Path) -> None:
    """2011: R or r means refused; about 6,000 answers bear a margin of about 1.96·√(0.25/6000) = 1.3 points at most."""
    people = residents(shared, "2011")
    answer = survey(
        [["Q"], *[[row[PLACE]] for row in people]],
        questions=[{"column": "Q", "lowest": 1, "highest": 10, "top": 3, "unknown": "R"}],
    )
    row = table(answer, "questions")[0]
    counted = [int(each[PLACE]) for each in people if each[PLACE].isdigit() and 1 <= int(each[PLACE]) <= 10]

    assert row["satisfied"] == pytest.approx(sum(point >= 8 for point in counted) / len(counted))
    assert row["unknown"] == sum(each[PLACE].upper() == "R" for each in people)
    assert row["high"] - row["low"] < 2 * 0.0131
