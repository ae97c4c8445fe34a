"""The alert board as a place of work: what is offered to whom, forms with findings, and changes by others."""

from typing import Any

from kit.core.digest import digest
from kit.views.risk.alerts import show_alerts
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from tests.schedule.conftest import WATCHED_ON as DAY
from tests.schedule.conftest import PlanOffice, founded, office, planned, watched
from widgets.form import Form
from widgets.live import Live
from widgets.risk_desk import RiskDesk
from widgets.screens.alerts import AlertsScreen
from widgets.thing import Thing

__all__ = ["founded", "office", "planned", "watched"]

PHOTO = b"the works as they stand"


def number_of(office: PlanOffice) -> int:
    """The one open alert."""
    (number,) = show_alerts(office.reader)["alert"]
    return int(number)


class Hand:
    """Somebody at the screen, who presses and types as the page would."""

    def __init__(self, office: PlanOffice, login: str) -> None:
        self.screen = AlertsScreen(office.reader, DAY, office.desk(login))
        self.live: Live = self.screen.live

    def press(self, name: str, value: str = "", /, files: dict[str, bytes] | None = None, **typed: str) -> str:
        """What the panel shows after a button was pressed."""
        files = files or {}
        named = [{"field": f"form-{field}", "name": "photo.jpg"} for field in files]
        said = {"typed": {f"form-{name}": text for name, text in typed.items()}, "press": name, "value": value}
        self.live._hear(None, said | {"files": named}, list(files.values()))
        return str(self.live.parts["deed"])

    def open(self, kind: str, key: object) -> str:
        """The panel of one thing of project P1."""
        return self.press("open", str(Thing(kind, "P1", str(key))))


def offered(office: PlanOffice, login: str, thing: Thing) -> list[str]:
    """The deeds that a person is offered."""
    desk = RiskDesk(office.desk(login), DAY)
    opened = desk.opened(thing)
    assert opened is not None
    return [deed.action.removeprefix("risk.") for deed in desk.deeds(opened)]


def test_each_role_is_offered_what_it_may_do(watched: PlanOffice) -> None:
    """An officer acknowledges and passes up; judging is left to those who watch; finance people do not enter risks for nothing."""
    alert = Thing("alert", "P1", str(number_of(watched)))

    assert offered(watched, "officer", alert) == ["acknowledge_alert", "assign_alert", "escalate_alert", "register"]
    assert offered(watched, "reviewer", alert) == [
        "acknowledge_alert",
        "assign_alert",
        "escalate_alert",
        "close_alert",
        "order_rectification",
        "register",
    ]
    assert offered(watched, "manager", alert) == ["acknowledge_alert", "assign_alert", "escalate_alert", "close_alert"]


def test_without_anybody_at_the_screen_the_board_only_shows(watched: PlanOffice) -> None:
    """No button beside a row; with somebody there is one."""
    silent, handled = AlertsScreen(watched.reader, DAY).live, Hand(watched, "officer").live

    assert "data-press" not in str(silent.parts["alerts"]) + str(silent.parts["new"])
    assert str(handled.parts["alerts"]).count('data-press="open"') == 1


def test_an_alert_is_acknowledged_assigned_and_closed_by_another(watched: PlanOffice) -> None:
    """Three people, three entries of the journal; the board follows."""
    number, officer, reviewer = number_of(watched), Hand(watched, "officer"), Hand(watched, "reviewer")

    officer.open("alert", number)
    officer.press("choose", "risk.acknowledge_alert")
    assert 'class="kit-line kit-good kit-receipt"' in officer.press("do")
    officer.press("choose", "risk.assign_alert")
    officer.press("do", person="supervisor")
    assert "supervisor某" in str(officer.live.parts["alerts"])

    reviewer.open("alert", number)
    reviewer.press("choose", "risk.close_alert")
    reviewer.press("do", outcome="explained", reason="汛期推迟")

    closed = show_alerts(watched.reader, state="closed").iloc[0]
    assert (closed["outcome"], closed["acknowledged_by"], closed["assigned_to"]) == (
        "explained",
        "officer",
        "supervisor",
    )
    assert show_alerts(watched.reader).empty


def test_a_finding_stands_beside_its_field_and_what_was_typed_stays(watched: PlanOffice) -> None:
    """Closing needs a reason; the outcome that was chosen is still chosen."""
    reviewer = Hand(watched, "reviewer")
    reviewer.open("alert", number_of(watched))
    reviewer.press("choose", "risk.close_alert")

    html = reviewer.press("do", outcome="mistaken", reason="")

    place = html.index('id="form-reason-said"')
    assert html.index('data-code="request.field_wrong"') > place
    assert '<option value="mistaken" selected>' in html
    assert 'name="form-reason" aria-describedby="form-reason-said" data-focus aria-invalid="true"' in html
    assert len(show_alerts(watched.reader)) == 1


def test_whoever_acknowledged_an_alert_is_told_not_to_close_it(watched: PlanOffice) -> None:
    """The rule is the action's; the panel says it."""
    reviewer = Hand(watched, "reviewer")
    reviewer.open("alert", number_of(watched))
    reviewer.press("choose", "risk.acknowledge_alert")
    reviewer.press("do")
    reviewer.press("choose", "risk.close_alert")

    assert 'data-code="risk.own_alert"' in reviewer.press("do", outcome="explained", reason="已说明")


def test_somebody_quicker_is_named_and_nothing_is_recorded(watched: PlanOffice) -> None:
    """The reviewer closed it while the manager's panel was open; the panel then shows how it stands."""
    number, manager = number_of(watched), Hand(watched, "manager")
    manager.open("alert", number)
    manager.press("choose", "risk.close_alert")
    watched.do("risk.close_alert", "reviewer", alert=number, outcome="confirmed", reason="属实")
    entries = len(watched.reader.entries("P1"))

    html = manager.press("do", outcome="mistaken", reason="误报")

    assert "reviewer某" in html
    assert "在您打开之后" in html
    assert len(watched.reader.entries("P1")) == entries


def test_an_alert_is_passed_up_as_far_as_there_is_somebody(watched: PlanOffice) -> None:
    """From the officer to the head of the unit to the reviewer; above there is nobody for this route."""
    number, officer = number_of(watched), Hand(watched, "officer")
    officer.open("alert", number)

    answers = []
    for _step in range(2):
        officer.press("choose", "risk.escalate_alert")
        officer.press("do", reason="需上级协调")
        answers.append(show_alerts(watched.reader).iloc[0]["answers"])
    officer.press("choose", "risk.escalate_alert")

    assert answers == ["head_of_unit", "competent_reviewer"]
    assert 'data-code="risk.escalated_fully"' in officer.press("do", reason="再上报")


def test_only_what_a_person_answers_for_is_shown_on_demand(watched: PlanOffice) -> None:
    """The alert goes to the officer first; assigned to the supervisor it is the supervisor's and nobody else's."""

    def mine(login: str) -> int:
        hand = Hand(watched, login)
        hand.live._hear(None, {"typed": {"mine": "mine"}}, None)
        return len(hand.screen._board.alerts_found)

    assert (mine("officer"), mine("stranger"), mine("reviewer")) == (1, 0, 0)
    watched.do("risk.assign_alert", alert=number_of(watched), person="supervisor")
    assert (mine("officer"), mine("supervisor")) == (0, 1)


def test_a_risk_is_entered_from_an_alert_and_reviewed(watched: PlanOffice) -> None:
    """The code is proposed, the alert kept; four times five are twenty, two times five ten."""
    number, officer = number_of(watched), Hand(watched, "officer")
    officer.open("alert", number)
    assert 'name="form-code" aria-describedby="form-code-said" data-focus value="R-1"' in officer.press(
        "choose", "risk.register"
    )
    risk = {"code": "R-1", "title": "征地未完成", "likelihood": "4", "impact": "5", "owner": "officer"}
    officer.press("do", **risk, response="reduce", measures="提前协调", review_on="2026-03-31")
    assert list(show_risks(watched.reader)[["gravity", "alert_id"]].iloc[0]) == [20, number]

    officer.open("risk", "R-1")
    officer.press("choose", "risk.review")
    officer.press("do", likelihood="2", impact="5", measures="", review_on="2026-06-30")

    assert list(show_risks(watched.reader)["gravity"]) == [10]
    assert list(show_risks(watched.reader)["measures"]) == ["提前协调"]


def test_a_rectification_goes_round_with_its_evidence(watched: PlanOffice) -> None:
    """Ordered for a project that is chosen, reported with a file that is kept by its content, closed by the reviewer."""
    officer, reviewer = Hand(watched, "officer"), Hand(watched, "reviewer")
    reviewer.press("new", "risk.order_rectification")
    order = {"project": "P1", "code": "Z-1", "problem": "验收资料缺失", "demand": "补齐", "responsible": "officer"}
    reviewer.press("do", **order, due_on="2026-04-20")

    officer.open("rectification", "Z-1")
    assert '<input type="file"' in officer.press("choose", "risk.report_rectification")
    officer.press("do", files={"evidence": PHOTO}, result="已补齐", evidence="photo.jpg")
    reported = show_rectifications(watched.reader).iloc[0]
    assert (reported["state"], reported["evidence"]) == ("reported", digest(PHOTO))

    reviewer.open("rectification", "Z-1")
    reviewer.press("choose", "risk.close_rectification")
    reviewer.press("do", is_accepted="True", remark="已核查")

    assert list(show_rectifications(watched.reader)["state"]) == ["closed"]
    assert "Z-1" not in str(reviewer.live.parts["rectifications"])


def test_what_is_fixed_is_no_field_and_what_is_left_empty_is_left_out() -> None:
    """An alert of project P1, and nothing for an alert that a new order does not come from."""
    from kit.risk.requests import OrderRectification

    form = Form(OrderRectification, {"project": "P1", "alert": None})
    typed: dict[str, Any] = {"form-code": "Z-1", "form-problem": "", "form-due_on": "2026-04-20", "form-alert": "9"}

    assert form.read(typed) == {"project": "P1", "code": "Z-1", "due_on": "2026-04-20"}
    assert "form-project" not in str(form.draw())
