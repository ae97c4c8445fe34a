"""Working calendar: the State Council's holidays and make-up workdays, compared with a source of its own."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.calendar import WorkingCalendar, YearNotAnnounced
from kit.core.errors import ConfigurationError
from kit.workspace.calendar import load_calendar
from kit.workspace.resources import Resources

YEARS = range(2018, 2027)
CALENDAR = load_calendar(Resources())
DAYS = st.dates(date(2018, 1, 1), date(2026, 9, 30))


def write_year(folder: Path, text: str, name: str = "2031.yaml") -> Resources:
    """An office whose data folder holds one calendar file of its own."""
    place = folder / "data" / "calendar"
    place.mkdir(parents=True)
    (place / name).write_text(text, encoding="utf-8")
    return Resources(folder)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_agrees_with_chinesecalendar(year: int) -> None:
    """Each day is a working day here exactly where the package chinesecalendar says so."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]

    differing = [day for day in days if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)]

    assert differing == []


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-02-04", True),  # a Sunday worked for the Spring Festival
        ("2024-02-09", True),  # New Year's Eve was not among the days off of 2024
        ("2025-10-01", False),
        ("2025-10-08", False),  # National Day and Mid-autumn together: eight days, 1 to 8 October
        ("2025-10-09", True),
        ("2025-09-28", True),  # a Sunday worked for them
        ("2025-10-11", True),  # a Saturday worked for them
        ("2020-01-31", False),  # the Spring Festival of 2020, extended to 2 February
        ("2020-02-03", True),
        ("2023-07-15", False),  # an ordinary Saturday
    ],
)
def test_days_that_people_remember(day: str, worked: bool) -> None:
    """Days that were in the news are as they were."""
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked


def test_ten_working_days_over_the_national_day_of_2025() -> None:
    """From Friday 26 September: 28, 29, 30 September, then 9, 10, 11 and 13, 14, 15, 16 October."""
    assert CALENDAR.add_workdays(date(2025, 9, 26), 10) == date(2025, 10, 16)


def test_the_day_itself_is_not_counted() -> None:
    """A period of one working day from a Monday ends on the Tuesday (民法典 第二百零一条)."""
    monday = date(2025, 3, 3)

    assert CALENDAR.add_workdays(monday, 1) == date(2025, 3, 4)
    assert CALENDAR.add_workdays(monday, 0) == monday
    assert CALENDAR.count_workdays(monday, monday) == 0


@given(DAYS, st.integers(1, 40))
def test_counting_undoes_adding(start: date, count: int) -> None:
    """Between a day and the n-th working day after it lie n working days, and the last one is worked."""
    end = CALENDAR.add_workdays(start, count)

    assert CALENDAR.is_workday(end)
    assert CALENDAR.count_workdays(start, end) == count


@pytest.mark.parametrize("year", [2017, 2027, 1999])
def test_a_year_that_was_not_announced_is_never_guessed(year: int) -> None:
    """A year without an arrangement is refused, in the middle of a count as well."""
    with pytest.raises(YearNotAnnounced, match=str(year)):
        CALENDAR.is_workday(date(year, 6, 1))
    with pytest.raises(YearNotAnnounced, match="2027"):
        CALENDAR.add_workdays(date(2026, 12, 25), 10)


def test_an_office_adds_a_year_in_its_workspace(tmp_path: Path) -> None:
    """A file in the workspace's data folder adds to the years that the kit ships."""
    text = """
year: 2031
instrument: 通知
reading: text
holidays: [{name: 元旦, since: 2031-01-01, until: 2031-01-03}]
workdays: [2031-01-04]
"""
    calendar = load_calendar(write_year(tmp_path, text))

    assert calendar.years == {*YEARS, 2031}
    assert not calendar.is_workday(date(2031, 1, 3))
    assert calendar.is_workday(date(2031, 1, 4))


@pytest.mark.parametrize(
    ("holidays", "workdays", "said"),
    [
        ("{name: 元旦, since: 2031-01-03, until: 2031-01-01}", "", r"2031\.yaml:4: .*lies before since"),
        ("{name: 元旦, since: 2030-12-31, until: 2031-01-01}", "", r"2031\.yaml:1: .*not a day of 2031"),
        ("{name: 元旦, since: 2031-01-04, until: 2031-01-04}", "2031-01-04", r"both as a day off and as a workday"),
        ("{name: 元旦, since: 2031-01-01, until: 2031-01-01}", "2031-01-02", r"worked anyway"),
        ("{name: 元旦, since: 2月30日, until: 2031-01-01}", "", r"2031\.yaml:4: holidays\.0\.since"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, holidays: str, workdays: str, said: str) -> None:
    """An arrangement that contradicts itself is refused, with file, line and what to do."""
    text = f"year: 2031\ninstrument: 通知\nreading: text\nholidays: [{holidays}]\nworkdays: [{workdays}]\n"
    office = write_year(tmp_path, text)

    with pytest.raises(ConfigurationError, match=said):
        load_calendar(office)


def test_a_file_under_the_name_of_another_year_is_refused(tmp_path: Path) -> None:
    """Else it would silently hide the year whose name it bears."""
    text = "year: 2031\ninstrument: 通知\nreading: text\nholidays: []\nworkdays: []\n"
    office = write_year(tmp_path, text, name="2025.yaml")

    with pytest.raises(ConfigurationError, match=r"name the file 2031\.yaml"):
        load_calendar(office)


def test_two_days_a_week_are_free_without_any_holiday() -> None:
    """In a year without any arrangement made for it, Monday to Friday are worked."""
    plain = WorkingCalendar(frozenset({2025}), frozenset(), frozenset())

    worked = [plain.is_workday(date(2025, 6, 2) + timedelta(days=n)) for n in range(7)]

    assert worked == [True] * 5 + [False] * 2
