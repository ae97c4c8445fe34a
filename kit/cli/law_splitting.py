"""Command ``law splitting``: small purchases of a file, screened for those that look like one divided."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kit.cli.desk import enter_if_there
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.core.errors import UsageError
from kit.core.language import _

if TYPE_CHECKING:
    from kit.procurement.purchase import Purchase
    from kit.procurement.splitting import Held

COLUMNS = ("code", "day", "unit", "category", "supplier", "amount")
FILE_MAX = 100_000_000


def screen_file(
    file: Annotated[Path, typer.Argument(help="CSV with code,day,unit,category,supplier,amount[,related].")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say which small purchases go to a person and why; exit status 1 where one does."""
    from kit.procurement.purchase import FILE, read_small_purchases
    from kit.procurement.splitting import screen_purchases

    rules = read_small_purchases(enter_if_there(workspace))
    if rules.ceiling is None:
        raise UsageError(
            f"no ceiling for small purchases is set; write ceiling: YUAN into data/{FILE} of the workspace"
        )
    screened = screen_purchases(read_purchases(file), rules)
    held = [row for each in screened for row in _rows(each)]
    counts = {"purchases": len(screened), "held": sum(bool(each.findings) for each in screened)}
    if as_json:
        print_json({"held": held, "counts": counts})
    else:
        print_rows(held, ["purchase", "supplier", "finding", "message"])
        say(_("{purchases} purchases, {held} go to a person").format(**counts))
    return int(counts["held"] > 0)


def read_purchases(file: Path) -> "list[Purchase]":
    """The purchases of a CSV file, amounts as people write them; raises UsageError with file and line."""
    try:
        if file.stat().st_size > FILE_MAX:
            raise UsageError(f"{file} is larger than {FILE_MAX // 10**6} MB; divide it by years")
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(f"{file}:1: no column {', '.join(missing)}; the first line names {', '.join(COLUMNS)}")
            purchases = [_purchase(row, f"{file}:{reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read: {error}; save it as CSV in UTF-8") from None
    _refuse_doubles(purchases, file)
    return purchases


def _purchase(row: dict[str, Any], place: str) -> "Purchase":
    from pydantic import ValidationError

    from kit.core.money import Money, NotAnAmount
    from kit.procurement.purchase import Purchase

    try:
        named = {name: (row[name] or "").strip() for name in COLUMNS} | {"amount": Money.parse(row["amount"] or "").fen}
        related = tuple(part.strip() for part in (row.get("related") or "").split(";") if part.strip())
        return Purchase.model_validate(named | {"related": related})
    except NotAnAmount as error:
        raise UsageError(f"{place}: amount: {error}") from None
    except ValidationError as error:
        fault = error.errors()[0]
        raise UsageError(f"{place}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}; mend the line") from None


def _refuse_doubles(purchases: "list[Purchase]", file: Path) -> None:
    seen = set[str]()
    for purchase in purchases:
        if purchase.code in seen:
            raise UsageError(f"{file}: the code {purchase.code} stands twice; each purchase has its own")
        seen.add(purchase.code)


def _rows(held: "Held") -> list[dict[str, Any]]:
    return [
        {
            "purchase": held.purchase.code,
            "supplier": held.purchase.supplier,
            "finding": finding.code,
            "message": finding.message,
        }
        for finding in held.findings
    ]
