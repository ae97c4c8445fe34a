"""Hostile files in the name of the finance system: one line or one finding each, nothing half written."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.errors import ConfigurationError, KitError
from kit.exchange.finance.sheet import load_sheet_reader
from kit.exchange.finance.text import guarded, read_day, read_fen, unguarded, write_fen
from kit.exchange.finance.vocabulary import load_vocabulary
from kit.workspace.resources import Resources
from tests.budget.conftest import Office
from tests.exchange.finance import ALLOTMENT, GRANT, bring_in, counts, csv_file, entries, grant_file, json_file, said

GOOD = {
    "指标主键": "L1",
    "指标文号": "8号",
    "预算年度": "2026",
    "项目代码": "P1",
    "资金来源": "市级",
    "金额": "1.00",
}


def refusal(path: Path) -> str:
    """The one line by which *path* is refused unread."""
    with pytest.raises(KitError) as caught:
        load_sheet_reader(Resources()).read(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


def refused_codes(office: Office, path: Path) -> list[str]:
    """The codes by which *path* is refused; nothing has been written."""
    before = (office.lines(), entries(office))
    answer = bring_in(office, path)
    assert answer["accepted"] == answer["unchanged"] == 0
    assert answer["refused"] > 0
    assert (office.lines(), entries(office)) == before
    assert office.faults() == []
    json.dumps(answer, ensure_ascii=False).encode()
    return [code for code, _, _ in said(answer)]


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n , ,\n", "no row"),
        ("nul.csv", "指标主键,金额\nA\0B,1\n".encode(), "NUL"),
        ("latin.csv", b"\xff\xfe\x9d\x00\xd8,\n", "save it again as UTF-8"),
        ("wrong.csv", b"\x80\x81\xff,1\n", "UTF-8"),
        ("quote.csv", '指标主键,"金额\n1,2\n'.encode(), "comma-separated"),
        ("book.xlsx", b"PK\x03\x04" + b"\0" * 200, "damaged"),
        ("page.csv", b"<html><table></table></html>", "web page"),
        ("broken.json", b'{"a": ', "not JSON"),
        ("list.json", b"[]", "no head"),
        ("number.json", b"17", "no head"),
        ("rows.json", '{"笔数": 1, "明细": 5}'.encode(), "no list"),
        ("deep.json", b"[" * 200_000, "nested"),
    ],
)
def test_a_file_that_holds_no_rows_is_refused_in_one_line(
    name: str, content: bytes, remedy: str, tmp_path: Path
) -> None:
    """Whatever the file is, the line names it and says what to do."""
    (tmp_path / name).write_bytes(content)

    assert remedy in refusal(tmp_path / name)


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Its size is seen before a byte is read."""
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(200_000_000)

    assert "file_bytes_max" in refusal(tmp_path / "huge.csv")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"金额": "NaN"}, "exchange.amount_wrong"),
        ({"金额": "Infinity"}, "exchange.amount_wrong"),
        ({"金额": "1e400"}, "exchange.amount_wrong"),
        ({"金额": "-1.00"}, "exchange.amount_wrong"),
        ({"金额": "0.00"}, "exchange.amount_wrong"),
        ({"金额": "1.005"}, "exchange.amount_wrong"),
        ({"金额": "1,00"}, "exchange.amount_wrong"),
        ({"金额": "100万元"}, "exchange.amount_wrong"),
        ({"金额": "9" * 25}, "exchange.amount_wrong"),
        ({"金额": "=1+1"}, "exchange.amount_wrong"),
        ({"金额": ""}, "exchange.cell_missing"),
        ({"金额": None}, "exchange.cell_missing"),
        ({"金额": 1.0}, "exchange.amount_wrong"),
        ({"金额": float("nan")}, "exchange.amount_wrong"),
        ({"金额": True}, "exchange.amount_wrong"),
        ({"金额": ["1.00"]}, "exchange.amount_wrong"),
        ({"下达日期": "2026年2月30日"}, "exchange.day_wrong"),
        ({"下达日期": "2月30日"}, "exchange.day_wrong"),
        ({"下达日期": "0000-00-00"}, "exchange.day_wrong"),
        ({"下达日期": 20260615}, "exchange.not_text"),
        ({"预算年度": "二〇二六"}, "exchange.year_wrong"),
        ({"预算年度": "20260"}, "exchange.year_wrong"),
        ({"预算年度": "0001"}, "request.field_wrong"),
        ({"指标主键": "6.22E+18"}, "exchange.digits_lost"),
        ({"指标主键": 622202}, "exchange.not_text"),
        ({"指标主键": "a/b c"}, "request.field_wrong"),
        ({"指标主键": "a\x00b"}, "exchange.character_not_storable"),
        ({"指标主键": "a\ud800b"}, "exchange.character_not_storable"),
        ({"资金来源": ""}, "exchange.cell_missing"),
        ({"用途": "长" * 201}, "request.field_wrong"),
        ({"是否专项": "也许"}, "exchange.word_unknown"),
        ({"备注": "x"}, "exchange.column_unknown"),
        ({"<script>": "x"}, "exchange.column_unknown"),
        ({"BGT_ID": "L1"}, "exchange.column_doubled"),
    ],
)
def test_a_bad_cell_is_one_finding(change: dict[str, Any], code: str, office: Office, tmp_path: Path) -> None:
    """One row, one thing wrong with it, one finding; the control total agrees with what can be summed."""
    total = change["金额"] if change.get("金额") in ("-1.00", "0.00") else "1.00"
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"笔数": 1, "金额合计": total, "明细": [GOOD | change]}), encoding="utf-8")

    assert refused_codes(office, path) == [code]


def test_html_sql_and_formulas_in_names_stay_text(office: Office, tmp_path: Path) -> None:
    """They are stored as they are written, and no statement is made of them."""
    names = ["'; DROP TABLE budget_line; --", "<script>alert(1)</script>", '=HYPERLINK("http://a")', "@SUM(A1)"]
    rows = [GOOD | {"指标主键": f"L{place}", "资金来源": name} for place, name in enumerate(names)]

    answer = bring_in(office, json_file(tmp_path / "a.json", rows, "4.00"))

    assert counts(answer) == (4, 0, 0)
    assert [line["source"] for line in office.lines().values()] == names
    assert office.faults() == []


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ((ALLOTMENT, GRANT.format(amount="1"), "合计,1,,,,,1.01,,"), ["exchange.totals_differ"]),
        ((ALLOTMENT, GRANT.format(amount="1"), "合计,2,,,,,1,,"), ["exchange.totals_differ"]),
        ((ALLOTMENT, GRANT.format(amount="1"), "合计,2,,,,,2,,"), ["exchange.totals_differ"] * 2),
        ((ALLOTMENT, GRANT.format(amount="1")), ["exchange.totals_missing"] * 2),
        ((ALLOTMENT, GRANT.format(amount="1"), "合计"), ["exchange.totals_missing"] * 2),
        ((ALLOTMENT, GRANT.format(amount="1"), "合计,一,,,,,1,,"), ["exchange.totals_missing"]),
        ((ALLOTMENT, "合计,0,,,,,0.00,,"), ["exchange.no_rows"]),
        ((ALLOTMENT + ",金额", GRANT.format(amount="1") + ",1", "合计,1,,,,,1,,"), ["exchange.column_doubled"]),
        (("指标主键,指标文号,金额", "L1,8号,1", "合计,1,1"), ["exchange.column_missing"] * 3),
        (("姓名,电话", "某,0"), ["exchange.kind_unknown"]),
        ((ALLOTMENT, GRANT.format(amount="1") + ",多一格", "合计,1,,,,,1,,"), ["exchange.row_misshapen"]),
    ],
)  # fmt: skip
def test_a_file_that_is_not_whole_is_refused_whole(
    lines: tuple[str, ...], codes: list[str], office: Office, tmp_path: Path
) -> None:
    """Totals off by one fen or one row, missing or doubled columns, rows of another shape."""
    assert refused_codes(office, csv_file(tmp_path / "a.csv", *lines)) == codes


def test_totals_that_differ_are_both_named(office: Office, tmp_path: Path) -> None:
    """What the file says and what its rows make, to the fen."""
    path = grant_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('合计,1,,,,,"1740000.00"', "合计,1,,,,,1740000.01"))

    message = bring_in(office, path)["findings"][0]["message"]

    assert "1,740,000.01" in message
    assert "1,740,000.00" in message


def test_strange_names_in_a_json_head_and_rows_that_are_none_are_refused(office: Office, tmp_path: Path) -> None:
    """Neither is left aside in silence."""
    whole = {"笔数": 2, "金额合计": "1.00", "明细": [GOOD, "x"], "版本": "1"}
    (tmp_path / "a.json").write_text(json.dumps(whole), encoding="utf-8")

    assert refused_codes(office, tmp_path / "a.json") == ["exchange.column_unknown", "exchange.row_misshapen"]


def test_a_column_that_a_json_row_has_twice_is_refused(office: Office, tmp_path: Path) -> None:
    """A parser would keep the last one and say nothing."""
    row = json.dumps(GOOD)[:-1] + ', "金额": "2.00"}'
    (tmp_path / "a.json").write_text(f'{{"笔数": 1, "金额合计": "2.00", "明细": [{row}]}}', encoding="utf-8")

    assert refused_codes(office, tmp_path / "a.json") == ["exchange.column_doubled"]


def test_the_same_row_twice_in_one_file_is_refused(office: Office, tmp_path: Path) -> None:
    """Counted twice it would be money from nowhere."""
    path = json_file(tmp_path / "a.json", [GOOD, GOOD], "2.00")

    assert refused_codes(office, path)[0] == "exchange.row_twice"


def test_a_file_of_another_kind_is_not_brought_in(office: Office, tmp_path: Path) -> None:
    """A statement is reconciled, not imported."""
    path = csv_file(
        tmp_path / "s.csv", "项目代码,指标主键,预算年度,指标金额,已支付金额", "P1,L1,2026,1,0", "合计,1,,1,0"
    )

    assert refused_codes(office, path) == ["exchange.not_imported"]


def test_words_that_contradict_each_other_are_a_mistake_of_configuration(tmp_path: Path) -> None:
    """One heading for two columns, or none for one; the line names the file."""
    text = Resources().find("forms/finance.yaml").read_text(encoding="utf-8")
    own = tmp_path / "data" / "forms" / "finance.yaml"
    own.parent.mkdir(parents=True)
    for old, new in (("[用途]", "[金额]"), ("[用途]", "[]"), ("[用途]", "5")):
        own.write_text(text.replace(old, new), encoding="utf-8")

        with pytest.raises(ConfigurationError, match=r"finance\.yaml"):
            load_vocabulary(Resources(tmp_path))


# --- texts and amounts ---------------------------------------------------------------------------------------------


@given(st.text().map(str.strip))
def test_a_guarded_text_reads_back_and_begins_no_formula(text: str) -> None:
    """Whatever it is: a spreadsheet begins a formula with = + - @, narrow or wide."""
    written = guarded(text)

    assert unguarded(written) == text
    assert not written.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.integers(min_value=0, max_value=10**17))
def test_fen_are_written_and_read_exactly(fen: int) -> None:
    """To the last fen of a thousand trillion yuan."""
    assert read_fen(write_fen(fen)) == fen


@pytest.mark.parametrize("text", ["2026-06-15", "20260615", "2026/6/15", "2026年6月15日", "２０２６－０６－１５"])
def test_a_day_is_read_in_the_forms_of_offices(text: str) -> None:
    """Each is the 15th of June."""
    assert str(read_day(text)) == "2026-06-15"


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-06/15", "15.06.2026", "2026061", "2026-06-15 00:00", "今天"])
def test_no_other_day_is_guessed(text: str) -> None:
    """Nothing is made of them."""
    assert read_day(text) is None
