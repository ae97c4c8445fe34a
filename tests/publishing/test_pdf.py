"""PDF files of reports: they say what the Word file says, in fonts that they carry."""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.core.errors import EnvironmentLacks, KitError
from kit.publishing import pdf
from kit.publishing.pdf import find_office, make_pdf
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.publishing.verification.verdict import verify_run
from kit.workspace.workspace import Workspace
from tests.environment import lack, office_path
from tests.publishing.read_back import pdf_text, pdf_tool, word_texts


@pytest.fixture(scope="module")
def pdf_run(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A report on one project and one on all, each as Word file and PDF."""
    if office_path() is None:
        lack("office")
    out = tmp_path_factory.mktemp("pdf") / "run"
    order = Order(("self_review", "portfolio"), ("P-1",), out=out, formats=("docx", "pdf"))
    return run_reports(office, open_database(office), order)


def program(folder: Path, name: str, *lines: str) -> None:
    """A program of that name in *folder*, which is made."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    file.chmod(0o755)


@pytest.mark.kernel
@pytest.mark.slow
def test_a_pdf_says_all_that_the_word_file_says(pdf_run: Run) -> None:
    """Every paragraph and cell stands in one piece in the text of the PDF; a cell over two pages in two."""
    files = sorted(pdf_run.folder.glob("reports/*.pdf"))

    for file in files:
        said = pdf_text(file)
        missing = [text for text in word_texts(file.with_suffix(".docx")) if "".join(text.split()) not in said]
        assert not missing, file.name
        # Letter by letter as well, since a short text is easily found within another.
        assert not Counter("".join(word_texts(file.with_suffix(".docx")).elements()).replace(" ", "")) - Counter(said)
    assert len(files) == 2


@pytest.mark.kernel
@pytest.mark.slow
def test_a_pdf_carries_its_fonts(pdf_run: Run) -> None:
    """As pdffonts has it: each is embedded, with the table by which its text is read back."""
    listed = pdf_tool("pdffonts", str(next(pdf_run.folder.glob("reports/self_review*.pdf"))))

    rows = [re.findall(r"\b(yes|no)\b", line) for line in listed.splitlines()[2:]]

    assert rows
    assert all(row[0] == row[2] == "yes" for row in rows)


@pytest.mark.kernel
@pytest.mark.slow
def test_a_pdf_is_tagged_and_has_its_outline(pdf_run: Run) -> None:
    """Screen readers find headings and tables, and what a chart shows."""
    file = pdf_run.folder / "reports" / "portfolio.pdf"

    assert "Tagged: yes" in " ".join(pdf_tool("pdfinfo", str(file)).split())
    assert b"/Outlines" in file.read_bytes()
    assert b"/Alt" in file.read_bytes()


@pytest.mark.kernel
@pytest.mark.slow
def test_a_pdf_put_in_place_of_another_is_named(pdf_run: Run, tmp_path: Path) -> None:
    """A replay does not make it again, whose bytes are LibreOffice's; its digest stands in the manifest."""
    changed = shutil.copytree(pdf_run.folder, tmp_path / "run")
    shutil.copy(next(changed.glob("reports/self_review*.pdf")), changed / "reports" / "portfolio.pdf")

    whole, tampered = verify_run(pdf_run.folder, None), verify_run(changed, None, is_replayed=False)

    assert (whole.is_ok, [each for each in whole.remarks if "reports/" in each]) == (True, [])
    assert [each.where for each in tampered.differences] == ["reports/portfolio.pdf"]


def test_a_machine_without_libreoffice_says_so_before_anything_is_written(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line with the remedy, and no folder of a run."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    with pytest.raises(EnvironmentLacks, match=r"apt-get install libreoffice-writer.*leave pdf out of --files"):
        run_reports(office, open_database(office), Order(("portfolio",), out=tmp_path / "run", formats=("pdf",)))

    assert not (tmp_path / "run").exists()


def test_a_machine_without_a_chinese_font_makes_no_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is refused where fontconfig knows no font for Chinese."""
    for name in ("soffice", "fc-list"):
        program(tmp_path / "bin", name, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    with pytest.raises(EnvironmentLacks, match="no Chinese font is installed; add one"):
        find_office()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("echo 'Error: source file could not be loaded'",), "could not be loaded"),
        (("sleep 60 &", "wait"), "stopped after 1 s"),
    ],
)
def test_a_libreoffice_that_makes_nothing_or_hangs_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], said: str
) -> None:
    """What it said last, or that it was stopped; what it started is ended with it."""
    program(tmp_path / "bin", "soffice", *lines)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(pdf, "SECONDS_MAX", 1)

    with pytest.raises(KitError, match=f"made no PDF: .*{said}"):
        make_pdf(b"")

    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path / "bin" / "soffice") not in left
