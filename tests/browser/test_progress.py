"""The screens of progress and alerts in a real browser, with a plan of three hundred rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kit.actions.screening import run_screening
from tests.browser.office import Office, give_account, serving, visit
from tests.schedule.conftest import make_plan_office

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
READY_MS = 60_000
PARTS, TASKS = 12, 24


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Twelve parts of twenty-four tasks, three parts at a time, with a baseline; nothing was begun."""
    office = make_plan_office(tmp_path_factory.mktemp("plans") / "office")
    office.draw(tasks=list(tasks()), links=list(links()))
    office.do("schedule.set_baseline", name="初始")
    office.now = datetime(2026, 4, 20, 4, tzinfo=UTC)
    run_screening(office.desk("reviewer"))
    office.database.close()
    give_account(office.workspace, "reviewer")
    with serving(office.workspace) as served:
        yield served


def tasks() -> Iterator[dict[str, Any]]:
    """Each part with its tasks."""
    for part in range(1, PARTS + 1):
        yield {"code": f"{part}", "name": f"第{part}标段", "kind": "summary"}
        for place in range(1, TASKS + 1):
            days = 3 + (part * place) % 9
            yield {"code": f"{part}.{place}", "name": f"工序{place}", "parent": f"{part}", "duration_days": days}


def links() -> Iterator[dict[str, Any]]:
    """One task after the other, and every part after the third before it."""
    for part in range(1, PARTS + 1):
        for place in range(2, TASKS + 1):
            yield {"predecessor": f"{part}.{place - 1}", "successor": f"{part}.{place}"}
        if part > 3:
            yield {"predecessor": f"{part - 3}", "successor": f"{part}"}


def rows_drawn(page: Any) -> list[str]:
    """The labels beside the bars."""
    texts = page.locator(".kit-live .kit-gantt svg text").all_text_contents()
    return [text for text in texts if "标段" in text or "工序" in text]


def test_a_plan_of_hundreds_of_tasks_is_seen_by_its_parts_and_opened(page: Any, plans: Office) -> None:
    """Twelve parts first; the fourth holds twenty-four tasks."""
    visit(page, plans, "progress", "reviewer")
    page.wait_for_selector(".kit-live .kit-gantt svg", timeout=READY_MS)
    assert len(rows_drawn(page)) == PARTS

    page.select_option("[name=part]", "4")
    page.wait_for_function("document.querySelector('.kit-live .kit-gantt svg')?.textContent.includes('4.24')")

    assert len(rows_drawn(page)) == TASKS
    assert page.locator(".kit-live .kit-s_curve svg").count() == 1


def test_the_alert_board_shows_what_was_raised(page: Any, plans: Office) -> None:
    """Tasks that should have started, eight and more of them: red; the level that is chosen stands alone."""
    visit(page, plans, "alerts", "reviewer")
    page.wait_for_selector(".kit-live .kit-alerts table", timeout=READY_MS)

    assert "应开工未开工的任务" in page.inner_text(".kit-live .kit-alerts")

    levels = ".kit-live [data-part=alerts] tbody td:first-child"
    page.select_option("[name=level]", "red")
    page.wait_for_function(f"[...document.querySelectorAll('{levels}')].every(cell => cell.textContent === '红色')")

    assert page.locator(levels).count() >= 1


def test_a_phone_shows_both_without_scrolling_sideways(page: Any, plans: Office) -> None:
    """Tables and pictures scroll in their own places."""
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("progress", "alerts"):
        visit(page, plans, path, "reviewer")
        page.wait_for_selector(".kit-live .tile", timeout=READY_MS)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
