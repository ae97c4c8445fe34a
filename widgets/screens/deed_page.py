"""Deed page: the panel beside a board in which one thing is handled: what it is, what may be done, what came of it."""

from collections.abc import Iterator
from typing import Any

from kit.publishing.columns import NOTHING, column_of, is_nothing, write_number
from widgets.answer import Answer
from widgets.language import _
from widgets.markup import Markup, finding_item, join, line
from widgets.risk_desk import Deed, Opened, RiskDesk

SEAL_SHOWN = 16
# What is shown of a thing, by its kind; columns as tables call them, beside the name in the view where that differs.
SHOWN = {
    "alert": (
        "project_name", "level", ("measured", "value"), "threshold", "basis", "raised_on", ("due_day", "due_on"),
        ("alert_state", "state"), "answers", "assigned_to", "acknowledged_by", "closed_on", ("outcome", "outcome"),
    ),
    "risk": ("project", "gravity", "owner", "response", "measures", "review_on", "reason"),
    "rectification": (
        "project", "demand", ("due_day", "due_on"), ("order_state", "state"), "responsible", "result", "closing",
    ),
}  # fmt: skip
TITLES = {"alert": "name", "risk": "title", "rectification": "problem"}
PEOPLE = {"owner", "responsible", "assigned_to", "acknowledged_by"}


def panel(
    desk: RiskDesk,
    opened: Opened | None,
    deed: Deed | None,
    form: Markup,
    said: Markup = Markup(""),  # noqa: B008
) -> Markup:
    """The panel; *said* is what came of the last deed."""
    if opened is None:
        return _dialog(_("Handle"), said)
    thing = _thing(desk, opened)
    title = str(opened.row.get(TITLES.get(opened.thing.kind, ""), "")) or (str(deed.words) if deed else "")
    return _dialog(title, join([said, thing, _deeds(desk, opened, deed), _form(deed, form)]))


def receipt(answer: Answer) -> Markup:
    """The entry that holds what was done, and what was said all the same."""
    seal = Markup('<code title="{}">{} {}…</code>').format(answer.seal, _("seal"), answer.seal[:SEAL_SHOWN])
    piece = '<p class="kit-line kit-good kit-receipt" role="status" data-number="{}">{} {}</p>{}'
    done = _("Done: entry {number} of the journal").format(number=answer.number)
    return Markup(piece).format(answer.number, done, seal, join(map(finding_item, answer.findings)))


def stale(who: str) -> Markup:
    """Somebody else was quicker; nothing was done, and the panel shows how things stand now."""
    said = _("{who} changed this after you opened it. Nothing was recorded; below is how it stands now.")
    return line(said.format(who=who), "fault", alert=True)


def gone() -> str:
    """The thing is not there any more."""
    return _("It is no longer there; the board shows what is.")


def failed(reason: str) -> Markup:
    """A deed that went wrong."""
    return _dialog(_("Not done"), line(reason, "fault", alert=True))


def _dialog(title: str, content: Markup) -> Markup:
    piece = (
        '<section class="kit-panel" role="dialog" aria-label="{}"><header><h2>{}</h2>'
        '<button data-press="shut" data-escape{} aria-label="{}">×</button></header>{}</section>'
    )
    # A form takes the cursor; where there is none it is here, so that the keyboard is in the panel.
    focus = Markup("") if "data-focus" in content else Markup(" data-focus")
    return Markup(piece).format(title, title, focus, _("Close the panel (Esc)"), content)


def _thing(desk: RiskDesk, opened: Opened) -> Markup:
    pairs = list(_pairs(desk, opened))
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in pairs)
    return Markup('<dl class="kit-facts">{}</dl>').format(rows) if pairs else Markup("")


def _pairs(desk: RiskDesk, opened: Opened) -> Iterator[tuple[str, str]]:
    for shown in SHOWN.get(opened.thing.kind, ()):
        name, source = (shown, shown) if isinstance(shown, str) else shown
        value = opened.row.get(source)
        if not is_nothing(value) and value != "":
            yield str(column_of(name).title), _write(desk, name, value)


def _write(desk: RiskDesk, name: str, value: Any) -> str:
    if name in PEOPLE:
        return desk.name_of(value)
    text = write_number(value) if isinstance(value, float) else column_of(name).write(value)
    return text or NOTHING


def _deeds(desk: RiskDesk, opened: Opened, chosen: Deed | None) -> Markup:
    deeds = desk.deeds(opened) if opened.row else []
    if opened.row and not deeds:
        return line(_("Your roles have nothing to do here in this state."))
    piece = Markup('<button data-press="choose" data-value="{}" aria-pressed="{}">{}</button>')
    shown = join(
        piece.format(deed.action, "true" if chosen and deed.action == chosen.action else "false", deed.words)
        for deed in deeds
    )
    return Markup('<div class="kit-buttons">{}</div>').format(shown)


def _form(deed: Deed | None, form: Markup) -> Markup:
    if deed is None:
        return Markup("")
    piece = (
        '<div data-form class="kit-deed-form"><h3>{}</h3>{}'
        '<div class="kit-buttons"><button class="kit-main" data-main data-files data-press="do">{}</button></div></div>'
    )
    return Markup(piece).format(deed.words, form, _("Record"))
