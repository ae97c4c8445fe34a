"""Finance: small files of the finance system as another program would write them, and what an import answers."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from kit.core.tables import columns_of
from kit.exchange.finance.entry import import_sheets
from kit.exchange.finance.sheet import load_sheet_reader
from kit.store.journal import Entry
from tests.budget.conftest import Office

ALLOTMENT = "指标主键,指标文号,预算年度,项目代码,资金来源,资金性质代码,金额,追加来源,下达日期"
GRANT = "530900001,财预〔2026〕8号,2026,P1,市级,111,{amount},,2026-06-10"
VOUCHER = "支付凭证号,支付申请编号,收款人全称,收款人账号,金额,凭证日期"


def csv_file(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A file of these lines."""
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def grant_file(folder: Path, amount: str = "1740000.00", name: str = "allot.csv") -> Path:
    """One line granted."""
    quoted = f'"{amount}"'
    return csv_file(folder / name, ALLOTMENT, GRANT.format(amount=quoted), f"合计,1,,,,,{quoted},,")


def voucher_file(folder: Path, *rows: str, total: str, name: str = "vouchers.csv") -> Path:
    """Vouchers, a line each."""
    return csv_file(folder / name, VOUCHER, *rows, f"合计,{len(rows)},,,{total},")


def json_file(path: Path, rows: list[dict[str, Any]], total: Any, count: Any = None) -> Path:
    """A JSON file with its head."""
    head = {"笔数": len(rows) if count is None else count, "金额合计": total, "明细": rows}
    path.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    return path


def bring_in(office: Office, *paths: Path, login: str = "finance", dry_run: bool = False) -> dict[str, Any]:
    """What the import answers."""
    reader = load_sheet_reader(office.workspace.resources)
    sheets = [reader.read(path) for path in paths]
    return import_sheets(office.desk(login), sheets, reader.words, dry_run).as_dict()


def counts(answer: dict[str, Any]) -> tuple[int, int, int]:
    """Accepted, unchanged, refused."""
    return answer["accepted"], answer["unchanged"], answer["refused"]


def said(answer: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Code, place and heading of each finding."""
    return [(finding["code"], finding["where"], finding["field"]) for finding in answer["findings"]]


def entries(office: Office) -> int:
    """How many entries the journal holds."""
    with office.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(columns_of(Entry))).scalar_one())
