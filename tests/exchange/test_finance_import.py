"""Files of the finance system coming in: exactly, once, wholly or with every reason named."""

from pathlib import Path
from typing import Any

import pytest

from kit.budget.commitments import Payment
from kit.core.tables import columns_of
from kit.exchange.finance.allotment import key_of
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign
from tests.exchange.finance import (
    ALLOTMENT,
    GRANT,
    bring_in,
    counts,
    csv_file,
    entries,
    grant_file,
    json_file,
    said,
    voucher_file,
)

NEW = "530900001"


def payments(office: Office) -> list[tuple[str, str | None, str | None]]:
    """Number, voucher and day of confirmation of every payment."""
    with office.database.reading() as connection:
        rows = connection.execute(columns_of(Payment).select()).mappings()
        return [(row["number"], row["voucher"], row["confirmed_on"] and str(row["confirmed_on"])) for row in rows]


@pytest.fixture
def paid(funded: Office) -> Office:
    """Two payments of 30 万元 and 5 万元 to the contractor, from the city's line; no voucher yet."""
    sign(funded)
    for number, amount in (("J-1", "30万元"), ("J-2", "5万元")):
        oblige(funded, number, "progress_statement", amount, contract="C1")
        pay(funded, number, ("CITY", amount))
    return funded


# --- allotments ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount", ["1740000.00", "1,740,000.00", "1740000", "１，７４０，０００．００", " 1740000.0 ", "174,0000.00"]
)
def test_an_allotment_comes_in_to_the_fen(amount: str, office: Office, tmp_path: Path) -> None:
    """Separators and full-width digits are understood; 1,740,000 yuan are 174,000,000 fen."""
    answer = bring_in(office, grant_file(tmp_path, amount))

    assert (counts(answer), answer["findings"]) == ((1, 0, 0), [])
    line = office.lines()["P1", NEW]
    assert (line["allotted"], line["opening"], line["fund"], line["document"]) == (
        174_000_000,
        174_000_000,
        "111",
        "财预〔2026〕8号",
    )
    assert office.faults() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_offices_are_read(encoding: str, office: Office, tmp_path: Path) -> None:
    """UTF-8 with and without its mark, GB 18030."""
    path = csv_file(tmp_path / "a.csv", ALLOTMENT, GRANT.format(amount="0.01"), "合计,1,,,,,0.01,,", encoding=encoding)

    assert counts(bring_in(office, path)) == (1, 0, 0)
    assert office.lines()["P1", NEW]["allotted"] == 1


def test_codes_of_the_ministry_and_json_are_read_like_headings(office: Office, tmp_path: Path) -> None:
    """The code of a field stands for its heading; a year may be a number."""
    row = {"BGT_ID": NEW, "指标文号": "财预〔2026〕8号", "FISCAL_YEAR": 2026, "PRO_CODE": "P1", "资金来源": "市级"}
    path = json_file(tmp_path / "a.json", [row | {"PAY_AMT": "12,345.67"}], "12345.67")

    assert counts(bring_in(office, path)) == (1, 0, 0)
    assert office.lines()["P1", NEW]["allotted"] == 1_234_567


def test_the_same_file_twice_changes_nothing(office: Office, tmp_path: Path) -> None:
    """No line, no movement, no entry in the journal."""
    path = grant_file(tmp_path)
    bring_in(office, path)
    before = (office.lines(), entries(office))

    answer = bring_in(office, path)

    assert (counts(answer), answer["findings"]) == ((0, 1, 0), [])
    assert (office.lines(), entries(office)) == before


def test_the_same_row_in_another_file_is_known_and_new_rows_come_in(office: Office, tmp_path: Path) -> None:
    """The key is the row's own: document and line, not the file."""
    bring_in(office, grant_file(tmp_path))
    other = GRANT.format(amount="5.00").replace(NEW, "530900002").replace("111", "112")
    both = csv_file(tmp_path / "b.csv", ALLOTMENT, GRANT.format(amount="1740000.00"), other, "合计,2,,,,,1740005.00,,")

    assert counts(bring_in(office, both)) == (1, 1, 0)
    assert office.lines()["P1", "530900002"]["allotted"] == 500


def test_a_row_that_came_in_with_other_content_is_refused(office: Office, tmp_path: Path) -> None:
    """One fen more under the same document and line."""
    bring_in(office, grant_file(tmp_path))

    answer = bring_in(office, grant_file(tmp_path, "1740000.01"))

    assert (counts(answer), said(answer)) == ((0, 0, 1), [("exchange.row_differs", "allot.csv:2", None)])
    assert office.lines()["P1", NEW]["allotted"] == 174_000_000


def test_another_document_adds_to_the_line_once(office: Office, tmp_path: Path) -> None:
    """1,740,000 granted, 260,000 added from the contingency: 2,000,000, however often the file comes."""
    bring_in(office, grant_file(tmp_path))
    row = GRANT.format(amount="260000").replace("8号", "9号").replace(",,2026-06-10", ",预备费,2026-06-12")
    added = csv_file(tmp_path / "added.csv", ALLOTMENT, row, "合计,1,,,,,260000,,")

    assert counts(bring_in(office, added)) == (1, 0, 0)
    assert counts(bring_in(office, added)) == (0, 1, 0)
    assert counts(bring_in(office, grant_file(tmp_path))) == (0, 1, 0)
    line = office.lines()["P1", NEW]
    assert (line["opening"], line["allotted"]) == (174_000_000, 200_000_000)
    assert office.faults() == []


def test_a_grant_and_its_supplement_may_stand_in_one_file(office: Office, tmp_path: Path) -> None:
    """The rehearsal meets each row after those above it."""
    row = GRANT.format(amount="260000").replace("8号", "9号").replace(",,2026-06-10", ",追加转移支付,2026-06-12")
    path = csv_file(tmp_path / "a.csv", ALLOTMENT, GRANT.format(amount="1740000"), row, "合计,2,,,,,2000000.00,,")

    answer = bring_in(office, path)

    assert counts(answer) == (2, 0, 0)
    assert said(answer) == [("budget.transfer_reported", "a.csv:3", "追加来源")]
    assert office.lines()["P1", NEW]["allotted"] == 200_000_000


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (",预备费,", ",,", "exchange.origin_missing", "追加来源"),
        (",预备费,", ",别处,", "exchange.word_unknown", "追加来源"),
        (",111,", ",212,", "exchange.line_differs", "资金性质代码"),
        (",2026,", ",2025,", "exchange.line_differs", "预算年度"),
        ("2026-06-12", "2025-06-12", "budget.wrong_year", "下达日期"),
        (",P1,", ",P9,", "budget.project_unknown", "项目代码"),
    ],
)
def test_a_supplement_that_does_not_fit_is_named(
    old: str, new: str, code: str, field: str, office: Office, tmp_path: Path
) -> None:
    """Where the money comes from is never guessed, and a line keeps its classification."""
    bring_in(office, grant_file(tmp_path))
    row = GRANT.format(amount="1").replace("8号", "9号").replace(",,2026-06-10", ",预备费,2026-06-12").replace(old, new)

    answer = bring_in(office, csv_file(tmp_path / "a.csv", ALLOTMENT, row, "合计,1,,,,,1,,"))

    assert (counts(answer), said(answer)) == ((0, 0, 1), [(code, "a.csv:2", field)])
    assert office.lines()["P1", NEW]["allotted"] == 174_000_000


def test_what_was_entered_by_hand_is_not_counted_twice(funded: Office, tmp_path: Path) -> None:
    """The line CITY was granted by 1号 on a form; the file brings the same document."""
    row = "CITY,财预〔2026〕1号,2026,P1,市级,,1000000,预备费,"
    path = csv_file(tmp_path / "a.csv", ALLOTMENT, row, "合计,1,,,,,1000000,,")

    answer = bring_in(funded, path)

    assert said(answer) == [("exchange.entered_by_hand", "a.csv:2", "指标文号")]
    assert funded.balances("CITY")[0] == 1_000_000


def test_one_bad_row_refuses_the_file_and_every_bad_row_is_named(office: Office, tmp_path: Path) -> None:
    """Two good rows stay out with the two bad ones; nothing is written, no entry either."""
    good = [GRANT.format(amount="1").replace(NEW, f"L{number}").replace("111", f"11{number}") for number in (1, 2)]
    late = good[0].replace("L1", "L3").replace("2026-06-10", "2026-06-31")
    unknown = good[1].replace("L2", "L4").replace("P1", "P7")
    path = csv_file(tmp_path / "a.csv", ALLOTMENT, *good, late, unknown, "合计,4,,,,,4.00,,")
    before = (office.lines(), entries(office))

    answer = bring_in(office, path)

    assert counts(answer) == (0, 0, 4)
    assert said(answer) == [
        ("exchange.day_wrong", "a.csv:4", "下达日期"),
        ("budget.project_unknown", "a.csv:5", "项目代码"),
    ]
    assert (office.lines(), entries(office)) == before


def test_a_dry_run_says_the_same_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    """One would come in; nothing has."""
    before = entries(office)

    answer = bring_in(office, grant_file(tmp_path), dry_run=True)

    assert counts(answer) == (1, 0, 0)
    assert (office.lines(), entries(office)) == ({}, before)


def test_files_are_taken_each_for_itself(office: Office, tmp_path: Path) -> None:
    """A refused file does not keep a good one out."""
    good = grant_file(tmp_path)
    bad = csv_file(tmp_path / "bad.csv", ALLOTMENT, GRANT.format(amount="1"), "合计,2,,,,,1,,")

    assert counts(bring_in(office, bad, good)) == (1, 0, 1)


def test_who_may_not_grant_is_told_once(office: Office, tmp_path: Path) -> None:
    """One finding for the file, not one for each row."""
    answer = bring_in(office, grant_file(tmp_path), login="officer")

    assert (counts(answer), said(answer)) == ((0, 0, 1), [("access.role_missing", "allot.csv", None)])


def test_keys_of_different_rows_differ() -> None:
    """However long the document's number is; a key holds 200 characters."""
    assert key_of("文 1", "2") != key_of("文", "1-2")
    assert key_of("文" * 200, "1") != key_of("文" * 199, "1")
    assert len(key_of("文" * 200, "1" * 80)) <= 200


# --- vouchers ------------------------------------------------------------------------------------------------------


def test_vouchers_confirm_the_payments_that_they_name(paid: Office, tmp_path: Path) -> None:
    """Each by its request number; the day is the voucher's, in whatever form it is written."""
    path = voucher_file(
        tmp_path,
        'V-1,P1/PAY-00001,甲建筑公司,6222-01,"300,000.00",2026-06-15',
        "V-2,P1/PAY-00002,甲建筑公司,'6222-01,50000,2026年6月15日",
        total="350000.00",
    )

    answer = bring_in(paid, path)

    assert (counts(answer), answer["findings"]) == ((2, 0, 0), [])
    assert payments(paid) == [("PAY-00001", "V-1", "2026-06-15"), ("PAY-00002", "V-2", "2026-06-15")]
    assert paid.faults() == []


def test_vouchers_twice_change_nothing(paid: Office, tmp_path: Path) -> None:
    """The second time both are there already."""
    path = voucher_file(tmp_path, "V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,20260615", total="300000")
    bring_in(paid, path)
    before = (payments(paid), entries(paid))

    assert counts(bring_in(paid, path)) == (0, 1, 0)
    assert (payments(paid), entries(paid)) == before


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("V-2,P1/PAY-00009,甲建筑公司,6222-01,50000,2026-06-15", "exchange.request_unknown", "支付申请编号"),
        ("V-2,PAY-00002,甲建筑公司,6222-01,50000,2026-06-15", "exchange.request_unknown", "支付申请编号"),
        ("V-2,,甲建筑公司,6222-01,50000,2026-06-15", "exchange.cell_missing", "支付申请编号"),
        ("V-2,P1/PAY-00002,甲建筑公司,6222-01,50000.01,2026-06-15", "budget.voucher_differs", "金额"),
        ("V-2,P1/PAY-00002,乙建筑公司,6222-01,50000,2026-06-15", "exchange.payee_differs", "收款人全称"),
        ("V-2,P1/PAY-00002,甲建筑公司,6222-02,50000,2026-06-15", "exchange.account_differs", "收款人账号"),
        ("V-1,P1/PAY-00002,甲建筑公司,6222-01,50000,2026-06-15", "budget.voucher_taken", "支付凭证号"),
        ("V-3,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15", "budget.confirmed_already", "支付凭证号"),
        ("V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-14", "exchange.row_differs", "凭证日期"),
        ("V-2,P1/PAY-00002,甲建筑公司,6222-01,50000,2026-06-16", "exchange.voucher_to_come", "凭证日期"),
    ],
)
def test_a_voucher_that_does_not_fit_is_listed_and_never_guessed(
    row: str, code: str, field: str, paid: Office, tmp_path: Path
) -> None:
    """V-1 has confirmed the first payment; the second one stays open."""
    first = "V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15"
    bring_in(paid, voucher_file(tmp_path, first, total="300000"))
    total = row.split(",")[4]

    answer = bring_in(paid, voucher_file(tmp_path, row, total=total))

    blocking = [
        each for each, finding in zip(said(answer), answer["findings"], strict=True) if finding["severity"] == "block"
    ]
    assert (counts(answer), blocking) == ((0, 0, 1), [(code, "vouchers.csv:2", field)])
    assert payments(paid) == [("PAY-00001", "V-1", "2026-06-15"), ("PAY-00002", None, None)]


def test_a_voucher_that_stands_twice_in_a_file_is_listed(paid: Office, tmp_path: Path) -> None:
    """The same number for two requests, and two numbers for one request."""
    rows = (
        "V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15",
        "V-1,P1/PAY-00002,甲建筑公司,6222-01,50000,2026-06-15",
        "V-3,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15",
    )

    answer = bring_in(paid, voucher_file(tmp_path, *rows, total="650000"))

    assert counts(answer) == (0, 0, 3)
    assert said(answer) == [
        ("exchange.voucher_twice", "vouchers.csv:3", "支付凭证号"),
        ("exchange.request_twice", "vouchers.csv:4", "支付申请编号"),
    ]
    assert [voucher for _, voucher, _ in payments(paid)] == [None, None]


def test_a_voucher_may_name_the_project_and_it_must_be_the_requests(paid: Office, tmp_path: Path) -> None:
    """A column more, held against the books."""
    head = "支付凭证号,支付申请编号,收款人全称,收款人账号,金额,凭证日期,项目代码"
    row = "V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15,P2"

    answer = bring_in(paid, csv_file(tmp_path / "v.csv", head, row, "合计,1,,,300000,,"))

    assert said(answer) == [("exchange.project_differs", "v.csv:2", "项目代码")]


def test_an_office_may_use_headings_of_its_own(office: Office, tmp_path: Path) -> None:
    """Its file in the workspace takes the place of the kit's."""
    own = office.workspace.root / "data" / "forms" / "finance.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    text = office.workspace.resources.find("forms/finance.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("[指标主键, BGT_ID]", "[指标编号, 指标主键]"), encoding="utf-8")
    path = grant_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("指标主键", "指标编号"), encoding="utf-8")

    assert counts(bring_in(office, path)) == (1, 0, 0)


def test_an_unknown_agency_is_asked_about(office: Office, tmp_path: Path) -> None:
    """The finance system's code of the unit may differ from the kit's: a question, no refusal."""
    row: dict[str, Any] = {"单位代码": "101001", "指标主键": NEW, "指标文号": "8号", "预算年度": "2026"}
    row |= {"项目代码": "P1", "资金来源": "市级", "金额": "1"}

    answer = bring_in(office, json_file(tmp_path / "a.json", [row], "1"))

    assert (counts(answer), said(answer)) == ((1, 0, 0), [("exchange.agency_differs", "a.json:1", "单位代码")])
