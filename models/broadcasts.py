"""One notice to many: its posts are written, counted, stopped and marked by the database, not one by one in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.audiences import REACHING
from models.deliveries import LAST, Delivery, delivery_of, workspace_of
from models.store import Transaction
from models.tables import audience, deliveries, people
from models.types import Json, Moment
from models.who import open_who

STOPPED = "stopped"
_UNSETTLED = ("waiting", "sending")
_COLUMNS = (
    "key", "type", "lane", "slot", "conversation", "person", "payload", "case_id", "notice", "quiet", "priority",
    "state", "due_at", "created_at", "begun_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Those whom a notice could not be delivered to for one reason: how many, and the first of their names."""

    reason: str
    count: int
    names: tuple[str, ...]


def put_for_audience(tx: Transaction, row: Delivery, notice: str, now: datetime, *, unread: bool = False) -> None:
    """Add *row* as a post to everyone in the audience of a *notice*.

    With *unread* only to who has not read it yet, and not to those whose own post was held back or is not settled yet.
    Its key and its slot get the person's id behind them; who has that key already is left out.
    """
    key = literal(f"{row.key}:", String) + audience.c.person
    person = audience.c.person
    fixed = _fixed(row, now)
    query = select(key, *fixed[:2], key, person, person, *fixed[2:]).where(audience.c.notice == notice)
    if unread:
        not_there = deliveries.c.state.in_(("moot", *_UNSETTLED))
        missed = select(deliveries.c.person).where(_posts_of(notice), not_there, deliveries.c.person.is_not(None))
        query = query.where(audience.c.read_at.is_(None), person.not_in(missed))
    _insert(tx, query, _COLUMNS)


def mark_all(tx: Transaction, older: str, payload: Mapping[str, Any], now: datetime) -> None:
    """Queue, as the least urgent of all, a change of every post of an *older* notice that was sent."""
    post = deliveries.c
    query = select(
        _mark_key(),
        literal("update"),
        # A post that had to be looked for ended in the lane for that; its change waits with the other changes.
        workspace_of(post.lane) + literal(":update", String),
        post.slot,
        post.person,
        literal(dict(payload), Json),
        post.id,
        post.case_id,
        literal(LAST),
        literal("waiting"),
        *(literal(now, Moment) for _ in range(3)),
    ).where(_posts_of(older), post.state == "sent")
    columns = ("key", "type", "lane", "slot", "person", "payload", "target", "case_id", "priority", "state")
    _insert(tx, query, (*columns, "due_at", "created_at", "begun_at"))


def stop(tx: Transaction, notice: str) -> None:
    """Send no more of a notice: what waits will not go out, what is being sent ends.

    What may be there already is still looked for; whether it goes out is then for who makes its card.
    """
    here = (_posts_of(notice), deliveries.c.state == "waiting")
    tx.execute(update(deliveries).where(*here, ~deliveries.c.uncertain).values(state="moot", reason=STOPPED))


def resume(tx: Transaction, notice: str, now: datetime) -> None:
    """Send what was held back after all: what was stopped, and what came back from being sent after that."""
    values = {"state": "waiting", "reason": "", "due_at": now, "begun_at": now}
    tx.execute(update(deliveries).where(_posts_of(notice), deliveries.c.state == "moot").values(**values))


def counts(tx: Transaction, notice: str) -> dict[str, int]:
    """Return how many posts to people are in each state; ``uncertain`` are those of the waiting that may be there."""
    query = select(deliveries.c.state, deliveries.c.uncertain, func.count())
    query = query.where(_posts_of(notice), deliveries.c.person.is_not(None))
    found: dict[str, int] = {}
    for state, uncertain, number in tx.execute(query.group_by(deliveries.c.state, deliveries.c.uncertain)):
        kind = "uncertain" if uncertain and state in _UNSETTLED else state
        found[kind] = found.get(kind, 0) + number
    return found


def is_under_way(tx: Transaction, notice: str) -> bool:
    """True while posts of a notice wait or are being sent."""
    return _is_any(tx, _posts_of(notice), deliveries.c.state.in_(_UNSETTLED))


def is_going_out(tx: Transaction, notice: str) -> bool:
    """The same, without what may be there already: to find that out can take days, and others do not wait for it."""
    return _is_any(tx, _posts_of(notice), deliveries.c.state.in_(_UNSETTLED), ~deliveries.c.uncertain)


def may_be_in_channel(tx: Transaction, versions: Sequence[str]) -> bool:
    """True when one of these versions may have come to stand in the channel."""
    post = deliveries.c
    here = (post.notice.in_(versions), post.type == "post", post.channel_to.is_not(None))
    return _is_any(tx, *here, or_(post.state.in_(REACHING), post.uncertain))


def has_unmarked(tx: Transaction, older: str) -> bool:
    """True when a post of an older notice was sent, or found, that has no change queued."""
    marked = deliveries.alias("marked")
    queued = select(marked.c.id).where(marked.c.key == _mark_key())
    return _is_any(tx, _posts_of(older), deliveries.c.state == "sent", ~queued.exists())


def unreached(tx: Transaction, notice: str, most: int) -> list[Unreached]:
    """Return who could not be reached, by reason, the most frequent first; *most* names in all."""
    here = (_posts_of(notice), deliveries.c.state == "failed", deliveries.c.person.is_not(None))
    number = func.count().label("number")
    query = select(deliveries.c.reason, number).where(*here).group_by(deliveries.c.reason)
    found = tx.execute(query.order_by(number.desc(), deliveries.c.reason)).all()
    names: dict[str, list[str]] = {}
    for name, reason in nsmallest(most, _named(tx, *here)):
        names.setdefault(reason, []).append(name)
    return [Unreached(reason=row.reason, count=row.number, names=tuple(names.get(row.reason, ()))) for row in found]


def uncertain_names(tx: Transaction, notice: str, most: int) -> list[str]:
    """Return the first of those of whom nobody knows yet whether they have it."""
    here = (_posts_of(notice), deliveries.c.uncertain, deliveries.c.state.in_(_UNSETTLED))
    return [name for name, _ in nsmallest(most, _named(tx, *here))]


def state_of(tx: Transaction, key: str) -> str | None:
    """Return what became of the delivery with this key; None when there is none."""
    state: str | None = tx.execute(select(deliveries.c.state).where(deliveries.c.key == key)).scalar()
    return state


def latest_update(tx: Transaction, target: int) -> Delivery | None:
    """Return the youngest change of a message; one that waits will show all that happened until it is sent."""
    query = select(deliveries).where(deliveries.c.target == target, deliveries.c.type == "update")
    row = tx.execute(query.order_by(deliveries.c.id.desc()).limit(1)).first()
    return delivery_of(tx, row) if row else None


def _is_any(tx: Transaction, *here: ColumnElement[bool]) -> bool:
    return tx.execute(select(deliveries.c.id).where(*here).limit(1)).first() is not None


def _mark_key() -> ColumnElement[str]:
    return literal("mark:", String) + deliveries.c.key


def _posts_of(notice: str) -> ColumnElement[bool]:
    return (deliveries.c.notice == notice) & (deliveries.c.type == "post")


def _named(tx: Transaction, *here: ColumnElement[bool]) -> Iterator[tuple[str, str]]:
    """Names of the people of these deliveries, with the reason; one by one, because the database cannot sort them."""
    query = select(people.c.id, people.c.sealed, deliveries.c.reason).select_from(deliveries)
    found = tx.execute(query.join(people, people.c.id == deliveries.c.person).where(*here))
    return ((open_who(tx, row.id, row.sealed).name, row.reason) for row in found)


def _fixed(row: Delivery, now: datetime) -> list[Any]:
    """The values that are the same for everybody, in the order of the columns."""
    return [
        literal(row.type),
        literal(f"{row.lane}:{row.type}"),
        literal(dict(row.payload), Json),
        literal(row.case_id, String),
        literal(row.notice, String),
        literal(row.quiet, String),
        literal(row.priority),
        literal("waiting"),
        literal(row.due_at, Moment),
        literal(now, Moment),
        literal(now, Moment),
    ]


def _insert(tx: Transaction, query: Select[Any], columns: tuple[str, ...]) -> None:
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    tx.execute(insert(deliveries).from_select(list(columns), query).on_conflict_do_nothing(index_elements=["key"]))
