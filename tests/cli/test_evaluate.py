"""`kit evaluate`: templates that read back, files in each form, and one line for what cannot be read."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kit.core.language import speaking
from kit.exchange.methods.method import METHODS
from kit.exchange.methods.reader import read_given
from kit.exchange.methods.template import make_template
from kit.workspace.resources import Resources
from tests.cli.conftest import Kit, one_line

RESOURCES = Resources()
every_method = pytest.mark.parametrize("name", METHODS)


def example(name: str) -> Path:
    """The data file of a method's example."""
    return RESOURCES.find(METHODS[name].example)


@every_method
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_template_reads_back_as_its_example(name: str, language: str, tmp_path: Path) -> None:
    """In Chinese and English: headings, sheets and choices are understood as they are written."""
    method, file = METHODS[name], tmp_path / "template.xlsx"
    with speaking(language):
        file.write_bytes(make_template(method, RESOURCES))

    given, findings = read_given([file], method.model, (), RESOURCES)

    assert findings == []
    assert given == read_given([example(name)], method.model, (), RESOURCES)[0]


@every_method
def test_the_example_answers_in_each_form(name: str, kit: Kit, tmp_path: Path) -> None:
    """The template and the YAML file give the same figures; the workbook written holds them with their formulas."""
    written = kit("evaluate", "template", name, tmp_path / "template.xlsx")
    from_book = kit("evaluate", name, tmp_path / "template.xlsx", "--json", "--out", tmp_path / "out.xlsx")
    from_yaml = kit("evaluate", name, example(name), "--json")

    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert (written.status, from_book.status, from_yaml.status) == (0, 0, 0)
    assert from_book.json == from_yaml.json
    assert from_book.json["figures"]
    assert from_book.json["statement"]["zh_CN"]
    assert len(sheets) >= 2


@every_method
def test_the_example_answers_people_without_english(name: str, kit: Kit) -> None:
    """The default language is Chinese; no sentence for the report stays English."""
    shown = kit("evaluate", name, example(name))
    answer = kit("evaluate", name, example(name), "--json").json

    assert shown.status == 0
    assert answer["statement"]["zh_CN"] != answer["statement"]["en"]


def test_delimited_text_and_a_description_are_read_as_one(kit: Kit, tmp_path: Path) -> None:
    """The answers of a survey platform, in GBK with semicolons, beside a questionnaire in YAML."""
    (tmp_path / "答卷.csv").write_bytes("Q1;性别\n满意;女\n一般;男\n".encode("gbk"))
    (tmp_path / "问卷.yaml").write_text("问卷题目: [{列: Q1, 文字选项对应分值: 满意=4;一般=3}]", encoding="utf-8")

    answer = kit(
        "evaluate", "survey", tmp_path / "答卷.csv", tmp_path / "问卷.yaml", "--set", "selection=random", "--json"
    )

    assert answer.status == 0
    assert answer.json["figures"]["asked"] == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02 a,b", "no text"),
        (b"PK\x03\x04 cut", "cut or damaged"),
        (b"%PDF-1.7", "no table"),
        (b"Q,Q\n1,2\n", "stands twice"),
        (b"Q\n1,2\n", "beyond the headings"),
    ],
)
def test_a_file_that_is_no_table_is_said_in_one_line(kit: Kit, tmp_path: Path, content: bytes, said: str) -> None:
    """Never a traceback, and the line names the file."""
    (tmp_path / "file.csv").write_bytes(content)
    answer = kit("evaluate", "survey", tmp_path / "file.csv")

    assert answer.status in {1, 2}
    assert said in one_line(answer)
    assert "file.csv" in one_line(answer)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"confidence": 1.5}, "confidence"),
        ({"seed": "x"}, "seed"),
        ({"selection": "lottery"}, "selection"),
        ({"sample": 3}, "sample is none of"),
        ({"strata": [{"stratum": "A", "population": 0}]}, "strata, row 2, population"),
        ({"answers": [["Q"], [1, 2]]}, "longer or shorter"),
        ([1, 2], "dict"),
    ],
)
def test_a_wrong_entry_is_said_in_one_line(kit: Kit, tmp_path: Path, given: Any, said: str) -> None:
    """The line names the entry and what was found."""
    (tmp_path / "file.yaml").write_text(json.dumps(given), encoding="utf-8")
    answer = kit("evaluate", "survey", tmp_path / "file.yaml")

    assert answer.status == 2
    assert said in one_line(answer)


def test_a_sheet_that_was_not_read_is_said(kit: Kit, tmp_path: Path) -> None:
    """A workbook with a sheet of the team's own: a note, not a silence."""
    kit("evaluate", "template", "survey", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    book.create_sheet("草稿")["A1"] = "x"
    book.save(tmp_path / "book.xlsx")

    answer = kit("evaluate", "survey", tmp_path / "book.xlsx", "--json")

    assert "evaluation.sheet_unread" in {finding["code"] for finding in answer.json["findings"]}


def test_what_is_written_ends_with_xlsx(kit: Kit, tmp_path: Path) -> None:
    """Another ending would promise another file."""
    answer = kit("evaluate", "survey", example("survey"), "--out", tmp_path / "out.pdf")

    assert answer.status == 2
    assert ".xlsx" in one_line(answer)
