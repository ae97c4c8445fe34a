"""The shelf of runs and reports."""

import json
from pathlib import Path
from typing import Any

from widgets.shelf import Choice, Report, list_runs, read_reports, sort_reports


def put_run(folder: Path, name: str, started: str, reports: list[dict[str, Any]]) -> None:
    """A run's manifest as publishing writes it."""
    (folder / name).mkdir()
    content = {"started": started, "reports": reports}
    (folder / name / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def test_the_latest_run_stands_first_and_unfinished_ones_are_left_out(tmp_path: Path) -> None:
    """A folder without a manifest, or with one cut short, is not on the shelf."""
    put_run(tmp_path, "a", "2026-01-01T00:00:00+00:00", [])
    put_run(tmp_path, "b", "2026-02-01T00:00:00+00:00", [])
    (tmp_path / "c").mkdir()
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "manifest.json").write_text('{"started": "2026', encoding="utf-8")

    assert [run.name for run in list_runs(tmp_path)] == ["b", "a"]


def test_a_report_keeps_what_its_manifest_says(tmp_path: Path) -> None:
    """Project, years, grades and the reason of a failure."""
    entry = {
        "page": "reports/x.html", "title": "甲", "parameters": {"project": "P-1"}, "department": "市统计局",
        "years": [2022, 2023], "grades": ["优"], "faults": 1, "questions": 2,
        "error": {"cell": 3, "error": "ValueError", "message": "no rows"},
    }  # fmt: skip
    put_run(tmp_path, "a", "2026-01-01T00:00:00+00:00", [entry])

    report = read_reports(list_runs(tmp_path)[0])[0]

    expected = Report("reports/x.html", "甲", "P-1", "市统计局", (2022, 2023), ("优",), 1, 2, "no rows")
    assert report == expected
    assert report.standing == "failed"


def test_each_part_of_a_choice_narrows_it() -> None:
    """Words are looked for in title, code and department, all of them."""
    report = Report("x", "水库除险加固", "P-3", "市水利局", (2022, 2023), ("优", "良"), faults=1)

    assert Choice(text="水利 p-3").fits(report)
    assert Choice(department="市水利局", year="2022", grade="良", standing="faults").fits(report)
    assert not Choice(text="水利 P-4").fits(report)
    assert not Choice(year="2021").fits(report)
    assert not Choice(standing="questions").fits(report)


def test_most_faults_first_below_what_failed_and_what_is_about_all() -> None:
    """The order of the list as it opens."""
    portfolio = Report("p", "汇总", faults=99)
    failed = Report("f", "坏", "P-9", failure="no rows")
    few, many = Report("a", "甲", "P-1", faults=1), Report("b", "乙", "P-2", faults=3)

    ordered = sort_reports([few, failed, many, portfolio], "faults", is_falling=True)

    assert [report.path for report in ordered] == ["p", "f", "b", "a"]
