"""Deed page: the panel beside a board in which one thing is handled: what it is, what may be done, what came of it."""

from collections.abc import Sequence

from widgets.answer import Answer
from widgets.language import _
from widgets.markup import Markup, finding_item, join, line
from widgets.thing import Deed, Thing

SEAL_SHOWN = 16
Pairs = Sequence[tuple[str, str]]


def panel(title: str, *parts: Markup) -> Markup:
    """The panel with its *parts*: what came of the last deed, the thing itself, what may be done, the form."""
    return _dialog(title or _("Handle"), join(parts))


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


def handle(thing: Thing) -> Markup:
    """The button at the end of a row that opens what the row is about."""
    piece = '<button class="kit-small-button" data-opens data-press="open" data-value="{}">{}</button>'
    return Markup(piece).format(thing, _("Handle"))


def new_buttons(deeds: Sequence[Deed]) -> Markup:
    """Buttons for what the person may enter anew."""
    piece = Markup('<button data-opens data-press="new" data-value="{}">{}</button>')
    shown = join(piece.format(deed.action, deed.words) for deed in deeds)
    return Markup('<div class="kit-buttons">{}</div>').format(shown) if deeds else Markup("")


def facts(pairs: Pairs) -> Markup:
    """What is known of a thing: names and values."""
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in pairs)
    return Markup('<dl class="kit-facts">{}</dl>').format(rows) if pairs else Markup("")


def buttons(deeds: Sequence[Deed], chosen: Deed | None) -> Markup:
    """What may be done about a thing; a line where there is nothing."""
    if not deeds:
        return line(_("Your roles have nothing to do here in this state."))
    piece = Markup('<button data-press="choose" data-value="{}" aria-pressed="{}">{}</button>')
    shown = join(piece.format(deed.action, "true" if deed == chosen else "false", deed.words) for deed in deeds)
    return Markup('<div class="kit-buttons">{}</div>').format(shown)


def form(deed: Deed, fields: Markup) -> Markup:
    """The form of a deed, with the button that does it."""
    piece = (
        '<div data-form class="kit-deed-form"><h3>{}</h3>{}'
        '<div class="kit-buttons"><button class="kit-main" data-main data-files data-press="do">{}</button></div></div>'
    )
    return Markup(piece).format(deed.words, fields, _("Record"))
