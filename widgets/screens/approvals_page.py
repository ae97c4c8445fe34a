"""Approvals page: the words and pieces of HTML of the approvals screen."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from kit.approval.states import ApprovalState
from kit.publishing.approval_board import ApprovalBoard, state_words
from kit.publishing.approval_sheet import ApprovalSheet
from widgets.approval_desk import KIND
from widgets.language import _
from widgets.markup import Markup, choice, join
from widgets.screens import chosen_page, deed_page
from widgets.thing import Thing

FIGURES = ("first_figures", "inbox", "own", "everything")
PLACES = ("first_figures", "inbox", "new", "own", "everything", "deed")
ALL = "all"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Choice:
    """Of which state the list of all approvals is; all of them where it is empty."""

    state: str = str(ApprovalState.OPEN)


def frame(chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page."""
    states = [(ALL, state_words(None)), *((str(state), state_words(state)) for state in ApprovalState)]
    fields = [choice("state", _("List of all"), states, chosen.state or ALL)]
    return chosen_page.frame(_("Approvals"), fields, PLACES, pieces, is_live=is_live)


def figures(board: ApprovalBoard, names: Sequence[str] = FIGURES) -> dict[str, Markup]:
    """The named figures."""
    return chosen_page.figures(board, names)


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the field makes."""
    state = str(typed.get("state") or "")
    return Choice(state if state in set(ApprovalState) else "")


def open_button(dossier: str, code: str) -> Markup:
    """The button at the end of a row."""
    return deed_page.handle(Thing(KIND, dossier, code))


def sheet(shown: ApprovalSheet, form: bytes) -> Markup:
    """An approval as its signers read it; *form* is the printed form as a Word file."""
    parts = (shown.content, shown.checks, shown.steps, shown.signatures)
    return join([deed_page.facts(shown.pairs), *(part.html for part in parts), _printed(shown.code, form)])


def _printed(code: str, form: bytes) -> Markup:
    piece = '<p class="kit-line"><a download="{}.docx" href="data:{};base64,{}">{}</a></p>'
    return Markup(piece).format(code, WORD, b64encode(form).decode(), _("Form to print and stamp (Word)"))
