"""Command ``bench``: measures ours and its rival side by side in one run."""

from importlib import import_module
from typing import Annotated

import typer

from kit.cli.options import JsonOption
from kit.cli.output import print_json, print_rows
from kit.core.errors import UsageError
from kit.core.language import _

BENCHES = ("journal", "law", "ledger", "levelling", "plans", "reports", "risk", "schedule", "scoring")


def bench(
    name: str,
    size: Annotated[int | None, typer.Option("--n", help="How many; else the number that the target names.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Measure ours and its rival, interleaved, medians; missed targets are shown as missed."""
    if name not in BENCHES:
        raise UsageError(f"there is no benchmark {name!r}; choose {', '.join(BENCHES)}")
    run = import_module(f"kit.bench.{name}").run
    measured = (run(size) if size else run()).as_dict()
    if as_json:
        print_json(measured)
        return 0
    for part in ("conditions", "figures", "ratios"):
        print_rows([{part: key, " ": value} for key, value in measured[part].items()], [part, " "])
    rows = [target | {"met": _("met") if target["met"] else _("missed")} for target in measured["targets"]]
    print_rows(rows, ["name", "want", "got", "met"])
    return 0
