"""Cited numbers keep where they come from inside a sentence; a text agrees with its value or is told apart."""

import pandas as pd
import pytest

from kit.core.language import phrase
from kit.publishing.agreement import agrees
from kit.publishing.cited import cite, cite_count, cite_sum, plain, shown
from kit.views.lineage import Lineage, Origin, attach


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two reviews with totals 95 and 81.5, as a view gave them."""
    made = pd.DataFrame({"project": ["P1", "P2"], "total": [95.0, 81.5], "faults": [2, 1]})
    origins = (Origin("self_review", 4, {"project": "P1"}), Origin("self_review", 9, {"project": "P2"}))
    return attach(made, Lineage("self_reviews", "year=2023", "2026-01-01", origins, made))


def test_a_number_in_a_sentence_has_its_element_and_its_figure(frame: pd.DataFrame) -> None:
    """The words around it are escaped, the row is that of P2."""
    html, (figure,) = shown("<b> " + cite(frame, 1, "total") + " 分")

    assert html == f'&lt;b&gt; <span data-figure="{figure.id}">81.5</span> 分'
    assert (figure.value, figure.text, figure.rows) == ("81.5", "81.5", ("self_review:9",))


def test_a_count_and_a_sum_rest_on_all_rows(frame: pd.DataFrame) -> None:
    """2 rows, of them 1 above 90; 2 + 1 = 3 faults."""
    said = cite_count(frame), cite_count(frame, frame["total"] > 90), cite_sum(frame, "faults", phrase("sum of faults"))

    assert [plain(each) for each in said] == ["2", "1", "3"]
    assert all(shown(each)[1][0].rows == ("self_review:4", "self_review:9") for each in said)


def test_the_plain_words_hold_nothing_of_it(frame: pd.DataFrame) -> None:
    """For a terminal, a title, a file."""
    assert plain("总分 " + cite(frame, 0, "total") + "。") == "总分 95。"


def test_a_record_cannot_pass_for_a_figure(frame: pd.DataFrame) -> None:
    """The signs that set figures apart are taken out of what somebody entered."""
    forged = "\ue000{}\ue001100\ue002"
    named = frame.assign(reason=[forged, "1 次"])
    kept = attach(named, Lineage("self_reviews", "", "2026-01-01", (), named))

    assert plain(cite(kept, 0, "reason")) == "{}100"


def test_what_no_view_gave_stays_without_a_figure() -> None:
    """A frame made by hand."""
    assert shown(cite(pd.DataFrame({"total": [95.0]}), 0, "total")) == ("95", [])


@pytest.mark.parametrize(
    ("value", "text", "is_same"),
    [
        ("28", "28.0", True),
        ("28.04", "28.0", True),
        ("28.06", "28.0", False),
        ("1943980000", "1,943.98", False),
        ("1943.98", "1,943.98", True),
        ("1943.98", "1，943.98", True),
        ("-3.5", "−3.5", True),
        ("0.35", "35%", False),
        ("35", "35%", True),
        ("None", "—", True),
        ("None", "0", False),
        ("0", "—", False),
        ("2026-03-31 10:00", "2026-03-31", True),
        ("2026-03-31", "2026-03-30", False),
        ("≥200户", "≥200户", True),
        ("≥200户", "≥100户", False),
        ("nan", "—", True),
        ("inf", "1", False),
        ("", "5", False),
    ],
)
def test_what_is_written_agrees_with_the_value(value: str, text: str, is_same: bool) -> None:
    """Rounded to the decimals that it shows: 28.04 is written 28.0, 28.06 is 28.1."""
    assert agrees(value, text) == is_same
