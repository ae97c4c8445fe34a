"""Fixtures: an office with reports and its screens, served on a port of its own."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from tests.browser.office import Office, make_office, serve_office, stop


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose reports are written and whose screens are served; the server ends with the module."""
    workspace = make_office(tmp_path_factory.mktemp("office") / "workspace")
    run = run_reports(workspace, open_database(workspace), Order(templates=("self_review",)))
    assert run.failures == []
    port = free_port()
    server = serve_office(workspace, port)

    yield Office(workspace, f"http://127.0.0.1:{port}")

    stop(server)


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Office]:
    """An office without reports."""
    workspace = make_office(tmp_path / "workspace")
    port = free_port()
    server = serve_office(workspace, port)

    yield Office(workspace, f"http://127.0.0.1:{port}")

    stop(server)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
