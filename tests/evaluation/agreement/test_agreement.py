"""Agreement: published examples to the printed digits, a development bank's ratings, and what cannot be compared."""

import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kit.core.language import speaking
from kit.evaluation.agreement.alpha import alpha
from kit.evaluation.agreement.answering import answer_agreement
from kit.evaluation.agreement.correlation import intraclass
from kit.evaluation.agreement.given import AgreementGiven, Level
from kit.evaluation.agreement.kappa import Weighting, fleiss, kappa
from kit.evaluation.agreement.limits import load_agreement_limits
from kit.evaluation.answer import Answer
from kit.workspace.resources import Resources

LIMITS = load_agreement_limits(Resources())
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
N = np.nan
KRIPPENDORFF = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]).T  # fmt: skip


def scored(rows: list[list[Any]], heads: list[str] | None = None, **settings: Any) -> Answer:
    """The answer about rows of scores, items numbered."""
    names = heads or ["item", *(f"S{n}" for n in range(1, len(rows[0]) + 1))]
    grid = {"heads": names, "rows": [[str(n), *row] for n, row in enumerate(rows, 1)]}
    return answer_agreement(AgreementGiven.model_validate({"replicates": 200} | settings | {"scores": grid}), LIMITS)


def codes(answer: Answer) -> list[str]:
    """The codes of its findings, without the room."""
    return sorted(finding.code.partition(".")[2] for finding in answer.findings)


def table(answer: Answer, key: str) -> list[dict[str, Any]]:
    """One of its tables."""
    return next(listing.as_dicts() for listing in answer.listings if listing.key == key)


# --- published examples --------------------------------------------------------------------------------------------


def test_six_intraclass_correlations_of_shrout_and_fleiss() -> None:
    """Shrout & Fleiss 1979, Psychological Bulletin 86, 420-428, table 4: .17 .29 .71 and .44 .62 .91."""
    answer = scored(SHROUT_FLEISS)

    found = [answer.figure(key) for key in ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")]
    assert [round(value, 2) for value in found] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.parametrize(
    ("level", "printed"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)]
)
def test_alpha_of_krippendorff(level: Level, printed: float) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C to E: four observers, twelve units.

    .743 nominal, .815 ordinal, .849 interval; unit 12 has one value and does not count.
    """
    assert round(alpha(KRIPPENDORFF, level), 3) == printed


def test_kappa_of_three_diagnoses() -> None:
    """Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, table 18.1: 100 subjects, two raters.

    Agreed .75 + .04 + .10 = .89; by chance .80·.80 + .10·.05 (neurotic) + .10·.15 (organic) = .66;
    kappa = (.89 - .66) / (1 - .66) = .676, printed as .68.
    """
    counts = np.array([[75.0, 1, 4], [5, 4, 1], [0, 0, 10]])

    assert kappa(counts) == pytest.approx((0.89 - 0.66) / 0.34)


def test_kappa_of_grants() -> None:
    """A reader's example in many places (yes/yes 20, yes/no 5, no/yes 10, no/no 15): (.7 - .5) / (1 - .5) = .4."""
    assert kappa(np.array([[20.0, 5], [10, 15]])) == pytest.approx(0.4)


def test_weighted_kappa_by_hand() -> None:
    """Cohen 1968; arithmetic written out, since his table could not be read.

    Rows 4 1 0 / 1 3 1 / 0 2 3 of 15; margins 5 5 5 and 5 6 4. Linear: Σv p = (1+1+1+2)/15 = 5/15; by chance
    (5·6 + 5·4·2 + 5·5 + 5·4 + 5·5·2 + 5·6)/225 = 195/225; 1 - (1/3)/(195/225) = .61538.
    Quadratic: Σv p = 5/15; by chance (5·6 + 5·4·4 + 5·5 + 5·4 + 5·5·4 + 5·6)/225 = 285/225; 1 - 75/285 = .73684.
    """
    counts = np.array([[4.0, 1, 0], [1, 3, 1], [0, 2, 3]])

    assert kappa(counts, Weighting.LINEAR) == pytest.approx(1 - 75 / 195)
    assert kappa(counts, Weighting.QUADRATIC) == pytest.approx(1 - 75 / 285)


def test_many_scorers_have_the_kappa_of_fleiss() -> None:
    """The example of the encyclopaedias for Fleiss 1971: ten subjects, fourteen raters, five categories: .210.

    P̄ = .378, P̄e = .213.
    """
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip

    assert round(fleiss(np.array(counts, dtype=float)), 3) == 0.210


def test_alpha_of_two_scorers_without_gaps_by_hand() -> None:
    """Nominal, pairs aa, ab, bb: D_o = 2/6; values 3 a, 3 b: D_e = 2·9/30; alpha = 1 - (1/3)/(3/5) = 4/9."""
    assert alpha(np.array([[0.0, 0], [0, 1], [1, 1]]), Level.NOMINAL) == pytest.approx(4 / 9)


def test_intraclass_of_alike_items_is_not_defined() -> None:
    """Nothing between items and nothing within: no number."""
    assert np.isnan(intraclass(np.full((3, 2), 5.0))).all()


# --- what the answer says --------------------------------------------------------------------------------------------


def test_intervals_are_drawn_again_from_the_same_seed() -> None:
    """The interval holds the value, and a second answer is the same."""
    first, second = (scored(SHROUT_FLEISS, replicates=500) for _ in range(2))
    row = table(first, "statistics")[0]

    assert first.as_dict() == second.as_dict()
    assert row["low"] < row["value"] < row["high"]


def test_what_differs_too_much_goes_to_arbitration_the_widest_first() -> None:
    """Differences of 0, 3 and 7 points; three may stand."""
    answer = scored([[8, 8], [5, 8], [9, 2]], tolerance=3)

    assert [(row["item"], row["difference"]) for row in table(answer, "arbitration")] == [("3", 7.0)]
    assert "agreement_arbitration" in codes(answer)


def test_grades_in_words_take_their_order_from_the_file() -> None:
    """差<中<良<优: a difference of one grade may stand, of two not."""
    rows = [["优", "良"], ["良", "差"], ["中", "中"]]
    answer = scored(rows, level="ordinal", categories="差<中<良<优", tolerance=1)

    assert [row["item"] for row in table(answer, "arbitration")] == ["2"]
    assert codes(scored(rows, level="ordinal")) == ["agreement_order_missing"]


def test_a_missing_score_is_left_out_and_said() -> None:
    """Krippendorff's units: alpha takes them as they are, ICC and Fleiss only those that all scored."""
    rows = [["" if np.isnan(value) else int(value) for value in row] for row in KRIPPENDORFF]
    answer = scored(rows, level="nominal")

    assert round(answer.figure("alpha"), 3) == 0.743
    assert "agreement_score_missing" in codes(answer)


@pytest.mark.parametrize(
    ("rows", "settings", "expected"),
    [
        ([[5], [6]], {}, ["agreement_scorers_few"]),
        ([[5, 6], [6, ""]], {}, ["agreement_items_few"]),
        ([[5, "good"], [6, 7]], {}, ["agreement_score_unknown"]),
        ([["A", "B"], ["C", "A"]], {"level": "nominal", "categories": "A;B"}, ["agreement_score_unknown"]),
    ],
)
def test_what_cannot_be_compared_is_one_fault(
    rows: list[list[Any]], settings: dict[str, Any], expected: list[str]
) -> None:
    """Each by itself, and without figures."""
    answer = scored(rows, **settings)

    assert codes(answer) == expected
    assert answer.has_fault


def test_scores_that_are_all_alike_prove_nothing() -> None:
    """Everybody gave full points: equal by all means, and no statistic exists."""
    answer = scored([[10, 10]] * 12)

    assert codes(answer) == ["agreement_constant"]
    assert answer.figure("alpha") is None


def test_poor_agreement_is_not_quoted_as_reliable() -> None:
    """Scores against each other: alpha below zero."""
    answer = scored([[n % 5, 4 - n % 5] for n in range(20)], tolerance=9)

    assert "agreement_low" in codes(answer)
    with speaking("en"):
        assert "do not agree enough" in str(answer.statement[-1])


# --- the ratings of the Asian Development Bank -------------------------------------------------------------------------

GRADES = ("unsuccessful", "less than successful", "successful", "highly successful")


def ratings(shared: Path) -> list[dict[str, str]]:
    """The projects of tags 1, 9 and 11, as the provenance says."""
    with gzip.open(shared / "datasets" / "adb" / "adb_aer2024_success_rates.csv.gz", "rt", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["AER Ratings Tag"] in {"1", "9", "11"}]


def test_self_ratings_are_more_hopeful_than_independent_ones(shared: Path) -> None:
    """PROVENANCE: successful or better by self-evaluation 847 of 1,050, by the independent department 635 of 945."""
    projects = ratings(shared)
    pairs = [[row["PCR overall rating"], row["IED overall rating"]] for row in projects]
    known = [[grade if grade in GRADES else "" for grade in pair] for pair in pairs]
    answer = scored(known, ["item", "self", "independent"], level="ordinal", categories=";".join(GRADES), tolerance=1)

    own, other = ([pair[n] for pair in known if pair[n]] for n in (0, 1))
    pair = table(answer, "pairs")[0]
    means = {row["scorer"]: row for row in table(answer, "scorers")}
    assert (sum(grade in GRADES[2:] for grade in own), len(projects)) == (847, 1050)
    assert (sum(grade in GRADES[2:] for grade in other), len(other)) == (635, 945)
    both = [each for each in known if all(each)]
    higher = sum(GRADES.index(first) > GRADES.index(second) for first, second in both)
    assert pair["items"] == len(both)
    assert pair["first_higher"] == pytest.approx(higher / len(both))
    assert pair["first_higher"] > 5 * pair["second_higher"]
    assert means["self"]["mean"] > means["independent"]["mean"]
    assert means["independent"]["items"] == 945
