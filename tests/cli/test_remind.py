"""Reminders: letters before a date and, step by step further up, after it; once each; counted in working days.

March 2026 has no holiday: its working days are Monday to Friday. In April the days 4 to 6 are off (清明, of which Monday
6 April is one that would be worked).
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kit.actions.reminding import Letters, remind, step_of
from kit.actions.screening import run_screening
from kit.cli.main import run as run_kit
from kit.core.calendar import YearNotAnnounced
from kit.core.tables import columns_of
from kit.store.outbox import OutboxRow
from kit.views.risk.alerts import show_alerts
from kit.workspace.calendar import load_calendar
from kit.workspace.resources import Resources
from kit.workspace.sending import MailSettings, RemindSettings
from kit.workspace.workspace import Settings
from tests.schedule.conftest import TASKS, PlanOffice, founded, office, planned

__all__ = ["founded", "office", "planned"]
USUAL = RemindSettings(before=(5, 1), after=(1, 5, 10))
CALENDAR = load_calendar(Resources())


def told(office: PlanOffice) -> list[Any]:
    """What stands in the outbox."""
    with office.database.reading() as connection:
        return list(connection.execute(select(columns_of(OutboxRow)).order_by(OutboxRow.id)))


def reminded(office: PlanOffice, day: str, **settings: Any) -> Letters:
    """What is said on a day."""
    office.on(day)
    place = replace(office.workspace, settings=Settings(**settings))
    return remind(place, office.database, office.now)


def names(letters: Letters) -> dict[str, list[str]]:
    """Who is told of what at which step."""
    return {
        login: [f"{each.due.kind} {each.due.code} {each.step.name}" for each in told]
        for login, told in sorted(letters.by_login.items())
    }


@pytest.mark.parametrize(
    ("today", "step", "left", "late"),
    [
        # Due on Friday 27 March. From Thursday 19 March: 20, 23, 24, 25, 26, 27 are six working days.
        ("2026-03-19", None, None, None),
        # From Friday 20 March: 23, 24, 25, 26, 27 are five; so also from Saturday and Sunday.
        ("2026-03-20", "before5", 5, None),
        ("2026-03-22", "before5", 5, None),
        ("2026-03-25", "before5", 2, None),
        ("2026-03-26", "before1", 1, None),
        ("2026-03-27", "before1", 0, None),
        # Saturday and Sunday are past the day, but no working day is.
        ("2026-03-28", None, None, None),
        ("2026-03-30", "after1", None, 1),
        # 30, 31 March, 1, 2, 3 April: the fifth is Friday 3 April.
        ("2026-04-02", "after1", None, 4),
        ("2026-04-03", "after5", None, 5),
        # Monday 6 April is off: the sixth is Tuesday 7 April, the tenth Monday 13 April (7, 8, 9, 10, 13).
        ("2026-04-06", "after5", None, 5),
        ("2026-04-10", "after5", None, 9),
        ("2026-04-13", "after10", None, 10),
        ("2026-06-01", "after10", None, 43),
    ],
)
def test_steps_are_counted_in_working_days(today: str, step: str | None, left: int | None, late: int | None) -> None:
    """To 1 June: 2 days of March (30, 31), 21 of April, 19 of May, 1 of June, together 43.

    April 2026 has 22 weekdays, of which 6 April is off. May has 21 weekdays, of which 1, 4 and 5 May are off, and
    Saturday 9 May is worked.
    """
    found = step_of(date(2026, 3, 27), date.fromisoformat(today), USUAL, CALENDAR)

    assert (found and found.name) == step
    assert found is None or (found.left, found.late) == (left, late)


def test_the_spring_festival_and_its_worked_saturday_are_counted() -> None:
    """Due on 24 February 2026: from Friday 13, Saturday 14 is worked, 15 to 23 are off, so two days are left."""
    found = step_of(date(2026, 2, 24), date(2026, 2, 13), RemindSettings(before=(2,), after=()), CALENDAR)

    assert found is not None
    assert (found.name, found.left) == ("before2", 2)


def test_a_year_that_is_not_announced_is_never_guessed() -> None:
    """Where its days have to be counted; a date that is far enough away needs no count."""
    assert 2027 not in CALENDAR.years

    with pytest.raises(YearNotAnnounced):
        step_of(date(2027, 1, 5), date(2026, 12, 30), USUAL, CALENDAR)

    assert step_of(date(2027, 6, 1), date(2026, 3, 19), USUAL, CALENDAR) is None


def test_who_is_in_charge_hears_first_and_one_step_further_up_each_time(planned: PlanOffice) -> None:
    """The milestone ends on Friday 20 March by the baseline, construction is due on 27 March; nobody is head of U1."""
    planned.do("schedule.set_baseline", name="初始")

    assert names(reminded(planned, "2026-03-12")) == {}
    assert names(reminded(planned, "2026-03-13")) == {"officer": ["milestone 3 before5"]}
    assert names(reminded(planned, "2026-03-20")) == {"officer": ["milestone 3 before1", "task 2 before5"]}
    assert names(reminded(planned, "2026-03-23")) == {"officer": ["milestone 3 after1"]}
    # 23 to 27 March are five working days past the milestone.
    assert names(reminded(planned, "2026-03-27")) == {
        "officer": ["milestone 3 after5", "task 2 before1"],
        "reviewer": ["milestone 3 after5"],
    }


def test_reminding_again_says_nothing_again(planned: PlanOffice) -> None:
    """On the same day, and on the days until the next step."""
    planned.do("schedule.set_baseline", name="初始")
    reminded(planned, "2026-03-20")

    assert names(reminded(planned, "2026-03-20")) == {}
    assert names(reminded(planned, "2026-03-22")) == {}
    (letter,) = told(planned)
    assert (letter.recipient, letter.topic, letter.state) == ("officer", "reminder", "waiting")
    assert "临近 2 项" in letter.subject
    assert "还剩 0 个工作日（时限 2026-03-20）" in letter.body
    assert "还剩 5 个工作日（时限 2026-03-27）" in letter.body


def test_a_date_that_moves_is_a_new_date(planned: PlanOffice) -> None:
    """Design begins a week late and is half done on 11 March: 12, 13 and half of 16 March are left of it.

    Ten days of construction from noon of 16 March end at noon of 30 March; from 23 March five working days are left.
    """
    planned.do("schedule.set_baseline", name="初始")
    reminded(planned, "2026-03-20")
    planned.do("schedule.record_progress", task="1.1", percent=50, started="2026-03-09", on="2026-03-11")
    planned.do("schedule.set_baseline", name="调整", reason="设计推迟", document="水〔2026〕1号")

    letters = reminded(planned, "2026-03-23")

    (milestone,) = [each for each in letters.by_login["officer"] if each.due.kind == "milestone"]
    assert (milestone.due.due_on, milestone.step.name) == (date(2026, 3, 30), "before5")


def test_nothing_is_written_for_show(planned: PlanOffice) -> None:
    """A dry run says the same and writes nothing."""
    planned.do("schedule.set_baseline", name="初始")
    planned.on("2026-03-20")

    shown = remind(planned.workspace, planned.database, planned.now, is_kept=False)

    assert list(shown.by_login) == ["officer"]
    assert told(planned) == []


def test_an_alert_is_reminded_of_until_somebody_has_taken_note(planned: PlanOffice) -> None:
    """Yellow, raised on 3 March, to be acknowledged by 17 March; from 10 March five working days are left."""
    planned.do("schedule.set_baseline", name="初始")
    planned.on("2026-03-03")
    run_screening(planned.desk("reviewer"))
    rows = show_alerts(planned.reader, day=date(2026, 3, 3)).to_dict("records")
    (alert,) = [row["alert"] for row in rows if row["rule"] == "tasks_not_started"]

    told_of = names(reminded(planned, "2026-03-10"))
    planned.do("risk.acknowledge_alert", alert=alert)

    assert f"alert {alert} before5" in told_of["officer"]
    assert [
        each for each in names(reminded(planned, "2026-03-18")).get("officer", []) if f"alert {alert} " in each
    ] == []


@pytest.mark.parametrize("login", ["me@evil.example", "webhook:oa"])
def test_a_login_that_reads_as_an_address_draws_no_letter_out_of_the_office(planned: PlanOffice, login: str) -> None:
    """Whoever may register people does not choose where letters go; the officer of the unit is told instead."""
    planned.do("org.register_person", "admin", login=login, name="某", unit="U2", roles=["unit_officer"])
    planned.draw(tasks=[{**task, "owner": login} if task["code"] == "2" else task for task in TASKS])

    letters = reminded(planned, "2026-03-20")

    assert list(letters.by_login) == ["officer"]


def test_a_login_with_an_address_is_told_where_the_office_names_it(planned: PlanOffice) -> None:
    """In kit.toml, which only the office writes."""
    login = "li@city.example"
    planned.do("org.register_person", "admin", login=login, name="李", unit="U1", roles=["unit_officer"])
    planned.draw(tasks=[{**task, "owner": login} if task["code"] == "2" else task for task in TASKS])
    mail = MailSettings(sender="kit@office.example", folder="letters", people={login: "li.ming@city.example"})

    assert names(reminded(planned, "2026-03-20", mail=mail)) == {login: ["task 2 before5"]}


def test_the_days_are_the_office_s_own(planned: PlanOffice) -> None:
    """Three working days before: 24 March (25, 26, 27)."""
    settings = RemindSettings(before=(3,), after=())

    assert names(reminded(planned, "2026-03-23", remind=settings)) == {}
    assert names(reminded(planned, "2026-03-24", remind=settings)) == {"officer": ["task 2 before3"]}


@pytest.mark.parametrize(
    "text", ["before = [-1]", "after = [0]", "before = [5, 5]", "before = [251]", "after = 'soon'", "since = [1]"]
)
def test_settings_that_make_no_sense_are_one_line(
    planned: PlanOffice, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file and the setting."""
    with (planned.workspace.root / "kit.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[remind]\n{text}\n")

    status = run_kit(["remind", "--workspace", str(planned.workspace.root)])

    captured = capsys.readouterr()
    assert (status, captured.err.count("\n")) == (2, 1)
    assert "remind" in captured.err


def test_the_command_says_what_it_wrote(planned: PlanOffice, capsys: pytest.CaptureFixture[str]) -> None:
    """The deadline of 27 March 2026 is long past by the clock of any machine that runs this."""
    words = ["remind", "--json", "--workspace", str(planned.workspace.root)]
    assert CALENDAR.years >= {date(2026, 4, 30).year}

    first, said = run_kit(words), json.loads(capsys.readouterr().out)
    second, again = run_kit(words), json.loads(capsys.readouterr().out)

    assert (first, second) == (0, 0)
    assert said["letters"] == {login: ["task:P1:2:2026-03-27:after10"] for login in ("officer", "reviewer")}
    assert (again["dates"], again["letters"]) == (1, {})


def test_cron_runs_it_each_morning(planned: PlanOffice, capsys: pytest.CaptureFixture[str]) -> None:
    """The line names this very kit and this workspace; nothing is written into the outbox."""
    root = str(planned.workspace.root)

    status = run_kit(["remind", "--cron", "0 7 * * *", "--workspace", root])

    line = capsys.readouterr().out
    assert status == 0
    assert line.startswith(f"0 7 * * * cd {root} && ")
    assert line.endswith(f" remind --workspace {root}\n")
    assert told(planned) == []


def test_units_for_systemd_are_written(planned: PlanOffice, tmp_path: Path) -> None:
    """A service and its timer, under one name."""
    units = tmp_path / "units"
    units.mkdir()

    words = ["remind", "--timer", "Mon..Fri 07:00", "--to", str(units), "--workspace", str(planned.workspace.root)]

    assert run_kit(words) == 0
    assert sorted(file.name for file in units.iterdir()) == ["kit-remind.service", "kit-remind.timer"]
