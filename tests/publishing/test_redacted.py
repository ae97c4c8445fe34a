"""Redacted: personal fields are taken out of text, attributes and figures, and the list says where, never what."""

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kit.core.errors import KitError, UsageError
from kit.publication.redaction import load_redaction
from kit.publishing.manifest import file_digests
from kit.publishing.redacted import Redacted, redact
from kit.publishing.redacted_copy import write_redacted
from kit.publishing.run import Run
from kit.workspace.resources import Resources

RULES = load_redaction(Resources())
# The example of GB 11643—1999.
RESIDENT = "11010519491231002X"
MOBILE = "13812345678"


def taken(body: str, *figures: dict[str, Any]) -> Redacted:
    """The redacted copy of a page with that body."""
    page = (
        f'<!DOCTYPE html><body><h2>基本情况</h2>{body}<script id="figures" type="application/json">[]</script></body>'
    )
    return redact(page, figures, RULES)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>证件{RESIDENT}。</p>",
        f"<p>证件<b>{RESIDENT[:6]}</b><i>{RESIDENT[6:]}</i></p>",
        f'<p title="{RESIDENT}">x</p>',
        f"<p>&#49;{RESIDENT[1:]}</p>",
        f'<svg aria-label="{RESIDENT}"><text><tspan>{RESIDENT[:9]}</tspan>{RESIDENT[9:]}</text></svg>',
        f"<p>x</p><!-- {RESIDENT} -->",
        f"<script>alert('{RESIDENT}')</script>",
        f'<p onclick="x({RESIDENT})">x</p>',
    ],
)
def test_an_identity_number_is_nowhere_in_the_copy(body: str) -> None:
    """In text, spread over elements, as a character reference, in attributes, drawings, comments, scripts."""
    found = taken(body)

    assert RESIDENT not in plain(found.page)
    assert RESIDENT not in found.page
    assert RESIDENT not in json.dumps(found.removed)


def test_the_list_says_where_by_which_rule_and_how_many() -> None:
    """Two numbers in one section, and no value."""
    found = taken(f"<p>{MOBILE}，{MOBILE}</p>")

    assert found.removed == [{"where": "基本情况", "rule": "mobile", "count": 2}]


def test_a_heading_gives_its_place_away_no_more_than_the_page() -> None:
    """The number in a heading is counted once, and the list names the heading without it."""
    found = taken(f"<h2>张三 {MOBILE}</h2><p>{MOBILE}</p>")

    assert MOBILE not in json.dumps(found.removed)
    assert sum(each["count"] for each in found.removed) == 2


def test_a_named_column_is_taken_out_with_its_figures() -> None:
    """The account of a payee stands in the table and in the list of figures; the amount beside it stays."""
    table = (
        "<table><thead><tr><th>收款账号</th><th>金额</th></tr></thead><tbody>"
        '<tr><td data-figure="a">6222-01</td><td data-figure="b">12.00</td></tr></tbody></table>'
    )

    found = taken(table, {"id": "a", "name": "account", "text": "6222-01"}, figure("b", "12.00"))

    assert "6222-01" not in found.page
    assert "12.00" in found.page
    assert [each["id"] for each in found.figures] == ["b"]


def test_figures_are_redacted_in_the_page_and_in_their_list() -> None:
    """A number that a figure carries as its value."""
    found = taken("<p>x</p>", figure("c", MOBILE))

    assert MOBILE not in found.page
    assert MOBILE not in json.dumps(found.figures)


@pytest.mark.parametrize(
    ("body", "is_marked"),
    [
        ("<p>机密★5年</p>", True),
        ("<p>【秘密】</p>", True),
        ("<p>保守商业秘密的约定</p>", False),
    ],
)
def test_a_marking_of_secrecy_is_seen(body: str, is_marked: bool) -> None:
    """The marking, not the word inside a sentence."""
    assert bool(taken(body).markings) is is_marked


def test_text_that_looks_like_markup_stays_text() -> None:
    """What was escaped is escaped again."""
    assert "&lt;img src=x&gt;" in taken("<p>&lt;img src=x&gt;</p>").page


def test_a_bitmap_is_left_out_and_counted() -> None:
    """Nothing can be found in it."""
    found = taken('<img alt="" src="data:image/png;base64,AAAA">')

    assert "<img" not in found.page
    assert found.removed == [{"where": "基本情况", "rule": "picture", "count": 1}]


def figure(key: str, value: str) -> dict[str, Any]:
    """A figure as the list holds it."""
    said = {"id": key, "name": "amount", "value": value, "text": value, "rows": ["payment:1"], "row_count": 1}
    return said | {"unit": "元", "formula": "as recorded", "view": "payments", "law": [], "as_of": "2026-06-15"}


def plain(page: str) -> str:
    """All words of a page, one behind the other."""
    words: list[str] = []
    reader = HTMLParser()
    reader.handle_data = words.append  # type: ignore[method-assign]
    reader.feed(page)
    return "".join(words)


def test_a_sealed_run_gives_a_copy_and_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    """Page and figures of P-1; every file of the run is what it was."""
    before = file_digests(run.folder)

    write_redacted(run.folder, "self_review-P-1", tmp_path / "out", Resources(), None)

    page = (tmp_path / "out" / "reports" / "self_review-P-1.html").read_text(encoding="utf-8")
    assert "统计调查经费" in page
    assert "../index.html" not in page
    assert json.loads((tmp_path / "out" / "removed.json").read_text(encoding="utf-8")) == []
    assert file_digests(run.folder) == before


def test_a_run_that_was_changed_gives_no_copy(run: Run, tmp_path: Path) -> None:
    """One byte more in the page: nothing is written."""
    copied = shutil.copytree(run.folder, tmp_path / "run")
    with (copied / "reports" / "self_review-P-1.html").open("a", encoding="utf-8") as file:
        file.write(" ")

    with pytest.raises(KitError, match="not what was sealed"):
        write_redacted(copied, "self_review-P-1", tmp_path / "out", Resources(), None)
    assert not (tmp_path / "out").exists()


def test_a_report_that_is_not_there_and_a_folder_in_use_are_wrong_usage(run: Run, tmp_path: Path) -> None:
    """One line each."""
    (tmp_path / "own").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="no report"):
        write_redacted(run.folder, "nothing", tmp_path / "out", Resources(), None)
    with pytest.raises(UsageError, match="holds something"):
        write_redacted(run.folder, "self_review-P-1", tmp_path, Resources(), None)
