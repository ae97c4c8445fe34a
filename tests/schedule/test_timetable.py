"""The timetable: plans on real calendars, by hand: weekends, holidays, make-up days, constraints, progress."""

from datetime import date, datetime

import pytest

from kit.core.calendar import WorkingCalendar
from kit.schedule.calendars import load_calendars, load_patterns, unannounced_years
from kit.schedule.clock import Clock, WorkPattern
from kit.schedule.network import CircleFound
from kit.schedule.plan import Constraint, LinkKind, Plan, PlanLink, PlanTask, TaskKind
from kit.schedule.timetable import Timetable, compute_all
from kit.workspace.calendar import load_calendar
from kit.workspace.resources import Resources

DAY = 480
PATTERNS = load_patterns(Resources())


def at(month: int, day: int, hour: int) -> datetime:
    """A full hour of 2026, as the clock on the wall says it."""
    return datetime.fromisoformat(f"2026-{month:02d}-{day:02d}T{hour:02d}:00")


FRIDAY = at(9, 18, 8)


def task(code: str, days: float, **values: object) -> PlanTask:
    """A task of that many working days."""
    return PlanTask(code, code, minutes=round(days * DAY), **values)  # type: ignore[arg-type]


def table(*tasks: PlanTask, links: tuple[PlanLink, ...] = (), start: datetime = FRIDAY, **values: object) -> Timetable:
    """The timetable of a plan that begins on Friday 18 September 2026."""
    return Timetable(Plan(start, tasks, links, **values), PATTERNS)  # type: ignore[arg-type]


def test_weekends_holidays_and_make_up_days_count_as_the_state_council_arranged() -> None:
    """Friday 18, Sunday 20 (made up), Monday 21 to Thursday 24 September 2026; 25 to 27 are off (中秋): six days."""
    found = table(task("A", 6), task("B", 1), links=(PlanLink("A", "B"),))

    assert found.of("A").finish == at(9, 24, 17)
    assert found.of("B").start == at(9, 28, 8)


def test_a_site_that_works_every_day_has_its_own_calendar() -> None:
    """Six days from Friday 18 September are done on Wednesday 23; the office goes on on Thursday 24."""
    found = table(task("A", 6, calendar="calendar_days"), task("B", 1), links=(PlanLink("A", "B"),))

    assert found.of("A").finish == at(9, 23, 17)
    assert found.of("B").start == at(9, 24, 8)
    assert found.of("A").total_slack == 0


def test_a_lag_counts_working_days_of_the_successor() -> None:
    """Three days from Friday 18: Sunday 20 is the first (worked), 21, 22; B starts on Wednesday 23."""
    found = table(task("A", 1), task("B", 1), links=(PlanLink("A", "B", lag=3 * DAY),))

    assert found.of("B").start == at(9, 23, 8)


def test_half_a_day_ends_at_noon() -> None:
    """Four hours from eight o'clock."""
    assert table(task("A", 0.5)).of("A").finish == at(9, 18, 12)


@pytest.mark.parametrize(
    ("constraint", "at", "start"),
    [
        (Constraint.START_NOT_BEFORE, at(9, 22, 8), at(9, 22, 8)),
        (Constraint.START_NOT_BEFORE, at(9, 26, 8), at(9, 28, 8)),
        (Constraint.FINISH_NOT_BEFORE, at(9, 24, 17), at(9, 23, 8)),
        (Constraint.START_ON, at(9, 22, 8), at(9, 22, 8)),
        (Constraint.FINISH_ON, at(9, 22, 17), at(9, 21, 8)),
        (Constraint.START_NOT_AFTER, at(9, 22, 8), FRIDAY),
        (Constraint.FINISH_NOT_AFTER, at(9, 22, 17), FRIDAY),
    ],
)
def test_a_constraint_holds_a_task_of_two_days(constraint: Constraint, at: datetime, start: datetime) -> None:
    """Beside a task of ten days, so that there is room; a day off moves to the next working day."""
    found = table(task("A", 2, constraint=constraint, constraint_at=at), task("B", 10))

    assert found.of("A").start == start


def test_a_finish_that_may_not_come_later_shows_in_the_slack() -> None:
    """Two days from Friday 18 end on Sunday 20; due by Tuesday 22: two working days to spare."""
    late = {"constraint": Constraint.FINISH_NOT_AFTER, "constraint_at": at(9, 22, 17)}

    assert table(task("A", 2, **late), task("B", 10)).of("A").total_slack == 2 * DAY


def test_as_late_as_possible_stands_at_the_end_of_its_slack() -> None:
    """One day beside four: it is done on the last of them, Tuesday 22."""
    late = task("A", 1, constraint=Constraint.AS_LATE_AS_POSSIBLE)

    found = table(late, task("B", 4))

    assert found.of("A").finish == found.of("B").finish == at(9, 22, 17)


def test_a_milestone_stands_where_what_it_waits_for_has_ended() -> None:
    """In the evening of Sunday 20, not on the morning of Monday."""
    done = PlanTask("M", kind=TaskKind.MILESTONE)

    found = table(task("A", 2), done, links=(PlanLink("A", "M"),))

    assert found.of("M").finish == at(9, 20, 17)


def test_a_summary_reaches_from_its_first_task_to_its_last() -> None:
    """And what waits for the summary waits for all of it."""
    tasks = (
        PlanTask("S", kind=TaskKind.SUMMARY),
        task("A", 2, parent="S"),
        task("B", 3, parent="S"),
        task("C", 1),
    )

    found = table(*tasks, links=(PlanLink("A", "B"), PlanLink("S", "C")))

    assert found.of("S").start == FRIDAY
    assert found.of("S").finish == found.of("B").finish == at(9, 23, 17)
    assert found.of("C").start == at(9, 24, 8)
    assert found.critical_path == ["A", "B", "C"]


def test_progress_moves_what_is_left_behind_the_status_day() -> None:
    """A (4 days) began on the 18th and has two days left on the evening of the 22nd: it ends on the 24th, B on the 28th."""
    under_way = task("A", 4, started=FRIDAY, remaining=2 * DAY, percent=50)

    found = table(under_way, task("B", 1), links=(PlanLink("A", "B"),), status=at(9, 22, 17))

    assert found.of("A").start == FRIDAY
    assert found.of("A").finish == at(9, 24, 17)
    assert found.of("B").finish == at(9, 28, 17)


def test_what_is_done_has_no_slack_and_is_not_critical() -> None:
    """It can be neither late nor early any more."""
    done = task("A", 2, started=FRIDAY, finished=at(9, 20, 17))

    found = table(done, task("B", 1), links=(PlanLink("A", "B"),), status=at(9, 20, 17))

    assert (found.of("A").total_slack, found.of("A").is_critical) == (0, False)
    assert found.critical_path == ["A", "B"]


def test_the_circle_is_named_by_the_codes_of_its_tasks() -> None:
    """Who mends the plan knows codes, not places."""
    links = (PlanLink("A", "B"), PlanLink("B", "C"), PlanLink("C", "A", LinkKind.START_START))

    with pytest.raises(CircleFound) as caught:
        table(task("A", 1), task("B", 1), task("C", 1), links=links)

    assert [sorted(map(str, circle)) for circle in caught.value.circles] == [["A", "B", "C"]]


def test_a_year_that_is_not_announced_is_said() -> None:
    """The notice for 2026 is in the data, those of later years are not yet."""
    calendars, holidays = load_calendars(Resources()), load_calendar(Resources())
    span = date(2026, 12, 1), date(2028, 1, 31)

    assert unannounced_years(*span, ["standard"], calendars, holidays) == [2027, 2028]
    assert unannounced_years(*span, ["calendar_days"], calendars, holidays) == []


def test_the_clock_counts_as_the_working_calendar_does() -> None:
    """Working days of 2026 by the shifts of the clock, and by the calendar of the office."""
    holidays: WorkingCalendar = load_calendar(Resources())

    clock = Clock(PATTERNS["standard"], date(2026, 1, 1), date(2026, 12, 31))

    assert clock.total // DAY == holidays.count_workdays(date(2025, 12, 31), date(2026, 12, 31))


def test_work_through_the_night_has_no_seam_at_midnight() -> None:
    """Thirty hours from eight in the morning are done at two in the afternoon of the next day."""
    found = table(PlanTask("A", minutes=30 * 60), calendar="round_the_clock")

    assert found.of("A").finish == at(9, 19, 14)


def test_a_calendar_without_any_work_answers_its_first_day() -> None:
    """A break over the whole reach: nothing is ever worked."""
    clock = Clock(WorkPattern(((),) * 7), date(2026, 1, 1), date(2026, 1, 31))

    assert clock.total == 0


def test_plans_that_are_computed_together_end_each_for_itself() -> None:
    """B has five days of slack beside A's six; a plan of twenty days beside it, and one of two calendars, change nothing."""
    short = Plan(FRIDAY, (task("A", 6), task("B", 1)))
    long = Plan(at(3, 2, 8), (task("C", 20), task("D", 19)), (PlanLink("C", "D", LinkKind.START_START),))
    mixed = Plan(FRIDAY, (task("E", 6, calendar="calendar_days"), task("F", 1)))
    tables = [Timetable(plan, PATTERNS, is_computed=False) for plan in (short, long, mixed)]

    compute_all(tables)

    assert [tables[0].of(code).total_slack for code in "AB"] == [0, 5 * DAY]
    assert [tables[0].of(code).free_slack for code in "AB"] == [0, 5 * DAY]
    assert tables[0].of("A").finish == at(9, 24, 17)
    assert [tables[1].of(code).total_slack for code in "CD"] == [0, DAY]
    assert tables[2].of("E").finish == at(9, 23, 17)


def test_a_summary_is_done_as_far_as_the_working_time_below_it() -> None:
    """One day done and three half done: (1 × 100 + 3 × 50) ÷ 4 = 62.5, not yet 63; milestones alone by the least."""
    summary = {"kind": TaskKind.SUMMARY}
    plan = Plan(
        FRIDAY,
        (
            task("all", 0, **summary),
            task("part", 0, parent="all", **summary),
            task("a", 1, parent="part", percent=100),
            task("b", 3, parent="part", percent=50),
            task("marks", 0, parent="all", **summary),
            task("m", 0, parent="marks", kind=TaskKind.MILESTONE, percent=100),
            task("n", 0, parent="marks", kind=TaskKind.MILESTONE),
            task("empty", 0, **summary),
        ),
    )

    assert {code: plan.percents[code] for code in ("all", "part", "marks", "empty")} == {
        "all": 62,
        "part": 62,
        "marks": 0,
        "empty": 0,
    }
