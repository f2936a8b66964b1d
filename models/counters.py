"""Numbers that go up by one and are never given twice."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import counters


def next_number(tx: Transaction, name: str) -> int:
    """Return the next value of a counter, starting at 1."""
    up = update(counters).where(counters.c.name == name).values(value=counters.c.value + 1).returning(counters.c.value)
    value: int | None = tx.execute(up).scalar()
    if value is not None:
        return value
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    first = insert(counters).values(name=name, value=0).on_conflict_do_nothing()
    tx.execute(first)
    started: int = tx.execute(up).scalar_one()
    return started
