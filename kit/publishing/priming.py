"""Priming: what the kit's own reports do for the first time, done once in the warm parent so that no report has to.

It reads the run's frozen inputs with the kit's own code, never a template's, and closes the snapshot before anything is
forked. What stays is what any report would have worked out for itself: compiled queries, the catalogue, schemes, rules.
"""

from typing import Any

from kit.core.language import speaking
from kit.publishing.budget_execution import BudgetExecutionReport
from kit.publishing.drawing import not_drawing
from kit.publishing.scheme_note import frozen_standards
from kit.publishing.self_review import SelfReviewReport
from kit.views.project.projects import show_projects
from kit.views.reader import Reader


def prime(snapshot: str, language: str) -> None:
    """Show once, for the first project of the *snapshot*, what is shown of every project."""
    reader = Reader.of_snapshot(snapshot)
    try:
        with speaking(language), not_drawing():
            for code in show_projects(reader)["code"].head(1):
                _show(SelfReviewReport(reader, frozen_standards(snapshot), code, None))
                _show(BudgetExecutionReport(reader, code))
    finally:
        reader.close()


def _show(report: Any) -> None:
    for name, piece in vars(type(report)).items():
        if isinstance(piece, property) and not name.startswith("_"):
            getattr(report, name)
