"""The files of the finance system at the command line: in, out, held against each other, and the journal clean."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kit
from tests.exchange.finance import csv_file, grant_file, voucher_file

LINE = "530900001"


@pytest.fixture
def funded(kit: Kit, office: Path, tmp_path: Path) -> Path:
    """An office with a finance officer and a project, and a file that grants it a line of 174 万元."""
    person = ("do", "org.register_person", "--as", "admin", "login=qian", "name=钱", 'roles=["department_finance"]')
    project = ("do", "project.register", "--as", "zhao", "code=P1", "name=水库", "owner=U1")
    assert kit(*person).status == kit(*project, "year_from=2020", "year_to=2030").status == 0
    path = grant_file(tmp_path)
    # A year that is over: its days are not to come, whatever the clock of the machine says.
    path.write_text(path.read_text(encoding="utf-8").replace("2026", "2025"), encoding="utf-8")
    return path


def test_allotments_come_in_once_and_a_dry_run_writes_nothing(kit: Kit, funded: Path) -> None:
    """Accepted, then unchanged; the dry run said the same as the first run."""
    dry = kit("import", "finance", funded, "--as", "qian", "--dry-run", "--json")
    first = kit("import", "finance", funded, "--as", "qian", "--json")
    again = kit("import", "finance", funded, "--as", "qian", "--json")

    assert (dry.status, dry.json) == (0, {"accepted": 1, "unchanged": 0, "refused": 0, "findings": []})
    assert (first.status, first.json) == (0, dry.json)
    assert (again.status, again.json) == (0, {"accepted": 0, "unchanged": 1, "refused": 0, "findings": []})
    assert kit("verify").status == 0


def test_a_refused_file_ends_with_status_one_and_names_its_row(kit: Kit, funded: Path, tmp_path: Path) -> None:
    """One line on standard error for the voucher, the counts on standard output; no traceback for a broken file."""
    row = "V-1,P1/PAY-00009,甲,6222,1,2025-06-15"
    answer = kit("import", "finance", voucher_file(tmp_path, row, total="1"), "--as", "qian")
    broken = kit("import", "finance", csv_file(tmp_path / "b.json", "{"), "--as", "qian")

    assert answer.status == 1
    assert answer.err.startswith("vouchers.csv:2  支付申请编号: ")
    assert answer.err.count("\n") == 1
    assert (broken.status, broken.err.count("\n")) == (1, 1)


def test_payments_go_out_and_their_vouchers_come_back(kit: Kit, funded: Path, tmp_path: Path) -> None:
    """A bill of 100.50 is paid, asked for, vouched for, and the books are those of the finance system."""
    kit("import", "finance", funded, "--as", "qian")
    payee = ("payee=电力公司", "account=622202")
    basis = ("number=D-1", "kind=bill", "amount=100.50", "issued_on=2025-06-01", "received_on=2025-06-02", *payee)
    parts = f'parts=[{{"line": "{LINE}", "amount": "100.50"}}]'
    assert kit("do", "budget.record_basis", "--as", "qian", "project=P1", *basis).status == 0
    payment = ("kind=utility", "basis=D-1", "on=2025-06-12", *payee, parts)
    assert kit("do", "budget.pay", "--as", "qian", "project=P1", *payment).status == 0

    out = kit("export", "payments", tmp_path / "p.json", "--as", "qian", "--json")
    head = "项目代码,指标主键,预算年度,指标金额,已支付金额"
    statement = csv_file(tmp_path / "s.csv", head, f"P1,{LINE},2025,1740000,0", "合计,1,,1740000,0")
    before = kit("reconcile", statement, "--json")
    row = "V-1,P1/PAY-00001,电力公司,622202,100.50,2025-06-15"
    voucher = kit("import", "finance", voucher_file(tmp_path, row, total="100.50"), "--as", "qian", "--json")
    paid = csv_file(tmp_path / "t.csv", head, f"P1,{LINE},2025,1740000,100.50", "合计,1,,1740000,100.50")
    after = kit("reconcile", paid)

    assert (out.status, out.json["payments"], out.json["fen"]) == (0, 1, 10_050)
    assert (before.status, before.json["rows"][0]["waiting"]) == (1, {"P1/PAY-00001": 10_050})
    assert voucher.json["accepted"] == 1
    assert after.status == 0
    assert kit("verify").status == 0


def test_a_file_of_no_known_form_is_wrong_usage(kit: Kit, funded: Path, tmp_path: Path) -> None:
    """The ending says the form; one line says so."""
    answer = kit("export", "payments", tmp_path / "p.xlsx", "--as", "qian")

    assert (answer.status, answer.err.count("\n")) == (2, 1)
