"""Commands ``check``: look at files and say what to check; no database is touched."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter_if_there
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import complain, print_findings, print_json, say
from kit.core.errors import KitError, UsageError
from kit.core.finding import Severity
from kit.core.language import _
from kit.evaluation.standards import standards_in_force
from kit.workspace.resources import Resources

if TYPE_CHECKING:
    from kit.evaluation.review import Review
    from kit.exchange.selfreview.intake import Intake

app = typer.Typer(help="Check files; no database is touched.", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(show_default=False)]
Out = Annotated[
    Path | None, typer.Option("--out", help="Write the problem list (XLSX) and review opinions (DOCX) here.")
]
SchemeOption = Annotated[
    str | None,
    typer.Option("--scheme", help="The scoring scheme; else the ministry's that fits each form."),
]


@app.command("selfeval")
def check_selfeval(
    files: Files,
    out: Out = None,
    scheme: SchemeOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Recompute self-review tables (JSON, XLSX, XLS, DOCX, CSV) and say what to check."""
    from kit.evaluation.review import review_tables

    resources = enter_if_there(workspace)
    intakes, unread = _read(files, resources)
    standards = standards_in_force(resources)
    named = standards.scheme(scheme) if scheme else None
    reviews = review_tables([table for intake in intakes for table in intake.tables], named, standards)
    written = _hand_on(reviews, out) if out else []
    if as_json:
        print_json([review.as_dict() for review in reviews])
    else:
        _print_reviews(reviews)
    _complain_about(intakes, unread)
    for path in written:
        complain(f"{path}")
    has_fault = any(finding.severity is Severity.FAULT for review in reviews for finding in review.findings)
    return 1 if has_fault or unread or any(intake.refused for intake in intakes) else 0


def _read(files: list[Path], resources: Resources) -> "tuple[list[Intake], list[KitError]]":
    """What the files hold; one that cannot be read does not keep the others from being checked."""
    from kit.exchange.selfreview.intake import load_reader

    reader = load_reader(resources)
    intakes, unread = [], []
    for path in files:
        try:
            intakes.append(reader.read(path))
        except KitError as error:
            unread.append(error)
    if unread and not intakes:
        raise unread[0]
    return intakes, unread


def _hand_on(reviews: "list[Review]", out: Path) -> list[Path]:
    """Write the problem list and the review opinions."""
    from kit.exchange.spotreview.opinion import write_opinions
    from kit.exchange.spotreview.problem_list import write_problem_list

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be made: {error.strerror}; name a folder you may write to") from None
    problem_list = out / f"{_('Problem list')}.xlsx"
    write_problem_list(reviews, problem_list)
    return [problem_list, *write_opinions(reviews, out)]


def _print_reviews(reviews: "list[Review]") -> None:
    for review in reviews:
        say(f"\n{review.id}  {review.table.title or ''}  {review.table.department or ''}  {_totals(review)}")
        print_findings(review.findings)
    counts = Counter(str(finding.severity) for review in reviews for finding in review.findings)
    said = _("{tables} tables: {faults} faults, {questions} questions, {notes} notes")
    numbers = {"faults": counts["fault"], "questions": counts["question"], "notes": counts["note"]}
    say("\n" + said.format(tables=len(reviews), **numbers))
    for scheme in {review.scheme.code: review.scheme for review in reviews}.values():
        say(scheme.introduce())


def _totals(review: "Review") -> str:
    total, printed = review.computed.as_dict()["total"], review.table.total_printed
    said = _("computed total {total}, printed {printed}")
    return said.format(total="—" if total is None else total, printed=printed or "—")


def _complain_about(intakes: "list[Intake]", unread: list[KitError]) -> None:
    for finding in (finding for intake in intakes for finding in intake.findings):
        complain(f"{finding.code}  {finding.field}: {finding.message}")
    for error in unread:
        complain(f"{error}")
