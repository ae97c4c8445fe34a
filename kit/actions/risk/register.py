"""Actions about the register of risks."""

from kit.actions.registry import action
from kit.actions.risk.books import ANSWERING, open_project, refuse_strangers, refuse_unknown_alert
from kit.risk.checks import check_open, check_review_day, check_risk
from kit.risk.requests import CloseRisk, RegisterRisk, ReviewRisk
from kit.risk.states import RiskState
from kit.risk.tables import Risk
from kit.store.work import Work


@action("risk.register", roles=ANSWERING)
def register_risk(work: Work, request: RegisterRisk) -> None:
    """Enter a risk into the register of a project (风险登记)."""
    open_project(work, request.project)
    is_risk = work.find(Risk, project=request.project, code=request.code) is not None
    work.refuse_if(check_risk(request, is_risk, work.setting.today))
    refuse_strangers(work, request.owner, "owner")
    refuse_unknown_alert(work, request.project, request.alert)
    values = request.model_dump(exclude={"alert", "response"}) | {"response": str(request.response)}
    ends = {"state": str(RiskState.OPEN), "alert_id": request.alert, "closed_on": None, "reason": None}
    work.add(Risk, **values, **ends)


@action("risk.review", roles=ANSWERING)
def review_risk(work: Work, request: ReviewRisk) -> None:
    """Look at a risk of the register again."""
    risk = _open_risk(work, request.project, request.code)
    work.refuse_if(check_review_day(request.review_on, work.setting.today))
    work.change(
        risk,
        likelihood=request.likelihood,
        impact=request.impact,
        measures=request.measures or risk.measures,
        review_on=request.review_on,
    )


@action("risk.close", roles=ANSWERING)
def close_risk(work: Work, request: CloseRisk) -> None:
    """Close a risk that is over or has come true."""
    risk = _open_risk(work, request.project, request.code)
    work.change(risk, state=str(RiskState.CLOSED), closed_on=work.setting.today, reason=request.reason)


def _open_risk(work: Work, project: str, code: str) -> Risk:
    open_project(work, project)
    risk = work.find(Risk, project=project, code=code)
    work.refuse_if(check_open(risk.state if risk else None, code))
    assert risk is not None
    return risk
