"""Self-review page: the words and pieces of HTML of the entry screen."""

from collections.abc import Sequence

from kit.core.finding import Finding, Severity
from kit.evaluation.review import Review
from widgets.answer import Answer
from widgets.draft import MONEY_UNIT, UNITS, Draft, figure, percent
from widgets.language import _
from widgets.markup import Markup, choice, field, finding_item, join, line, options
from widgets.review_desk import Opened, Project
from widgets.screens.self_review_labels import heading_titles, in_words, money_titles, total_titles

SEAL_SHOWN = 16
FULL_MARKS = 100


def first(text: str) -> Markup:
    """What stands in the first response, until the page comes alive."""
    return Markup('<section class="kit-screen"><h1>{}</h1><p>{}</p></section>').format(_("Self-review entry"), text)


def head(projects: Sequence[Project], opened: Opened, draft: Draft, opening: int) -> Markup:
    """The chooser, the fields of the heading, and the sum line of the money."""
    code, year = opened.key
    years = next(project.years for project in projects if project.code == code)
    piece = Markup(
        '<section class="kit-head"><h1>{}</h1><input type="hidden" name="opening" value="{}">'
        '<div class="kit-fields kit-choose">{}{}<div data-part="state"></div></div>'
        '<h2>{}</h2><div class="kit-fields">{}</div><h2>{}</h2><div class="kit-fields kit-narrow">{}</div>'
        '<h2>{}</h2><div class="kit-fields kit-narrow">{}</div></section>'
    )
    return piece.format(
        _("Self-review entry"),
        opening,
        choice(
            "project", _("Project"), [(each.code, f"{each.code} {each.name}") for each in projects], code, "kit-wide"
        ),
        choice("chosen_year", _("Fiscal year"), [(str(each), str(each)) for each in reversed(years)], str(year)),
        _("Heading of the table"),
        _heading_fields(draft, opened.is_locked),
        _("Totals of the table"),
        _total_fields(draft, opened.is_locked),
        _("Money: the sum line"),
        _money_fields(draft, opened.is_locked),
    )


def typing_hint() -> str:
    """How rows are filled."""
    return _("Paste a block of cells from a spreadsheet into any cell; Enter goes down, Tab goes right.")


def outcome() -> Markup:
    """The frame of what follows while one types: score, buttons, findings."""
    piece = Markup(
        '<aside class="kit-outcome"><div data-part="score" aria-live="polite"></div>'
        '<label class="kit-field kit-explain"><span>{}</span><textarea name="explanation" rows="3"></textarea></label>'
        '<div data-part="buttons"></div><div data-part="said"></div><div data-part="findings"></div></aside>'
    )
    return piece.format(_("Explanation of what cannot be right as it stands"))


def state_line(opened: Opened, is_unsaved: bool) -> Markup:
    """Whether the table is new, a draft or submitted, and whether the page holds more than the journal."""
    words = {
        None: _("New: nothing is kept yet"),
        "draft": _("Draft"),
        "submitted": _("Submitted; it can only be read now"),
    }
    unsaved = Markup('<span class="kit-unsaved">{}</span>').format(_("Unsaved changes")) if is_unsaved else ""
    return Markup('<p class="kit-state" data-state="{}">{}{}</p>').format(
        opened.state or "new", words.get(opened.state, opened.state), unsaved
    )


def score(review: Review) -> Markup:
    """The four figures, own beside printed."""
    own, printed = review.computed, review.printed
    faults = sum(finding.severity is Severity.FAULT for finding in review.findings)
    rows = [
        (_("Total"), figure(own.total), figure(printed.total)),
        (_("Grade"), own.grade or "–", printed.grade or "–"),
        (_("Execution rate (%)"), percent(own.execution_rate), percent(printed.execution_rate)),
        (_("Execution score"), figure(own.execution_score), figure(printed.execution_score)),
    ]
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(title, mine, theirs)
        for title, mine, theirs in rows
    )
    piece = Markup(
        '<p class="kit-total" data-faults="{}"><b data-total>{}</b><span>{}</span><strong data-grade>{}</strong></p>'
        '<table class="kit-figures"><thead><tr><td></td><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        '{}</table><p class="kit-small">{}</p>'
    )
    of = _("of {points}").format(points=FULL_MARKS)
    heads = (_("Computed"), _("Entered"))
    return piece.format(faults, figure(own.total), of, own.grade or "", *heads, body, review.scheme.introduce())


def findings(review: Review) -> Markup:
    """All findings, the heaviest first, with how many there are of each weight."""
    found = review.findings
    if not found and not review.table.indicators:
        return line(_("Type the indicators, or paste them from a spreadsheet."))
    if not found:
        return line(_("Nothing to check: no finding on what is entered so far."), "good")
    counts = _("{faults} cannot be right, {questions} to check").format(
        faults=sum(each.severity is Severity.FAULT for each in found),
        questions=sum(each.severity is Severity.QUESTION for each in found),
    )
    return Markup("<h2>{}</h2>{}").format(counts, join(finding_item(each) for each in found))


def wrong(found: Sequence[Finding]) -> Markup:
    """What stops the table from being kept."""
    return join(line(in_words(each).message, "fault", alert=True) for each in found)


def buttons(opened: Opened, *, is_barred: bool) -> Markup:
    """Save and submit."""
    if opened.is_locked:
        return Markup("")
    off = Markup(" disabled") if is_barred else ""
    piece = Markup(
        '<div class="kit-buttons"><button data-press="save"{}>{}</button>'
        '<button class="kit-main" data-press="submit"{}>{}</button></div>'
    )
    return piece.format(off, _("Save draft"), off, _("Submit"))


def receipt(answer: Answer, *, is_submitted: bool) -> Markup:
    """The entry that holds what was done."""
    said = (
        _("Submitted: entry {number} of the journal")
        if is_submitted
        else _("Draft saved: entry {number} of the journal")
    )
    seal = Markup('<code title="{}">{} {}…</code>').format(answer.seal, _("seal"), answer.seal[:SEAL_SHOWN])
    piece = '<p class="kit-line kit-good kit-receipt" role="status" data-number="{}">{} {}</p>'
    return Markup(piece).format(answer.number, said.format(number=answer.number), seal)


def stale(who: str) -> Markup:
    """Somebody else was quicker; both ways are open."""
    said = _("{who} changed this table after you opened it. Nothing was saved; your text is still here.").format(
        who=who
    )
    piece = (
        '{}<div class="kit-buttons"><button data-press="theirs">{}</button><button data-press="mine">{}</button></div>'
    )
    return Markup(piece).format(line(said, "fault", alert=True), _("Show the saved table"), _("Save mine over it"))


def restored() -> Markup:
    """What was typed the last time stands on the page again; it can be thrown away."""
    said = _("What you had typed here and not saved stands on the page again.")
    piece = '{}<div class="kit-buttons"><button data-press="theirs">{}</button></div>'
    return Markup(piece).format(line(said, "good"), _("Throw it away"))


def _heading_fields(draft: Draft, locked: bool) -> Markup:
    kinds = {"title": "kit-wide", "year": "kit-short"}
    return join(
        field(name, title, draft.fields[name], kind=kinds.get(name, ""), locked=locked)
        for name, title in heading_titles().items()
    )


def _money_fields(draft: Draft, locked: bool) -> Markup:
    chosen = str(draft.fields[MONEY_UNIT])
    units = list(dict.fromkeys([chosen, *UNITS]))
    unit = Markup('<label class="kit-field kit-short"><span>{}</span><select name="{}"{}>{}</select></label>')
    off = Markup(" disabled") if locked else ""
    listed = unit.format(_("Unit"), MONEY_UNIT, off, options([(each, each) for each in units], chosen))
    return listed + join(
        field(f"money_{name}", title, draft.fields[f"money_{name}"], kind="kit-short", locked=locked)
        for name, title in money_titles().items()
    )


def _total_fields(draft: Draft, locked: bool) -> Markup:
    return join(
        field(name, title, draft.fields[name], kind="kit-short", locked=locked)
        for name, title in total_titles().items()
    )
