"""Library page: the words and pieces of HTML of the report library."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from kit.core.calendar import OFFICE_TIME
from widgets.language import _
from widgets.markup import Markup, choice, join, line
from widgets.shelf import Choice, Report, Run, values_of

SHOWN_STEP = 100
DEPARTMENTS_SHOWN = 8
STANDINGS = ("faults", "questions", "clear", "failed")


def standing_title(standing: str) -> str:
    """What is to be said of a report, as people say it."""
    titles = {
        "faults": _("Cannot be right"),
        "questions": _("To check"),
        "clear": _("No finding"),
        "failed": _("Report failed"),
    }
    return titles[standing]


def empty() -> Markup:
    """The library before the first run."""
    return Markup(
        '<section class="kit-screen kit-library"><h1>{}</h1><div class="kit-empty"><p>{}</p><p>{}</p>'
        "<pre>kit report run self_review --all\nkit report run portfolio</pre></div></section>"
    ).format(
        _("Report library"),
        _("No report has been written in this workspace yet."),
        _("Write reports with these commands, then open this page again:"),
    )


def frame(
    runs: Sequence[Run], chosen: Run, reports: Sequence[Report], parts: dict[str, Markup], *, is_live: bool
) -> Markup:
    """The whole page. Before it comes alive its fields cannot be used and its *parts* stand in their places already."""
    piece = Markup(
        '<section class="kit-screen kit-library"><h1>{}</h1><div data-part="viewer"></div><div class="kit-shelf">'
        '<div data-part="picture">{}</div><fieldset class="kit-fields kit-filters"{}>{}</fieldset>'
        '<div data-part="list">{}</div></div></section>'
    )
    off = Markup("") if is_live else Markup(" disabled")
    return piece.format(_("Report library"), parts["picture"], off, _filters(runs, chosen, reports), parts["list"])


def picture(reports: Sequence[Report], total: int) -> Markup:
    """How things stand in what is shown: counts with their whole named, and a bar for each department."""
    about = [each for each in reports if each.project]
    counts = Counter(each.standing for each in about)
    said = _("{shown} of {total} project reports").format(shown=len(about), total=total)
    tiles = join(
        Markup('<li class="kit-{}"><b>{}</b><span>{}</span></li>').format(name, counts[name], standing_title(name))
        for name in STANDINGS
        if counts[name] or name != "failed"
    )
    return Markup(
        '<div class="kit-picture"><div><p class="kit-small">{}</p><ul class="kit-tiles">{}</ul></div>{}</div>'
    ).format(said, tiles, _bars(about))


def listing(reports: Sequence[Report], base: str, sort: tuple[str, bool], shown: int) -> Markup:
    """The reports, as many as fit a look; the heads of the columns sort."""
    if not reports:
        reset = Markup('<p><button data-press="reset">{}</button></p>').format(_("Show all again"))
        return line(_("No report fits this choice.")) + reset
    rows = join(_row(report, base) for report in reports[:shown])
    more = ""
    if len(reports) > shown:
        rest = _("Show more ({count} left)").format(count=len(reports) - shown)
        more = Markup('<p><button data-press="more">{}</button></p>').format(rest)
    return Markup('<table class="kit-reports"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}').format(
        _heads(sort), rows, more
    )


def viewer(report: Report, base: str) -> Markup:
    """One report on the page, with the ways back and out."""
    piece = Markup(
        '<div class="kit-viewer"><div class="kit-buttons"><button data-press="close">← {}</button>'
        '<a class="kit-button" href="{}" target="_blank" rel="noopener">{} ↗</a></div>'
        '<iframe src="{}" title="{}"></iframe></div>'
    )
    address = _address(base, report)
    return piece.format(_("Back to the list"), address, _("Open in a new tab"), address, report.title)


def _filters(runs: Sequence[Run], chosen: Run, reports: Sequence[Report]) -> Markup:
    every = [("", _("Not restricted"))]
    found = {name: [(value, value) for value in values_of(reports, name)] for name in ("department", "grades")}
    years = [(year, year) for year in reversed(values_of(reports, "years"))]
    standings = [(name, standing_title(name)) for name in STANDINGS]
    search = Markup(
        '<label class="kit-field kit-search"><span>{}</span>'
        '<input name="text" type="search" autocomplete="off"></label>'
    )
    return join(
        [
            choice("run", _("Run"), [(run.name, _run_title(run)) for run in runs], chosen.name),
            choice("department", _("Department"), every + found["department"], ""),
            choice("year", _("Fiscal year"), every + years, ""),
            choice("grade", _("Grade"), every + found["grades"], ""),
            choice("standing", _("Findings"), every + standings, ""),
            search.format(_("Project, code or department")),
        ]
    )


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    names = ("department", "year", "grade", "standing", "text")
    return Choice(**{name: str(typed.get(name) or "").strip() for name in names})


def _run_title(run: Run) -> str:
    """The office's time when the run began."""
    return datetime.fromisoformat(run.at).astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")


def _bars(reports: Sequence[Report]) -> Markup:
    """Reports by department, the most that cannot be right first; each bar is as long as its department has reports."""
    by_department: dict[str, Counter[str]] = {}
    for each in reports:
        by_department.setdefault(each.department or _("No department"), Counter())[each.standing] += 1
    ordered = sorted(by_department.items(), key=lambda item: (-item[1]["faults"], -item[1]["questions"], item[0]))
    longest = max((counts.total() for counts in by_department.values()), default=1)
    rows = join(_bar(name, counts, longest) for name, counts in ordered[:DEPARTMENTS_SHOWN])
    rest = len(ordered) - DEPARTMENTS_SHOWN
    more = (
        Markup('<p class="kit-small">{}</p>').format(_("and {count} more departments").format(count=rest))
        if rest > 0
        else ""
    )
    head = _("Reports by department and their heaviest finding")
    piece = Markup(
        '<figure class="kit-bars"><figcaption>{}</figcaption><table><thead><tr><th scope="col">{}</th><td></td>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>{}</figure>'
    )
    return piece.format(head, _("Department"), _("Cannot be right / reports"), rows, more)


def _bar(name: str, counts: Counter[str], longest: int) -> Markup:
    part = Markup('<i class="kit-{}" style="width:{}%" title="{} {}"></i>')
    parts = join(
        part.format(standing, round(100 * counts[standing] / longest, 2), standing_title(standing), counts[standing])
        for standing in STANDINGS
        if counts[standing]
    )
    numbers = {"faults": counts["faults"], "total": counts.total()}
    said = _("{faults} of {total}").format(**numbers)
    meant = _("{faults} of {total} reports hold something that cannot be right").format(**numbers)
    piece = Markup('<tr><th scope="row">{}</th><td>{}</td><td title="{}" aria-label="{}">{}</td></tr>')
    return piece.format(name, parts, meant, meant, said)


def _heads(sort: tuple[str, bool]) -> Markup:
    titles = {
        "title": _("Report"),
        "department": _("Department"),
        "year": _("Year"),
        "grade": _("Grade"),
        "faults": _("Cannot be right"),
        "questions": _("To check"),
    }
    piece = Markup(
        '<th scope="col" aria-sort="{}" class="kit-col-{}"><button data-press="sort" data-value="{}">{}{}</button></th>'
    )
    return join(piece.format(_sorted(key, sort), key, key, title, _arrow(key, sort)) for key, title in titles.items())


def _sorted(key: str, sort: tuple[str, bool]) -> str:
    return "none" if key != sort[0] else "descending" if sort[1] else "ascending"


def _arrow(key: str, sort: tuple[str, bool]) -> str:
    return "" if key != sort[0] else " ↓" if sort[1] else " ↑"


def _row(report: Report, base: str) -> Markup:
    piece = Markup(
        '<tr class="kit-{}"><td class="kit-col-title">'
        '<a href="{}" data-press="read" data-value="{}">{}</a><small>{}</small>{}</td>'
        '<td class="kit-col-department">{}</td><td class="kit-col-year">{}</td><td class="kit-col-grade">{}</td>'
        "{}{}</tr>"
    )
    failed = Markup("<em>{}</em>").format(standing_title("failed")) if report.is_failed else ""
    years = (
        "" if not report.years else str(report.year) if len(report.years) == 1 else f"{report.years[0]}–{report.year}"
    )
    counts = [_count(report, "faults", _("Cannot be right")), _count(report, "questions", _("To check"))]
    grade = report.grade if report.project else ""
    about = report.project or _("all projects")
    return piece.format(
        report.standing, _address(base, report), report.path, report.title, about, failed,
        report.department, years, grade, *counts,
    )  # fmt: skip


def _count(report: Report, name: str, title: str) -> Markup:
    shown = getattr(report, name) if report.project else 0
    return Markup('<td class="kit-col-{}" data-title="{}">{}</td>').format(name, title, shown or "")


def _address(base: str, report: Report) -> str:
    return base + quote(report.path)
