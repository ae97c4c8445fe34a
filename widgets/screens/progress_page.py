"""Progress page: the words and pieces of HTML of the screen about plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.publishing.progress import ProgressReport
from widgets.language import _
from widgets.markup import Markup, choice, join

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
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: a project, and a part of its plan (a summary; empty for all of it)."""

    project: str = ""
    part: str = ""


def frame(projects: Pairs, parts: Pairs, chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page. Before it comes alive its fields cannot be used; its *pieces* stand in their places already."""
    piece = Markup(
        '<section class="kit-screen kit-funds kit-plan"><h1>{}</h1>'
        '<fieldset class="kit-fields kit-chosen"{}>{}</fieldset>{}</section>'
    )
    off = Markup("") if is_live else Markup(" disabled")
    places = join(_place(name, pieces.get(name, Markup(""))) for name in FIGURES)
    return piece.format(_("Progress"), off, _fields(projects, parts, chosen), places)


def nothing() -> Markup:
    """The page of an office without plans."""
    said = _("No project has a plan yet. Import one with kit import schedule FILE --project CODE --as LOGIN.")
    piece = Markup('<section class="kit-screen kit-funds"><h1>{}</h1><p class="advice">{}</p></section>')
    return piece.format(_("Progress"), said)


def figures(report: ProgressReport, names: Sequence[str] = FIGURES) -> dict[str, Markup]:
    """The named figures."""
    return {name: getattr(report, name).html for name in names}


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    return Choice(*(str(typed.get(name) or "") for name in ("project", "part")))


def _fields(projects: Pairs, parts: Pairs, chosen: Choice) -> Markup:
    named = [(code, f"{name} ({code})") for code, name in projects]
    every = [("", _("The whole plan")), *parts]
    return join(
        [
            choice("part", _("Part of the plan"), every, chosen.part),
            choice("project", _("Project"), named, chosen.project),
        ]
    )


def _place(name: str, shown: Markup) -> Markup:
    return Markup('<div class="kit-figure kit-{}" data-part="{}">{}</div>').format(name, name, shown)
