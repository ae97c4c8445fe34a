"""Fixtures: an office with reports and its screens, served on a port of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from tests.browser.office import Office, make_office, serving


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose reports are written and whose screens are served; the server ends with the module."""
    workspace = make_office(tmp_path_factory.mktemp("office") / "workspace")
    run = run_reports(workspace, open_database(workspace), Order(templates=("self_review",)))
    assert run.failures == []
    with serving(workspace) as served:
        yield served


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Office]:
    """An office without reports."""
    workspace = make_office(tmp_path / "workspace")
    with serving(workspace) as served:
        yield served
