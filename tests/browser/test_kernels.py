"""Kernels of the screens: each ends with its page, and there are never too many."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kit.core.language import _
from tests.browser.office import Office, kernels_of, make_office, serving, visit
from tests.environment import CHECKOUT

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
WAIT_SECONDS = 30
ACTUAL = '.kit-rows [data-row="0"][data-column="actual"]'


@pytest.fixture
def small_office(tmp_path: Path) -> Iterator[Office]:
    """A server of its own that starts one kernel at most."""
    workspace = make_office(tmp_path / "workspace")
    policy = CHECKOUT / "data" / "access" / "policy.yaml"
    own = workspace.root / "data" / "access" / "policy.yaml"
    own.parent.mkdir(parents=True)
    text = policy.read_text(encoding="utf-8").replace("screens_per_person_max: 4", "screens_per_person_max: 1")
    own.write_text(text, encoding="utf-8")
    with serving(workspace) as served:
        yield served


def wait_until(holds: Callable[[], bool]) -> bool:
    """True once it holds; False where it does not within a time that no busy machine needs."""
    ends = time.monotonic() + WAIT_SECONDS
    while not holds() and time.monotonic() < ends:
        time.sleep(0.1)
    return holds()


def terminal(office: Office) -> str:
    """What the server has said on its terminal."""
    return (office.workspace.root / "serve.log").read_text(encoding="utf-8")


def test_a_page_that_is_left_ends_its_kernel(page: Any, empty_office: Office) -> None:
    """Left for itself twice and then for another page: no kernel stays, and the terminal tells of no refusal."""
    for _visit in range(3):
        visit(page, empty_office, "entry")
        page.wait_for_selector("[data-total]")
    running = len(kernels_of(empty_office.workspace))
    page.goto("about:blank")

    assert running >= 1
    assert wait_until(lambda: not kernels_of(empty_office.workspace))
    assert "shutdown" not in terminal(empty_office)


def test_a_page_that_is_left_while_it_loads_ends_its_kernel(page: Any, empty_office: Office) -> None:
    """As soon as the page knows its kernel; its widgets have not come alive."""
    visit(page, empty_office, "library", wait_until="commit")
    page.wait_for_selector("#jupyter-config-data", state="attached")
    page.goto("about:blank")

    assert wait_until(lambda: not kernels_of(empty_office.workspace))


def test_one_page_too_many_says_so(page: Any, small_office: Office) -> None:
    """The second page names the remedy; once the first is closed it loads."""
    first = page.context.new_page()
    visit(first, small_office, "library")
    first.wait_for_selector(".kit-empty")

    answer = visit(page, small_office, "entry")
    said = page.inner_text("main")
    first.close(run_before_unload=True)
    assert wait_until(lambda: not kernels_of(small_office.workspace))
    page.click(".kit-full a")
    page.wait_for_selector(".kit-entry")

    assert answer.status == 503
    assert _("Too many pages are open") in said


def test_who_stays_with_unsaved_words_keeps_the_kernel(page: Any, empty_office: Office) -> None:
    """The browser asks, the person stays, and the page still answers."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    visit(page, empty_office, "entry")
    page.wait_for_selector("[data-total]")
    page.fill(ACTUAL, "100户")
    page.wait_for_function("document.querySelector('[data-total]').textContent === '75'")

    page.evaluate("setTimeout(() => location.assign('/library'), 0)")
    assert wait_until(lambda: bool(page.wait_for_timeout(100) or asked))
    page.fill(ACTUAL, "200户")
    page.wait_for_function("document.querySelector('[data-total]').textContent === '100'")

    assert asked == ["beforeunload"]
    assert page.url.endswith("/entry")
