"""Plans of Microsoft Project: its own dates, slack and critical flags are ours, and hostile files are one line."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from kit.core.errors import UsageError
from kit.exchange.schedule.draft import DraftPlan, PlanLimits, load_limits
from kit.exchange.schedule.mspdi import read_mspdi
from kit.schedule.clock import Clock, instant_of
from kit.schedule.plan import LinkKind, TaskKind
from kit.schedule.timetable import Timetable
from kit.workspace.resources import Resources

LINKS, RELATIONS, SAMPLE, BASELINES = (
    "task-links-project2019-mspdi.xml",
    "mspdirelations.xml",
    "sample.xml",
    "task-baselines-project2019-mspdi.xml",
)
# Where our answer differs from the file's own, with the reason. Everything else is equal.
EXPLAINED = {
    # Tasks planned by hand (Manual = 1): for their start-bound links (SS, SF with two days) Microsoft Project leaves the
    # late dates of the predecessor at the end of the plan, though a later start would push the successor beyond it. In
    # mspdirelations.xml, planned by the program, it holds such a predecessor (task 2, SS with one day) as we do.
    (LINKS, "11"): {"late_start", "late_finish", "total_slack"},
    (LINKS, "13"): {"late_start", "late_finish", "total_slack"},
} | {
    # 110 tasks by hand, each as long as the plan: the file says TotalSlack 0, CriticalSlackLimit 0 and yet Critical 0.
    (BASELINES, str(number)): {"critical"}
    for number in range(1, 111)
}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with that content."""

    def write_to(content: str) -> Path:
        path = tmp_path / "plan.xml"
        path.write_text(content, encoding="utf-8")
        return path

    return write_to


def plan_of(tasks: str, beside: str = "", start: str = "2026-03-02T08:00:00") -> str:
    """The smallest file that Microsoft Project would read, with these tasks."""
    return (
        f'<Project xmlns="http://schemas.microsoft.com/project"><StartDate>{start}</StartDate>{beside}'
        f"<Tasks>{tasks}</Tasks></Project>"
    )


def task(number: int, inside: str = "", duration: str = "PT8H0M0S") -> str:
    """One task of a file."""
    return f"<Task><UID>{number}</UID><Name>T{number}</Name><Duration>{duration}</Duration>{inside}</Task>"


def read(path: Path, limits: PlanLimits | None = None) -> DraftPlan:
    """The plan of a file."""
    return read_mspdi(path, limits or load_limits(Resources()))


def computed(folder: Path) -> dict[str, list[dict[str, str]]]:
    """What Microsoft Project computed, by file; number 0 stands for the whole project."""
    found = defaultdict(list)
    with (folder / "computed_values.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["uid"] != "0":
                found[row["file"]].append(row)
    return found


def worked(clock: Clock, said: datetime | str) -> int:
    """A moment as working time: the evening and the next morning are one."""
    moment = datetime.fromisoformat(said) if isinstance(said, str) else said
    return int(clock.worked(np.array([instant_of(moment)]))[0])


def differences(row: dict[str, str], table: Timetable, clock: Clock) -> set[str]:
    """In what the timetable says something else of a task than Microsoft Project."""
    ours = table.of(row["uid"])
    dates = {
        "start": ours.start,
        "finish": ours.finish,
        "early_start": ours.start,
        "early_finish": ours.finish,
        "late_start": ours.late_start,
        "late_finish": ours.late_finish,
    }
    found = {name for name, moment in dates.items() if worked(clock, row[name]) != worked(clock, moment)}
    # The file counts slack in tenths of a minute.
    slack = {"total_slack": ours.total_slack * 10, "free_slack": ours.free_slack * 10}
    found |= {name for name, tenths in slack.items() if int(row[f"{name}_tenths_min"]) != tenths}
    return found | ({"critical"} if bool(int(row["critical"])) is not ours.is_critical else set())


@pytest.mark.parametrize("name", [RELATIONS, SAMPLE, LINKS, BASELINES])
def test_dates_slack_and_critical_flags_are_those_of_microsoft_project(shared: Path, tmp_path: Path, name: str) -> None:
    """150 tasks in four files, all four kinds of link with lags, night shifts among them: equal, or explained above."""
    folder = shared / "datasets" / "mspdi"
    path = tmp_path / name
    path.write_bytes(gzip.decompress((folder / f"{name}.gz").read_bytes()))
    draft = read(path)

    table = Timetable(draft.plan, draft.patterns)

    clock = table.clocks[draft.plan.calendar]
    found = {(name, row["uid"]): differences(row, table, clock) for row in computed(folder)[name]}
    expected = {key: parts for key, parts in EXPLAINED.items() if key[0] == name}
    assert {key: parts for key, parts in found.items() if parts} == expected
    assert len(found) == len(draft.plan.tasks)


def test_links_lags_calendars_progress_and_resources_are_read(write: Write) -> None:
    """Two tenths of minutes a lag, a break by exception, half a task done, two people on it."""
    calendar = (
        "<Calendars><Calendar><UID>7</UID><BaseCalendarUID>-1</BaseCalendarUID><Exceptions><Exception><Type>1</Type>"
        "<TimePeriod><FromDate>2026-03-03T00:00:00</FromDate><ToDate>2026-03-04T23:59:00</ToDate></TimePeriod>"
        "<DayWorking>0</DayWorking></Exception></Exceptions></Calendar></Calendars><CalendarUID>7</CalendarUID>"
    )
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type><LinkLag>4800</LinkLag></PredecessorLink>"
    done = (
        "<ActualStart>2026-03-02T08:00:00</ActualStart><RemainingDuration>PT4H0M0S</RemainingDuration>"
        "<PercentComplete>50</PercentComplete><Cost>123456</Cost>"
    )
    resources = (
        "<Resources><Resource><UID>3</UID><Name>施工队</Name><MaxUnits>2</MaxUnits></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>3</ResourceUID><Units>2</Units></Assignment></Assignments>"
    )
    text = plan_of(task(1, done) + task(2, link), calendar).replace("</Project>", f"{resources}</Project>")

    draft = read(write(text))

    first, _second = draft.plan.tasks
    assert (first.remaining, first.percent, first.cost) == (240, 50, 123_456)
    assert [(one.kind, one.lag) for one in draft.plan.links] == [(LinkKind.START_START, 480)]
    assert [(row.name, row.capacity) for row in draft.resources] == [("施工队", 2)]
    assert [(row.task, row.units) for row in draft.assignments] == [("1", 2)]
    # Monday 2 March, then the break of the 3rd and 4th: one working day after the start is Thursday 5.
    table = Timetable(draft.plan, draft.patterns)
    assert table.of("2").start == datetime.fromisoformat("2026-03-05T08:00")


def test_outline_levels_make_summaries(write: Write) -> None:
    """A task below a summary is its child; the next one on the first level is not."""
    levels = [(1, 1, "<Summary>1</Summary>"), (2, 2, ""), (3, 2, "<Milestone>1</Milestone>"), (4, 1, "")]
    tasks = "".join(
        task(number, f"<OutlineLevel>{level}</OutlineLevel>{inside}", "PT0S" if "Mile" in inside else "PT8H0M0S")
        for number, level, inside in levels
    )

    found = read(write(plan_of(tasks))).plan.tasks

    assert [one.parent for one in found] == [None, "1", "1", None]
    assert [one.kind for one in found] == [TaskKind.SUMMARY, TaskKind.TASK, TaskKind.MILESTONE, TaskKind.TASK]


def test_what_is_read_otherwise_than_written_is_said(write: Write) -> None:
    """A link to another plan, a lag of elapsed time, a task planned by hand."""
    foreign = "<PredecessorLink><PredecessorUID>99</PredecessorUID></PredecessorLink>"
    elapsed = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>14400</LinkLag>"
        "<LagFormat>8</LagFormat></PredecessorLink>"
    )
    by_hand = "<Manual>1</Manual><Start>2026-03-05T08:00:00</Start>"

    draft = read(write(plan_of(task(1) + task(2, foreign) + task(3, elapsed) + task(4, by_hand))))

    assert [finding.code for finding in draft.findings] == [
        "schedule.planned_by_hand",
        "schedule.link_to_other_plan",
        "schedule.lag_elapsed",
    ]


ENTITY = '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Project>&b;</Project>'
HOSTILE = {
    "entities": (ENTITY, "entities"),
    "no xml": ("PK\x03\x04 not xml", "not readable XML"),
    "cut": ("<Project><Tasks><Task>", "not readable XML"),
    "another document": ("<html><body/></html>", "no plan of Microsoft Project"),
    "31 February": (plan_of(task(1, "<Deadline>2026-02-31T17:00:00</Deadline>")), "day is out of range"),
    "negative duration": (plan_of(task(1, duration="-PT8H0M0S")), "negative duration"),
    "no duration": (plan_of(task(1, duration="eight hours")), "no duration"),
    "no start": (plan_of(task(1), start=""), "no start date"),
    "unknown calendar": (plan_of(task(1, "<CalendarUID>12</CalendarUID>")), "calendar 12"),
    "calendar based on itself": (
        plan_of(task(1), "<Calendars><Calendar><UID>5</UID><BaseCalendarUID>5</BaseCalendarUID></Calendar></Calendars>"),
        "based on itself",
    ),
    "lag that is no number": (
        plan_of(task(1) + task(2, "<PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>x</LinkLag></PredecessorLink>")),
        "mend the plan",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_one_line_with_the_remedy(write: Write, content: str, said: str) -> None:
    """Never a traceback, never more than one line."""
    with pytest.raises(UsageError, match=said) as caught:
        read(write(content))

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"tasks_max": 2}, "2 tasks"),
        ({"links_max": 1}, "1 links"),
        ({"elements_max": 5}, "5 elements"),
        ({"bytes_max": 10}, "10 bytes"),
    ],
)
def test_a_file_beyond_the_limits_is_refused(write: Write, limits: dict[str, int], said: str) -> None:
    """Ten million links are stopped while they come in, not after they have filled the memory."""
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>"
    few = load_limits(Resources()).model_copy(update=limits)

    with pytest.raises(UsageError, match=said):
        read(write(plan_of(task(1) + task(2, link) + task(3, link))), few)
