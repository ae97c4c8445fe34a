"""Command ``law check``: every rule that the kit's own rooms feed, held against what is recorded."""

from collections import Counter
from typing import Annotated, Any

import typer

from kit.cli.desk import enter, read_day
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.core.language import _
from kit.law.judgement import Outcome

SHOWN_MAX = 200


def check_law(
    project: Annotated[str | None, typer.Option("--project", help="One project; else all.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", help="One rule; else all that are fed.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day asked where a rule names none (YYYY-MM-DD).")] = None,
    every: Annotated[bool, typer.Option("--every", help="Also what is kept and what does not apply.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold the rules against what is recorded of a project or of all; exit status 1 where one is not kept."""
    from kit.actions.catalogue import open_database
    from kit.views.law.compliance import show_compliance, show_compliance_rules
    from kit.views.law.coverage import show_law_coverage
    from kit.views.reader import Reader

    place = enter(workspace)
    reader, day = Reader(open_database(place), place.resources), read_day(on, "--on")
    found = show_compliance(reader, project, rule, every, day)
    rows: list[dict[str, Any]] = [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
    rules = show_compliance_rules(reader, project, day)
    counted = rules if rule is None else rules[rules["rule"] == rule]
    counts = {name: int(counted[name].sum()) for name in ("kept", "not_kept", "fact_missing", "outside")}
    fed = Counter(show_law_coverage(reader)["fed"])
    if as_json:
        print_json({"findings": rows, "counts": counts, "coverage": fed})
    else:
        _tell(rows, counts, fed)
    return int(any(row["outcome"] == Outcome.FAIL and not row["waiver"] for row in rows))


def _tell(rows: list[dict[str, Any]], counts: dict[str, int], fed: Counter[str]) -> None:
    shown = ["project", "thing", "rule", "title", "outcome", "severity", "basis", "trace", "waiver"]
    print_rows(rows[:SHOWN_MAX], shown)
    if len(rows) > SHOWN_MAX:
        say(_("{shown} of {all} are shown; --json holds all").format(shown=SHOWN_MAX, all=len(rows)))
    said = _("{kept} kept, {not_kept} not kept, {fact_missing} lack a fact, {outside} are about something else")
    say(said.format(**counts))
    said = _("{fed} of {all} checks are fed by the kit's own records; kit show law_coverage lists what the others lack")
    say(said.format(fed=fed["wholly"] + fed["partly"], all=fed.total()))
