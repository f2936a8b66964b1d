"""Sending one thing that waits in the outbox: load what it needs, send with no transaction open, record what happened.

At least once, made exactly once where the product allows: an uncertain post is looked for by its key before it is sent
again. Each kind of failure has its own answer; none is swallowed. An error that is no DeliveryError is a fault of ours:
what it left behind is unknown, so its delivery keeps its lease and comes back uncertain when that runs out.

What is claimed when, and by how many hands, is for ``courier``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import claims, deadlines, deliveries, people, roster
from models.deliveries import STEPS, Delivery
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card
from workflows.usecases.context import Context, in_one
from workflows.usecases.deliver_files import discard, fetch, look, not_discarded, not_fetched
from workflows.usecases.delivery_card import card_of
from workflows.usecases.messenger import (
    DeliveryError,
    Messenger,
    PausedError,
    Place,
    RefusedError,
    UncertainError,
)

LEASE = timedelta(seconds=30)
GIVE_UP = claims.GIVE_UP
_BATCH = 40
_ENOUGH = timedelta(seconds=15)  # more than one call may take
_LONGEST = 300
_NOBODY = "no_member"
_NOT_THERE = frozenset({_NOBODY, "channel_not_found", "user_not_found", "users_not_found", "user_disabled"})
_NO_CARD = Card(text="", elements=())
_NOWHERE = Place(channel="", ts="")
_WAIT_FOR_TARGET = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """A delivery with what is needed to send it, loaded beforehand: a card, and where it goes or stands."""

    delivery: Delivery
    card: Card = _NO_CARD
    to: str = ""
    email: str = ""
    place: Place = _NOWHERE


_Instead = Callable[[Transaction], None]


def deliver_due(ctx: Context, messenger: Messenger) -> int:
    """Send what is due now, one thing after another; returns how many deliveries were taken up.

    Raises BaseExceptionGroup when some met a fault of ours, after the others.
    """
    with ctx.store.write() as tx:
        claims.look_for_lost(tx, ctx.now())
        lanes = [f"{ctx.options.lane}:{step}" for step in STEPS]
        taken = [one for lane in lanes for one in claims.claim(tx, lane, ctx.now(), LEASE, _BATCH)]
    faults: list[BaseException] = []
    for one in taken:
        try:
            deliver(ctx, messenger, one)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise BaseExceptionGroup("these deliveries met a fault of ours", faults)
    return len(taken)


def deliver(ctx: Context, messenger: Messenger, delivery: Delivery) -> datetime | None:
    """Bring one claimed delivery a step further, whatever happens: sent, ended, put back, or in another lane.

    Returns until when the chat product wants its lane to be quiet, if it says so.
    """
    with ctx.store.read() as tx:
        ready = _prepare(ctx, tx, delivery)
    if not isinstance(ready, _Ready):
        with ctx.store.write() as tx:
            ready(tx)
        return None
    try:
        _SEND[delivery.step](ctx, messenger, ready)
    except PausedError as error:
        return _paused(ctx, delivery, error)
    except RefusedError as error:
        _ended(ctx, delivery, error.reason)
    except UncertainError as error:
        _later(ctx, delivery, error.reason, uncertain=delivery.type == "post", seconds=error.seconds)
    except DeliveryError as error:
        _later(ctx, delivery, error.reason, uncertain=False)
    return None


def _prepare(ctx: Context, tx: Transaction, delivery: Delivery) -> _Ready | _Instead:
    """Load what is sent and where; or return what is written instead when there is nothing to send (now)."""
    now = ctx.now()
    if not claims.is_held(tx, delivery, now + _ENOUGH):
        return lambda tx: claims.wait(tx, delivery, now, "claimed too long ago")
    if (until := _quiet_until(ctx, delivery)) is not None:
        return lambda tx: claims.wait(tx, delivery, until, "outside working hours")
    if delivery.type in ("fetch", "discard", "look"):
        return _Ready(delivery=delivery)
    card = card_of(ctx, tx, delivery)
    if card is None:
        return lambda tx: claims.end(tx, delivery, "moot", "nothing to show")
    if delivery.target is not None:
        return _prepare_update(ctx, tx, delivery, card)
    if delivery.uncertain and delivery.step != "find":
        return lambda tx: claims.move(tx, delivery, "find", now)
    contact = people.by_id(tx, delivery.person) if delivery.person else None
    if delivery.person and contact is None:
        raise LookupError(f"delivery {delivery.id} is for somebody who was never known")
    return _prepare_post(ctx, delivery, card, contact)


def _prepare_post(ctx: Context, delivery: Delivery, card: Card, contact: Contact | None) -> _Ready | _Instead:
    """Who is not known in the chat product yet is looked up first: that has a lane of its own."""
    if contact is not None and not contact.active:
        return lambda tx: claims.end(tx, delivery, "failed", say("delivery.inactive"))
    to = delivery.channel_to or (contact.member if contact else "") or ""
    if not to and delivery.step != "lookup":
        return lambda tx: claims.move(tx, delivery, "lookup", ctx.now())
    return _Ready(delivery=delivery, card=card, to=to, email=contact.email if contact else "")


def _quiet_until(ctx: Context, delivery: Delivery) -> datetime | None:
    """Return until when something must wait that may only arrive in working hours; None when it may go out now."""
    if delivery.quiet is None:
        return None
    opening = ctx.calendar(delivery.quiet).next_open(ctx.now())
    return opening if opening > ctx.now() else None


def _prepare_update(ctx: Context, tx: Transaction, delivery: Delivery, card: Card) -> _Ready | _Instead:
    target = deliveries.by_id(tx, delivery.target or 0)
    if target is None or target.state in ("failed", "moot"):
        return lambda tx: claims.end(tx, delivery, "moot", "its message was never sent")
    soon = ctx.now() + _WAIT_FOR_TARGET
    if target.channel is None or target.ts is None:
        return lambda tx: claims.wait(tx, delivery, soon, "its message is not sent yet")
    if deliveries.is_overtaken(tx, delivery):
        return lambda tx: claims.end(tx, delivery, "moot", "a newer one took its place")
    if deliveries.is_behind(tx, delivery, ctx.now()):
        return lambda tx: claims.wait(tx, delivery, soon, "an older one is being sent")
    return _Ready(delivery=delivery, card=card, place=Place(channel=target.channel, ts=target.ts))


def _post(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    place = messenger.send(ready.to, ready.card, ready.delivery.key)
    _sent(ctx, ready.delivery, place)


def _find(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    """Look whether an uncertain post is there; what is not goes on in the lane of those that are sent."""
    since = (ready.delivery.created_at or ctx.now()).timestamp() - 60
    place = messenger.find(ready.to, ready.delivery.key, since)
    if place is not None:
        _sent(ctx, ready.delivery, place)
        return
    with ctx.store.write() as tx:
        claims.move(tx, ready.delivery, "post", ctx.now())


def _look_up(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    """Find out how the chat product knows somebody, and go on in the lane that it came from."""
    delivery = ready.delivery
    member = messenger.member_of(ready.email) if ready.email else None
    if member is None or not member.active or not member.staff or delivery.person is None:
        raise RefusedError(_NOBODY)
    person, found = delivery.person, member.id

    def work(tx: Transaction) -> None:
        people.tie(tx, person, found)
        claims.move(tx, delivery, delivery.type, ctx.now())

    in_one(ctx, work)


def _update(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    messenger.update(ready.place, ready.card)
    _sent(ctx, ready.delivery, ready.place)


def _home(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    messenger.home(ready.to, ready.card)
    _sent(ctx, ready.delivery, None)


def _sent(ctx: Context, delivery: Delivery, place: Place | None) -> None:
    with ctx.store.write() as tx:
        channel, ts = (place.channel, place.ts) if place else (None, None)
        claims.sent(tx, delivery.id, ctx.now(), channel, ts)


def _paused(ctx: Context, delivery: Delivery, error: PausedError) -> datetime:
    until = ctx.now() + timedelta(seconds=error.seconds)
    with ctx.store.write() as tx:
        claims.pause(tx, delivery.lane, until)
        claims.wait(tx, delivery, until, error.reason)
    return until


def _later(ctx: Context, delivery: Delivery, reason: str, *, uncertain: bool, seconds: float = 0.0) -> None:
    """Try again, however long the trouble lasts: a token is renewed after the weekend, and all that waited goes out."""
    now = ctx.now()
    if now - (delivery.begun_at or now) > GIVE_UP:
        _ended(ctx, delivery, reason)
        return
    due = max(_backoff(now, delivery), now + timedelta(seconds=seconds))
    with ctx.store.write() as tx:
        claims.again(tx, delivery, due, reason, uncertain=uncertain)


def _ended(ctx: Context, delivery: Delivery, reason: str) -> None:
    def work(tx: Transaction) -> None:
        claims.end(tx, delivery, "failed", say("delivery.no_member") if reason == _NOBODY else reason)
        if delivery.type == "fetch":
            not_fetched(ctx, tx, delivery, reason)
        elif delivery.type == "discard":
            not_discarded(ctx, tx, delivery)
        elif delivery.type == "post" and delivery.person and reason in _NOT_THERE:
            _go_on_without(ctx, tx, delivery.person)

    in_one(ctx, work)


def _go_on_without(ctx: Context, tx: Transaction, person: str) -> None:
    """Somebody who has no account there cannot be asked: their cases go on with who can (until a sync finds them)."""
    roster.place(tx, {person: roster.Place(member=None, in_chat=False)})
    deadlines.reroute(tx, None, ctx.now())


def _backoff(now: datetime, delivery: Delivery) -> datetime:
    """1, 2, 4 ... seconds, spread by the row's number so that retries do not come all at once."""
    seconds = min(2.0 ** min(delivery.attempts - 1, 30), _LONGEST)
    return now + timedelta(seconds=seconds * (1 + (delivery.id % 10) / 20))


_SEND: dict[str, Callable[[Context, Messenger, _Ready], None]] = {
    "post": _post,
    "find": _find,
    "lookup": _look_up,
    "update": _update,
    "home": _home,
    "fetch": lambda ctx, messenger, ready: fetch(ctx, messenger, ready.delivery),
    "discard": lambda ctx, messenger, ready: discard(ctx, messenger, ready.delivery),
    "look": lambda ctx, messenger, ready: look(ctx, messenger, ready.delivery),
}
