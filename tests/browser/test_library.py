"""The library in a real browser."""

import json
from typing import Any

import pytest

from tests.browser.office import Office, session_of, visit

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
LIVE = ".kit-live .kit-reports tbody tr"


def test_the_library_shows_the_reports_and_filters_them(page: Any, office: Office) -> None:
    """Three projects have a report each; the words 水库 fit one of them, and the counts follow."""
    visit(page, office, "library")
    page.wait_for_selector(LIVE)
    shown_at_first = page.locator(LIVE).count()

    page.fill(".kit-live [name=text]", "水库")
    page.wait_for_function(f"document.querySelectorAll('{LIVE}').length === 1")

    assert shown_at_first == 3
    assert "水库除险加固" in page.inner_text(LIVE)
    assert page.inner_text(".kit-live .kit-tiles .kit-faults b") == "1"


def test_a_report_opens_on_the_page_with_its_charts_drawn(page: Any, office: Office) -> None:
    """The report of P-1 stands in the page, its charts are drawn as SVG; the way back leads to the list."""
    visit(page, office, "library")
    page.wait_for_selector(LIVE)

    page.click(".kit-live a:has-text('统计调查经费')")
    report = page.frame_locator(".kit-viewer iframe")
    report.locator("svg path").first.wait_for(timeout=15_000)

    assert "统计调查经费" in report.locator("h1").first.inner_text()
    assert report.locator("svg").count() >= 2
    page.click("[data-press=close]")
    page.wait_for_selector(LIVE)


def test_an_empty_library_says_how_reports_are_written(page: Any, empty_office: Office) -> None:
    """Before the first run the page names the command."""
    visit(page, empty_office, "library")

    page.wait_for_selector(".kit-empty")

    assert "kit report run" in page.inner_text(".kit-empty")


@pytest.mark.parametrize(
    "path",
    [
        "/runs/{run}/snapshot.db",
        "/runs/{run}/manifest.json",
        "/runs/{run}/../../governance.db",
        "/runs/%2e%2e/kit.toml",
        "/runs/",
        "/voila/render/tutorial.ipynb",
        "/voila/files/library.ipynb",
        "/voila/tree",
        "/voila/api/contents",
        "/api/kernels",
    ],
)
def test_nothing_but_pages_can_be_fetched(office: Office, path: str) -> None:
    """Snapshots, the database, folder lists and other notebooks are not given out."""
    run = next(office.workspace.runs.iterdir()).name

    answer = session_of(office, "officer").get(path.format(run=run))

    assert answer.status in (403, 404)


def test_the_server_answers_to_its_own_name_only(office: Office) -> None:
    """A page elsewhere that points a name of its own at this machine gets nothing."""
    answer = session_of(office, "officer").get("/", {"Host": "elsewhere.example"})

    assert answer.status == 403


def test_a_report_can_be_read_where_the_manifest_says(office: Office) -> None:
    """The page that the manifest names is there, with a policy that lets it ask for nothing."""
    run = next(office.workspace.runs.iterdir())
    report = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["reports"][0]

    answer = session_of(office, "officer").get(f"/runs/{run.name}/{report['page']}")

    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
