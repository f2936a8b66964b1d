"""The outbox: what must still reach a person, claimed with a lease by any worker.

States: waiting -> sending (lease) -> sent, moot or failed; a worker that dies while sending leaves ``sending`` with a
lease that runs out, and that row is uncertain: it is looked for before it is sent again.

A row waits in a lane, ``workspace:step``, because the chat product limits each method by itself: what is first looked
for or looked up waits in the lane for that, and goes on in its own. Posts of one conversation leave in their order.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import deliveries
from models.vault import keyring_of

Type = Literal["post", "update", "home", "fetch", "discard", "look"]
Step = Literal["post", "update", "home", "fetch", "discard", "look", "find", "lookup"]
STEPS: tuple[Step, ...] = ("post", "home", "update", "find", "lookup", "fetch", "discard", "look")
FIRST, SOON, BULK, LATER, LAST = 0, 1, 5, 9, 20
_CARD = "card"
PATIENT = 5  # so many times one message may fail before the next in its conversation overtakes it


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One thing to send. ``slot`` is the conversation piece it belongs to, ``target`` the post that it updates.

    ``lane`` is the workspace when it is put, and the workspace with the step it waits for when it comes back.
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
    created_at: datetime | None = None
    begun_at: datetime | None = None

    @property
    def step(self) -> str:
        """What it waits for: its own type, or to be found or looked up first."""
        return self.lane.rpartition(":")[2]


def put(tx: Transaction, rows: Iterable[Delivery], now: datetime) -> None:
    """Add deliveries; one whose key is there already is left as it is."""
    values = [_values(tx, row, now) for row in rows]
    if values:
        insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
        statement = insert(deliveries).on_conflict_do_nothing(index_elements=["key"]).inline()
        tx.execute(statement, values)


def latest_post(tx: Transaction, slot: str) -> Delivery | None:
    """Return the youngest post of a slot, whatever became of it."""
    query = select(deliveries).where(deliveries.c.slot == slot, deliveries.c.type == "post")
    row = tx.execute(query.order_by(deliveries.c.id.desc()).limit(1)).first()
    return delivery_of(tx, row) if row else None


def by_id(tx: Transaction, delivery: int) -> Delivery | None:
    row = tx.execute(select(deliveries).where(deliveries.c.id == delivery)).first()
    return delivery_of(tx, row) if row else None


def slots(tx: Transaction, case_id: str, prefix: str) -> list[str]:
    """Return the slots of a case that begin so."""
    query = select(deliveries.c.slot).where(deliveries.c.case_id == case_id, deliveries.c.type == "post").distinct()
    return [row.slot for row in tx.execute(query) if row.slot.startswith(prefix)]


def slots_like(tx: Transaction, prefix: str) -> list[str]:
    """Return the slots that begin so, of no case: this looks through all of them, for what is seldom asked."""
    query = select(deliveries.c.slot).where(deliveries.c.slot.startswith(prefix, autoescape=True)).distinct()
    return [row.slot for row in tx.execute(query)]


def replace_waiting(tx: Transaction, delivery: Delivery, payload: Mapping[str, Any]) -> bool:
    """Change what has not been sent yet; False when it is too late for that."""
    here = (deliveries.c.id == delivery.id, deliveries.c.state == "waiting", ~deliveries.c.uncertain)
    values = sealed_payload(tx, delivery.key, payload)
    return tx.execute(update(deliveries).where(*here).values(**values)).rowcount == 1


def moot_updates(tx: Transaction, target: int) -> None:
    """A newer update of the same message is coming: drop the ones that still wait."""
    here = (deliveries.c.target == target, deliveries.c.type == "update", deliveries.c.state == "waiting")
    tx.execute(update(deliveries).where(*here).values(state="moot"))


def is_overtaken(tx: Transaction, delivery: Delivery) -> bool:
    """True when a newer update of the same message is under way or done: this one would put the past back."""
    newer = (deliveries.c.id > delivery.id, deliveries.c.state.in_(("waiting", "sending", "sent")))
    return tx.execute(_updates_of(delivery).where(*newer).limit(1)).first() is not None


def is_behind(tx: Transaction, delivery: Delivery, now: datetime) -> bool:
    """True while an older update of the same message is being sent: it could arrive after this one."""
    older = (deliveries.c.id < delivery.id, deliveries.c.state == "sending", deliveries.c.lease_until > now)
    return tx.execute(_updates_of(delivery).where(*older).limit(1)).first() is not None


def window_end(now: datetime, seconds: int) -> datetime:
    """Return the end of the window of so many seconds in which *now* falls."""
    start = int(now.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(start + seconds, UTC)


def _updates_of(delivery: Delivery) -> Select[Any]:
    return select(deliveries.c.id).where(deliveries.c.target == delivery.target, deliveries.c.type == "update")


def workspace_of(lane: ColumnElement[str]) -> ColumnElement[str]:
    """The part of a lane before the step: steps hold no colon, workspaces do not either."""
    return case(
        *((lane.endswith(f":{step}"), func.substr(lane, 1, func.length(lane) - len(step) - 1)) for step in STEPS),
        else_=lane,
    )


def _values(tx: Transaction, row: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "key": row.key,
        "type": row.type,
        "lane": f"{row.lane}:{row.type}",
        "slot": row.slot,
        "conversation": (row.channel_to or row.person) if row.type == "post" else None,
        "person": row.person,
        "channel_to": row.channel_to,
        **sealed_payload(tx, row.key, row.payload),
        "target": row.target,
        "case_id": row.case_id,
        "notice": row.notice,
        "quiet": row.quiet,
        "priority": row.priority,
        "state": "waiting",
        "due_at": row.due_at,
        "created_at": now,
        "begun_at": now,
    }


def sealed_payload(tx: Transaction, key: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a payload: ids in clear, and the card, which names people, sealed."""
    ids = {name: value for name, value in payload.items() if name != _CARD}
    sealed = keyring_of(tx).seal(json.dumps(payload[_CARD]).encode(), _place(key)) if _CARD in payload else None
    return {"payload": ids, "sealed": sealed}


def delivery_of(tx: Transaction, row: Row[Any]) -> Delivery:
    """Return a row as a value, for the modules beside this one."""
    return Delivery(
        id=row.id,
        key=row.key,
        type=row.type,
        lane=row.lane,
        slot=row.slot,
        person=row.person,
        channel_to=row.channel_to,
        payload=_payload(tx, row),
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
        begun_at=row.begun_at,
    )


def _payload(tx: Transaction, row: Row[Any]) -> Mapping[str, Any]:
    ids: Mapping[str, Any] = row.payload
    return ids if row.sealed is None else {**ids, _CARD: json.loads(keyring_of(tx).open(row.sealed, _place(row.key)))}


def _place(key: str) -> str:
    return f"deliveries.sealed:{key}"
