"""Numbers that go up by one and are never given twice."""

from sqlalchemy import Connection, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import counters

_UP = (
    update(counters)
    .where(counters.c.name == bindparam("which"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)


def next_number(tx: Connection, name: str) -> int:
    """Return the next value of a counter, starting at 1."""
    value: int | None = tx.execute(_UP, {"which": name}).scalar()
    if value is not None:
        return value
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    tx.execute(insert(counters).values(name=name, value=0).on_conflict_do_nothing())
    started: int = tx.execute(_UP, {"which": name}).scalar_one()
    return started
