"""Actions about rectification: ordering, reporting, closing."""

from kit.actions.registry import action
from kit.actions.risk.books import ANSWERING, WATCHING, is_kept, open_project, refuse_strangers, refuse_unknown_alert
from kit.risk.checks import check_closure, check_order, check_report
from kit.risk.requests import CloseRectification, OrderRectification, ReportRectification
from kit.risk.states import RectificationState
from kit.risk.tables import Rectification
from kit.store.work import Work

NOTHING_YET = ("evidence", "result", "reported_on", "closed_on", "closing")


@action("risk.order_rectification", roles=WATCHING)
def order_rectification(work: Work, request: OrderRectification) -> None:
    """Order a unit to put something right (整改通知)."""
    project = open_project(work, request.project)
    is_known = work.find(Rectification, project=request.project, code=request.code) is not None
    work.refuse_if(check_order(request, is_known, work.setting.today))
    refuse_strangers(work, request.responsible, "responsible")
    refuse_unknown_alert(work, request.project, request.alert)
    ordered = {"ordered_on": work.setting.today, "state": str(RectificationState.ORDERED), "unit": project.owner}
    values = request.model_dump(exclude={"alert"}) | {"alert_id": request.alert}
    work.add(Rectification, **values, **ordered, **dict.fromkeys(NOTHING_YET))


@action("risk.report_rectification", roles=ANSWERING)
def report_rectification(work: Work, request: ReportRectification) -> None:
    """Report that something was put right, with the evidence."""
    open_project(work, request.project)
    found = work.find(Rectification, project=request.project, code=request.code)
    state, has_evidence = found.state if found else None, request.evidence is not None
    work.refuse_if(check_report(state, request.code, is_kept(work, request.evidence), has_evidence))
    assert found is not None
    work.change(
        found,
        state=str(RectificationState.REPORTED),
        result=request.result,
        evidence=request.evidence,
        reported_on=work.setting.today,
        responsible=found.responsible or work.setting.actor.login,
    )


@action("risk.close_rectification", roles=WATCHING)
def close_rectification(work: Work, request: CloseRectification) -> None:
    """Close a rectification that was reported and checked (销号), or send it back."""
    open_project(work, request.project)
    found = work.find(Rectification, project=request.project, code=request.code)
    closer = work.setting.actor.login
    work.refuse_if(check_closure(request, found.state if found else None, found.responsible if found else None, closer))
    assert found is not None
    state = RectificationState.CLOSED if request.is_accepted else RectificationState.RETURNED
    closed_on = work.setting.today if request.is_accepted else None
    work.change(found, state=str(state), closing=request.remark, closed_on=closed_on)
