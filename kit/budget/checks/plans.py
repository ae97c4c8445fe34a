"""Checks of plans of use (用款计划)."""

from collections.abc import Mapping

from kit.budget.tables import BudgetLine
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.core.money import Money
from kit.law.rulebook import Law


def check_plan(line: BudgetLine, planned: Mapping[int, int], law: Law) -> list[Finding]:
    """The months together do not exceed what the line is allotted; *planned*: fen by month."""
    total = sum(planned.values())
    if total <= line.allotted:
        return []
    said = phrase(
        "the months make {total}, {line} is allotted {allotted}",
        total=str(Money(total)),
        line=line.code,
        allotted=str(Money(line.allotted)),
    )
    return [block("budget.plan_above_line", said, "months", law.cite("budget.no_budget_no_payment"))]
