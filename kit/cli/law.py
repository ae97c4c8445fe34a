"""Commands about the law: what holds, what it requires, and whether its cases come out as they should."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kit.cli.desk import enter_if_there, read_day
from kit.cli.law_backtest import backtest_rule
from kit.cli.law_check import check_law
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import complain, print_json, print_rows, say
from kit.core.errors import UsageError
from kit.core.language import _

if TYPE_CHECKING:
    from kit.law.rule import DatedValue, Rule
    from kit.law.rulebook import Rulebook

app = typer.Typer(help="Rules with their article, dates and values.", no_args_is_help=True)
app.command("check")(check_law)
app.command("backtest")(backtest_rule)
DayOption = Annotated[str | None, typer.Option("--on", help="The day (YYYY-MM-DD).")]


@app.command("list")
def list_rules(
    undecided: Annotated[bool, typer.Option("--undecided", help="Only those that nothing can decide yet.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """List all rules and say how many rest on memory."""
    from kit.law.page import count_rules

    rulebook = _rulebook(workspace)
    rules = rulebook.undecided() if undecided else list(rulebook.rules.values())
    rows = [_row(rule) | ({"needs": rule.needs} if undecided else {}) for rule in rules]
    if as_json:
        print_json(rows)
        return 0
    print_rows(rows, ["code", "title", "needs"] if undecided else ["code", "title", "citation", "read"])
    said = _(
        "{rules} rules, {memory} of them from memory, to be confirmed; {executable} are checks, {recorded} of these "
        "on facts that the kit records; {undecided} cannot be checked"
    )
    say(said.format(**count_rules(rulebook)))
    return 0


@app.command("show")
def show_rule(code: str, on: DayOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Show a rule: its value on a day, its article and its history."""
    rulebook = _rulebook(workspace)
    rule = rulebook.rule(code)
    day = read_day(on, "--on")
    dated = rule.on(day) if day else rule.history[-1]
    shown = _row(rule, dated) | {"value": dated.value if dated else None, "unit": rule.unit, "note": rule.note}
    history = [_history_row(value) for value in rule.history]
    if as_json:
        print_json(
            shown
            | {
                "on": on,
                "history": history,
                "facts": list(rule.check.names) if rule.check else [],
                "waiver": rule.waiver.model_dump(mode="json") if rule.waiver else None,
            }
        )
        return 0
    print_rows([{"": name, " ": value} for name, value in shown.items() if value is not None], ["", " "])
    print_rows(history, ["since", "until", "value", "where", "article"])
    for line in (*_requirements(rule, rulebook), _waiving(rule)):
        say(line)
    return 0


@app.command("facts")
def list_facts(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """List the facts that rules ask for, with their kind and the room that records them."""
    facts = _rulebook(workspace).facts
    rows = [{"name": f.name, "kind": str(f.kind), "title": f.label, "room": f.room} for f in facts.values()]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["name", "kind", "title", "room"])
    return 0


@app.command("try")
def try_rule(
    code: str,
    facts: Annotated[list[str] | None, typer.Argument(help="Facts as NAME=VALUE.", show_default=False)] = None,
    on: DayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold a rule against facts and say what decided; exit status 1 where it is not kept."""
    from kit.law.judgement import Outcome, judge
    from kit.law.rulebook import cite
    from kit.law.trace import explain, said_of

    rulebook = _rulebook(workspace)
    rule = rulebook.rule(code)
    if rule.check is None:
        raise UsageError(f"rule {code} holds no check; kit law show {code} says what it is")
    given = _given(facts or [], rulebook)
    judgement = judge(rulebook, rule, given, read_day(on, "--on") or date.today())  # noqa: DTZ011 - the day of whoever asks
    basis, lines = cite(rule, judgement.dated), explain(judgement, rulebook, given)
    if as_json:
        found = {"rule": code, "outcome": str(judgement.outcome), "day": judgement.day, "basis": basis, "trace": lines}
        print_json(found | {"missing": list(judgement.missing)})
    else:
        say(f"{code}: {said_of(judgement)} – {rule.label}, {basis}")
        for line in lines:
            say(f"  {line}")
    return int(judgement.outcome is Outcome.FAIL)


@app.command("cases")
def check_cases(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Hold every rule against its cases, an office's own among them, and name those that come out otherwise."""
    from kit.law.case import load_cases, run_cases

    resources = enter_if_there(workspace)
    rulebook = _rulebook(workspace)
    results = list(run_cases(load_cases(resources, rulebook), rulebook, date.today()))  # noqa: DTZ011 - as above
    unlike = [result for result in results if not result.is_as_expected]
    for each in unlike:
        said = _("{place}: {rule} should be {expected} and is {found}: {why}")
        found = {"expected": each.case.outcome, "found": each.judgement.outcome, "why": each.case.why}
        complain(said.format(place=each.place, rule=each.rule, **found))
    if as_json:
        print_json({"cases": len(results), "unlike": [f"{each.place} {each.rule}" for each in unlike]})
    else:
        say(_("{count} cases, {unlike} come out otherwise").format(count=len(results), unlike=len(unlike)))
    return 1 if unlike else 0


@app.command("pages")
def write_pages(folder: Path, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Write a page for each rule and an index, as the documentation holds them."""
    from kit.law.case import load_cases
    from kit.law.page import law_pages

    resources = enter_if_there(workspace)
    rulebook = _rulebook(workspace)
    pages = law_pages(rulebook, load_cases(resources, rulebook))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    if as_json:
        print_json({"folder": str(folder), "pages": len(pages)})
    else:
        say(_("{count} pages in {folder}").format(count=len(pages), folder=folder))
    return 0


def _rulebook(named: Any) -> "Rulebook":
    """The workspace's rulebook, or the kit's own where there is no workspace."""
    from kit.law.rulebook import load_rulebook

    return load_rulebook(enter_if_there(named))


def _row(rule: "Rule", dated: "DatedValue | None" = None) -> dict[str, Any]:
    return {"code": rule.code, "title": rule.label, "citation": rule.citation(dated), "read": str(rule.mark())}


def _history_row(dated: "DatedValue") -> dict[str, Any]:
    row = dated.model_dump(mode="json")
    row["where"] = ", ".join(f"{name}={value}" for name, value in dated.where.asked.items()) or None
    return row


def _requirements(rule: "Rule", rulebook: "Rulebook") -> list[str]:
    from kit.law.trace import clause_words

    if rule.needs:
        return [_("it cannot be checked; it would need: {needs}").format(needs=rule.needs)]
    parts = [(_("applies when"), "when"), (_("not when"), "unless"), (_("requires"), "require")] if rule.check else []
    return [
        f"{title}: {rulebook.facts[clause.fact].label} ({clause.fact}) {clause_words(clause, rulebook)}"
        for title, name in parts
        for clause in getattr(rule.check, name)
    ]


def _waiving(rule: "Rule") -> str:
    if rule.waiver is None:
        return _("absolute: nobody may waive it")
    said = _("may be waived for up to {days} days by: {roles}")
    return said.format(days=rule.waiver.days_max, roles=", ".join(sorted(rule.waiver.by)))


def _given(words: list[str], rulebook: "Rulebook") -> dict[str, Any]:
    from kit.law.fact import read_facts

    wrong = next((word for word in words if "=" not in word), None)
    if wrong is not None:
        raise UsageError(f"{wrong!r} is no fact; write it like tender.bidders=3 (kit law facts lists all)")
    return read_facts(dict(word.split("=", 1) for word in words), rulebook.facts)
