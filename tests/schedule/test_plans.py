"""Plans at the desk: drawn, changed, kept as baselines, moved on; and what stops each."""

from datetime import date
from typing import Any

import pytest

from kit.core.digest import digest
from kit.store.verify import verify
from kit.views.schedule.milestones import show_milestones
from kit.views.schedule.progress import show_task_progress
from kit.views.schedule.slippage import show_baselines, show_slippage
from kit.views.schedule.tasks import show_critical_path, show_plans, show_tasks
from kit.workspace.files import place_of
from tests.schedule.conftest import LINKS, TASKS, PlanOffice


def dates(office: PlanOffice) -> dict[str, str]:
    """The computed finish of each task."""
    frame = show_tasks(office.reader, "P1")
    return {row.task: f"{row.finish:%m-%d}" for row in frame.itertuples()}


def test_a_plan_computes_as_by_hand(planned: PlanOffice) -> None:
    """Design 5 days from Monday 2 March ends on the 6th, works of 10 on the 20th; tender has two days to spare."""
    frame = show_tasks(planned.reader, "P1").set_index("task")

    assert dates(planned) == {"1": "03-06", "1.1": "03-06", "1.2": "03-04", "2": "03-20", "3": "03-20"}
    assert frame.loc["1.2", "total_slack_days"] == 2
    assert frame.loc["1.2", "free_slack_days"] == 2
    assert list(frame["is_critical"]) == [True, True, False, True, True]
    assert list(show_critical_path(planned.reader, "P1")["task"]) == ["1.1", "2", "3"]
    assert verify(planned.database).faults == []


BAD_TASKS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]], str]] = {
    "code twice": ([{"code": "A", "name": "a"}, {"code": "A", "name": "b"}], [], "schedule.code_twice"),
    "unknown parent": ([{"code": "A", "name": "a", "parent": "Z"}], [], "schedule.parent_unknown"),
    "in itself": (
        [
            {"code": "A", "name": "a", "kind": "summary", "parent": "B"},
            {"code": "B", "name": "b", "kind": "summary", "parent": "A"},
        ],
        [],
        "schedule.part_of_itself",
    ),
    "milestone that takes time": (
        [{"code": "A", "name": "a", "kind": "milestone", "duration_days": 1}],
        [],
        "schedule.milestone_takes_time",
    ),
    "before its project": (
        [{"code": "A", "name": "a", "constraint": "start_not_before", "constraint_at": "2025-12-31"}],
        [],
        "schedule.before_project",
    ),
    "constraint without a day": (
        [{"code": "A", "name": "a", "constraint": "finish_not_after"}],
        [],
        "schedule.constraint_undated",
    ),
    "unknown calendar": ([{"code": "A", "name": "a", "calendar": "lunar"}], [], "schedule.calendar_unknown"),
    "unknown link": ([{"code": "A", "name": "a"}], [{"predecessor": "A", "successor": "Z"}], "schedule.task_unknown"),
    "link twice": (
        [{"code": "A", "name": "a"}, {"code": "B", "name": "b"}],
        [{"predecessor": "A", "successor": "B"}] * 2,
        "schedule.link_twice",
    ),
    "link inside": (
        [{"code": "S", "name": "s", "kind": "summary"}, {"code": "A", "name": "a", "parent": "S"}],
        [{"predecessor": "S", "successor": "A"}],
        "schedule.link_inside_summary",
    ),
    "circle": (
        [{"code": code, "name": code, "duration_days": 1} for code in "ABC"],
        [{"predecessor": before, "successor": after} for before, after in ("AB", "BC", "CA")],
        "schedule.circle",
    ),
}


@pytest.mark.parametrize(("tasks", "links", "code"), BAD_TASKS.values(), ids=BAD_TASKS)
def test_a_plan_that_cannot_be_is_refused(
    office: PlanOffice, tasks: list[dict[str, Any]], links: list[dict[str, Any]], code: str
) -> None:
    """Each with its code, and nothing of the plan stays."""
    found = office.refused("schedule.draw_plan", start="2026-03-02", tasks=tasks, links=links)

    assert code in found
    assert show_plans(office.reader).empty


def test_the_circle_is_named_with_all_its_tasks(office: PlanOffice) -> None:
    """Who mends it reads which tasks wait for each other."""
    tasks, links, code = BAD_TASKS["circle"]

    found = office.refused("schedule.draw_plan", start="2026-03-02", tasks=tasks, links=links)

    assert "A → B → C → A" in found[code].message


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"duration_days": "-1"}, "tasks.0.duration_days"),
        ({"duration_days": "0.0001"}, "tasks.0.duration_days"),
        ({"deadline": "2026-02-31"}, "tasks.0.deadline"),
        ({"cost": "a lot"}, "tasks.0.cost"),
        ({"kind": "hope"}, "tasks.0.kind"),
        ({"code": "a b"}, "tasks.0.code"),
    ],
)
def test_a_field_that_cannot_be_read_is_a_finding(office: PlanOffice, values: dict[str, Any], field: str) -> None:
    """31 February, a negative duration, an amount in words: beside the field, never a traceback."""
    task = {"code": "A", "name": "a"} | values

    found = office.ask("schedule.draw_plan", start="2026-03-02", tasks=[task])

    assert ("request.field_wrong", field) in {(finding.code, finding.field) for finding in found}


def test_all_faults_of_a_plan_are_said_at_once(office: PlanOffice) -> None:
    """Three things wrong, three findings."""
    tasks = [{"code": "A", "name": "a", "calendar": "lunar", "parent": "Z"}, {"code": "A", "name": "b"}]

    found = office.refused("schedule.draw_plan", start="2026-03-02", tasks=tasks)

    assert set(found) == {"schedule.code_twice", "schedule.parent_unknown", "schedule.calendar_unknown"}


def test_a_year_not_announced_is_noted(office: PlanOffice) -> None:
    """The plan reaches into 2027, whose holidays the State Council has not announced."""
    tasks = [{"code": "A", "name": "a", "duration_days": 250}]

    said = office.do("schedule.draw_plan", start="2026-03-02", tasks=tasks)

    assert said == ["schedule.year_not_announced"]
    assert list(show_plans(office.reader)["unannounced"]) == ["2027"]


def test_only_the_own_people_plan(planned: PlanOffice) -> None:
    """Neither another unit's officer nor the finance department."""
    usual = {"start": "2026-03-02", "tasks": TASKS, "links": LINKS}

    assert "project.other_unit" in planned.refused("schedule.draw_plan", "stranger", **usual)
    assert "access.role_missing" in planned.refused("schedule.draw_plan", "finance", **usual)


def test_tasks_and_links_change_one_by_one(planned: PlanOffice) -> None:
    """Works of 12 days end on the 24th; waiting two days more for the design, on the 26th; without tender nothing moves."""
    works = TASKS[3] | {"duration_days": "12"}
    planned.do("schedule.change_task", task=works)
    assert dates(planned)["3"] == "03-24"

    planned.do("schedule.link_tasks", link=LINKS[0] | {"lag_days": 2})
    assert dates(planned)["3"] == "03-26"

    planned.do("schedule.remove_task", task="1.2")
    assert dates(planned)["3"] == "03-26"

    planned.do("schedule.unlink_tasks", predecessor="1.1", successor="2")
    assert dates(planned)["3"] == "03-17"


def test_a_change_that_closes_a_circle_is_refused(planned: PlanOffice) -> None:
    """And the plan stands as before."""
    found = planned.refused("schedule.link_tasks", link={"predecessor": "3", "successor": "1.1"})

    assert set(found) == {"schedule.circle"}
    assert dates(planned)["3"] == "03-20"


def test_progress_moves_the_end_and_slippage_counts_from_the_baseline(planned: PlanOffice) -> None:
    """On the evening of Monday 9 March design is half done and the tender has not begun.

    Design's 2.5 days end on Thursday 12 at noon, 3.5 days after Friday 6. The tender's three days end on that evening, so
    the works' ten end on Thursday 26: four working days after Friday 20.
    """
    planned.do("schedule.set_baseline", name="初始", document="水计〔2026〕3号")
    planned.on("2026-03-10")

    said = planned.do("schedule.record_progress", task="1.1", percent=50, started="2026-03-02", on="2026-03-09")

    assert said == ["schedule.evidence_missing"]
    slipped = show_slippage(planned.reader, "P1").set_index("task")
    assert slipped.loc["3", "slippage_days"] == 4
    assert slipped.loc["1.1", "slippage_days"] == 3.5
    assert list(show_plans(planned.reader)["slippage_days"]) == [4]
    assert list(show_baselines(planned.reader, "P1")["cost"]) == [460_000_000]


def test_each_baseline_keeps_its_own_dates(planned: PlanOffice) -> None:
    """A second one needs a reason; slippage is zero against it and four days against the first."""
    planned.do("schedule.set_baseline", name="初始")
    planned.do("schedule.change_task", task=TASKS[3] | {"duration_days": "14"})
    assert "schedule.reason_missing" in planned.refused("schedule.set_baseline", name="调整")

    planned.do("schedule.set_baseline", name="调整", reason="设计变更")

    assert list(show_baselines(planned.reader, "P1")["slippage_days"]) == [4, 0]
    assert list(show_slippage(planned.reader, "P1", 1).set_index("task").loc[["2", "1.1"], "slippage_days"]) == [4, 0]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"percent": 50}, "schedule.start_missing"),
        ({"percent": 100, "started": "2026-03-02"}, "schedule.finish_and_percent"),
        ({"percent": 50, "started": "2026-03-02", "finished": "2026-03-05"}, "schedule.finish_and_percent"),
        ({"percent": 100, "started": "2026-03-05", "finished": "2026-03-02"}, "schedule.ends_reversed"),
        ({"percent": 10, "started": "2026-03-09", "on": "2026-03-06"}, "schedule.after_status_day"),
        ({"percent": 10, "started": "2026-03-02", "on": "2026-04-01"}, "schedule.day_to_come"),
        ({"percent": 10, "started": "2026-03-02", "task": "1"}, "schedule.progress_of_summary"),
        ({"percent": 10, "started": "2026-03-02", "task": "9"}, "schedule.task_unknown"),
        ({"percent": 10, "started": "2026-03-02", "evidence": "0" * 64}, "schedule.evidence_unknown"),
        ({"percent": 101}, "request.field_wrong"),
    ],
)
def test_progress_that_cannot_be_is_refused(planned: PlanOffice, values: dict[str, Any], code: str) -> None:
    """Each with its code."""
    planned.on("2026-03-10")

    assert code in planned.refused("schedule.record_progress", **({"task": "1.1"} | values))


def test_evidence_is_a_kept_file(planned: PlanOffice) -> None:
    """Its digest stands in the record of progress; who is asked finds the file."""
    planned.on("2026-03-10")
    content = b"photo"
    place_of(planned.workspace.files, digest(content)).write_bytes(content)

    said = planned.do(
        "schedule.record_progress", task="1.1", percent=20, started="2026-03-02", evidence=digest(content)
    )

    assert said == []
    assert list(show_task_progress(planned.reader, "P1")["evidence"]) == [digest(content)]


def test_progress_that_falls_is_asked_about(planned: PlanOffice) -> None:
    """60 % on one day, 40 % on the next: it can be right and deserves a look."""
    planned.on("2026-03-10")
    planned.do("schedule.record_progress", task="1.1", percent=60, started="2026-03-02")

    said = planned.do("schedule.record_progress", task="1.1", percent=40, started="2026-03-02")

    assert "schedule.progress_fell" in said


def test_what_has_begun_stays_in_the_plan(planned: PlanOffice) -> None:
    """Neither taken out alone nor left out of a plan that is drawn anew; a plan drawn anew keeps its progress."""
    planned.on("2026-03-10")
    planned.do("schedule.record_progress", task="1.1", percent=60, started="2026-03-02")

    assert "schedule.task_begun" in planned.refused("schedule.remove_task", task="1.1")
    fewer = [task for task in TASKS if task["code"] != "1.1"]
    again = {"start": "2026-03-02", "tasks": fewer, "links": LINKS[1:]}
    assert "schedule.task_begun" in planned.refused("schedule.draw_plan", **again)
    planned.draw()
    assert show_tasks(planned.reader, "P1").set_index("task").loc["1.1", "percent"] == 60


def test_the_milestone_board_says_how_each_stands(planned: PlanOffice) -> None:
    """Acceptance due on 20 March by the baseline: soon on the 1st, late by forecast on the 16th, overdue on the 23rd.

    With progress as of Monday 9 as above, acceptance moves to Thursday 26, six days after it was due.
    """
    planned.do("schedule.set_baseline", name="初始")

    def acceptance(day: str) -> tuple[str, int]:
        frame = show_milestones(planned.reader, "P1", day=date.fromisoformat(day)).set_index("task")
        return frame.loc["3", "state"], int(frame.loc["3", "days_late"])

    assert acceptance("2026-03-01") == ("soon", 0)
    planned.on("2026-03-10")
    planned.do("schedule.record_progress", task="1.1", percent=50, started="2026-03-02", on="2026-03-09")
    assert acceptance("2026-03-16") == ("will_be_late", 6)
    assert acceptance("2026-03-30") == ("overdue", 10)
