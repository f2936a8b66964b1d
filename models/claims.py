"""What a worker does with the outbox: it claims a row with a lease, and says what became of it. It sends nothing.

Every change of a claimed row is fenced by the number of its attempt: a worker that was away longer than its lease
changes nothing any more. A lane that the chat product wants to be quiet is paused here, for every worker.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, bindparam, case, exists, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from models.deliveries import LAST, PATIENT, Delivery, Step, delivery_of, workspace_of
from models.store import Transaction
from models.tables import deliveries, lanes
from models.types import Moment

GIVE_UP = timedelta(days=7)
FAULT = "fault"
_LONGEST_PAUSE = timedelta(hours=1)  # one that ends later than that was set by a clock that was moved back since


def look_for_lost(tx: Transaction, now: datetime) -> int:
    """Have what a worker was sending when it died wait again; returns how many.

    A post may have arrived, so it is looked for first; anything else may simply be done twice. What has been tried
    for as long as GIVE_UP ends here: a row on which every worker stumbles would else come back for ever.
    """
    return len(tx.execute(_LOST, {"moment": now, "too_old": now - GIVE_UP}).all())


def claim(
    tx: Transaction, lane: str, now: datetime, lease: timedelta, limit: int, *, least: int = LAST
) -> list[Delivery]:
    """Return what is due in a lane, leased to the caller, most urgent first; nothing while the lane is paused.

    What is less urgent than *least* is left alone.
    """
    given = {"in_lane": lane, "moment": now, "least": least, "most": limit, "far": now + _LONGEST_PAUSE}
    rows = tx.execute(_DUE, given).all()
    if rows:
        tx.execute(_LEASED, {"ids": [row.id for row in rows], "until": now + lease})
    return [replace(delivery_of(tx, row), attempts=row.attempts + 1, state="sending") for row in rows]


def resumes_at(tx: Transaction, workspace: str, now: datetime) -> dict[str, datetime]:
    """Return the lanes of a workspace that are paused, and until when."""
    paused = lanes.c.paused_until.between(now, now + _LONGEST_PAUSE)
    query = select(lanes).where(lanes.c.name.startswith(f"{workspace}:", autoescape=True), paused)
    return {row.name: row.paused_until for row in tx.execute(query)}


def is_held(tx: Transaction, delivery: Delivery, until: datetime) -> bool:
    """True while this claim lasts, at least until that moment: a worker that was away too long sends nothing."""
    claimed = {"row": delivery.id, "attempt": delivery.attempts, "moment": until}
    return tx.execute(_HELD, claimed).first() is not None


def sent(tx: Transaction, delivery: int, at: datetime, channel: str | None, ts: str | None) -> None:
    tx.execute(_SENT, {"row": delivery, "at": at, "in_channel": channel, "with_ts": ts})


def move(tx: Transaction, delivery: Delivery, step: Step, now: datetime) -> None:
    """Let it go on in the lane of another step, as if it had not been taken in this one."""
    lane = f"{delivery.lane.rpartition(':')[0]}:{step}"
    values = {"state": "waiting", "due_at": now, "lane": lane, "attempts": deliveries.c.attempts - 1}
    certain = {"uncertain": False} if delivery.step == "find" else {}
    tx.execute(update(deliveries).where(*_mine(delivery)).values(**values, **certain))


def again(tx: Transaction, delivery: Delivery, due_at: datetime, reason: str, *, uncertain: bool = False) -> None:
    """Try later; ``uncertain`` means that it may have arrived already, so it is looked for first."""
    values: dict[str, Any] = {"state": "waiting", "due_at": due_at, "reason": reason[:300]}
    if uncertain:
        values |= {"uncertain": True, "lane": f"{delivery.lane.rpartition(':')[0]}:find"}
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
    longer = or_(lanes.c.paused_until < until, lanes.c.paused_until > until + _LONGEST_PAUSE)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"paused_until": until}, where=longer))


def _mine(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    """The row, as long as it is this claim that holds it: a worker that was away too long changes nothing."""
    here = deliveries.c.id == delivery.id
    return here, deliveries.c.state == "sending", deliveries.c.attempts == delivery.attempts


def _goes_before() -> ColumnElement[bool]:
    """An older, no less urgent post of the same conversation is not there yet; what waits for morning is passed."""
    older = deliveries.alias("older")
    return exists().where(
        older.c.conversation == deliveries.c.conversation,
        older.c.id < deliveries.c.id,
        older.c.priority <= deliveries.c.priority,
        text("older.state in ('waiting', 'sending')"),
        older.c.quiet.is_(None),
        older.c.attempts <= PATIENT,
    )


# Built once: these run for every message, and building a statement costs more than what the database does with it.
# States stand in them as words, not as parameters: only then does SQLite use an index that holds one state.
_MOMENT = bindparam("moment", type_=Moment)
_PAUSED = exists().where(
    lanes.c.name == bindparam("in_lane"),
    lanes.c.paused_until > _MOMENT,
    lanes.c.paused_until <= bindparam("far", type_=Moment),
)
_IS_POST = deliveries.c.type == "post"
_TOO_OLD = deliveries.c.begun_at < bindparam("too_old", type_=Moment)
_LOST = (
    update(deliveries)
    .where(text("state = 'sending'"), deliveries.c.lease_until <= _MOMENT)
    .values(
        state=case((_TOO_OLD, "failed"), else_="waiting"),
        reason=case((_TOO_OLD, FAULT), else_=deliveries.c.reason),
        due_at=_MOMENT,
        uncertain=or_(deliveries.c.uncertain, _IS_POST),
        lane=case((_IS_POST, workspace_of(deliveries.c.lane) + ":find"), else_=deliveries.c.lane),
    )
    .returning(deliveries.c.id)
)
_DUE = (
    select(deliveries)
    .where(text("deliveries.state = 'waiting'"), deliveries.c.lane == bindparam("in_lane"))
    .where(deliveries.c.due_at <= _MOMENT, deliveries.c.priority <= bindparam("least"), ~_PAUSED, ~_goes_before())
    .order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=deliveries)
)
_LEASED = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="sending", lease_until=bindparam("until"), attempts=deliveries.c.attempts + 1)
)
_HELD = select(deliveries.c.id).where(
    deliveries.c.id == bindparam("row"),
    deliveries.c.state == "sending",
    deliveries.c.attempts == bindparam("attempt"),
    deliveries.c.lease_until >= _MOMENT,
)
_SENT = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(
        state="sent",
        sent_at=bindparam("at"),
        channel=bindparam("in_channel"),
        ts=bindparam("with_ts"),
        reason="",
        uncertain=False,
    )
)
