"""Gate: everything that a project needs to go on to its next stage, each thing met or missing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kit.core.finding import Finding, block
from kit.core.language import Phrase, phrase
from kit.project.lifecycle import Lifecycle, Node, Stage
from kit.project.states import Line, Need, NodeOutcome

Cite = Callable[[str], str]
NEEDS: Mapping[Need, tuple[Phrase, Phrase]] = {
    Need.ALLOTTED_FUNDS: (
        phrase("a budget line with money"),
        phrase("let the money be allotted (budget.grant_allotment)"),
    ),
    Need.TARGETS_RECORDED: (
        phrase("this year's approved performance objectives"),
        phrase("record them (evaluation.record_objective)"),
    ),
    Need.PLAN_BASELINE: (
        phrase("a plan with a baseline"),
        phrase("draw the plan and set its baseline (schedule.set_baseline)"),
    ),
    Need.SIGNED_CONTRACT: (phrase("a signed contract"), phrase("record it (budget.sign_contract)")),
    Need.CONTRACTS_SETTLED: (
        phrase("all contracts completed or closed"),
        phrase("record completion and settled price (budget.complete_contract)"),
    ),
    Need.NO_OPEN_RECTIFICATION: (
        phrase("no open rectification"),
        phrase("report what was put right and let it be closed (risk.close_rectification)"),
    ),
    Need.NO_OPEN_RED_ALERT: (phrase("no open red alert"), phrase("look into it and close it (risk.close_alert)")),
    Need.SUBMITTED_REVIEW: (
        phrase("a submitted self-review of each finished year"),
        phrase("enter and submit them (evaluation.submit_self_review)"),
    ),
}


class Kind(StrEnum):
    """What a gate can ask for."""

    NODE = "node"
    DOCUMENT = "document"
    NEED = "need"


@dataclass(frozen=True)
class Standing:
    """How a project stands: outcomes of nodes that ended, digests of its documents by kind, needs that hold."""

    outcomes: Mapping[str, str]
    documents: Mapping[str, str]
    needs: frozenset[Need]


@dataclass(frozen=True)
class Requirement:
    """One thing that a gate asks for: whether it is met, what to do where it is not, and the article behind it."""

    kind: Kind
    code: str
    name: str
    is_met: bool
    remedy: Phrase
    basis: str | None = None


def requirements(lifecycle: Lifecycle, stage: Stage, standing: Standing, cite: Cite) -> list[Requirement]:
    """All that the gate of a stage asks for; that of the last stage waits for every parallel node too."""
    found: list[Requirement] = []
    for node in _waited_for(lifecycle, stage):
        basis = "; ".join(map(cite, node.rules)) or None
        found += _of_documents(node, standing, basis)
        remedy = phrase("complete it (project.complete_node)")
        found.append(Requirement(Kind.NODE, node.code, node.name, node.code in standing.outcomes, remedy, basis))
    for need in stage.needs:
        name, remedy = NEEDS[need]
        found.append(Requirement(Kind.NEED, str(need), str(name), need in standing.needs, remedy))
    return found


def check_gate(lifecycle: Lifecycle, stage: Stage, standing: Standing, cite: Cite) -> list[Finding]:
    """One finding for each thing that is missing at the gate of a stage, all at once."""
    return [
        _missing(requirement)
        for requirement in requirements(lifecycle, stage, standing, cite)
        if not requirement.is_met
    ]


def missing_documents(node: Node, standing: Standing) -> list[str]:
    """The names of the required documents of a node that are not filed."""
    return [each.name for each in node.documents if each.is_required and each.code not in standing.documents]


def _waited_for(lifecycle: Lifecycle, stage: Stage) -> Iterator[Node]:
    is_last = lifecycle.next_stage(stage.code) is None
    for node in lifecycle.nodes() if is_last else stage.nodes:
        if (node.line is Line.MAIN and node in stage.nodes) or (node.line is Line.PARALLEL and is_last):
            yield node


def _of_documents(node: Node, standing: Standing, basis: str | None) -> Iterator[Requirement]:
    # What was left out, or done before the kit, brings no document here.
    if standing.outcomes.get(node.code) in (NodeOutcome.SKIPPED, NodeOutcome.TAKEN_OVER):
        return
    for each in node.documents:
        if each.is_required:
            is_met, remedy = each.code in standing.documents, phrase("file it (project.file_document)")
            yield Requirement(Kind.DOCUMENT, each.code, each.name, is_met, remedy, basis)


def _missing(requirement: Requirement) -> Finding:
    said = phrase("missing: {name}; {remedy}", name=requirement.name, remedy=requirement.remedy)
    if requirement.kind is Kind.DOCUMENT:
        return block("project.gate_document", said, "stage", requirement.basis)
    if requirement.kind is Kind.NEED:
        return block("project.gate_need", said, "stage", requirement.basis)
    return block("project.gate_node", said, "stage", requirement.basis)
