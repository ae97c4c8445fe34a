"""Alerts: raised once, merged, routed, acknowledged, escalated by working days, closed with a reason, rules demoted."""

from datetime import date

import pytest

from kit.actions.screening import ScreeningRun, run_screening
from kit.risk.alerting import Tally
from kit.risk.indicators import load_handling
from kit.store.verify import verify
from kit.views.risk.alerts import show_alerts
from kit.views.risk.screening import show_risk_indicators, show_screening
from kit.workspace.resources import Resources
from tests.schedule.conftest import PlanOffice


def screened(office: PlanOffice, day: str) -> ScreeningRun:
    """A screening on a day."""
    office.on(day)
    run = run_screening(office.desk("reviewer"))
    assert run.findings == []
    return run


def alert_of(office: PlanOffice, rule: str, state: str | None = None) -> dict[str, object]:
    """The one alert of a rule."""
    frame = show_alerts(office.reader, state=state, day=office.now.date())
    rows = frame[frame["rule"] == rule].to_dict("records")
    assert len(rows) == 1
    return rows[0]


@pytest.fixture
def overdue(planned: PlanOffice) -> PlanOffice:
    """The reservoir with a baseline that ends on 20 March; design was to begin on 2 March and has not."""
    planned.do("schedule.set_baseline", name="初始")
    screened(planned, "2026-03-03")
    return planned


def test_what_an_indicator_finds_becomes_an_alert_with_its_value_threshold_and_basis(overdue: PlanOffice) -> None:
    """Two tasks were to begin on 2 March: yellow from one, orange from three."""
    row = alert_of(overdue, "tasks_not_started")

    assert (row["level"], row["value"], row["threshold"], row["basis"]) == ("yellow", 2, 1, "机关自定")
    assert (row["answers"], row["unit"], row["state"]) == ("unit_officer", "U1", "raised")
    # Ten working days after Tuesday 3 March: 17 March.
    assert row["due_on"] == date(2026, 3, 17)


def test_screening_twice_changes_nothing(overdue: PlanOffice) -> None:
    """No request, no entry in the journal."""
    entries = len(overdue.reader.entries("P1"))

    assert screened(overdue, "2026-03-03").requests == []
    assert screened(overdue, "2026-03-04").requests == []
    assert len(overdue.reader.entries("P1")) == entries


def test_one_condition_is_one_alert_that_changes_its_level(overdue: PlanOffice) -> None:
    """On 16 March the works were to have begun as well: three tasks, orange."""
    screened(overdue, "2026-03-16")

    row = alert_of(overdue, "tasks_not_started")
    assert (row["level"], row["value"], row["turn"]) == ("orange", 3, 1)


def test_a_condition_that_is_gone_closes_its_alert_as_passed(overdue: PlanOffice) -> None:
    """Both tasks have begun; nobody has to close anything, and no precision is counted."""
    for task in ("1.1", "1.2"):
        overdue.do("schedule.record_progress", task=task, percent=5, started="2026-03-02", on="2026-03-03")

    screened(overdue, "2026-03-03")

    assert alert_of(overdue, "tasks_not_started", "closed")["outcome"] == "passed"
    record = show_risk_indicators(overdue.reader, date(2026, 3, 3)).set_index("rule").loc["tasks_not_started"]
    assert record[["confirmed", "explained", "mistaken"]].sum() == 0


def test_what_nobody_acknowledges_goes_one_step_up_after_its_working_days(planned: PlanOffice) -> None:
    """No baseline (yellow, ten working days): due 17 March, then with the head of the unit, ten more, then the authority.

    Ten working days after 18 March are 1 April; ten after 2 April, with Qingming (4 to 6 April) off, are 17 April.
    """
    screened(planned, "2026-03-03")
    steps = []
    for day in ("2026-03-17", "2026-03-18", "2026-04-01", "2026-04-02", "2026-04-30"):
        screened(planned, day)
        row = alert_of(planned, "baseline_missing")
        steps.append((row["answers"], row["escalations"]))

    assert steps == [
        ("unit_officer", 0),
        ("head_of_unit", 1),
        ("head_of_unit", 1),
        ("competent_reviewer", 2),
        ("competent_reviewer", 2),
    ]


def test_what_is_acknowledged_is_not_escalated(overdue: PlanOffice) -> None:
    """The officer took note on 3 March."""
    number = alert_of(overdue, "tasks_not_started")["alert"]
    overdue.do("risk.acknowledge_alert", alert=number)

    screened(overdue, "2026-03-31")

    row = alert_of(overdue, "tasks_not_started")
    assert (row["state"], row["acknowledged_by"], row["escalations"]) == ("acknowledged", "officer", 0)
    assert "risk.alert_acknowledged" in overdue.refused("risk.acknowledge_alert", alert=number)


def test_an_alert_is_closed_with_its_outcome_and_reason_by_somebody_else(overdue: PlanOffice) -> None:
    """The officer may not, nor the reviewer who took note of it; the supervisor may."""
    number = alert_of(overdue, "tasks_not_started")["alert"]
    closing = {"alert": number, "outcome": "explained", "reason": "汛期推迟，已批准"}
    assert "access.role_missing" in overdue.refused("risk.close_alert", "officer", **closing)
    overdue.do("risk.acknowledge_alert", "reviewer", alert=number)
    assert "risk.own_alert" in overdue.refused("risk.close_alert", "reviewer", **closing)

    overdue.do("risk.close_alert", "supervisor", **closing)

    row = alert_of(overdue, "tasks_not_started", "closed")
    assert (row["outcome"], row["reason"]) == ("explained", "汛期推迟，已批准")
    assert "risk.alert_closed" in overdue.refused("risk.close_alert", "supervisor", **closing)
    assert "request.field_wrong" in overdue.refused(
        "risk.close_alert", "supervisor", **(closing | {"outcome": "passed"})
    )


def test_what_people_have_closed_stays_quiet_until_it_is_graver_or_ninety_days_old(overdue: PlanOffice) -> None:
    """Closed at yellow: quiet at yellow, raised again at orange as the second turn."""
    number = alert_of(overdue, "tasks_not_started")["alert"]
    overdue.do("risk.close_alert", "reviewer", alert=number, outcome="explained", reason="已批准")

    screened(overdue, "2026-03-04")
    assert "tasks_not_started" not in set(show_alerts(overdue.reader)["rule"])
    screened(overdue, "2026-03-16")

    assert alert_of(overdue, "tasks_not_started")["turn"] == 2


def test_a_rule_is_demoted_after_ten_closings_of_which_fewer_than_four_were_worth_it() -> None:
    """Nine closings are too few to tell; 4 of 10 are enough, 3 of 10 are not."""
    handling = load_handling(Resources())

    assert not Tally(confirmed=0, mistaken=9).is_too_noisy(handling)
    assert not Tally(confirmed=3, explained=1, mistaken=6).is_too_noisy(handling)
    assert Tally(confirmed=2, explained=1, mistaken=7).is_too_noisy(handling)


def test_a_noisy_rule_raises_yellow_alerts_only_until_it_is_restored(overdue: PlanOffice) -> None:
    """The office demotes at the first mistake; three tasks are yellow then, and orange once it is restored."""
    own = overdue.workspace.root / "data" / "alerts"
    own.mkdir(parents=True, exist_ok=True)
    text = Resources().find("alerts/handling.yaml").read_text(encoding="utf-8")
    changed = text.replace("closings_min: 10", "closings_min: 1").replace("again_days: 90", "again_days: 0")
    (own / "handling.yaml").write_text(changed, encoding="utf-8")
    number = alert_of(overdue, "tasks_not_started")["alert"]
    overdue.do("risk.close_alert", "reviewer", alert=number, outcome="mistaken", reason="开工报告未录入")

    record = show_risk_indicators(overdue.reader, date(2026, 3, 3)).set_index("rule").loc["tasks_not_started"]
    assert (record["mistaken"], record["precision_percent"], record["is_demoted"]) == (1, 0, True)
    screened(overdue, "2026-03-16")
    assert alert_of(overdue, "tasks_not_started")["level"] == "yellow"
    overdue.do("risk.restore_rule", "manager", rule="tasks_not_started", reason="已核对数据")
    screened(overdue, "2026-03-16")
    assert alert_of(overdue, "tasks_not_started")["level"] == "orange"
    assert "risk.rule_not_demoted" in overdue.refused(
        "risk.restore_rule", "manager", rule="tasks_not_started", reason="again"
    )


def test_a_screening_that_is_only_tried_writes_nothing(planned: PlanOffice) -> None:
    """It says what it would raise."""
    planned.on("2026-03-03")
    run = run_screening(planned.desk("reviewer"), is_kept=False)

    assert [one.rule for request in run.requests for one in request.found] == ["baseline_missing"]
    assert show_alerts(planned.reader).empty


def test_an_indicator_that_the_library_has_not_raises_nothing(planned: PlanOffice) -> None:
    """Named in the refusal."""
    found = [{"rule": "gut_feeling", "level": "red", "value": 1}]

    assert "gut_feeling" in planned.refused("risk.raise_alerts", "reviewer", found=found)["risk.rule_unknown"].message


def test_alerts_and_rule_records_are_part_of_the_verified_journal(overdue: PlanOffice) -> None:
    """Raised, closed and counted: every row is as the journal says."""
    number = alert_of(overdue, "tasks_not_started")["alert"]
    overdue.do("risk.close_alert", "reviewer", alert=number, outcome="confirmed", reason="属实")

    assert verify(overdue.database, []).faults == []


def test_what_is_not_known_is_said_to_be_not_applicable(overdue: PlanOffice) -> None:
    """Nobody tenders here: the number of bidders is no fact, and that is no alert."""
    frame = show_screening(overdue.reader, "P1", every=True, day=date(2026, 3, 3)).set_index("rule")

    assert frame.loc["single_bidder", "result"] == "not_applicable"
    assert frame.loc["milestones_overdue", "result"] == "clear"
