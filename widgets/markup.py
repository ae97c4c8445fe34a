"""Markup: small pieces of HTML; every value that comes from people is escaped."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from kit.core.finding import Finding
from widgets.language import _

__all__ = ["Markup", "choice", "escape", "field", "finding_item", "join", "line", "options"]


def join(pieces: Iterable[Any]) -> Markup:
    """*pieces* one after the other, each escaped unless it is markup."""
    return Markup("").join(pieces)


def field(name: str, title: str, value: str | None, *, kind: str = "", locked: bool = False) -> Markup:
    """A text field under its title; *kind* is a class that sets its width."""
    piece = Markup(
        '<label class="kit-field {}"><span>{}</span><input name="{}" value="{}" autocomplete="off"{}></label>'
    )
    return piece.format(kind, title, name, value or "", Markup(" readonly") if locked else "")


def choice(name: str, title: str, values: Iterable[tuple[str, str]], chosen: str, kind: str = "") -> Markup:
    """A list to choose from under its title; *values* are pairs of value and words."""
    piece = Markup('<label class="kit-field {}"><span>{}</span><select name="{}">{}</select></label>')
    return piece.format(kind, title, name, options(values, chosen))


def options(values: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """The entries of a list."""
    piece = Markup('<option value="{}"{}>{}</option>')
    return join(piece.format(value, Markup(" selected") if value == chosen else "", title) for value, title in values)


def line(text: str, severity: str = "", *, alert: bool = False) -> Markup:
    """One line that says how things stand."""
    role = Markup(' role="alert"') if alert else Markup(' role="status"')
    return Markup('<p class="kit-line kit-{}"{}>{}</p>').format(severity or "plain", role, text)


def finding_item(finding: Finding, *, beside_row: bool = False) -> Markup:
    """A finding: how much it weighs, its row, what it says, and on what it rests; shorter beside its row."""
    row = Markup("<b>{}</b> ").format(_("Row {row}").format(row=finding.row)) if finding.row and not beside_row else ""
    basis = Markup("<cite>{}</cite>").format(finding.basis) if finding.basis and not beside_row else ""
    piece = Markup('<div class="kit-finding kit-{}" data-code="{}"><em>{}</em><p>{}{}{}</p></div>')
    return piece.format(finding.severity, finding.code, finding.severity.label, row, finding.message, basis)
