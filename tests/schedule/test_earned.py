"""Earned value and earned schedule: published examples, and a plan at the desk by hand."""

from datetime import date

import pytest

from kit.core.errors import UsageError
from kit.schedule.earned import EarnedValue, earned_schedule
from kit.views.schedule.earned import show_earned_value, show_s_curve
from tests.schedule.conftest import PlanOffice

# C. F. Gray, E. W. Larson, "Project Management: The Managerial Process", chapter 13, exercise with a status report for
# period 12, as solved in a published course solution (hundreds of dollars): CV -62, SV -10, EAC 352, VAC -104.
GRAY_LARSON = EarnedValue(budget=24_800, planned=15_800, earned=14_800, actual=21_000)

# The "late finish project" of W. Lipke (2003), "Schedule is Different": twelve months planned, fifteen needed. The published
# table stands here from memory: it was not read again for this test.
PLANNED = [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823]
EARNED = [95, 180, 470, 770, 1065, 1315, 1610, 1900, 2150, 2275, 2425, 2555, 2695, 2770, 2823]
VARIANCES = [-0.095, -0.211, -0.143, -0.227, -0.333, -0.533, -0.591, -0.712, -0.950, -1.533]


def test_the_example_of_gray_and_larson() -> None:
    """148 earned for 210, where 158 were planned, of a budget of 248."""
    assert GRAY_LARSON.cost_variance == -6_200
    assert GRAY_LARSON.schedule_variance == -1_000
    assert [round(float(index or 0), 2) for index in (GRAY_LARSON.cost_index, GRAY_LARSON.schedule_index)] == [
        0.70,
        0.94,
    ]
    assert round(GRAY_LARSON.estimate_by_cost or 0, -2) == 35_200
    assert round(GRAY_LARSON.variance_at_completion or 0, -2) == -10_400


def test_the_rest_at_the_planned_price_and_what_is_left_to_earn() -> None:
    """210 + (248 - 148) = 310, as the solution's revised estimate; (248 - 148) / (248 - 210) = 2.63."""
    assert GRAY_LARSON.estimate_by_plan == 31_000
    assert round(float(GRAY_LARSON.to_complete_index or 0), 2) == 2.63


def test_the_estimate_by_both_indices() -> None:
    """210 + 100 / (148/210 × 148/158) = 210 + 100 / 0.66014 = 361.48."""
    assert float(GRAY_LARSON.estimate_by_both or 0) == pytest.approx(36_148, abs=1)


def test_the_late_finish_project_of_lipke() -> None:
    """SV(t) month by month; at the end SV is zero and SPI one, SV(t) is minus three months and SPI(t) 0.8."""
    found = [earned_schedule(PLANNED, earned, month) for month, earned in enumerate(EARNED, start=1)]

    assert [round(float(each.schedule_variance), 3) for each in found[:10]] == pytest.approx(VARIANCES, abs=0.0006)
    assert float(found[-1].schedule_variance) == -3
    assert float(found[-1].schedule_index or 0) == 0.8
    assert float(found[-1].estimate or 0) == 15
    last = EarnedValue(2823, 2823, 2823, 2823)
    assert (last.schedule_variance, last.schedule_index) == (0, 1)


def test_nothing_planned_and_nothing_spent_has_no_index() -> None:
    """On the first day there is nothing to divide by."""
    value = EarnedValue(budget=100, planned=0, earned=0, actual=0)

    assert (value.cost_index, value.schedule_index, value.estimate_by_cost, value.estimate_by_both) == (None,) * 4
    assert earned_schedule([], 0, 0).schedule_index is None


def test_a_plan_at_the_desk_earns_what_was_recorded(planned: PlanOffice) -> None:
    """Design 50 and tender 10 万元 in the week of 2 March, works 400 from 9 to 20 March.

    On Friday 13: planned 50 + 10 + half of 400 = 260; design done, tender done, works 25 %: earned 160; spent 200.
    """
    planned.do("schedule.set_baseline", name="初始")
    planned.on("2026-03-14")
    done = {"percent": 100, "started": "2026-03-02", "on": "2026-03-13"}
    planned.do("schedule.record_progress", task="1.1", finished="2026-03-06", actual_cost="60万元", **done)
    planned.do("schedule.record_progress", task="1.2", finished="2026-03-04", actual_cost="10万元", **done)
    begun = {"started": "2026-03-09", "on": "2026-03-13", "actual_cost": "130万元"}
    planned.do("schedule.record_progress", task="2", percent=25, **begun)

    frame = show_earned_value(planned.reader, "P1", day=date(2026, 3, 13)).set_index("figure")

    wan = 1_000_000
    values = {name: frame.loc[name, "value"] for name in ("BAC", "PV", "EV", "AC", "CV", "SV")}
    assert values == {
        "BAC": 460 * wan,
        "PV": 260 * wan,
        "EV": 160 * wan,
        "AC": 200 * wan,
        "CV": -40 * wan,
        "SV": -100 * wan,
    }
    assert frame.loc["CPI", "value"] == 0.8
    assert frame.loc["EAC by CPI", "value"] == 575 * wan
    assert frame.loc["CPI", "formula"] == "EV / AC"


def test_what_was_done_before_the_plan_was_taken_over_is_earned(office: PlanOffice) -> None:
    """The design of 50 万元 was done when the plan came in; no record of progress speaks of it. Before its end it is not earned."""
    office.on("2026-03-14")
    design = {"task": "1.1", "percent": 100, "started": "2026-03-02", "finished": "2026-03-06"}
    office.draw(status="2026-03-06T17:00", progress=[design])
    office.do("schedule.set_baseline", name="初始")

    earned = [
        show_earned_value(office.reader, "P1", day=day).set_index("figure").loc["EV", "value"]
        for day in (date(2026, 3, 5), date(2026, 3, 13))
    ]

    assert earned == [0, 50_000_000]


def test_a_plan_that_ended_in_time_stays_in_time(planned: PlanOffice) -> None:
    """All 460 万元 are earned in March, as planned; a year later one month of one is earned still: SPI(t) is 1."""
    planned.do("schedule.set_baseline", name="初始")
    planned.on("2026-03-21")
    done = {"percent": 100, "on": "2026-03-20"}
    for task, started, finished in (("1.1", 2, 6), ("1.2", 2, 4), ("2", 9, 20), ("3", 20, 20)):
        ends = {"started": f"2026-03-{started:02}", "finished": f"2026-03-{finished:02}"}
        planned.do("schedule.record_progress", task=task, **ends, **done)

    frame = show_earned_value(planned.reader, "P1", day=date(2027, 3, 31)).set_index("figure")

    assert frame.loc["EV", "value"] == 460_000_000
    assert [frame.loc[name, "value"] for name in ("ES (months)", "AT (months)", "SPI(t)")] == [1, 1, 1]


def test_the_s_curve_stops_where_nothing_is_known_yet(planned: PlanOffice) -> None:
    """Works of 30 days from 9 March end on 20 April (清明 on 4 to 6 April): 17 of them in March; nothing is earned in April.

    9 to 31 March are 17 working days: 60 + 400 × 17 / 30 万元.
    """
    works = {"code": "2", "name": "施工", "duration_days": 30, "cost": "400万元"}
    planned.do("schedule.change_task", task=works)
    planned.do("schedule.set_baseline", name="初始")

    frame = show_s_curve(planned.reader, "P1", day=date(2026, 3, 20))

    assert list(frame["month"]) == [date(2026, 3, 31), date(2026, 4, 30)]
    assert list(frame["planned"]) == [round(60e6 + 400e6 * 17 / 30), 460_000_000]
    assert list(frame["earned"].isna()) == [False, True]


def test_without_a_baseline_the_remedy_is_named(planned: PlanOffice) -> None:
    """There is nothing to measure against."""
    with pytest.raises(UsageError, match="set_baseline"):
        show_earned_value(planned.reader, "P1")
