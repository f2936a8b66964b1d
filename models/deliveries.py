"""The outbox: what must still reach a person, claimed with a lease by any worker.

States: waiting -> sending (lease) -> sent, moot or failed; a worker that dies while sending leaves ``sending`` with a
lease that runs out, and that row is uncertain: it is looked for before it is sent again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import deliveries, lanes

Type = Literal["post", "update", "home", "fetch", "discard"]
FIRST, SOON, BULK, LATER = 0, 1, 5, 9


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One thing to send. ``slot`` is the conversation piece it belongs to, ``target`` the post that it updates.

    ``quiet`` is the school in whose working hours it may be sent, for what can wait until then.
    ``attempts`` counts this one in when it was claimed: together with the state it tells whose turn it is.
    """

    key: str
    type: Type
    lane: str
    slot: str
    payload: Mapping[str, Any]
    due_at: datetime
    person: str | None = None
    channel_to: str | None = None
    target: int | None = None
    case_id: str | None = None
    notice: str | None = None
    quiet: str | None = None
    priority: int = FIRST
    id: int = 0
    attempts: int = 0
    uncertain: bool = False
    state: str = "waiting"
    reason: str = ""
    channel: str | None = None
    ts: str | None = None
    created_at: datetime | None = field(default=None)


def put(tx: Transaction, rows: Iterable[Delivery], now: datetime) -> None:
    """Add deliveries; one whose key is there already is left as it is."""
    values = [_values(row, now) for row in rows]
    if values:
        insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
        statement = insert(deliveries).on_conflict_do_nothing(index_elements=["key"])
        tx.execute(statement, values)


def latest_post(tx: Transaction, slot: str) -> Delivery | None:
    """Return the youngest post of a slot, whatever became of it."""
    query = select(deliveries).where(deliveries.c.slot == slot, deliveries.c.type == "post")
    row = tx.execute(query.order_by(deliveries.c.id.desc()).limit(1)).first()
    return _delivery(row) if row else None


def by_id(tx: Transaction, delivery: int) -> Delivery | None:
    row = tx.execute(select(deliveries).where(deliveries.c.id == delivery)).first()
    return _delivery(row) if row else None


def slots(tx: Transaction, prefix: str) -> list[str]:
    """Return the slots that begin so."""
    query = select(deliveries.c.slot).where(deliveries.c.slot.startswith(prefix, autoescape=True)).distinct()
    return [row.slot for row in tx.execute(query)]


def replace_waiting(tx: Transaction, delivery: int, payload: Mapping[str, Any]) -> bool:
    """Change what has not been sent yet; False when it is too late for that."""
    here = (deliveries.c.id == delivery, deliveries.c.state == "waiting", ~deliveries.c.uncertain)
    return tx.execute(update(deliveries).where(*here).values(payload=dict(payload))).rowcount == 1


def moot_updates(tx: Transaction, target: int) -> None:
    """A newer update of the same message is coming: drop the ones that still wait."""
    here = (deliveries.c.target == target, deliveries.c.type == "update", deliveries.c.state == "waiting")
    tx.execute(update(deliveries).where(*here).values(state="moot"))


def claim(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """Return due deliveries, now leased to the caller; an expired lease comes back marked uncertain."""
    paused = [row.name for row in tx.execute(select(lanes.c.name).where(lanes.c.paused_until > now))]
    query = (
        select(deliveries)
        .where(_claimable(now), deliveries.c.lane.not_in(paused) if paused else deliveries.c.id > 0)
        .order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.execute(query).all()
    if rows:
        mine = deliveries.c.id.in_([row.id for row in rows])
        lost = deliveries.c.state == "sending"
        values = {
            "state": "sending",
            "lease_until": now + lease,
            "attempts": deliveries.c.attempts + 1,
            "uncertain": or_(deliveries.c.uncertain, lost),
        }
        tx.execute(update(deliveries).where(mine).values(**values))
    return [_claimed(row) for row in rows]


def hold(tx: Transaction, delivery: Delivery, until: datetime) -> bool:
    """Lengthen the lease; False when it ran out and somebody else has taken the delivery over since."""
    return tx.execute(update(deliveries).where(*_mine(delivery)).values(lease_until=until)).rowcount == 1


def is_overtaken(tx: Transaction, delivery: Delivery) -> bool:
    """True when a newer update of the same message is under way or done: this one would put the past back."""
    newer = (deliveries.c.id > delivery.id, deliveries.c.state.in_(("waiting", "sending", "sent")))
    return tx.execute(_updates_of(delivery).where(*newer).limit(1)).first() is not None


def is_behind(tx: Transaction, delivery: Delivery, now: datetime) -> bool:
    """True while an older update of the same message is being sent: it could arrive after this one."""
    older = (deliveries.c.id < delivery.id, deliveries.c.state == "sending", deliveries.c.lease_until > now)
    return tx.execute(_updates_of(delivery).where(*older).limit(1)).first() is not None


def sent(tx: Transaction, delivery: int, at: datetime, channel: str | None, ts: str | None) -> None:
    values = {"state": "sent", "sent_at": at, "channel": channel, "ts": ts, "reason": "", "uncertain": False}
    tx.execute(update(deliveries).where(deliveries.c.id == delivery).values(**values))


def again(tx: Transaction, delivery: Delivery, due_at: datetime, reason: str, *, uncertain: bool = False) -> None:
    """Try later; ``uncertain`` means that it may have arrived already."""
    values: dict[str, Any] = {"state": "waiting", "due_at": due_at, "reason": reason[:300]}
    if uncertain:
        values["uncertain"] = True
    tx.execute(update(deliveries).where(*_mine(delivery)).values(**values))


def wait(tx: Transaction, delivery: Delivery, due_at: datetime, reason: str) -> None:
    """Put it back as if it had not been taken: it was not this delivery's fault."""
    values = {"state": "waiting", "due_at": due_at, "reason": reason[:300], "attempts": deliveries.c.attempts - 1}
    tx.execute(update(deliveries).where(*_mine(delivery)).values(**values))


def end(tx: Transaction, delivery: Delivery, state: Literal["failed", "moot"], reason: str) -> None:
    tx.execute(update(deliveries).where(*_mine(delivery)).values(state=state, reason=reason[:300]))


def pause(tx: Transaction, lane: str, until: datetime) -> None:
    """Nobody uses this lane before that moment: seen by every worker. A longer pause is never shortened."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(lanes).values(name=lane, paused_until=until)
    longer = lanes.c.paused_until < until
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"paused_until": until}, where=longer))


def window_end(now: datetime, seconds: int) -> datetime:
    """Return the end of the window of so many seconds in which *now* falls."""
    start = int(now.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(start + seconds, UTC)


def counts(tx: Transaction, notice: str) -> dict[str, int]:
    """Return how many posts of a notice are in each state."""
    query = select(deliveries.c.state, func.count()).where(deliveries.c.notice == notice, deliveries.c.type == "post")
    return dict(tx.execute(query.group_by(deliveries.c.state)).all())


def failed_of(tx: Transaction, notice: str) -> list[Delivery]:
    query = select(deliveries).where(deliveries.c.notice == notice, deliveries.c.state == "failed")
    return [_delivery(row) for row in tx.execute(query.order_by(deliveries.c.id))]


def backlog(tx: Transaction) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    return dict(tx.execute(query).all())


def _mine(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    """The row, as long as it is this claim that holds it: a worker that was away too long changes nothing."""
    here = deliveries.c.id == delivery.id
    return here, deliveries.c.state == "sending", deliveries.c.attempts == delivery.attempts


def _updates_of(delivery: Delivery) -> Select[Any]:
    return select(deliveries.c.id).where(deliveries.c.target == delivery.target, deliveries.c.type == "update")


def _claimed(row: Row[Any]) -> Delivery:
    uncertain = row.uncertain or row.state == "sending"
    return replace(_delivery(row), uncertain=uncertain, attempts=row.attempts + 1, state="sending")


def _claimable(now: datetime) -> ColumnElement[bool]:
    due = and_(deliveries.c.state == "waiting", deliveries.c.due_at <= now)
    lost = and_(deliveries.c.state == "sending", deliveries.c.lease_until <= now)
    return or_(due, lost)


def _values(row: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "key": row.key,
        "type": row.type,
        "lane": row.lane,
        "slot": row.slot,
        "person": row.person,
        "channel_to": row.channel_to,
        "payload": dict(row.payload),
        "target": row.target,
        "case_id": row.case_id,
        "notice": row.notice,
        "quiet": row.quiet,
        "priority": row.priority,
        "state": "waiting",
        "due_at": row.due_at,
        "created_at": now,
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.key,
        type=row.type,
        lane=row.lane,
        slot=row.slot,
        person=row.person,
        channel_to=row.channel_to,
        payload=row.payload,
        target=row.target,
        case_id=row.case_id,
        notice=row.notice,
        quiet=row.quiet,
        priority=row.priority,
        due_at=row.due_at,
        attempts=row.attempts,
        uncertain=row.uncertain,
        state=row.state,
        reason=row.reason,
        channel=row.channel,
        ts=row.ts,
        created_at=row.created_at,
    )
