"""Runs: reports as files that stand for themselves, good and failed."""

import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kit.actions.catalogue import open_database
from kit.publishing.manifest import list_runs
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.workspace.workspace import Workspace
from tests.browser.office import YEAR
from tests.publishing.conftest import HOSTILE, TIMEOUT_SECONDS

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
STATED_TIMES = re.compile(r"\d{8}-\d{6}-\d+|\d{4}-\d\d-\d\d \d\d:\d\d")


class Addresses(HTMLParser):
    """The tags of a page, and whatever they would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one tag loads."""
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href", "data", "action"}]


def manifest_of(run: Run) -> dict[str, Any]:
    """What the run says of itself."""
    content: dict[str, Any] = json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def page_of(run: Run, name: str) -> str:
    """The page of a report."""
    return (run.folder / "reports" / f"{name}.html").read_text(encoding="utf-8")


def test_every_project_has_its_report_and_none_failed(run: Run) -> None:
    """Four projects, one of them without a table, and the portfolio."""
    assert run.failures == []
    assert sorted(report["template"] for report in manifest_of(run)["reports"]) == ["portfolio"] + ["self_review"] * 4


def test_the_manifest_lets_anybody_check_the_files(run: Run) -> None:
    """Each digest is that of the file as it stands; no file but the manifest itself is left out."""
    content = manifest_of(run)
    standing = {
        path.relative_to(run.folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in run.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert content["files"] == standing
    assert content["snapshot"]["sha256"] == standing["snapshot.db"]


def test_the_manifest_names_parameters_and_versions(run: Run) -> None:
    """Who wants to repeat a run finds what went into it."""
    content = manifest_of(run)
    (one,) = [report for report in content["reports"] if report["name"] == "self_review-P-1"]

    assert one["parameters"] == {"language": "zh_CN", "snapshot": "../snapshot.db", "project": "P-1"}
    assert {"python", "kit", "papermill", "altair", "vl-convert-python"} <= set(content["versions"])


def test_no_page_loads_anything_from_elsewhere(run: Run) -> None:
    """Neither a page nor the style that all share names an address; what scripts there are come with the run."""
    for path in [*run.folder.glob("reports/*.html"), run.folder / "index.html"]:
        seen = Addresses()
        seen.feed(path.read_text(encoding="utf-8"))
        assert not [found for found in seen.found if "//" in found or found.startswith(("data:text", "javascript"))]
        assert seen.tags.count("script") == (1 if path.name == "index.html" else 2)
    style = (run.folder / "assets" / "kit.css").read_text(encoding="utf-8")
    assert not re.search(r"https?:|@import|url\(", style)


def test_the_page_shows_printed_beside_computed(run: Run) -> None:
    """P-3 prints 95 where execution and rows make 10 + 50 + 30 + 10 = 100; its charts are drawn in the page."""
    page = page_of(run, "self_review-P-3")

    assert re.search(
        r'<b><span data-figure="\w+">100</span></b>\s*<span><span data-figure="\w+">2023</span> 年复算总分', page
    )
    assert re.search(
        r'<b><span data-figure="\w+">95</span></b>\s*<span><span data-figure="\w+">2023</span> 年表列总分', page
    )
    assert "evaluation.total_differs" in page
    assert len(re.findall(r'<svg[^>]* class="marks"', page)) == 2


def test_the_page_says_which_scheme_and_what_is_to_be_confirmed(run: Run) -> None:
    """The ministry's text behind the scheme was not read; the reader learns it beside the scores."""
    assert "财预〔2020〕10号" in page_of(run, "self_review-P-1")
    assert "待核实" in page_of(run, "self_review-P-1")
    assert "待核实" in page_of(run, "portfolio")


def test_a_project_without_a_table_gets_advice(run: Run) -> None:
    """An empty report says what to do."""
    page = page_of(run, "self_review-P-2")

    assert 'class="advice"' in page
    assert "kit import selfeval" in page


def test_a_hostile_name_stays_text_and_its_file_in_the_folder(run: Run) -> None:
    """HTML in a name is shown, not obeyed; dots and braces in a code lead nowhere."""
    (hostile,) = [report for report in manifest_of(run)["reports"] if report["parameters"].get("project") == "..P{9}"]
    page = (run.folder / hostile["page"]).resolve()
    seen = Addresses()
    seen.feed(page.read_text(encoding="utf-8") + (run.folder / "index.html").read_text(encoding="utf-8"))

    assert page.parent == run.folder / "reports"
    assert "img" not in seen.tags
    assert HOSTILE.replace("<", "&lt;").split(">")[0] in page.read_text(encoding="utf-8")


def test_a_second_run_writes_the_same_pages(run: Run, office: Workspace) -> None:
    """The same records and templates give the same bytes, but for the run's own name and time."""
    again = run_reports(office, open_database(office), Order(("self_review",), ("P-3",)))

    first, second = (STATED_TIMES.sub("", page_of(each, "self_review-P-3")) for each in (run, again))
    assert second == first


def test_a_report_in_english(office: Workspace, tmp_path: Path) -> None:
    """Heading and figures speak the language asked for; names stay as they are."""
    order = Order(("self_review",), ("P-1",), {"language": "en", "year": str(YEAR)}, out=tmp_path / "english")

    ended = run_reports(office, open_database(office), order)

    page = page_of(ended, f"self_review-P-1-{YEAR}")
    assert '<html lang="en">' in page
    assert "Budget execution" in page
    assert "统计调查经费" in page


def test_a_failing_cell_is_marked_everywhere(faulty_run: Run) -> None:
    """Notebook, page, index and manifest name error and cell (after the parameters and those filled in, the third)."""
    (entry,) = [report for report in manifest_of(faulty_run)["reports"] if report["name"] == "failing"]
    notebook: Any = nbformat.read(faulty_run.folder / entry["notebook"], 4)
    errors = [out for cell in notebook.cells for out in cell.get("outputs", []) if out["output_type"] == "error"]
    page = page_of(faulty_run, "failing")

    assert (entry["status"], entry["error"]["error"], entry["error"]["cell"]) == ("failed", "ValueError", 3)
    assert errors[0]["evalue"] == "no <b>money</b> left"
    assert 'role="alert"' in page
    assert "no &lt;b&gt;money&lt;/b&gt; left" in page
    assert "before" in page
    assert "no &lt;b&gt;money" in (faulty_run.folder / "index.html").read_text(encoding="utf-8")


def test_a_report_that_hangs_is_stopped_at_its_limit(faulty_run: Run) -> None:
    """The limit is named with the remedy; the run did not wait for the ten minutes that the cell wanted."""
    (hanging,) = [outcome for outcome in faulty_run.failures if outcome.name == "hanging"]

    assert hanging.failure is not None
    assert hanging.failure.error == "TimeLimit"
    assert "--timeout" in hanging.failure.message
    assert hanging.seconds < TIMEOUT_SECONDS + 60


def test_a_kernel_that_dies_costs_its_report_only(faulty_run: Run) -> None:
    """Three of four failed, and each leaves notebook and page."""
    failed = {outcome.name for outcome in faulty_run.failures}
    written = {path.name for path in (faulty_run.folder / "reports").iterdir()}

    assert failed == {"failing", "hanging", "dying"}
    assert written == {f"{name}.{kind}" for name in (*failed, "sound") for kind in ("ipynb", "html", "figures.json")}
    assert "&lt;b&gt;plain&lt;/b&gt;" in page_of(faulty_run, "sound")


def test_a_folder_without_a_manifest_is_no_run(faulty_run: Run, office: Workspace) -> None:
    """What was interrupted is not offered to readers."""
    before = len(list_runs(office.runs))
    (office.runs / "20260101-000000-1" / "reports").mkdir(parents=True)

    assert len(list_runs(office.runs)) == before
    assert faulty_run.id in {content["run"] for content in list_runs(office.runs)}


def test_a_run_with_a_failure_ends_with_one(office: Workspace, capsys: Any, tmp_path: Path) -> None:
    """The command names the report, the cell and the error."""
    from kit.cli.main import run as run_command

    arguments = ["report", "run", "failing", "--out", str(tmp_path / "run"), "--workspace", str(office.root)]
    status = run_command(arguments)

    said = capsys.readouterr()
    assert status == 1
    assert "ValueError" in said.out
    assert "KeyboardInterrupt" not in said.err
