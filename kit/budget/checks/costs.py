"""Checks of costs: each stage against the one before it (估算、概算、预算、结算、决算)."""

from collections.abc import Mapping
from datetime import date

from kit.budget.commitment_requests import RecordCost
from kit.budget.commitments import CostStage
from kit.core.finding import Finding, block, question
from kit.core.language import phrase
from kit.core.money import Money
from kit.law.rulebook import Law


def check_cost(request: RecordCost, known: Mapping[CostStage, int], today: date, law: Law) -> list[Finding]:
    """Say what is wrong with a stage, given what the stages so far hold in their last revision (*known*, in fen)."""
    if request.approved_on > today:
        said = phrase("{day} is still to come; enter it when it is done", day=str(request.approved_on))
        return [block("budget.day_to_come", said, "approved_on")]
    if request.stage is CostStage.DESIGN_ESTIMATE:
        return _check_design_estimate(request, known.get(CostStage.ESTIMATE), law)
    if request.stage is CostStage.ESTIMATE:
        return []
    return [*_check_within_design(request, known, law), *_check_neighbour(request, known)]


def _check_design_estimate(request: RecordCost, estimate: int | None, law: Law) -> list[Finding]:
    if estimate is None:
        return [_missing(CostStage.ESTIMATE)]
    percent = law.number("investment.design_estimate_over_percent")
    if percent is None or request.amount * 100 <= estimate * (100 + percent) or request.overrun_report:
        return []
    said = phrase(
        "the design estimate exceeds the estimate of {estimate} by more than {percent} %; it is reported to the "
        "authority that approved, which may ask for the study again: enter the number of the report",
        estimate=str(Money(estimate)),
        percent=percent,
    )
    return [
        block(
            "budget.overrun_not_reported", said, "overrun_report", law.cite("investment.design_estimate_over_percent")
        )
    ]


def _check_within_design(request: RecordCost, known: Mapping[CostStage, int], law: Law) -> list[Finding]:
    design = known.get(CostStage.DESIGN_ESTIMATE)
    if design is None:
        return [_missing(CostStage.DESIGN_ESTIMATE)]
    if request.amount <= design:
        return []
    said = phrase(
        "{over} above the approved design estimate; have the design estimate approved anew first",
        over=str(Money(request.amount - design)),
    )
    return [block("budget.design_estimate_exceeded", said, "amount", law.cite("investment.within_design_estimate"))]


def _check_neighbour(request: RecordCost, known: Mapping[CostStage, int]) -> list[Finding]:
    order = list(CostStage)
    before = order[order.index(request.stage) - 1]
    if before is CostStage.DESIGN_ESTIMATE:
        return []
    if before not in known:
        return [_missing(before)]
    if request.amount <= known[before]:
        return []
    said = phrase(
        "{over} above the stage before, {stage}; verify what was added",
        over=str(Money(request.amount - known[before])),
        stage=before.label,
    )
    return [question("budget.cost_above_stage_before", said, "amount")]


def _missing(stage: CostStage) -> Finding:
    said = phrase("the stage before, {stage}, is not recorded; nothing can be compared", stage=stage.label)
    return question("budget.cost_stage_missing", said, "stage")
