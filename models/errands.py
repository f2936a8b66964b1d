"""What is done once a day, by whichever worker comes first."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import errands


def take(tx: Transaction, name: str, day: date, now: datetime) -> bool:
    """True for the first who asks on that day; what this transaction then does is done with it, or not at all."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(errands).values(name=name, day=day, done_at=now).on_conflict_do_nothing()
    return tx.execute(statement.returning(errands.c.name)).first() is not None


def mark(tx: Transaction, name: str, day: date, now: datetime) -> None:
    """Note that it was done just now, however often that day."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(errands).values(name=name, day=day, done_at=now)
    tx.execute(statement.on_conflict_do_update(index_elements=["name", "day"], set_={"done_at": now}))


def last(tx: Transaction, name: str) -> datetime | None:
    """Return when it was done last."""
    query = select(errands.c.done_at).where(errands.c.name == name).order_by(errands.c.day.desc()).limit(1)
    return tx.execute(query).scalar()


def is_done(tx: Transaction, name: str, day: date) -> bool:
    query = select(errands.c.name).where(errands.c.name == name, errands.c.day == day)
    return tx.execute(query).first() is not None
