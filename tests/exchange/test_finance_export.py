"""Payment requests going out: what waits for a voucher, in a file that a spreadsheet does not spoil."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.errors import KitError
from kit.exchange.finance.kind import REQUESTS
from kit.exchange.finance.payment import export_payments
from kit.exchange.finance.sheet import load_sheet_reader
from kit.exchange.finance.table import READ_AS_VALUE, write_table
from kit.exchange.finance.text import write_fen
from kit.exchange.finance.vocabulary import Column, load_vocabulary
from kit.workspace.resources import Resources
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign
from tests.exchange.finance import bring_in, counts, entries, voucher_file

HEADINGS = (
    "支付申请编号,预算年度,单位代码,项目代码,指标主键,资金性质代码,支出功能分类科目代码,政府支出经济分类代码,"
    "部门支出经济分类代码,收款人全称,收款人账号,金额,申请总金额,申请日期,付款依据"
)
ACCOUNT = "6222021234567890123"


@pytest.fixture
def paid(funded: Office) -> Office:
    """30 万元 to the contractor, 20 of the city and 10 of the province; 5 万元 to a name that looks like a formula."""
    shares = [{"line": "CITY", "amount": "40万元"}, {"line": "PROV", "amount": "20万元"}]
    sign(funded, shares=shares, purpose="水库除险加固", account=ACCOUNT)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "20万元"), ("PROV", "10万元"), account=ACCOUNT)
    oblige(funded, "电-2", "bill", "5万元", payee="=SUM(A1)", account="0012")
    pay(funded, "电-2", ("CITY", "5万元"), kind="utility", contract=None, payee="=SUM(A1)", account="0012")
    return funded


def export(office: Office, path: Path, project: str | None = None) -> tuple[int, int]:
    """Write the requests as the department's finance office."""
    return export_payments(office.desk("finance"), path, project)


def test_a_csv_file_holds_a_row_for_each_line_of_a_payment(paid: Office, tmp_path: Path) -> None:
    """Three rows of two payments; 350,000.00 together; long digits behind a tab, the formula behind an apostrophe."""
    assert export(paid, tmp_path / "p.csv") == (2, 35_000_000)

    first = f"P1/PAY-00001,{{year}},{{own}},P1,{{line}},一般公共预算,,,,甲建筑公司,\t{ACCOUNT}"
    rows = [
        first.format(year=2026, own="U1", line="CITY") + ",200000.00,300000.00,2026-06-15,J-1",
        first.format(year=2026, own="U1", line="PROV") + ",100000.00,300000.00,2026-06-15,J-1",
        "P1/PAY-00002,2026,U1,P1,CITY,一般公共预算,,,,'=SUM(A1),\t0012,50000.00,50000.00,2026-06-15,电-2",
    ]
    lines = [HEADINGS, *rows, "合计,3,,,,,,,,,,350000.00,,,"]
    assert (tmp_path / "p.csv").read_bytes() == b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()


def test_a_json_file_holds_the_same_as_it_is(paid: Office, tmp_path: Path) -> None:
    """Texts without marks, amounts as texts, the control totals in the head."""
    export(paid, tmp_path / "p.json")

    whole = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))

    assert (whole["笔数"], whole["金额合计"]) == (3, {"金额": "350000.00"})
    assert [(row["收款人账号"], row["金额"]) for row in whole["明细"]] == [
        (ACCOUNT, "200000.00"),
        (ACCOUNT, "100000.00"),
        ("0012", "50000.00"),
    ]
    assert whole["明细"][2]["收款人全称"] == "=SUM(A1)"


def test_a_confirmed_payment_is_not_asked_for_again(paid: Office, tmp_path: Path) -> None:
    """The voucher comes back for the whole of the request; then only the other one waits. Exporting writes nothing."""
    row = f"V-1,P1/PAY-00001,甲建筑公司,{ACCOUNT},300000.00,2026-06-15"
    assert counts(bring_in(paid, voucher_file(tmp_path, row, total="300000.00"))) == (1, 0, 0)
    before = entries(paid)

    assert export(paid, tmp_path / "p.csv") == (1, 5_000_000)
    assert entries(paid) == before


def test_money_that_has_wholly_come_back_is_not_asked_for(paid: Office, tmp_path: Path) -> None:
    """A part that came back leaves the request as it was: its voucher is about the whole."""
    paid.do("refund", payment="PAY-00002", amount="5万元", document="退-1")
    paid.do("refund", payment="PAY-00001", amount="1万元", document="退-2")

    assert export(paid, tmp_path / "p.csv") == (1, 30_000_000)


def test_one_project_can_be_written_alone(paid: Office, tmp_path: Path) -> None:
    """P2 has paid nothing: a file without rows, whose totals are zero; P9 does not exist."""
    assert export(paid, tmp_path / "p.csv", "P2") == (0, 0)
    assert (tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("合计,0,")

    with pytest.raises(KitError, match="P9"):
        export(paid, tmp_path / "q.csv", "P9")
    assert not (tmp_path / "q.csv").exists()


def test_only_who_may_pay_may_ask(paid: Office, tmp_path: Path) -> None:
    """Accounts of payees are not for everybody."""
    with pytest.raises(KitError, match="officer"):
        export_payments(paid.desk("officer"), tmp_path / "p.csv")

    assert not (tmp_path / "p.csv").exists()


@pytest.mark.parametrize("name", ["p.xlsx", "p", "none/p.csv", "folder.csv"])
def test_a_file_that_cannot_be_written_leaves_nothing_behind(name: str, paid: Office, tmp_path: Path) -> None:
    """Another ending, a folder that is not there, a folder in the place of the file."""
    (tmp_path / "folder.csv").mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(KitError, match=r"\.csv|p"):
        export(paid, tmp_path / name)

    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_old_file_stays_whole_until_the_new_one_is(paid: Office, tmp_path: Path) -> None:
    """It is replaced in one step; nothing else stays in the folder."""
    (tmp_path / "p.csv").write_text("old", encoding="utf-8")

    export(paid, tmp_path / "p.csv")

    assert "PAY-00002" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
    assert len([path for path in tmp_path.iterdir() if path.name.startswith((".", "p."))]) == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
AMOUNTS = {column: st.integers(1, 10**15).map(write_fen) for column in (Column.AMOUNT, Column.TOTAL)}
VALUES = AMOUNTS | {Column.YEAR: st.just("2026"), Column.REQUESTED_ON: st.just("2026-06-15")}
ROWS = st.fixed_dictionaries({column: VALUES.get(column, TEXTS) for column in REQUESTS.columns})
NAMED = ROWS.map(lambda row: row | {Column.REQUEST: f"P1/{row[Column.REQUEST]}"})


@pytest.mark.parametrize("ending", ["csv", "json"])
@given(rows=st.lists(NAMED, min_size=1, max_size=5))
def test_what_is_written_reads_back_the_same(
    ending: str, rows: list[dict[Column, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every cell, whatever stands in it, and control totals that agree."""
    path = tmp_path_factory.mktemp("round") / f"p.{ending}"
    write_table(path, REQUESTS, rows, load_vocabulary(Resources()))

    sheet = load_sheet_reader(Resources()).read(path)

    assert sheet.findings == []
    assert sheet.kind is REQUESTS
    assert [dict(row.cells) for row in sheet.rows] == rows
    if ending == "csv":
        cells = [cell for line in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


def test_only_amounts_days_and_years_may_become_values_of_a_spreadsheet() -> None:
    """No code and no account is among them."""
    assert READ_AS_VALUE.isdisjoint({Column.ACCOUNT, Column.LINE, Column.PROJECT, Column.REQUEST, Column.PAYEE})
