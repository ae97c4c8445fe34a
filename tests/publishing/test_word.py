"""Word files of reports: they say what the page says in the official layout, and are sealed and verified with it."""

import errno
import os
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import docx
import pytest

from kit.actions.catalogue import open_database
from kit.core.errors import KitError, UsageError
from kit.core.language import speaking
from kit.publishing import whole_file
from kit.publishing.executed import Content
from kit.publishing.files import read_formats
from kit.publishing.manifest import read_manifest
from kit.publishing.piece import Head, Section, Table, Tiles, Title, Words
from kit.publishing.plan import Order
from kit.publishing.run import Run, resume_reports, run_reports
from kit.publishing.verification.verdict import verify_run
from kit.publishing.whole_file import put_file, without_times
from kit.publishing.word.form import own_form
from kit.publishing.word.layout import Layout, load_layout
from kit.publishing.word.report import ReportDocument
from kit.workspace.resources import Resources
from kit.workspace.workspace import Workspace
from tests.publishing.read_back import WORD, described_pictures, page_texts, part_of, word_texts

TEMPLATES = ("self_review", "portfolio", "budget_execution", "progress", "compliance", "backtest")
TEXTS = {"title": "报告", "about": "", "office": "市财政局", "day": "2026年11月26日", "run": "批次"}


@pytest.fixture(scope="module")
def layout() -> Layout:
    """The layout that the kit ships."""
    return load_layout(Resources())


@pytest.fixture(scope="module")
def word_run(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Every report that the kit ships, on every project, each as a Word file too."""
    out = tmp_path_factory.mktemp("word") / "run"
    return run_reports(office, open_database(office), Order(TEMPLATES, out=out, formats=("docx",)))


def made(layout: Layout, *pieces: Section | Words | Table | Tiles, folder: Path) -> Path:
    """A Word file of those pieces."""
    document = ReportDocument(own_form(layout), layout, Content(Title("报告"), pieces))
    with speaking("zh_CN"):
        document.fill(TEXTS)
    file = folder / "made.docx"
    file.write_bytes(document.as_bytes(date(2026, 11, 26)))
    return file


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_word_file_says_all_that_its_page_says(word_run: Run, template: str) -> None:
    """Every paragraph, cell, name and value of the page stands in the file, as often as on the page."""
    pages = sorted(word_run.folder.glob(f"reports/{template}*.html"))

    for page in pages:
        missing = page_texts(page) - word_texts(page.with_suffix(".docx"))
        assert not missing, page.name
    assert pages


@pytest.mark.kernel
@pytest.mark.slow
def test_a_chart_of_the_page_is_a_picture_that_is_described(word_run: Run) -> None:
    """The portfolio draws charts; each is a PNG with the words that the page has for it."""
    page = word_run.folder / "reports" / "portfolio.html"

    described = described_pictures(page.with_suffix(".docx"))

    assert len(described) == page.read_text(encoding="utf-8").count('<figure class="chart"') > 2
    assert all(text in page_texts(page) for text in described)
    with ZipFile(page.with_suffix(".docx")) as package:
        pictures = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.kernel
@pytest.mark.slow
def test_the_manifest_lists_and_hashes_the_files(word_run: Run) -> None:
    """Each report names its Word file; the list of digests holds the digest of its bytes."""
    manifest = read_manifest(word_run.folder)

    for report in manifest["reports"]:
        name = f"reports/{report['name']}.docx"
        assert report["files"] == {"docx": name}
        assert manifest["files"][name] == sha256((word_run.folder / name).read_bytes()).hexdigest()


@pytest.mark.kernel
@pytest.mark.slow
def test_files_leave_the_digest_of_a_run_as_it_is(office: Workspace, word_run: Run, tmp_path: Path) -> None:
    """The digest covers inputs and figures; as what they are handed on does not count."""
    plain = run_reports(office, open_database(office), Order(TEMPLATES, out=tmp_path / "plain"))

    assert plain.digest == word_run.digest
    assert not list(plain.folder.glob("reports/*.docx"))


@pytest.mark.kernel
@pytest.mark.slow
def test_a_replay_writes_the_same_bytes_and_names_a_file_changed_by_hand(word_run: Run, tmp_path: Path) -> None:
    """A whole run has neither difference nor remark on its files; one altered word is named by its file."""
    changed = shutil.copytree(word_run.folder, tmp_path / "run")
    file = changed / "reports" / "portfolio.docx"
    document = docx.Document(str(file))
    document.paragraphs[-1].text = "另一句话"
    document.save(str(file))

    whole, tampered = verify_run(word_run.folder, None), verify_run(changed, None)

    assert whole.is_ok
    assert not [each for each in whole.remarks if ".docx" in each]
    assert [(each.kind, each.where) for each in tampered.differences if each.kind == "file"] == [
        ("file", "reports/portfolio.docx")
    ]


@pytest.mark.kernel
@pytest.mark.slow
def test_a_run_that_lost_a_word_file_writes_that_report_again(word_run: Run, tmp_path: Path) -> None:
    """As every other file of a report: what is not as it was noted is written once more, the rest is not."""
    stopped = shutil.copytree(word_run.folder, tmp_path / "run")
    (stopped / "manifest.json").unlink()
    (stopped / "reports" / "portfolio.docx").unlink()
    kept = (stopped / "reports" / "backtest.ipynb").read_bytes()

    again = resume_reports(stopped)

    assert again.digest == word_run.digest
    assert (stopped / "reports" / "portfolio.docx").is_file()
    assert (stopped / "reports" / "backtest.ipynb").read_bytes() == kept


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be put on the disk is taken away again, and the error is told on."""
    monkeypatch.setattr(whole_file.os, "fsync", _full)

    with pytest.raises(OSError, match="No space"):
        put_file(tmp_path / "R.docx", b"content")

    assert list(tmp_path.iterdir()) == []


def _full(_file: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_package_does_not_say_when_it_was_written(tmp_path: Path) -> None:
    """Two archives of one content written at two times become the same bytes."""
    for name, stamp in (("a", (2025, 1, 1, 0, 0, 0)), ("b", (2026, 11, 26, 9, 30, 2))):
        with ZipFile(tmp_path / name, "w") as package:
            package.writestr(ZipInfo("word/document.xml", stamp), "<w/>")

    first, second = ((tmp_path / name).read_bytes() for name in "ab")

    assert first != second
    assert without_times(first) == without_times(second)


def test_the_page_is_that_of_the_standard(layout: Layout, tmp_path: Path) -> None:
    """GB/T 9704—2012, 5.1 and 5.2: A4; head 37 mm, binding edge 28 mm; text area 156 by 225 mm; 22 lines of 仿宋三号."""
    file = made(layout, Words("正文"), folder=tmp_path)

    document = docx.Document(str(file))

    section = document.sections[-1]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    assert [round(each.mm) for each in (section.top_margin, section.left_margin)] == [37, 28]
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm) == 225
    body = next(each for each in document.paragraphs if each.text == "正文").style
    assert body.font.size.pt == 16
    fonts = body.element.rPr.rFonts
    assert fonts.get(f"{WORD}eastAsia") == "仿宋_GB2312"
    # 225 mm are 637.8 points: 22 lines of 28.99.
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.99, abs=0.06)


def test_official_fonts_are_named_with_open_ones_behind_them(layout: Layout, tmp_path: Path) -> None:
    """The list of fonts in the file says what may stand in where 仿宋 and 小标宋 are not installed."""
    file = made(layout, Words("正文"), folder=tmp_path)

    fonts = {each.get(f"{WORD}name"): each for each in part_of(file, "word/fontTable.xml")}

    for name, open_one in (("仿宋_GB2312", "Noto Serif CJK SC"), ("黑体", "WenQuanYi Micro Hei")):
        others = fonts[name].find(f"{WORD}altName")
        assert others is not None
        assert open_one in others.get(f"{WORD}val", "").split(",")


def test_headings_are_numbered_as_the_standard_has_it(layout: Layout, tmp_path: Path) -> None:
    """GB/T 9704—2012, 7.3.3: 一、 （一） 1."""
    levels = ((1, "概况"), (2, "背景"), (2, "目标"), (3, "数量"), (1, "结论"))

    file = made(layout, *(Section(text, level) for level, text in levels), folder=tmp_path)

    headings = [each.text for each in docx.Document(str(file)).paragraphs if each.style.name.startswith("Heading")]
    assert headings == ["一、概况", "（一）背景", "（二）目标", "1.数量", "二、结论"]


def test_a_long_table_repeats_its_head_and_sets_numbers_to_the_right(layout: Layout, tmp_path: Path) -> None:
    """Five thousand rows, in an annex; every cell is there, the head is marked as repeated, no row is broken."""
    rows = tuple((f"项目{number}", f"{number:,}.00") for number in range(5000))
    table = Table((Head("名称"), Head("金额（万元）", is_number=True, is_counted=True)), rows)

    file = made(layout, Section("明细"), table, folder=tmp_path)

    root = part_of(file, "word/document.xml")
    drawn = max(root.iter(f"{WORD}tbl"), key=len)
    written = drawn.findall(f"{WORD}tr")
    assert len(written) == 5001
    assert [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in written[:3]] == [True, False, False]
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in written)
    sides = [cell.find(f".//{WORD}jc") for cell in written[-1].findall(f"{WORD}tc")]
    assert [each is None or each.get(f"{WORD}val") for each in sides] == [True, "right"]
    assert word_texts(file)["4,999.00"] == 1


def test_signs_that_xml_cannot_hold_are_left_out(layout: Layout, tmp_path: Path) -> None:
    """A name may hold control characters; the file opens, with the rest of it."""
    hostile = "A\x00\x0b\x1f\ufffe<b>&{{body}}\ud800B"

    file = made(
        layout, Section(hostile), Words(hostile), Tiles(((hostile, hostile, "fault"),)),
        Table((Head(hostile),), ((hostile,),)), folder=tmp_path,
    )  # fmt: skip

    assert word_texts(file)["A<b>&{{body}}B"] >= 4


def test_braces_in_a_record_are_no_place_of_the_form(layout: Layout, tmp_path: Path) -> None:
    """A project called {{office}} keeps its name; the cover has the office's."""
    file = made(layout, Words("项目{{office}}"), folder=tmp_path)

    found = word_texts(file)

    assert found["项目{{office}}"] == found["市财政局"] == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("latin: Times New Roman", "latin: Times New Roman\ncolour: red", "colour"),
        ("size: 二号", "size: 零号", "零号"),
        ("width_mm: {value: 210", "width_mm: {value: breit", "width_mm"),
        ("standard:", "standard: [", "official.yaml"),
    ],
)
def test_an_office_layout_that_makes_no_sense_is_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Unknown keys, wrong types, unknown sizes and broken YAML: file and place are named."""
    text = Resources().find("layouts/official.yaml").read_text(encoding="utf-8")
    file = tmp_path / "data" / "layouts" / "official.yaml"
    file.parent.mkdir(parents=True)
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(KitError, match=r"official\.yaml") as caught:
        load_layout(Resources(tmp_path))

    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["doc", "docx,exe", "../docx"])
def test_a_kind_of_file_that_nobody_writes_is_refused(text: str) -> None:
    """With what can be had."""
    with pytest.raises(UsageError, match=r"--files .*choose from docx"):
        read_formats(text)


def test_kinds_may_be_named_twice_in_any_spelling() -> None:
    """Each is written once."""
    assert read_formats(" DOCX, docx,") == ("docx",)
    assert read_formats("") == ()
