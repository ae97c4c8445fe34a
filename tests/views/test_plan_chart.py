"""The pictures of plans: which rows are drawn, what a bar is made of, and what the picture says in words."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from kit.core.language import speaking
from kit.views.plan_chart import ROWS_MAX, draw_gantt, rows_to_draw

DAY = date(2026, 3, 9)


def task(code: str, parent: str | None = None, kind: str = "task", **values: Any) -> dict[str, Any]:
    """A task from Monday 2 to Friday 13 March 2026, a tenth done, without a baseline."""
    start, finish = (datetime.fromisoformat(at) for at in ("2026-03-02T08:00", "2026-03-13T17:00"))
    usual = {"name": "施工", "start": start, "finish": finish, "percent": 10, "is_critical": False}
    planned = {"baseline_start": None, "baseline_finish": None}
    return {"task": code, "parent": parent, "kind": kind} | usual | planned | values


def plan(parts: int, tasks: int) -> pd.DataFrame:
    """*parts* summaries with *tasks* tasks each."""
    rows = []
    for part in range(1, parts + 1):
        rows.append(task(f"{part}", kind="summary"))
        rows += [task(f"{part}.{place}", f"{part}") for place in range(1, tasks + 1)]
    return pd.DataFrame(rows)


def test_a_small_plan_is_drawn_whole() -> None:
    """Two summaries with three tasks each: eight rows."""
    assert list(rows_to_draw(plan(2, 3))["task"]) == ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3"]


def test_a_large_plan_is_drawn_by_its_summaries_and_opened_part_by_part() -> None:
    """Twelve parts of twenty tasks are 252 rows: the twelve parts, and twenty tasks inside of one."""
    large = plan(12, 20)

    assert list(rows_to_draw(large)["task"]) == [str(part) for part in range(1, 13)]
    assert list(rows_to_draw(large, "4")["task"]) == [f"4.{place}" for place in range(1, 21)]


def test_a_plan_without_an_outline_is_cut() -> None:
    """No part could hold the rest."""
    flat = pd.DataFrame([task(str(place)) for place in range(ROWS_MAX + 20)])

    assert len(rows_to_draw(flat)) == ROWS_MAX


def test_a_bar_is_what_is_done_and_what_is_left() -> None:
    """A tenth of eleven days and nine hours; the critical task is left in its colour, the line stands at noon of the day."""
    rows = rows_to_draw(pd.DataFrame([task("1", is_critical=True), task("2", kind="milestone")]))
    with speaking("en"):
        drawn = draw_gantt(rows, DAY).to_dict()

    data = list(drawn["datasets"].values())
    bars = next(rows for rows in data if rows and "from" in rows[0])
    assert [(bar["side"], bar["from"][:16], bar["to"][:16]) for bar in bars] == [
        ("done", "2026-03-02T08:00", "2026-03-03T11:18"),
        ("critical", "2026-03-03T11:18", "2026-03-13T17:00"),
    ]
    assert any(rows[0].get("at", "").startswith("2026-03-09T12:00") for rows in data)
    assert "this page is of 2026-03-09" in drawn["description"]
    assert "2 tasks from 2026-03-02 to 2026-03-13, 1 of them critical" in drawn["description"]


def test_a_day_far_from_the_plan_does_not_shrink_it() -> None:
    """The plan lasts eleven days and nine hours: ten days later it still has its line, a year later none."""
    rows = rows_to_draw(pd.DataFrame([task("1")]))

    lines = [
        any("at" in data[0] for data in draw_gantt(rows, day).to_dict()["datasets"].values())
        for day in (date(2026, 3, 23), date(2027, 3, 23), date(2025, 3, 23))
    ]

    assert lines == [True, False, False]


def link(predecessor: str, successor: str, kind: str = "FS") -> dict[str, Any]:
    """A dependency as the view gives it."""
    return {"predecessor": predecessor, "successor": successor, "kind": kind, "lag_days": 0.0}


def corners_of(rows: pd.DataFrame, links: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """The corners of the lines that are drawn: link, time, the task of the row."""
    drawn = draw_gantt(rows, DAY, pd.DataFrame(links)).to_dict()
    data = next((rows for rows in drawn["datasets"].values() if rows and "step" in rows[0]), [])
    return [(each["link"], each["at"][:16], each["label"].split()[0]) for each in data]


def test_a_link_leads_from_the_end_of_one_bar_to_the_start_of_the_other() -> None:
    """Task 1 ends on Friday at 17:00, task 2 starts on Monday at 8:00: along the first row, then down."""
    later = {"start": datetime.fromisoformat("2026-03-16T08:00"), "finish": datetime.fromisoformat("2026-03-20T17:00")}
    rows = rows_to_draw(pd.DataFrame([task("1"), task("2", **later)]))

    assert corners_of(rows, [link("1", "2")]) == [
        ("1 → 2", "2026-03-13T17:00", "1"),
        ("1 → 2", "2026-03-16T08:00", "1"),
        ("1 → 2", "2026-03-16T08:00", "2"),
    ]


def test_the_four_kinds_join_the_ends_that_they_name() -> None:
    """SS from start to start, FF from finish to finish, SF from start to finish."""
    rows = rows_to_draw(pd.DataFrame([task("1"), task("2")]))
    start, finish = "2026-03-02T08:00", "2026-03-13T17:00"

    found = {kind: [at for _link, at, _row in corners_of(rows, [link("1", "2", kind)])] for kind in ("SS", "FF", "SF")}

    assert found == {"SS": [start] * 3, "FF": [finish] * 3, "SF": [start, finish, finish]}


def test_a_link_into_a_part_that_is_not_drawn_is_left_out() -> None:
    """Both ends have to stand in the picture."""
    rows = rows_to_draw(plan(12, 20), "4")

    assert {name for name, _at, _row in corners_of(rows, [link("4.1", "4.2"), link("3.9", "4.1")])} == {"4.1 → 4.2"}
