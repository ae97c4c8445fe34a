"""Hostile and broken files: each gets one line with the remedy, or findings; never a traceback, never half a table."""

import json
import os
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from kit.core.errors import KitError
from kit.core.language import Phrase
from kit.exchange.selfreview.container import Limits, UnreadableFile
from kit.exchange.selfreview.intake import Intake, Reader, load_reader, read_tables
from kit.workspace.resources import Resources

ROW = {"level1": "产出指标", "name": "数量", "target": "1", "actual": "1", "weight": "10", "score": "10"}
HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")


def refusal(path: Path, reader: Reader | None = None) -> str:
    """The one line by which *path* is refused."""
    with pytest.raises(KitError) as caught:
        read_tables(path, reader)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


def read_json(folder: Path, text: str) -> Intake:
    (folder / "tables.json").write_text(text, encoding="utf-8")
    return read_tables(folder / "tables.json")


def book_with(path: Path, *rows: tuple[object, ...]) -> openpyxl.Workbook:
    """A workbook with one small self-review table, *rows* as its indicators."""
    book = openpyxl.Workbook()
    for line in (("项目名称", "某项目"), HEADS, *rows):
        book.active.append(line)
    book.save(path)
    return book


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("empty.json", b"", "empty"),
        ("blank.csv", b"\n \n", "empty"),
        ("broken.json", b'[{"id": "a",]', "not JSON"),
        ("words.json", "这不是表".encode(), "not JSON"),
        ("number.json", b"17", "no list of tables"),
        ("deep.json", b"[" * 200_000, "nested"),
        ("wrong.json", b'[{"id": "\xff\xfe\x9d"}]', "GB 18030"),
        ("binary.csv", bytes(range(256)) * 20, "is no text"),
        ("page.xls", "<html><table><tr><td>项目名称</td></tr></table></html>".encode(), "save it as .xlsx"),
        ("entities.xml", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><l/>', "save it as .xlsx"),
        ("scan.pdf", b"%PDF-1.7 scan", "PDF"),
        ("letter.txt", "只有一句话".encode(), "no table"),
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 200, "cut or damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 40, "not a whole XLS"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".docx"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("other.csv", "姓名,电话\n某某,0000\n".encode(), "no self-review table"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(name: str, content: bytes, remedy: str, tmp_path: Path) -> None:
    """Whatever the file is, the line names it and says what to do."""
    (tmp_path / name).write_bytes(content)

    assert remedy in refusal(tmp_path / name)


def test_a_place_that_holds_no_file_is_refused_in_one_line(tmp_path: Path) -> None:
    """A folder, a missing file, a broken link and a device are named."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere.json")
    os.mkfifo(tmp_path / "pipe.json")

    assert "is a folder" in refusal(tmp_path / "folder")
    assert "no such file" in refusal(tmp_path / "missing.json")
    assert "no such file" in refusal(tmp_path / "link.json")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.json")


def test_a_link_to_a_file_reads_like_the_file(tmp_path: Path) -> None:
    """A symbolic link to a good file is followed."""
    (tmp_path / "real.json").write_text(json.dumps([{"id": "a", "indicators": [ROW]}]), encoding="utf-8")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")

    assert read_tables(tmp_path / "link.json").tables[0].id == "a"


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Its size is seen before a byte is read; the line names the setting."""
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(200_000_000)

    line = refusal(tmp_path / "huge.json")

    assert "200 MB" in line
    assert "file_bytes_max" in line


@pytest.mark.parametrize(("name", "part"), [("bomb.xlsx", "xl/workbook.xml"), ("bomb.docx", "word/document.xml")])
def test_a_zip_bomb_is_refused_before_it_unpacks(name: str, part: str, tmp_path: Path) -> None:
    """Two hundred megabytes of zeros in a small package are not opened."""
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, b"<a/>")
        with package.open("xl/sheet1.xml", "w", force_zip64=True) as file:
            for _ in range(200):
                file.write(b"\0" * 1_000_000)

    assert "unpacks to" in refusal(tmp_path / name)


def test_a_package_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """A directory that declares ten bytes for a megabyte is found while reading."""
    path = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a>" + b" " * 1_000_000 + b"</a>")
    data = path.read_bytes().replace(struct.pack("<L", 1_000_007), struct.pack("<L", 10))
    path.write_bytes(data)

    assert "cut or damaged" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_in_a_package_are_not_opened(encoding: str, tmp_path: Path) -> None:
    """The billion laughs in a workbook end with one line."""
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    with zipfile.ZipFile(tmp_path / "laughs.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", laughs.encode(encoding))

    assert "XML entities" in refusal(tmp_path / "laughs.xlsx")


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    """Half a download is no workbook."""
    book_with(tmp_path / "whole.xlsx", ("产出指标", "数量指标", "培训", "1", "1", "10", "10"))
    data = (tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "half.xlsx").write_bytes(data[: len(data) // 2])

    assert "cut or damaged" in refusal(tmp_path / "half.xlsx")


@pytest.mark.parametrize("name", ["empty.xlsx", "empty.docx"])
def test_an_empty_workbook_or_document_says_that_it_holds_no_table(name: str, tmp_path: Path) -> None:
    """Nothing recognised is said, with the headings that were looked for."""
    (openpyxl.Workbook() if name.endswith("xlsx") else docx.Document()).save(str(tmp_path / name))

    assert "一级指标" in refusal(tmp_path / name)


def test_the_content_of_a_file_counts_not_its_name(tmp_path: Path) -> None:
    """A workbook of today under the name of an old one is read as what it is."""
    book_with(tmp_path / "really.xlsx", ("产出指标", "数量指标", "培训", "1", "1", "10", "10"))
    (tmp_path / "really.xlsx").rename(tmp_path / "named.xls")

    assert read_tables(tmp_path / "named.xls").tables[0].indicators[0].name == "培训"


def test_a_merged_range_beyond_any_table_is_refused(tmp_path: Path) -> None:
    """A range over a whole sheet is not laid out cell by cell."""
    with zipfile.ZipFile(tmp_path / "wide.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", '<mergeCells><mergeCell ref="A20:XFD1000000"/></mergeCells>')

    assert "merged_cells_max" in refusal(tmp_path / "wide.xlsx")


def test_an_office_sets_its_own_limits(tmp_path: Path) -> None:
    """A smaller limit refuses what the kit's own would read."""
    usual = load_reader(Resources())
    strict = Reader(usual.layout, Limits.model_validate({**usual.limits.model_dump(), "file_bytes_max": 10}))
    (tmp_path / "tables.json").write_text(json.dumps([{"id": "a"}] * 10), encoding="utf-8")

    assert "more than" in refusal(tmp_path / "tables.json", strict)


def test_a_formula_without_a_value_is_named_and_its_table_counts_as_cut(tmp_path: Path) -> None:
    """A score that was never computed is not taken for a missing one."""
    book_with(
        tmp_path / "formula.xlsx",
        ("产出指标", "数量指标", "培训", "1", "1", "10", "=5+5"),
        ("总分", None, None, None, None, "10", "10"),
    )

    intake = read_tables(tmp_path / "formula.xlsx")

    assert [(finding.code, finding.field) for finding in intake.findings] == [
        ("exchange.formula_without_value", "Sheet!G3")
    ]
    assert not intake.tables[0].rows_complete


def test_an_error_in_a_cell_is_named(tmp_path: Path) -> None:
    """#DIV/0! is shown with its cell."""
    book_with(tmp_path / "error.xlsx", ("产出指标", "数量指标", "培训", "1", "#DIV/0!", "10", "10"))

    findings = read_tables(tmp_path / "error.xlsx").findings

    assert [(finding.code, finding.field) for finding in findings] == [("exchange.cell_error", "Sheet!E3")]


def test_a_hidden_sheet_is_left_out_and_named(tmp_path: Path) -> None:
    """What a reader of the workbook does not see is not checked."""
    book = book_with(tmp_path / "hidden.xlsx", ("产出指标", "数量指标", "培训", "1", "1", "10", "10"))
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(tmp_path / "hidden.xlsx")

    intake = read_tables(tmp_path / "hidden.xlsx")

    assert [(finding.code, finding.field) for finding in intake.findings] == [("exchange.hidden_sheet", "旧表")]


def test_a_long_code_as_a_number_is_named_and_as_text_is_kept(tmp_path: Path) -> None:
    """Eighteen digits stay only as text."""
    code = "530902200000000123"
    book_with(
        tmp_path / "codes.xlsx",
        ("产出指标", "数量指标", code, "1", "1", "10", "10"),
        ("产出指标", "数量指标", int(code), "1", "1", "10", "10"),
    )

    intake = read_tables(tmp_path / "codes.xlsx")

    assert intake.tables[0].indicators[0].name == code
    assert [finding.code for finding in intake.findings] == ["exchange.number_shortened"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "true", "[]", "{}", r'"\ud800"'])
def test_an_entry_with_a_value_that_is_no_text_is_refused_alone(value: str, tmp_path: Path) -> None:
    """The entry is named; the others are read."""
    rows = json.dumps([ROW])
    good, bad = f'"id": "good", "indicators": {rows}', f'"id": "bad", "indicators": {rows}, "total_printed": {value}'
    intake = read_json(tmp_path, f"[{{{good}}}, {{{bad}}}]")

    assert [table.id for table in intake.tables] == ["good"]
    assert intake.refused == 1
    assert [(finding.code, finding.field) for finding in intake.findings] == [
        ("exchange.table_refused", "tables.json#2")
    ]


def test_numbers_of_json_stay_as_they_were_written(tmp_path: Path) -> None:
    """10.30 keeps its zero, a huge integer all its digits, an exponent is written out."""
    huge = "9" * 3000
    budget = f'{{"initial": {huge}, "adjusted": 10.30, "executed": -1.5e3, "rate_printed": 1e999999}}'

    money = read_json(tmp_path, f'[{{"id": "a", "budget": {budget}}}]').tables[0].budget

    assert (money.initial, money.adjusted, money.executed) == (huge, "10.30", "-1500")
    assert money.rate_printed == "1e999999"


def test_strange_texts_are_kept_as_text(tmp_path: Path) -> None:
    """SQL, HTML, impossible dates and negative money are values to judge, not to repair."""
    row = {**ROW, "name": "'; DROP TABLE project; --", "reason": "<script>alert(1)</script>", "target": "2月30日"}
    entry = {"id": "a", "budget": {"executed": "-5万元"}, "indicators": [row]}

    table = read_json(tmp_path, json.dumps({"tables": [entry]})).tables[0]

    assert table.indicators[0].name == "'; DROP TABLE project; --"
    assert table.indicators[0].reason == "<script>alert(1)</script>"
    assert (table.indicators[0].target, table.budget.executed) == ("2月30日", "-5万元")


def test_ten_thousand_indicators_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    """The form's upper bound holds, and beyond it the table is refused whole."""
    full = {"id": "full", "indicators": [ROW] * 10_000}
    over = {"id": "over", "indicators": [ROW] * 10_001}

    intake = read_json(tmp_path, json.dumps([full, over]))

    assert [len(table.indicators) for table in intake.tables] == [10_000]
    assert intake.refused == 1


def test_ids_that_stand_twice_are_named(tmp_path: Path) -> None:
    """Both tables stay, and the id is said once."""
    intake = read_json(tmp_path, json.dumps([{"id": name, "indicators": [ROW]} for name in "aab"]))

    assert [table.id for table in intake.tables] == ["a", "a", "b"]
    assert [(finding.code, finding.field) for finding in intake.findings] == [("exchange.duplicate_id", "a")]


def test_an_entry_without_id_is_named_by_its_place(tmp_path: Path) -> None:
    """A single object is read as one table."""
    assert read_json(tmp_path, json.dumps({"title": "某项目", "indicators": [ROW]})).tables[0].id == "tables-1"


@pytest.mark.parametrize(
    "entry",
    [
        "{}",
        '{"name": "app", "version": "1.0", "scripts": {"build": "make"}}',
        '{"id": "a", "title": "某项目", "indicators": [], "budget": {"initial": null}}',
    ],
)
def test_an_object_that_is_no_table_is_refused_and_told_what_is_expected(entry: str, tmp_path: Path) -> None:
    """Neither a row nor money: a package.json is no self-review."""
    intake = read_json(tmp_path, entry)

    assert (intake.tables, intake.refused) == ((), 1)
    (finding,) = intake.findings
    assert (finding.code, finding.field) == ("exchange.table_refused", "tables.json#1")
    assert "indicators" in finding.phrase.text


@pytest.mark.parametrize("entry", ['{"indicators": [{"name": "养护"}]}', '{"budget": {"executed": "5"}}'])
def test_a_row_or_an_amount_makes_a_table(entry: str, tmp_path: Path) -> None:
    """A near miss: one row, or one amount of the money, is a table."""
    assert len(read_json(tmp_path, entry).tables) == 1


@pytest.mark.parametrize("text", ["[]", '{"tables": []}'])
def test_an_empty_list_is_refused_like_a_workbook_without_a_table(text: str, tmp_path: Path) -> None:
    """Nothing was read, and the operator reads so."""
    with pytest.raises(UnreadableFile, match="empty list"):
        read_json(tmp_path, text)


@pytest.mark.parametrize(
    ("entry", "field", "text"),
    [
        ('{"indicators": "x"}', "indicators", "{field}: a list is needed"),
        ('{"budget": {"funds": [{"initial": "3"}]}}', "budget.funds.0.name", "{field}: nothing is given; it is needed"),
        ('{"complete": "maybe", "indicators": [{"name": "y"}]}', "complete", "{field}: write true or false"),
        ('{"indicators": [5]}', "indicators.0", "{field}: an object with named fields is needed"),
        ("5", "table", "{field}: an object with named fields is needed"),
    ],
)
def test_a_refusal_is_in_words_of_the_kit_and_names_the_place_once(
    entry: str, field: str, text: str, tmp_path: Path
) -> None:
    """The entry stands in the finding's field, the field in its words; none of it is pydantic's."""
    (finding,) = read_json(tmp_path, f"[{entry}]").findings

    reason = finding.phrase.values["reason"]
    assert isinstance(reason, Phrase)
    assert (reason.text, reason.values["field"]) == (text, field)
    assert "tables.json" not in finding.message
