"""Plan files: workbooks as offices keep them, round trips, calendar feeds; each fault with its row."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kit.core.errors import KitError
from kit.exchange.schedule.intake import PlanResult, import_plan, read_draft
from kit.exchange.schedule.written import feed_of, write_plan
from kit.project.requests import RegisterProject
from kit.views.schedule.slippage import show_baselines
from kit.views.schedule.tasks import show_task_links, show_tasks
from tests.schedule.conftest import PlanOffice, make_plan_office

HEADINGS = ["序号", "任务名称", "工期（天）", "开始时间", "完成时间", "前置任务", "责任人", "完成百分比"]
ROWS: list[list[Any]] = [
    ["1", "前期", None, None, None, None, None, None],
    ["1.1", "设计", "5天", date(2026, 3, 2), None, None, "officer某", None],
    ["1.2", "招标", 3, "2026年3月2日", None, None, None, None],
    ["2", "施工", 10, None, None, "1.1；1.2FS+2天", None, None],
    ["3", "竣工验收", 0, None, None, "2", None, None],
]


@pytest.fixture
def office(tmp_path: Path) -> PlanOffice:
    """The office without a plan."""
    return make_plan_office(tmp_path / "office")


def workbook(path: Path, rows: list[list[Any]], headings: list[str] | None = None) -> Path:
    """A workbook with a title above the heading, as people write it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["水库除险加固工程进度计划"])
    for row in [headings or HEADINGS, *rows]:
        sheet.append(row)
    book.save(path)
    return path


def bring_in(office: PlanOffice, path: Path, project: str = "P1") -> PlanResult:
    """Import it at the officer's desk."""
    desk = office.desk("officer")
    return import_plan(desk, read_draft(path, office.workspace.resources), project, None, dry_run=False)


def test_a_plan_as_people_keep_it_is_read(office: PlanOffice, tmp_path: Path) -> None:
    """Numbers make the outline, durations with 天, days as cells and in words, predecessors with full-width signs.

    Tender ends on Wednesday 4 March, two days later is Friday 6: works begin on Monday 9, as after the design.
    """
    result = bring_in(office, workbook(tmp_path / "plan.xlsx", ROWS))

    frame = show_tasks(office.reader, "P1").set_index("task")
    assert not result.is_refused
    assert list(frame["kind"]) == ["summary", "task", "task", "task", "milestone"]
    assert frame.loc["1.1", "parent"] == "1"
    assert frame.loc["1.1", "owner"] == "officer"
    assert f"{frame.loc['2', 'start']:%m-%d} {frame.loc['3', 'finish']:%m-%d}" == "03-09 03-20"
    assert list(show_task_links(office.reader, "P1")["lag_days"]) == [0, 2, 0]


def test_where_only_days_are_given_the_working_days_between_them_count(office: PlanOffice, tmp_path: Path) -> None:
    """Monday 2 to Friday 13 March 2026: ten."""
    rows = [["1", "设计", None, date(2026, 3, 2), date(2026, 3, 13), None, None, None]]

    bring_in(office, workbook(tmp_path / "plan.xlsx", rows))

    assert list(show_tasks(office.reader, "P1")["duration_days"]) == [10]


FAULTS = {
    "31 February": (["1", "A", 5, "2026-02-31", None, None, None, None], "schedule.day_unread"),
    "duration in words": (["1", "A", "很久", None, None, None, None, None], "schedule.duration_unread"),
    "negative duration": (["1", "A", "-3天", None, None, None, None, None], "schedule.duration_unread"),
    "reversed": (["1", "A", None, date(2026, 3, 9), date(2026, 3, 2), None, None, None], "schedule.ends_reversed"),
    "unknown predecessor": (["1", "A", 5, None, None, "77FS", None, None], "schedule.predecessor_unread"),
    "percentage": (["1", "A", 5, None, None, None, None, "150%"], "schedule.percent_unread"),
}


@pytest.mark.parametrize(("row", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_row_and_nothing_comes_in(
    office: PlanOffice, tmp_path: Path, row: list[Any], code: str
) -> None:
    """The heading is row 2 of the sheet, so the task stands in row 3."""
    result = bring_in(office, workbook(tmp_path / "plan.xlsx", [row]))

    assert (code, 3) in {(finding.code, finding.row) for finding in result.findings}
    assert result.as_dict()["accepted"] == 0


@pytest.mark.parametrize("ending", ["xlsx", "xml"])
def test_a_plan_that_goes_out_comes_in_as_the_same(office: PlanOffice, tmp_path: Path, ending: str) -> None:
    """Tasks, outline, kinds, durations, links with lags, computed dates; in XML progress and baselines too."""
    bring_in(office, workbook(tmp_path / "plan.xlsx", ROWS))
    office.do("schedule.set_baseline", name="初始")
    register = RegisterProject(code="P2", name="又一个", owner="U1", year_from=2026, year_to=2027)
    assert office.desk("officer").record(register).ok

    write_plan(office.reader, "P1", tmp_path / f"out.{ending}")
    result = bring_in(office, tmp_path / f"out.{ending}", "P2")

    names = ["name", "kind", "duration_days", "start", "finish", "total_slack_days", "is_critical", "percent"]
    before, after = (show_tasks(office.reader, code)[names] for code in ("P1", "P2"))
    assert not result.is_refused
    assert after.to_dict("records") == before.to_dict("records")
    lags = [sorted(show_task_links(office.reader, code)["lag_days"]) for code in ("P1", "P2")]
    assert lags[0] == lags[1]
    if ending == "xml":
        assert list(show_baselines(office.reader, "P2")["slippage_days"]) == [0]


def test_the_feed_is_an_icalendar_that_escapes_and_folds() -> None:
    """RFC 5545: CRLF, lines of at most 75 bytes, commas and semicolons with a backslash, one all-day event."""
    row = {
        "project": "P1",
        "project_name": "水库除险加固工程水库除险加固工程水库除险加固工程",
        "task": "3",
        "name": "验收; 第一次, 主体",
        "due": date(2026, 3, 20),
        "finish": date(2026, 3, 26),
        "state": "ahead",
    }

    feed = feed_of([row])

    unfolded = feed.replace("\r\n ", "")
    assert feed.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert feed.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in feed.split("\r\n")) <= 75
    assert "DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260321\r\n" in feed
    assert "验收\\; 第一次\\, 主体" in unfolded


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.mpp", b"\xd0\xcf", "mpxj"),
        ("plan.xlsx", b"PK nonsense", "damaged"),
        ("none.xml", None, "check the name"),
        ("plan.xml", b"a,b\n", "not readable XML"),
    ],
)
def test_another_file_is_one_line(office: PlanOffice, tmp_path: Path, name: str, content: Any, said: str) -> None:
    """With the remedy."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(KitError, match=said) as caught:
        read_draft(path, office.workspace.resources)

    assert "\n" not in str(caught.value)
