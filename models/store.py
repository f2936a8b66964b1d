"""The database: one engine or two, short transactions, and nothing of the network inside them.

SQLite (platform.md, rule 5): WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE for writes through one connection
per process, and a pool of readers beside it. PostgreSQL: one pool; who decides locks the case row.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from models.keyring import Keyring
from models.staff_memory import StaffMemory
from models.vault import Vault

# PostgreSQL ends one of two transactions that wait for each other: whoever it ended simply tries again.
_CROSSED = ("40P01", "40001")
_LOCKED, _IN_THE_WAY = "55P03", "5s"
_PAUSE = 1.0
_BESIDE = 4
# Where PostgreSQL keeps samples of every column for its planner.
_SAMPLES = "pg_catalog.pg_statistic"

Transaction = Connection
DuplicateError = IntegrityError


class UnavailableError(Exception):
    """The database does not answer, or cannot do this now. Its text is fit to log: it holds no values."""


class AddressError(Exception):
    """The address of the database cannot be used; its text never holds the address, which may hold a password."""


class ConflictError(Exception):
    """Somebody saved this case a moment earlier: load it, decide and save again."""


class Store:
    """Where everything is kept. ``write`` and ``read`` give one transaction each; both raise UnavailableError."""

    def __init__(self, url: str, keyring: Keyring | None = None, *, pool_size: int = 16) -> None:
        """Open *url*; without a *keyring* only what is not sealed can be read and written."""
        try:
            self.url = make_url(url)
        except (ArgumentError, ValueError):
            raise AddressError("this cannot be read as the address of a database") from None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = _sqlite(url, 1, immediate=True) if self.is_sqlite else _postgresql(url, pool_size)
        self._reader = _sqlite(url, pool_size, immediate=False) if self.is_sqlite else _at_once(self._writer)
        self._beside = None if self.is_sqlite else _at_once(_postgresql(url, _BESIDE))
        memory = StaffMemory()
        memory.watch(self._writer)
        memory.serve(self._reader)
        self.vault = Vault(keyring, self.write)
        self.vault.serve(self._writer, writes=True)
        self.vault.serve(self._reader, writes=not self.is_sqlite)

    @property
    def engine(self) -> Engine:
        """The engine that writes: for migrations."""
        return self._writer

    @property
    def folder(self) -> Path | None:
        """Return the folder of a SQLite file, or None."""
        name = self.url.database
        return Path(name).parent if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end, or rolled back by an exception."""
        with _translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Give a transaction that only reads."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """Give a transaction that only reads, and sees everything as it was when it began, however long it takes."""
        engine = self._reader if self.is_sqlite else self._writer.execution_options(isolation_level="REPEATABLE READ")
        with _translated(), engine.begin() as connection:
            yield connection

    @contextmanager
    def beside(self, tx: Transaction) -> Iterator[Transaction]:
        """Give what writes at once and by itself, beside *tx*, so that nobody waits until *tx* is committed.

        What is written stays when *tx* is rolled back. On SQLite, where one writes at a time, it is *tx* itself.
        """
        if self._beside is None:
            yield tx
            return
        with _translated(), self._beside.connect() as connection:
            yield connection

    def scrub(self, tables: Iterable[str]) -> bool:
        """Leave nothing on disk of what was deleted from these tables; False when somebody is in the way.

        Both write anew what is still there, because a row that moved within its page leaves a copy that deleting does
        not overwrite; SQLite's log is emptied too, and PostgreSQL's samples of the columns are written anew with their
        tables. Nobody can write meanwhile. Call it with no transaction open.
        """
        with _translated():
            return self._written_anew() if self.is_sqlite else self._vacuumed(tables)

    def _written_anew(self) -> bool:
        connection = self._writer.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except self._writer.dialect.loaded_dbapi.Error as error:
            raise UnavailableError(f"the file could not be written anew: {error}") from error
        finally:
            connection.close()
        return not busy

    def _vacuumed(self, tables: Iterable[str]) -> bool:
        with self._reader.connect() as connection:
            connection.exec_driver_sql(f"SET lock_timeout = '{_IN_THE_WAY}'")
            try:
                for name in tables:
                    connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{name}"')
                connection.exec_driver_sql(f"VACUUM (FULL) {_SAMPLES}")
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != _LOCKED:
                    raise
                return False
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
        return True

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()
        if self._beside is not None:
            self._beside.dispose()


@contextmanager
def together(tx: Transaction) -> Iterator[None]:
    """Send what is inserted here in one go: PostgreSQL answers all of it at once. Nothing is to be read inside."""
    connection = tx.connection.driver_connection
    if tx.dialect.name != "postgresql" or connection is None:
        yield
        return
    try:
        with connection.pipeline():
            yield
    except tx.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(None, None, error, tx.dialect.loaded_dbapi.Error, dialect=tx.dialect) from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if getattr(error.orig, "sqlstate", None) in _CROSSED:
            raise ConflictError("two transactions waited for each other") from error
        raise UnavailableError(type(error.orig).__name__) from error
    except DatabaseError as error:
        if type(error) is DatabaseError:  # not one of its kinds: the file is damaged, or no database at all
            raise UnavailableError(type(error.orig).__name__) from error
        raise
    except PoolTimeoutError as error:
        raise UnavailableError("no connection is free") from error


def _at_once(writer: Engine) -> Engine:
    """The same pool, for what only reads: on PostgreSQL each statement sees what is committed by then either way."""
    return writer.execution_options(isolation_level="AUTOCOMMIT")


def _postgresql(url: str, pool_size: int) -> Engine:
    # "postgresql://" means another driver in SQLAlchemy 2.0 than in 2.1: name it, so that both behave alike.
    full = url.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        engine = create_engine(full, pool_size=pool_size, max_overflow=0, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise AddressError("PostgreSQL needs the package psycopg: pip install 'ruggespraak[postgres]'") from error
    _ask_after_a_pause(engine)
    return engine


def _ask_after_a_pause(engine: Engine) -> None:
    """Find out whether a connection that lay still for a while is alive: to ask each time costs a round trip."""

    @event.listens_for(engine, "checkin")
    def _left(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["left"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _look(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        now = time.monotonic()
        if now - record.info.get("left", now) > _PAUSE:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error


def _sqlite(url: str, pool_size: int, *, immediate: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        connect_args={"timeout": 30, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Without this the driver begins transactions on its own and BEGIN IMMEDIATE would come too late.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
