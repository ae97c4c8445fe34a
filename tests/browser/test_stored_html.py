"""Stored HTML: what people type stays text on every page, whoever reads it."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk, open_desk
from kit.core.actor import Actor, Door, Role
from kit.core.request import Request
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.org.account_requests import ChangePassword, OpenAccount
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from kit.store.database import Database
from kit.store.migration import migrate
from kit.workspace.workspace import Settings, make_workspace
from tests.browser.office import PASSWORD, SOUND, YEAR, Office, serving, visit

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]
ONE_TIME = "Einmal-nur-1"
# Closes what it may stand in, then runs a script in each of the ways that a browser knows.
EVIL = '</title></textarea>\'"><img src=x onerror="window.owned=1"><svg onload=window.owned=1><script>window.owned=1</script>'
PAGES = {
    "officer": ("", "library", "funds", "progress", "alerts", "approvals", "entry", "password"),
    "security": ("", "accounts", "sessions"),
    "audit": ("events", "sessions"),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which every text is hostile: its own name, a unit, people, a project, every field of a table."""
    workspace = make_workspace(tmp_path_factory.mktemp("hostile") / "workspace", Settings(office=EVIL))
    migrate(Database(workspace.database_address))
    setup_roles = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.PERFORMANCE_DIVISION})
    setup = Desk(workspace, open_database(workspace), Actor("setup", setup_roles, None, Door.SAMPLE))
    do(setup, RegisterUnit(code="TJ", name=EVIL))
    roles = {"officer": Role.UNIT_OFFICER, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}
    for login, role in roles.items():
        do(setup, RegisterPerson(login=login, name=EVIL[:80], unit="TJ", roles=(role,)))
        do(setup, OpenAccount(login=login, one_time_password=SecretStr(ONE_TIME)))
        change = ChangePassword(password=SecretStr(ONE_TIME), new_password=SecretStr(PASSWORD))
        do(open_desk(workspace, login), change)
    do(setup, RegisterPerson(login="'><script>window.owned=1<!--", name=EVIL[:80], roles=(Role.MANAGER,)))
    do(setup, RegisterProject(code="P-1", name=EVIL, owner="TJ", year_from=YEAR, year_to=YEAR))
    do(setup, EnterSelfReview(project="P-1", year=YEAR, table=PrintedTable.model_validate(hostile_table())))
    assert (
        run_reports(workspace, open_database(workspace), Order(templates=("self_review", "portfolio"))).failures == []
    )
    with serving(workspace) as served:
        yield served


def do(desk: Desk, request: Request) -> None:
    """Record it."""
    receipt = desk.record(request)
    assert receipt.ok, [finding.message for finding in receipt.findings]


def hostile_table() -> dict[str, Any]:
    """The sound table with every free text replaced."""
    texts = {"name": EVIL, "target": EVIL, "actual": EVIL, "reason": EVIL}
    rows: list[Any] = SOUND["indicators"]  # type: ignore[assignment]
    names = dict.fromkeys(("title", "department", "unit", "grade_printed"), EVIL)
    return SOUND | names | {"indicators": [row | texts for row in rows]}


@pytest.mark.parametrize(("login", "path"), [(login, path) for login, paths in PAGES.items() for path in paths])
def test_no_page_runs_what_was_stored(page: Any, hostile: Office, login: str, path: str) -> None:
    """Neither in the first response nor once its widgets live; nothing of it became an element."""
    page.set_extra_http_headers({"User-Agent": EVIL})
    visit(page, hostile, path, login)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)

    assert page.evaluate("window.owned") is None
    assert page.locator("img[src=x], img[onerror], svg[onload]").count() == 0


def test_no_report_runs_what_was_stored(page: Any, hostile: Office) -> None:
    """Every page of the run, opened by itself."""
    visit(page, hostile)
    run = next(hostile.workspace.runs.iterdir())
    for report in sorted(run.glob("**/*.html")):
        page.goto(f"{hostile.address}/runs/{run.name}/{report.relative_to(run).as_posix()}")
        page.wait_for_timeout(500)

        assert page.evaluate("window.owned") is None, report.name
        assert page.locator("img[src=x], img[onerror], svg[onload]").count() == 0, report.name
