"""Who a notice goes to and who has read it: written, copied and counted by the database, never in memory."""

from collections.abc import Sequence
from datetime import datetime
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import audience, deliveries, people, posts
from models.who import open_who

REACHING = ("sending", "sent", "failed")


def staff_count(tx: Transaction, school: str, scope: str) -> int:
    """Return how many people a first version would go to."""
    return _number(tx, select(func.count()).select_from(_staff(school, scope).subquery()))


def freeze(tx: Transaction, notice: str, school: str, scope: str) -> None:
    """Write the audience of a first version: everybody who works there now, once, whatever the number of schools."""
    staff = _staff(school, scope).subquery()
    # With a condition, because SQLite reads "on conflict" behind a bare table as the condition of a join.
    _insert(tx, select(literal(notice), staff.c.id).where(staff.c.id.is_not(None)))


def copy_audience(tx: Transaction, notice: str, previous: str) -> None:
    """Give a version the audience of the one before."""
    _insert(tx, select(literal(notice), audience.c.person).where(audience.c.notice == previous))


def copy_reached(tx: Transaction, notice: str, earlier: Sequence[str]) -> None:
    """Give a lifting the audience of the last of the *earlier* versions, as far as one of these may have got there."""
    _insert(tx, select(literal(notice), audience.c.person).where(*_reached(earlier)))


def reached_count(tx: Transaction, earlier: Sequence[str]) -> int:
    return _number(tx, select(func.count()).select_from(audience).where(*_reached(earlier)))


def unread_names(tx: Transaction, notice: str, limit: int) -> list[str]:
    """Return the first of those who have not pressed the read button."""
    query = select(people.c.id, people.c.sealed).join(audience, audience.c.person == people.c.id)
    query = query.where(audience.c.notice == notice, audience.c.read_at.is_(None))
    # Names are sealed, so the database cannot sort them; no more of them are held than are shown.
    return nsmallest(limit, (open_who(tx, row.id, row.sealed).name for row in tx.execute(query)))


def mark_read(tx: Transaction, notice: str, person: str, at: datetime) -> bool:
    """Note the first reading; False when this person is not in the audience."""
    here = (audience.c.notice == notice, audience.c.person == person)
    tx.execute(update(audience).where(*here, audience.c.read_at.is_(None)).values(read_at=at))
    return tx.execute(select(audience.c.person).where(*here)).first() is not None


def read_at(tx: Transaction, notice: str, person: str) -> datetime | None:
    here = (audience.c.notice == notice, audience.c.person == person)
    found: datetime | None = tx.execute(select(audience.c.read_at).where(*here)).scalar()
    return found


def read_count(tx: Transaction, notice: str) -> int:
    here = (audience.c.notice == notice, audience.c.read_at.is_not(None))
    return _number(tx, select(func.count()).select_from(audience).where(*here))


def _staff(school: str, scope: str) -> Select[Any]:
    """All active people on the staff list of one school, or of all; who works at two of them is one reader."""
    query = select(people.c.id).join(posts, posts.c.person == people.c.id).where(people.c.active, people.c.listed)
    return (query if scope == "alle" else query.where(posts.c.school == school)).distinct()


def _reached(earlier: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """The audience of the last version, without those for whom every post was held back and who have read nothing."""
    told = select(deliveries.c.person).where(
        deliveries.c.notice.in_(earlier),
        deliveries.c.type == "post",
        or_(deliveries.c.state.in_(REACHING), deliveries.c.uncertain),
    )
    other = audience.alias("other")
    read = select(other.c.person).where(other.c.notice.in_(earlier), other.c.read_at.is_not(None))
    return audience.c.notice == earlier[0], or_(audience.c.person.in_(told), audience.c.person.in_(read))


def _insert(tx: Transaction, query: Select[Any]) -> None:
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(audience).from_select(["notice", "person"], query)
    tx.execute(statement.on_conflict_do_nothing(index_elements=["notice", "person"]))


def _number(tx: Transaction, query: Select[Any]) -> int:
    count: int = tx.execute(query).scalar_one()
    return count
