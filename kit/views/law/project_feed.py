"""Project feed: what the budget room knows of the cost of a project, stage by stage."""

from kit.budget.commitments import Contract, CostStage, ProjectCost
from kit.core.language import phrase
from kit.project.tables import Project
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed


def _project_facts(books: Books, project: Row) -> Facts:
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
    room="budget",
    table=Project,
    provides={
        "project.estimate": phrase("the estimate as approved last"),
        "project.design_estimate": phrase("the design estimate as approved last"),
        "project.approved_on": phrase("the day on which the design estimate was approved"),
        "project.has_design_approval": phrase("a recorded design estimate"),
        "project.is_overrun_reported": phrase("the report of the overrun named with the design estimate"),
        "project.committed": phrase("contracts with their supplements"),
    },
    facts=_project_facts,
    label=lambda row: str(row["code"]),
    touches={ProjectCost: _project_of, Contract: _project_of},
)
