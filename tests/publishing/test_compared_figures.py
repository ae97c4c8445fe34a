"""Figures compared: the same ones in any order are the same; another value is paired with the one it replaced."""

import json
from pathlib import Path
from typing import Any

import pytest

from kit.core.language import speaking
from kit.publishing.job import Job
from kit.publishing.verification.difference import Cause, Difference, Kind, with_causes
from kit.publishing.verification.figures import compare_figures


def figure(name: str, value: str, **more: Any) -> dict[str, Any]:
    """A figure as a report lists it: its identity is that of its place (column, view, rows), whatever stands there."""
    rows = more.get("rows", ["budget_line:1"])
    usual = {"name": name, "value": value, "text": value, "unit": "fen", "formula": "", "view": "budget_lines(P1)"}
    place = {"id": f"{name}{rows}", "rows": rows, "row_count": len(rows)}
    return {**place, "law": [], "as_of": "", **usual, **more}


def compared(tmp_path: Path, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Difference]:
    """What differs between two lists."""
    jobs = []
    for name, figures in (("old", old), ("new", new)):
        folder = tmp_path / name
        (folder / "reports").mkdir(parents=True)
        (folder / "reports" / "R.figures.json").write_text(json.dumps(figures), encoding="utf-8")
        jobs.append(Job("R", Path("R.ipynb"), {}, folder, 1, 256, "en", "", ""))
    with speaking("en"):
        return list(compare_figures(*jobs))


def values(found: list[Difference]) -> list[tuple[str | None, str | None]]:
    """What was sealed, and what came."""
    return [(each.old, each.new) for each in found]


def test_the_same_figures_in_another_order_do_not_differ(tmp_path: Path) -> None:
    """One of them stands twice."""
    figures = [figure("paid", "1"), figure("paid", "1"), figure("left", "2")]

    assert compared(tmp_path, figures, figures[::-1]) == []


def test_another_value_is_paired_with_the_one_it_replaced(tmp_path: Path) -> None:
    """Two lines, of which the second has a fen more; the rows that make it are named."""
    old = [figure("paid", "7"), figure("paid", "8", rows=["budget_line:2"])]
    new = [figure("paid", "9", rows=["budget_line:2"]), figure("paid", "7")]

    (found,) = compared(tmp_path, old, new)

    assert (found.old, found.new) == ("8", "9")
    assert found.where == "R: paid · budget_lines(P1)"
    assert "budget_line:2" in found.message


def test_the_same_place_is_paired_in_whatever_order_it_is_read(tmp_path: Path) -> None:
    """Three lines of which two change: each is held against itself, and the third is not mentioned."""
    rows = [[f"budget_line:{number}"] for number in (1, 2, 3)]
    old = [figure("paid", value, rows=row) for value, row in zip("789", rows, strict=True)]
    new = [figure("paid", value, rows=row) for value, row in zip("548", reversed(rows), strict=True)]

    found = compared(tmp_path, old, new)

    assert sorted(values(found)) == [("7", "8"), ("8", "4"), ("9", "5")]


def test_a_figure_that_is_gone_and_one_that_is_new_are_told(tmp_path: Path) -> None:
    """One side is empty."""
    found = compared(tmp_path, [figure("paid", "7")], [figure("left", "7")])

    assert values(found) == [("7", None), (None, "7")]


def test_a_row_that_came_to_a_sum_is_paired_by_view_and_formula(tmp_path: Path) -> None:
    """The sum over two rows was one over one, which is another place of the same column."""
    found = compared(tmp_path, [figure("sum", "7")], [figure("sum", "9", rows=["budget_line:1", "budget_line:2"])])

    assert values(found) == [("7", "9")]


def test_a_value_that_is_written_alike_shows_the_exact_one(tmp_path: Path) -> None:
    """28.00 both times; a fen apart."""
    found = compared(tmp_path, [figure("paid", "100", text="28.00")], [figure("paid", "101", text="28.00")])

    assert values(found) == [("100", "101")]


@pytest.mark.parametrize("content", ["", "[1]", '{"id": 3}', "[{}]"])
def test_a_list_that_cannot_be_read_lists_nothing(tmp_path: Path, content: str) -> None:
    """Its hash is found to differ elsewhere."""
    compared(tmp_path, [], [])
    (tmp_path / "old" / "reports" / "R.figures.json").write_text(content, encoding="utf-8")
    jobs = [Job("R", Path("R.ipynb"), {}, tmp_path / name, 1, 256, "en", "", "") for name in ("old", "new")]

    assert list(compare_figures(*jobs)) == []


@pytest.mark.parametrize(
    ("found", "is_code_changed", "cause"),
    [
        ([Kind.FIGURE], False, Cause.UNKNOWN),
        ([Kind.FIGURE], True, Cause.CODE),
        ([Kind.FILE, Kind.FIGURE], False, Cause.TAMPERED),
        ([Kind.RULE, Kind.FIGURE], True, Cause.EITHER),
    ],
)
def test_why_a_figure_differs(found: list[Kind], is_code_changed: bool, cause: Cause) -> None:
    """By whether anything of the folder differs, and whether the code does; the folder itself is never the code's."""
    caused = with_causes([Difference(kind, "x", "y") for kind in found], is_code_changed=is_code_changed)

    assert caused[-1].cause == cause
    assert {each.cause for each in caused[:-1]} <= {Cause.TAMPERED}
