"""The register of risks and rectification: entered, looked at again, closed by somebody else."""

from datetime import date

import pytest

from kit.core.digest import digest
from kit.views.risk.rectification import show_rectifications
from kit.views.risk.register import show_risks
from kit.workspace.files import place_of
from tests.schedule.conftest import PlanOffice

RISK = {
    "code": "R-1",
    "title": "征地未完成",
    "likelihood": 4,
    "impact": 5,
    "owner": "officer",
    "response": "reduce",
    "measures": "提前协调",
    "review_on": "2026-03-31",
}
ORDER = {"code": "Z-1", "problem": "验收资料缺失", "demand": "补齐", "responsible": "officer", "due_on": "2026-03-20"}


def test_a_risk_is_entered_reviewed_and_closed(office: PlanOffice) -> None:
    """Four times five are twenty, two times five ten."""
    office.do("risk.register", **RISK)
    assert list(show_risks(office.reader)["gravity"]) == [20]

    office.do("risk.review", code="R-1", likelihood=2, impact=5, review_on="2026-06-30")
    office.do("risk.close", code="R-1", reason="征地已完成")

    frame = show_risks(office.reader)
    assert list(frame["gravity"]) == [10]
    assert list(frame["state"]) == ["closed"]
    assert "risk.risk_unknown" in office.refused("risk.close", code="R-1", reason="again")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"owner": "nobody"}, "risk.person_unknown"),
        ({"review_on": "2026-02-01"}, "risk.review_past"),
        ({"alert": 9}, "risk.alert_unknown"),
        ({"likelihood": 6}, "request.field_wrong"),
        ({"project": "P9"}, "risk.project_unknown"),
    ],
)
def test_a_risk_that_cannot_be_entered(office: PlanOffice, change: dict[str, object], code: str) -> None:
    """Each with its code."""
    assert code in office.refused("risk.register", **(RISK | change))


def test_rectification_is_a_closed_loop(office: PlanOffice) -> None:
    """Ordered by the reviewer, reported with a kept file, sent back once, closed at last."""
    photo = b"photo"
    place_of(office.workspace.files, digest(photo)).write_bytes(photo)
    office.do("risk.order_rectification", "reviewer", **ORDER)
    assert "risk.not_reported" in office.refused("risk.close_rectification", "reviewer", code="Z-1", remark="ok")
    assert list(show_rectifications(office.reader, day=date(2026, 3, 25))["days_overdue"]) == [5]

    assert office.do("risk.report_rectification", code="Z-1", result="已补") == ["risk.evidence_missing"]
    office.do("risk.close_rectification", "reviewer", code="Z-1", is_accepted=False, remark="缺照片")
    assert office.do("risk.report_rectification", code="Z-1", result="已补", evidence=digest(photo)) == []
    office.do("risk.close_rectification", "reviewer", code="Z-1", remark="已核查")

    frame = show_rectifications(office.reader, day=date(2026, 3, 25))
    assert list(frame["state"]) == ["closed"]
    assert list(frame["days_overdue"]) == [0]


def test_nobody_closes_what_they_answer_for(office: PlanOffice) -> None:
    """The reviewer was named responsible, so another has to check it."""
    office.do("risk.order_rectification", "reviewer", **(ORDER | {"responsible": "reviewer"}))
    office.do("risk.report_rectification", "reviewer", code="Z-1", result="已补")

    assert "risk.own_closure" in office.refused("risk.close_rectification", "reviewer", code="Z-1", remark="ok")
