"""What rows there are about one person, for who asks what is held on them. It opens no content and decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from models.store import Transaction
from models.tables import absences, audience, cases, contents, files, notices


@dataclass(frozen=True, kw_only=True)
class Away:
    """One period that was set in the app; ``by_self`` is whether the person did so."""

    first: date
    last: date | None
    set_at: datetime
    by_self: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice that was sent to a person."""

    version: int
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Given:
    """One file of a case: what it is, not what it shows."""

    content: str
    state: str
    media: str
    size: int


def every_case(tx: Transaction) -> Iterator[str]:
    """Return the ids of all cases, oldest first."""
    return iter(tx.execute(select(cases.c.id).order_by(cases.c.created_at, cases.c.id)).scalars().all())


def texts_count(tx: Transaction, most: int) -> int:
    """Return how many texts are kept, counted until *most*."""
    some = select(contents.c.id).limit(most).subquery()
    return tx.execute(select(func.count()).select_from(some)).scalar_one()


def away(tx: Transaction, person: str) -> list[Away]:
    """Return all periods of a person, those that are over too."""
    query = select(absences).where(absences.c.person == person).order_by(absences.c.first, absences.c.id)
    return [
        Away(first=row.first, last=row.last, set_at=row.set_at, by_self=row.set_by == person)
        for row in tx.execute(query)
    ]


def told(tx: Transaction, person: str) -> list[Told]:
    """Return the notices of which this person was in the audience, oldest first."""
    query = (
        select(notices.c.version, notices.c.sent_at, audience.c.read_at)
        .join(notices, notices.c.id == audience.c.notice)
        .where(audience.c.person == person, notices.c.sent_at.is_not(None))
    )
    rows = tx.execute(query.order_by(notices.c.sent_at, notices.c.id))
    return [Told(version=row.version, sent_at=row.sent_at, read_at=row.read_at) for row in rows]


def files_by(tx: Transaction, contents: list[str]) -> dict[str, Given]:
    """Return what is known of the files among these pieces of content."""
    rows = tx.execute(select(files).where(files.c.content.in_(contents))) if contents else ()
    return {row.content: _given(row) for row in rows}


def _given(row: Row[Any]) -> Given:
    return Given(content=row.content, state=row.state, media=row.media, size=row.size)
