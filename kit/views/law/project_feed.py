"""Project feed: what is known of a project from its course, and of its cost from the books, stage by stage."""

from kit.budget.commitments import Contract, CostStage, ProjectCost
from kit.core.language import phrase
from kit.project.course import Course, CourseNode
from kit.project.lifecycle import Lifecycle, load_lifecycles
from kit.project.states import NodeOutcome
from kit.project.tables import Project
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed

# What a node can settle by its being done: the day on which it was done, or that it was.
COURSE_DAYS = (
    "project.started_on",
    "project.completed_on",
    "project.acceptance_applied_on",
    "project.accepted_on",
    "project.usable_on",
    "project.acceptance_filed_on",
    "project.accounts_on",
    "project.self_evaluated_on",
)
COURSE_FLAGS = (
    "project.has_code",
    "project.has_proposal_approval",
    "project.has_study_approval",
    "project.has_design_approval",
    "project.is_in_annual_plan",
    "project.has_conditions",
    "project.is_reported_on_platform",
    "project.has_accounts",
    "project.surplus_returned",
    "project.is_filed",
)
KIND_FLAGS = ("project.is_government_it",)


def _project_facts(books: Books, project: Row) -> Facts:
    found: Facts = _of_course(books, project["code"])
    # The design that the books hold the cost of counts where its node was never used.
    known = {name: value for name, value in _of_cost(books, project).items() if value is not None}
    return found | known


def _of_course(books: Books, project: str) -> Facts:
    course = books.first(Course, "project", project)
    lifecycles = load_lifecycles(books.resources)
    if course is None or course["kind"] not in lifecycles:
        return {}
    lifecycle, _ = lifecycles[course["kind"]]
    nodes = books.where(CourseNode, "project", project)
    done = {row["node"]: row["done_on"] for row in nodes if row["outcome"] == NodeOutcome.DONE}
    cases = [case for row in nodes if (case := _simplified(lifecycle, row))]
    kind = {name: name in lifecycle.flags for name in KIND_FLAGS}
    left_out = {"project.is_simplified": bool(cases), "project.simplified_reason": cases[0] if cases else None}
    return _of_nodes(lifecycle, done) | kind | left_out


def _simplified(lifecycle: Lifecycle, row: Row) -> str | None:
    """The case in which a node was left out to simplify the procedure."""
    node = lifecycle.node(row["node"])
    cases = {case.code for case in node.cases if case.is_simplification} if node else set()
    return str(row["skip_case"]) if row["skip_case"] in cases else None


def _of_nodes(lifecycle: Lifecycle, done: Row) -> Facts:
    found: Facts = {}
    for node in lifecycle.nodes():
        if node.code in done:
            found |= {name: done[node.code] for name in node.facts if name in COURSE_DAYS}
            found |= {name: True for name in node.facts if name in COURSE_FLAGS}
    return found


def _of_cost(books: Books, project: Row) -> Facts:
    stages = _latest(books, project["code"])
    estimate, design = (stages.get(stage) for stage in (CostStage.ESTIMATE, CostStage.DESIGN_ESTIMATE))
    contracts = books.where(Contract, "project", project["code"])
    return {
        "project.estimate": estimate["amount"] if estimate else None,
        "project.design_estimate": design["amount"] if design else None,
        "project.approved_on": design["approved_on"] if design else None,
        "project.has_design_approval": True if design else None,
        "project.is_overrun_reported": bool(design["overrun_report"]) if design else None,
        "project.committed": sum(row["original"] + row["added"] for row in contracts),
    }


def _latest(books: Books, project: str) -> dict[str, Row]:
    costs = sorted(books.where(ProjectCost, "project", project), key=lambda row: row["revision"])
    return {row["stage"]: row for row in costs}


def _project_of(books: Books, row: Row) -> int | None:
    project = books.first(Project, "code", row["project"])
    return project["id"] if project else None


PROJECTS = Feed(
    name="projects",
    subject="project",
    room="project",
    table=Project,
    provides={
        **dict.fromkeys((*COURSE_DAYS, *COURSE_FLAGS), phrase("the node of its lifecycle that settles it")),
        **dict.fromkeys(KIND_FLAGS, phrase("the kind of the project")),
        "project.is_simplified": phrase("nodes of its lifecycle that were left out"),
        "project.simplified_reason": phrase("the case in which the first of them was left out"),
        "project.estimate": phrase("the estimate as approved last"),
        "project.design_estimate": phrase("the design estimate as approved last"),
        "project.approved_on": phrase("the day on which the design estimate was approved"),
        "project.has_design_approval": phrase("the node of its lifecycle, or a recorded design estimate"),
        "project.is_overrun_reported": phrase("the report of the overrun named with the design estimate"),
        "project.committed": phrase("contracts with their supplements"),
    },
    facts=_project_facts,
    label=lambda row: str(row["code"]),
    touches={ProjectCost: _project_of, Contract: _project_of, Course: _project_of, CourseNode: _project_of},
)
