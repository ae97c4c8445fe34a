"""Progress page: the words and pieces of HTML of the screen about plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.publishing.progress import ProgressReport
from widgets.language import _
from widgets.markup import Markup, choice
from widgets.screens import chosen_page
from widgets.screens.chosen_page import Pairs

# The figures in their order; pictures come with the living page.
FIGURES = (
    "first_figures",
    "gantt",
    "critical_path",
    "milestones",
    "s_curve",
    "earned_value",
    "alerts",
    "risks",
    "baselines",
)
PLAIN = ("first_figures", "critical_path", "milestones", "alerts")


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: a project, and a part of its plan (a summary; empty for all of it)."""

    project: str = ""
    part: str = ""


def frame(projects: Pairs, parts: Pairs, chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page."""
    return chosen_page.frame(_("Progress"), _fields(projects, parts, chosen), FIGURES, pieces, is_live=is_live)


def nothing() -> Markup:
    """The page of an office without plans."""
    said = _("No project has a plan yet. Import one with kit import schedule FILE --project CODE --as LOGIN.")
    return chosen_page.page(_("Progress"), Markup('<p class="advice">{}</p>').format(said))


def figures(report: ProgressReport, names: Sequence[str] = FIGURES) -> dict[str, Markup]:
    """The named figures."""
    return chosen_page.figures(report, names)


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    return Choice(*(str(typed.get(name) or "") for name in ("project", "part")))


def _fields(projects: Pairs, parts: Pairs, chosen: Choice) -> list[Markup]:
    named = [(code, f"{name} ({code})") for code, name in projects]
    every = [("", _("The whole plan")), *parts]
    return [
        choice("part", _("Part of the plan"), every, chosen.part),
        choice("project", _("Project"), named, chosen.project),
    ]
