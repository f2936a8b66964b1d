"""What the outbox looks like from outside: how much waits, which lanes are paused, what failed, and trying that again.

Nothing of what is sent is in it: the board is for who repairs the installation, and that person sees no content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, case, func, literal_column, select, text, union_all, update

from models.deliveries import workspace_of
from models.store import Transaction
from models.tables import deliveries, lanes, people
from models.who import open_who

# Word for word as the partial indexes have it, and with a column that the index of all rows has not: SQLite takes no
# other hint.
_UNDER_WAY = text("state in ('waiting', 'sending')")
_BACKLOG: CompoundSelect[Any] = union_all(
    *(
        select(literal_column(f"'{state}'"), func.count(deliveries.c.reason)).where(text(f"state = '{state}'"))
        for state in ("waiting", "sending", "failed")
    )
)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits in one lane: ``late`` of it is due already, ``uncertain`` may have arrived."""

    lane: str
    waiting: int
    late: int
    sending: int
    uncertain: int
    oldest: datetime


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One thing that failed, or that was tried and waits for another try; ``to`` is a person's name or a channel."""

    id: int
    type: str
    to: str
    since: datetime
    attempts: int
    reason: str
    again_at: datetime | None = None


def backlog(tx: Transaction) -> dict[str, int]:
    """Return how many deliveries wait, are being sent and failed; what is done only grows, so it is not counted."""
    return dict(tx.execute(_BACKLOG).all())


def queues(tx: Transaction, now: datetime) -> list[Queue]:
    """Return what waits and what is being sent, per lane."""
    late = case((deliveries.c.due_at <= now, 1), else_=0)
    is_sending = case((deliveries.c.state == "sending", 1), else_=0)
    uncertain = case((deliveries.c.uncertain, 1), else_=0)
    totals = (
        func.count(),
        func.sum(is_sending),
        func.sum(late),
        func.sum(uncertain),
        func.min(deliveries.c.created_at),
    )
    query = select(deliveries.c.lane, *totals).where(_UNDER_WAY)
    return [
        Queue(lane=lane, waiting=every - busy, sending=busy, late=max(due - busy, 0), uncertain=lost, oldest=oldest)
        for lane, every, busy, due, lost, oldest in tx.execute(
            query.group_by(deliveries.c.lane).order_by(deliveries.c.lane)
        )
    ]


def pauses(tx: Transaction, now: datetime) -> dict[str, datetime]:
    """Return which lanes are paused, and until when."""
    query = select(lanes).where(lanes.c.paused_until > now).order_by(lanes.c.name)
    return {row.name: row.paused_until for row in tx.execute(query)}


def failed(tx: Transaction, limit: int) -> list[Trouble]:
    """Return what could not be delivered, the latest first."""
    query = _with_names().where(deliveries.c.state == "failed").order_by(deliveries.c.id.desc())
    return [_trouble(tx, row) for row in tx.execute(query.limit(limit))]


def retrying(tx: Transaction, limit: int) -> list[Trouble]:
    """Return what was tried, did not go, and waits for its next try."""
    tried = (deliveries.c.state == "waiting", deliveries.c.attempts > 0, deliveries.c.reason > "")
    query = _with_names().where(*tried).order_by(deliveries.c.due_at, deliveries.c.id)
    return [_trouble(tx, row) for row in tx.execute(query.limit(limit))]


def try_again(tx: Transaction, ids: Iterable[int] | None, now: datetime) -> int:
    """Have what failed (these, or all of it) wait again from now on; returns how much that was."""
    here = [deliveries.c.state == "failed"] + ([deliveries.c.id.in_(list(ids))] if ids is not None else [])
    step = case((deliveries.c.uncertain, "find"), else_=deliveries.c.type)
    lane = workspace_of(deliveries.c.lane) + ":" + step
    values = {"state": "waiting", "due_at": now, "begun_at": now, "attempts": 0, "lane": lane}
    return len(tx.execute(update(deliveries).where(*here).values(**values).returning(deliveries.c.id)).all())


def _with_names() -> Select[Any]:
    return select(deliveries, people.c.sealed.label("who")).outerjoin(people, people.c.id == deliveries.c.person)


def _trouble(tx: Transaction, row: Row[Any]) -> Trouble:
    return Trouble(
        id=row.id,
        type=row.type,
        to=open_who(tx, row.person, row.who).name or row.channel_to or "",
        since=row.created_at,
        attempts=row.attempts,
        reason=row.reason,
        again_at=row.due_at if row.state == "waiting" else None,
    )
