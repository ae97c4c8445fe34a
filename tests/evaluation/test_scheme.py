"""Schemes: how offices score, as data with its sources; errors of an office's own file name file and line."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kit.core.errors import ConfigurationError, UsageError
from kit.core.language import speaking
from kit.evaluation.grades import load_grade_scales
from kit.evaluation.scheme import RoundingMode, Topic, list_schemes, load_scheme
from kit.law.rule import Reading
from kit.workspace.resources import Resources, shipped

KIT = Resources()
MINISTRY_2020 = {"output": 50, "benefit": 30, "satisfaction": 10}
MINISTRY_2021 = {"cost": 20, "output": 40, "benefit": 20, "satisfaction": 10}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office that keeps a scheme of its own."""
    (tmp_path / "data" / "schemes").mkdir(parents=True)
    return tmp_path


def own_scheme(office: Path, change: tuple[str, str]) -> Resources:
    """An office's own file: the ministry's of 2020 with one change."""
    text = (shipped("data") / "schemes" / "mof-2020-10.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    (office / "data" / "schemes" / "mof-2020-10.yaml").write_text(text.replace(*change), encoding="utf-8")
    return Resources(office)


@pytest.mark.parametrize(
    ("code", "execution", "weights"), [("mof-2020-10", 10, MINISTRY_2020), ("mof-2021-101", 10, MINISTRY_2021)]
)
def test_the_ministry_s_weights_are_those_of_the_issue(code, execution, weights):
    """10/50/30/10 of 2020, and 10/20/40/20/10 with the cost dimension of 2021."""
    scheme = load_scheme(code, KIT)

    assert scheme.execution.weight == execution
    assert scheme.weights() == {dimension: Decimal(points) for dimension, points in weights.items()}


def test_benefit_gains_the_points_of_a_satisfaction_that_does_not_apply():
    """In the scheme of 2021 the 20 points of benefit become 30."""
    weights = load_scheme("mof-2021-101", KIT).weights(without=frozenset({"satisfaction"}))

    assert weights == {"cost": 20, "output": 40, "benefit": 30}


def test_local_forms_give_execution_twenty_points_or_none():
    """Hubei prints 20 times the rate, Yuanzhou none."""
    assert load_scheme("hubei", KIT).execution.weight == 20
    assert load_scheme("ningxia-yuanzhou", KIT).execution.weight == 0


@pytest.mark.parametrize(("code", "edges"), [("mof-2020-10", ["0.8", "0.6", "0"]), ("hubei", ["0.8", "0.5", "0"])])
def test_the_qualitative_bands_differ_between_places(code, edges):
    """The Zhongjiang footnote has 100-80, 80-60, 60-0; the Hubei form 100-80, 80-50, 50-0."""
    scheme = load_scheme(code, KIT)

    assert [band.share_min for band in scheme.qualitative] == [Decimal(edge) for edge in edges]
    assert scheme.band_of(Decimal("0.8")).code == "reached"
    assert scheme.band_of(Decimal("0.55")).code == ("partly" if code == "hubei" else "not_reached")


def test_a_source_that_was_not_read_is_marked_for_the_user():
    """Both ministry texts are to be confirmed; the formula on the Hubei form was read."""
    with speaking("en"):
        for code in ("mof-2020-10", "mof-2021-101"):
            scheme = load_scheme(code, KIT)
            assert scheme.reading is not Reading.TEXT
            assert "to be confirmed" in str(scheme.mark)
            assert "to be confirmed" in scheme.cite(Topic.WEIGHTS)
        assert "to be confirmed" not in load_scheme("hubei", KIT).cite(Topic.QUANTITATIVE)


def test_a_heading_is_known_with_its_points_behind_it():
    """产出指标(50分) is output; 经济成本指标 is cost only where the scheme has that dimension."""
    new, old = load_scheme("mof-2021-101", KIT), load_scheme("mof-2020-10", KIT)

    found = new.dimension_of("产出指标(50分)")

    assert found is not None
    assert found.code == "output"
    assert (new.dimension_of("成本指标") is None, old.dimension_of("成本指标") is None) == (False, True)


@pytest.mark.parametrize(
    ("scale", "total", "label"),
    [
        ("four", "100", "优"),
        ("four", "90", "优"),
        ("four", "89.99", "良"),
        ("four", "80", "良"),
        ("four", "79.995", "中"),
        ("four", "60", "中"),
        ("four", "59.99", "差"),
        ("four", "-3", "差"),
        ("pass-fail", "60", "合格"),
        ("pass-fail", "59", "不合格"),
        ("five", "65", "低"),
    ],
)
def test_the_lower_bound_belongs_to_the_grade(scale, total, label):
    """Danzhou prints 优 >= 90, 良 >= 80, 中 >= 60, 差 < 60."""
    assert load_grade_scales(KIT)[scale].grade(Fraction(total)).label == label


@pytest.mark.parametrize("word", ["优", "优秀", " 优 ", "“优”", "优等"])
def test_words_for_one_grade_are_one(word):
    """Yumin prints 优秀 where the scale says 优."""
    grade = load_grade_scales(KIT)["four"].named(word)

    assert grade is not None
    assert grade.code == "excellent"


def test_a_scheme_s_digest_changes_with_its_content_only(office):
    """The digest is cited by scores: equal content, equal digest; one other weight, another."""
    original = load_scheme("mof-2020-10", KIT)

    same = load_scheme("mof-2020-10", own_scheme(office, ("grades: four", "grades:   four # as before")))
    other = load_scheme("mof-2020-10", own_scheme(office, ("over_achievement: 1.3", "over_achievement: 1.5")))

    assert original.digest == same.digest
    assert original.digest != other.digest


def test_an_office_s_own_file_comes_before_the_kit_s(office):
    """Whole points rounded down, as some counties do, are one line in the office's file."""
    scheme = load_scheme("mof-2020-10", own_scheme(office, ("decimals: 2, mode: half_up", "decimals: 0, mode: down")))

    assert (scheme.rounding.decimals, scheme.rounding.mode) == (0, RoundingMode.DOWN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("weight: 50", "weight: 55"), "105"),
        (("share_min: 0.6", "share_min: 0.7"), "gap"),
        (("mode: half_up", "mode: upwards"), "half_up"),
        (("decimals: 2", "decimals: 9"), "decimals"),
        (("below_target: linear", "below_target: linear, beloved: 1"), "beloved"),
        (("weight: 50", "weight: NaN"), "weight"),
        (("grades: four", "grades: seven"), "seven"),
        (("code: mof-2020-10", "code: mof-2020-11"), "mof-2020-11"),
        (("  rounding:", "  roundness:"), "rounding"),
    ],
)
def test_a_wrong_file_is_refused_with_what_was_found(office, change, said):
    """One line that names the file and the thing."""
    resources = own_scheme(office, change)

    with pytest.raises(ConfigurationError) as caught:
        load_scheme("mof-2020-10", resources)

    message = str(caught.value)
    assert "mof-2020-10.yaml" in message
    assert said in message
    assert "\n" not in message


def test_a_wrong_number_is_refused_with_its_line(office):
    """The line is that of the number itself."""
    resources = own_scheme(office, ("mode: half_up", "mode: upwards"))
    path = office / "data" / "schemes" / "mof-2020-10.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "upwards" in text)

    with pytest.raises(ConfigurationError, match=f":{line}: "):
        load_scheme("mof-2020-10", resources)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("weight: 50", "weight: 55"), "dimensions"),
        (("share_min: 0.6", "share_min: 0.5"), "qualitative"),
    ],
)
def test_a_rule_over_several_keys_is_refused_at_the_key_concerned(office, change, key):
    """55+30+10 and 10 make 105; bands of 80-60 and 50-0 leave a gap: the error names the block to mend, not line 1."""
    resources = own_scheme(office, change)
    path = office / "data" / "schemes" / "mof-2020-10.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(f"{key}:"))

    with pytest.raises(ConfigurationError, match=rf":{line + 1}: .*{key}"):
        load_scheme("mof-2020-10", resources)


def test_an_unknown_scheme_is_answered_with_those_that_exist():
    """One line for the operator."""
    with pytest.raises(UsageError, match="mof-2020-10"):
        load_scheme("mof-1999", KIT)


def test_every_shipped_scheme_loads_and_has_its_own_digest():
    """Four schemes, four digests, each making a hundred points."""
    schemes = list_schemes(KIT)

    assert {scheme.code for scheme in schemes} >= {"mof-2020-10", "mof-2021-101", "hubei", "ningxia-yuanzhou"}
    assert len({scheme.digest for scheme in schemes}) == len(schemes)
    assert all(scheme.execution.weight + sum(scheme.weights().values()) == 100 for scheme in schemes)
