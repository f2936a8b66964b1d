"""Sending what waits in the outbox: claim with a lease, send with no transaction open, record what happened.

At least once, made exactly once where the product allows: an uncertain post is looked for by its key before it is sent
again. Each kind of failure has its own answer; none is swallowed. An error that is no DeliveryError is a fault of ours:
what it left behind is unknown, so its delivery keeps its lease and comes back uncertain when that runs out, the others
of the batch go on, and then it is raised for the scheduler's log.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import deadlines, deliveries, people, roster
from models.deliveries import Delivery
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card
from workflows.cards.wire import unpack
from workflows.usecases import reading
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.deliver_files import discard, fetch, not_fetched
from workflows.usecases.digest import digest_of
from workflows.usecases.home import home_of
from workflows.usecases.messenger import (
    DeliveryError,
    Messenger,
    PausedError,
    Place,
    RefusedError,
    UncertainError,
)
from workflows.usecases.tell import living_card

LEASE = timedelta(seconds=30)
BATCH = 40
GIVE_UP = timedelta(days=7)
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


def deliver_due(
    ctx: Context,
    messenger: Messenger,
    pool: ThreadPoolExecutor | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Send one batch of what is due; returns how many deliveries were taken up.

    Without a *pool* they go one by one. Raises BaseExceptionGroup when some met a fault of ours, after the others.
    """
    with ctx.store.write() as tx:
        batch = deliveries.claim(tx, ctx.now(), LEASE, BATCH)
    if not batch:
        return 0
    with nullcontext(pool) if pool else ThreadPoolExecutor(1) as senders:
        sending = [senders.submit(_deliver, ctx, messenger, one, is_stopping) for one in batch]
        faults = [fault for one in sending if (fault := one.exception()) is not None]
    if faults:
        raise BaseExceptionGroup("these deliveries met a fault of ours", faults)
    return len(batch)


def _deliver(ctx: Context, messenger: Messenger, delivery: Delivery, is_stopping: Callable[[], bool]) -> None:
    if is_stopping():
        with ctx.store.write() as tx:
            deliveries.wait(tx, delivery, ctx.now(), delivery.reason)
        return
    try:
        ready = _prepare(ctx, delivery)
        if ready is None:
            return
        _SEND[delivery.type](ctx, messenger, ready)
    except PausedError as error:
        _paused(ctx, delivery, error)
    except RefusedError as error:
        _ended(ctx, delivery, error.reason)
    except UncertainError as error:
        _later(ctx, delivery, error.reason, uncertain=delivery.type == "post")
    except DeliveryError as error:
        _later(ctx, delivery, error.reason, uncertain=False)


def _prepare(ctx: Context, delivery: Delivery) -> _Ready | None:
    """Load what is sent and where; None when there is nothing to send (any more)."""
    with ctx.store.write() as tx:
        # The lease began when the batch was claimed; what stood at the end of it needs a whole one to be sent.
        if not deliveries.hold(tx, delivery, ctx.now() + LEASE):
            return None
        if (until := _quiet_until(ctx, delivery)) is not None:
            deliveries.wait(tx, delivery, until, "outside working hours")
            return None
        card = _card(ctx, tx, delivery)
        if delivery.type in ("fetch", "discard"):
            return _Ready(delivery=delivery)
        if card is None:
            deliveries.end(tx, delivery, "moot", "nothing to show")
            return None
        if delivery.target is not None:
            return _prepare_update(ctx, tx, delivery, card)
        contact = people.by_id(tx, delivery.person) if delivery.person else None
        if contact is not None and not contact.active:
            deliveries.end(tx, delivery, "failed", say("delivery.inactive"))
            return None
    to = delivery.channel_to or (contact.member if contact else "") or ""
    return _Ready(delivery=delivery, card=card, to=to, email=contact.email if contact else "")


def _quiet_until(ctx: Context, delivery: Delivery) -> datetime | None:
    """Return until when something must wait that may only arrive in working hours; None when it may go out now."""
    if delivery.quiet is None:
        return None
    opening = ctx.calendar(delivery.quiet).next_open(ctx.now())
    return opening if opening > ctx.now() else None


def _prepare_update(ctx: Context, tx: Transaction, delivery: Delivery, card: Card) -> _Ready | None:
    target = deliveries.by_id(tx, delivery.target or 0)
    if target is None or target.state in ("failed", "moot"):
        deliveries.end(tx, delivery, "moot", "its message was never sent")
        return None
    if target.channel is None or target.ts is None:
        deliveries.wait(tx, delivery, ctx.now() + _WAIT_FOR_TARGET, "its message is not sent yet")
        return None
    if deliveries.is_overtaken(tx, delivery):
        deliveries.end(tx, delivery, "moot", "a newer one took its place")
        return None
    if deliveries.is_behind(tx, delivery, ctx.now()):
        deliveries.wait(tx, delivery, ctx.now() + _WAIT_FOR_TARGET, "an older one is being sent")
        return None
    return _Ready(delivery=delivery, card=card, place=Place(channel=target.channel, ts=target.ts))


def _card(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    payload = delivery.payload
    if delivery.attempts and delivery.person and delivery.case_id and delivery.slot.startswith("card:"):
        # It waited: meanwhile this person may have lost the case, or the case may have become confidential.
        protocol, case = case_of(ctx, tx, delivery.case_id)
        if delivery.type == "post":
            return living_card(ctx, tx, protocol, case, delivery.person, circle_of(ctx, tx, protocol, case))
    if "about" in payload and not _still_asked(ctx, tx, delivery):
        return None
    if "card" in payload:
        return unpack(payload["card"])
    if "notice" in payload:
        return reading.message_of(ctx, tx, payload["notice"], delivery.person, asks=payload.get("asks", True))
    if "progress" in payload:
        return reading.progress_of(ctx, tx, payload["progress"])
    if "digest" in payload:
        return digest_of(ctx, tx, payload["digest"]) if payload["day"] == ctx.today().isoformat() else None
    if "home" in payload:
        return home_of(ctx, tx, payload["home"])
    return None


def _still_asked(ctx: Context, tx: Transaction, delivery: Delivery) -> bool:
    """A reminder that waited is only for who is still asked the same thing."""
    _, case = case_of(ctx, tx, delivery.case_id or "")
    found = case.round(*delivery.payload["about"])
    return found is not None and found.state == "open" and found.holds(delivery.person or "")


def _post(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    delivery = ready.delivery
    to = ready.to or _look_up(ctx, messenger, ready)
    place = None
    if delivery.uncertain:
        since = (delivery.created_at or ctx.now()).timestamp() - 60
        place = messenger.find(to, delivery.key, since)
    if place is None:
        if delivery.uncertain and not _holds(ctx, delivery):
            return
        place = messenger.send(to, ready.card, delivery.key)
    with ctx.store.write() as tx:
        deliveries.sent(tx, delivery.id, ctx.now(), place.channel, place.ts)


def _holds(ctx: Context, delivery: Delivery) -> bool:
    """Looking back through a long conversation takes time: true when nobody took the delivery over meanwhile."""
    with ctx.store.write() as tx:
        return deliveries.hold(tx, delivery, ctx.now() + LEASE)


def _look_up(ctx: Context, messenger: Messenger, ready: _Ready) -> str:
    member = messenger.member_of(ready.email) if ready.email else None
    if member is None or not member.active or not member.staff or ready.delivery.person is None:
        raise RefusedError(_NOBODY)
    with ctx.store.write() as tx:
        people.tie(tx, ready.delivery.person, member.id)
    return member.id


def _update(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    messenger.update(ready.place, ready.card)
    with ctx.store.write() as tx:
        deliveries.sent(tx, ready.delivery.id, ctx.now(), ready.place.channel, ready.place.ts)


def _home(ctx: Context, messenger: Messenger, ready: _Ready) -> None:
    messenger.home(ready.to or _look_up(ctx, messenger, ready), ready.card)
    with ctx.store.write() as tx:
        deliveries.sent(tx, ready.delivery.id, ctx.now(), None, None)


def _paused(ctx: Context, delivery: Delivery, error: PausedError) -> None:
    until = ctx.now() + timedelta(seconds=error.seconds)
    with ctx.store.write() as tx:
        deliveries.pause(tx, delivery.lane, until)
        deliveries.wait(tx, delivery, until, error.reason)


def _later(ctx: Context, delivery: Delivery, reason: str, *, uncertain: bool) -> None:
    """Try again, however long the trouble lasts: a token is renewed after the weekend, and all that waited goes out."""
    now = ctx.now()
    if now - (delivery.created_at or now) > GIVE_UP:
        _ended(ctx, delivery, reason)
        return
    with ctx.store.write() as tx:
        deliveries.again(tx, delivery, _backoff(now, delivery), reason, uncertain=uncertain)


def _ended(ctx: Context, delivery: Delivery, reason: str) -> None:
    with ctx.store.write() as tx:
        deliveries.end(tx, delivery, "failed", say("delivery.no_member") if reason == _NOBODY else reason)
        if delivery.type == "fetch":
            not_fetched(ctx, tx, delivery, reason)
        elif delivery.type == "post" and delivery.person and reason in _NOT_THERE:
            _go_on_without(ctx, tx, delivery.person)


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
    "update": _update,
    "home": _home,
    "fetch": lambda ctx, messenger, ready: fetch(ctx, messenger, ready.delivery),
    "discard": lambda ctx, messenger, ready: discard(ctx, messenger, ready.delivery),
}
