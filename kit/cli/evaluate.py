"""Commands ``evaluate``: the methods of an evaluation team on files; no database is touched."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter_if_there
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import complain, print_findings, print_json, print_rows, say
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError
from kit.core.finding import by_weight
from kit.core.language import _

if TYPE_CHECKING:
    from kit.evaluation.answer import Answer

SHOWN_ROWS = 40

app = typer.Typer(help="Methods of an evaluation team, on files; no database is touched.", no_args_is_help=True)
Files = Annotated[
    list[Path], typer.Argument(help="XLSX, CSV, YAML or JSON; several are read as one.", show_default=False)
]
Settings = Annotated[list[str] | None, typer.Option("--set", help="A setting, NAME=VALUE; before that of the file.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write figures, formulas and tables to this workbook (.xlsx).")]


@app.command("survey")
def evaluate_survey(
    files: Files,
    settings: Settings = None,
    out: Out = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Plan a survey, or say what its answers bear: shares with intervals, weights, don't-knows apart."""
    return _evaluate("survey", files, settings, out, workspace, as_json=as_json)


@app.command("returns")
def evaluate_returns(
    files: Files,
    settings: Settings = None,
    out: Out = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Present value, rates of return, payback, sensitivity and chances of the flows of a project."""
    return _evaluate("returns", files, settings, out, workspace, as_json=as_json)


@app.command("agreement")
def evaluate_agreement(
    files: Files,
    settings: Settings = None,
    out: Out = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """How far scorers agree (kappa, ICC, Krippendorff's alpha), and which items go to arbitration."""
    return _evaluate("agreement", files, settings, out, workspace, as_json=as_json)


@app.command("template")
def write_template(
    method: Annotated[str, typer.Argument(help="The method whose file it is.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).", show_default=False)],
    workspace: WorkspaceOption = None,
) -> int:
    """Write a workbook that a method reads, filled with an example."""
    from kit.exchange.methods.method import method_named
    from kit.exchange.methods.template import make_template
    from kit.publishing.whole_file import put_file

    resources = enter_if_there(workspace)
    made = make_template(method_named(method), resources)
    try:
        put_file(file, made)
    except OSError as error:
        raise KitError(f"{file}: cannot be written ({error.strerror}); name another") from None
    say(
        _("{file} is written; overwrite the example, then: kit evaluate {method} {file}").format(
            file=file, method=method
        )
    )
    return 0


def _evaluate(
    name: str, files: list[Path], settings: list[str] | None, out: Path | None, workspace: Path | None, *, as_json: bool
) -> int:
    from kit.exchange.methods.method import method_named
    from kit.exchange.methods.reader import read_given

    resources = enter_if_there(workspace)
    method = method_named(name)
    given, unread = read_given(files, method.model, settings or (), resources)
    answer = method.answer(given, resources)
    answer = replace(answer, findings=(*answer.findings, *unread))
    if out:
        _write(answer, out)
    if as_json:
        print_json(answer.as_dict())
    else:
        _print(answer)
    return 1 if answer.has_fault else 0


def _write(answer: "Answer", out: Path) -> None:
    from kit.publishing.method_answer import write_answer

    write_answer(answer, out, datetime.now(OFFICE_TIME).date())
    complain(str(out))


def _print(answer: "Answer") -> None:
    say(str(answer.title))
    for figure in answer.figures:
        formula = f"   [{figure.formula}]" if figure.formula else ""
        say(f"{figure.name}: {figure.text}{formula}")
    for listing in answer.listings:
        say(f"\n{listing.title}")
        heads = [str(head) for _key, head in listing.columns]
        print_rows([dict(zip(heads, row, strict=True)) for row in listing.texts()[:SHOWN_ROWS]], heads)
        if len(listing.rows) > SHOWN_ROWS:
            say(_("{count} more rows; --out writes all of them").format(count=len(listing.rows) - SHOWN_ROWS))
    for heading, sentences in ((_("For the report"), answer.statement), (_("Not to be said"), answer.unsaid)):
        if sentences:
            say(f"\n{heading}")
            for sentence in sentences:
                say(f"- {sentence}")
    say("")
    print_findings(by_weight(answer.findings))
