"""Commands about the law: ``law list`` and ``law show``."""

from datetime import date
from typing import Annotated, Any

import typer

from kit.cli.desk import enter_if_there
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.core.errors import UsageError
from kit.core.language import _, get_language

app = typer.Typer(help="Rules with their article, dates and values.", no_args_is_help=True)


@app.command("list")
def list_rules(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """List all rules and say how many rest on memory."""
    rules = list(_rulebook(workspace).rules.values())
    rows = [_row(rule) for rule in rules]
    if as_json:
        print_json(rows)
        return 0
    print_rows(rows, ["code", "title", "citation", "read"])
    memory = sum(str(rule.reading) == "memory" for rule in rules)
    say(_("{count} rules, {memory} of them from memory, to be confirmed").format(count=len(rules), memory=memory))
    return 0


@app.command("show")
def show_rule(
    code: str,
    on: Annotated[str | None, typer.Option("--on", help="The day (YYYY-MM-DD).")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show a rule: its value on a day, its article and its history."""
    rule = _rulebook(workspace).rule(code)
    day = _day(on)
    dated = rule.on(day) if day else rule.history[-1]
    shown = _row(rule) | {"value": dated.value if dated else None, "unit": rule.unit, "note": rule.note}
    history = [value.model_dump(mode="json") for value in rule.history]
    if as_json:
        print_json(shown | {"on": on, "history": history})
        return 0
    print_rows([{"": name, " ": value} for name, value in shown.items() if value is not None], ["", " "])
    print_rows(history, ["since", "until", "value", "article"])
    return 0


def _rulebook(named: Any) -> Any:
    """The workspace's rulebook, or the kit's own where there is no workspace."""
    from kit.law.rulebook import load_rulebook

    return load_rulebook(enter_if_there(named))


def _row(rule: Any) -> dict[str, Any]:
    title = rule.title if get_language() == "zh_CN" else rule.title_en
    return {"code": rule.code, "title": title, "citation": rule.citation(), "read": str(rule.mark())}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--on {text!r} is not a day; write it like 2026-11-23") from None
