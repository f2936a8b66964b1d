"""Fills a database with years of cases: a few that the real app played, copied inside the database with other ids.

A copy has every row that a case leaves behind, with its own id, number, people, school and moments. Left out are the
cards that were sent long ago: nobody reads them again, and they are most of the bytes. What was typed stays sealed for
the row that it was copied from, so nothing of a copy can be read: what is measured must not open it. A hundred thousand
cases take 1.5 GB all the same, a million ten times that.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import reduce
from itertools import islice
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    cast,
    create_engine,
    func,
    insert,
    literal,
    select,
    update,
)

from bench.bestuur import NOW, Bestuur, Teacher
from bench.played import Played, play
from models import tables
from models.counters import next_number
from models.types import Json, Moment
from workflows.engine.calendar import AMSTERDAM

YEARS = 5
_MOST_OPEN = 2_000  # what stands open is what people can keep up with; what grows is history
_ONE_IN = 50  # so many cases stand open: two in a hundred
_ONE_LONG_IN = 7
_FIRST = 10_000  # the numbers before are for the cases that were played
_ROOM = 10_000_000  # ids of deliveries that are kept for the copies of one row

_copies = Table(
    "bench_copies",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("example", String(10)),
    Column("ids", String(40)),
    Column("case_number", String(20)),
    Column("melder", String(40)),
    Column("leader", String(40)),
    Column("head", String(40)),
    Column("school", String(100)),
    Column("seconds", BigInteger),
)
_ROWS = (
    tables.cases, tables.rounds, tables.assignments, tables.contents, tables.links, tables.entries, tables.deadlines,
    tables.deliveries, tables.inbox,
)  # fmt: skip


def fill(bestuur: Bestuur, size: int, spared: str) -> None:
    """Bring so many cases into the database; the leidinggevende *spared* has a share of the history, nothing open."""
    examples = {name: play(bestuur, name) for name in ("open", "short", "long")}
    engine = create_engine(bestuur.store.engine.url)
    with engine.begin() as connection:
        _prepare(connection)
        _plan(connection, _planned(bestuur, size, spared))
        with _without_indexes(connection):
            for name, played in examples.items():
                _multiply(connection, name, played)
        _go_on(connection, size)
        _copies.drop(connection)
    _tidy(engine)


def _plan(connection: Connection, copies: Iterator[dict[str, Any]]) -> None:
    _copies.create(connection)
    while some := list(islice(copies, 10_000)):
        connection.execute(insert(_copies), some)


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Made at the end, all at once, they cost half."""
    indexes = sorted((index for table in _ROWS for index in table.indexes), key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _prepare(connection: Connection) -> None:
    """The copies are whole: that every row has its case need not be looked up for each of them."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        connection.exec_driver_sql("PRAGMA cache_size = -200000")


def _tidy(engine: Engine) -> None:
    """What PostgreSQL does by itself soon after so many rows came in; nobody does so on SQLite."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")
    engine.dispose()


def _planned(bestuur: Bestuur, size: int, spared: str) -> Iterator[dict[str, Any]]:
    chance = random.Random(size)  # noqa: S311 - which teacher and which day, the same ones each time
    others = [one for one in bestuur.teachers if one.leader.id != spared]
    often = size // min(size // _ONE_IN, _MOST_OPEN)
    # In the order of their ids, so that the copies come in where the indexes end.
    for number, ids in enumerate(sorted(f"{chance.getrandbits(120):030x}" for _ in range(size))):
        if number % often == 0:
            yield _copy(number, "open", ids, chance.choice(others), timedelta(hours=chance.randrange(3, 30 * 24)))
        else:
            example = "short" if number % _ONE_LONG_IN else "long"
            ago = timedelta(days=chance.randrange(3, YEARS * 365), minutes=chance.randrange(-120, 360))
            yield _copy(number, example, ids, chance.choice(bestuur.teachers), ago)


def _copy(number: int, example: str, ids: str, teacher: Teacher, ago: timedelta) -> dict[str, Any]:
    year = (NOW - ago).astimezone(AMSTERDAM).year
    return {
        "number": number,
        "example": example,
        "ids": ids,
        "case_number": f"{year}-{number + _FIRST}",
        "melder": teacher.person.id,
        "leader": teacher.leader.id,
        "head": teacher.head.id,
        "school": teacher.school,
        "seconds": int(ago.total_seconds()),
    }


def _multiply(connection: Connection, example: str, played: Played) -> None:
    mine = select(_copies).where(_copies.c.example == example).order_by(_copies.c.number).subquery()
    words = {
        played.ids: mine.c.ids,
        played.number: mine.c.case_number,
        played.link: mine.c.ids + mine.c.ids,
        played.teacher.person.id: mine.c.melder,
        played.teacher.leader.id: mine.c.leader,
        played.teacher.head.id: mine.c.head,
        played.teacher.school: mine.c.school,
    }
    changed = _Changed(connection.dialect.name, words, mine.c.seconds, stays_due=example == "open")
    for table in _ROWS:
        for row in connection.execute(_rows_of(table, played)).all():
            values = changed.row(table, row)
            if table is tables.deliveries:
                values |= _apart(row, mine.c.number, changed)
            connection.execute(insert(table).from_select(list(values), select(*values.values()).select_from(mine)))


def _rows_of(table: Table, played: Played) -> Any:
    if table is tables.inbox:
        return select(table).where(table.c.key.startswith(played.ids))
    return select(table).where((table.c.id if table is tables.cases else table.c.case_id) == played.case_id)


def _apart(row: Row[Any], number: ColumnElement[int], changed: "_Changed") -> dict[str, Any]:
    """A delivery names its own id and that of the message which it updates, also in its key."""
    values = {"id": number + row.id * _ROOM, "payload": changed.text("{}", Json)}
    if row.target is None:
        return values
    target = number + row.target * _ROOM
    key = literal("update:", String) + cast(target, String) + ":" + row.key.rpartition(":")[2]
    return values | {"target": target, "key": key}


def _go_on(connection: Connection, size: int) -> None:
    """The next number and the next id come after those of the copies."""
    name = f"case_{NOW.astimezone(AMSTERDAM).year}"
    next_number(connection, name)
    connection.execute(update(tables.counters).where(tables.counters.c.name == name).values(value=size + _FIRST))
    if connection.dialect.name == "postgresql":
        last = select(func.max(tables.deliveries.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence("deliveries", "id"), last)))


class _Changed:
    """The values of a row as they are in each copy: other words in the text, and an earlier moment.

    With *stays_due* what is still to come stays where it is.
    """

    def __init__(self, dialect: str, words: Mapping[str, Any], seconds: Any, *, stays_due: bool) -> None:
        self._dialect, self._words, self._seconds, self._stays_due = dialect, words, seconds, stays_due
        self._pattern = re.compile("(" + "|".join(re.escape(word) for word in words) + ")")

    def row(self, table: Table, row: Row[Any]) -> dict[str, Any]:
        """Return the values of a row by column, without the number that the database gives."""
        columns = [one for one in table.c if not (one.name == "id" and isinstance(row.id, int))]
        return {one.name: self._value(one, getattr(row, one.name)) for one in columns}

    def text(self, value: str, type_: Any = String) -> Any:
        parts = [self._words.get(one, literal(one, String)) for one in self._pattern.split(value) if one]
        whole = reduce(add, parts) if parts else literal("", String)
        return cast(whole, Json) if type_ is Json and self._dialect == "postgresql" else whole

    def _value(self, column: Column[Any], value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(column.type, Moment) and value is not None and not (self._stays_due and value > NOW):
            return self._earlier(value)
        if value is not None and isinstance(value, dict | list):
            return self.text(json.dumps(value), Json)
        return literal(value, column.type)

    def _earlier(self, value: Any) -> Any:
        moment = literal(value, Moment)
        if self._dialect == "postgresql":
            return cast(moment, Moment) - func.make_interval(0, 0, 0, 0, 0, 0, self._seconds)
        before = literal("-", String) + cast(self._seconds, String) + " seconds"
        return func.strftime("%Y-%m-%d %H:%M:%f", moment, before, type_=String) + "000"
