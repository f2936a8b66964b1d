"""Days away that people set in the app. What the staff file says of days away stands in ``posts``."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select

from models import tables
from models.store import Transaction
from workflows.engine.person import Absence


@dataclass(frozen=True, kw_only=True)
class Leave:
    """One period, and who set it: whole local days, both included; without ``last`` until further notice."""

    id: str
    person: str
    first: date
    last: date | None
    deputy: str | None
    set_by: str
    set_at: datetime


def add(tx: Transaction, leave: Leave) -> None:
    values = {key: getattr(leave, key) for key in ("id", "person", "first", "last", "deputy", "set_by", "set_at")}
    tx.execute(tables.absences.insert().values(**values))


def end(tx: Transaction, leave: Leave, last: date) -> None:
    """Let a period end that day; one that would end before it begins is taken away."""
    here = tables.absences.c.id == leave.id
    if last < leave.first:
        tx.execute(tables.absences.delete().where(here))
    else:
        tx.execute(tables.absences.update().where(here).values(last=last))


def load(tx: Transaction, leave: str) -> Leave | None:
    row = tx.execute(select(tables.absences).where(tables.absences.c.id == leave)).first()
    return _leave(row) if row else None


def coming(tx: Transaction, people: Iterable[str], today: date) -> list[Leave]:
    """Return the periods of these people that are not over, the first one on top."""
    absences = tables.absences
    query = select(absences).where(absences.c.person.in_(set(people)), _not_over(today))
    return [_leave(row) for row in tx.execute(query.order_by(absences.c.first, absences.c.id))]


def coming_at(tx: Transaction, schools: Iterable[str] | None, today: date, limit: int) -> list[Leave]:
    """Return such periods of everybody who works at these schools (None: at any), the first one on top."""
    absences, people, posts = tables.absences, tables.people, tables.posts
    here = [posts.c.school.in_(set(schools))] if schools is not None else []
    staff = select(posts.c.person).join(people, people.c.id == posts.c.person).where(people.c.active, *here)
    query = select(absences).where(absences.c.person.in_(staff), _not_over(today))
    return [_leave(row) for row in tx.execute(query.order_by(absences.c.first, absences.c.id).limit(limit))]


def of(tx: Transaction, today: date) -> dict[str, tuple[Absence, ...]]:
    """Return all periods that are not over, as the engine knows them, by person."""
    query = select(tables.absences).where(_not_over(today))
    found: dict[str, tuple[Absence, ...]] = defaultdict(tuple)
    for row in tx.execute(query.order_by(tables.absences.c.first, tables.absences.c.id)):
        found[row.person] += (Absence(first=row.first, last=row.last, deputy=row.deputy),)
    return dict(found)


def _not_over(today: date) -> Any:
    return or_(tables.absences.c.last.is_(None), tables.absences.c.last >= today)


def _leave(row: Row[Any]) -> Leave:
    return Leave(
        id=row.id,
        person=row.person,
        first=row.first,
        last=row.last,
        deputy=row.deputy,
        set_by=row.set_by,
        set_at=row.set_at,
    )
