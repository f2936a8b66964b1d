"""What a delivery shows at the moment that it is sent: made then, so that nothing old goes out. It sends nothing."""

from collections.abc import Callable

from models.deliveries import Delivery
from models.store import Transaction
from workflows.cards.elements import Card
from workflows.cards.wire import unpack
from workflows.usecases import reading
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.digest import digest_of
from workflows.usecases.home import home_of
from workflows.usecases.tell import living_card

Maker = Callable[[Context, Transaction, Delivery], Card | None]


def card_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return the card of a delivery as it should read now; None when there is nothing to show any more."""
    if delivery.attempts and delivery.person and delivery.case_id and delivery.slot.startswith("card:"):
        # It waited: meanwhile this person may have lost the case, or the case may have become confidential.
        protocol, case = case_of(ctx, tx, delivery.case_id)
        if delivery.type == "post":
            return living_card(ctx, tx, protocol, case, delivery.person, circle_of(ctx, tx, protocol, case))
    if "about" in delivery.payload and not _still_asked(ctx, tx, delivery):
        return None
    made = next((maker for key, maker in _MAKERS.items() if key in delivery.payload), None)
    return made(ctx, tx, delivery) if made else None


def _still_asked(ctx: Context, tx: Transaction, delivery: Delivery) -> bool:
    """A reminder that waited is only for who is still asked the same thing."""
    _, case = case_of(ctx, tx, delivery.case_id or "")
    found = case.round(*delivery.payload["about"])
    return found is not None and found.state == "open" and found.holds(delivery.person or "")


def _kept(_ctx: Context, _tx: Transaction, delivery: Delivery) -> Card | None:
    return unpack(delivery.payload["card"])


def _digest(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    payload = delivery.payload
    return digest_of(ctx, tx, payload["digest"]) if payload["day"] == ctx.today().isoformat() else None


def _home(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    return home_of(ctx, tx, delivery.payload["home"])


_MAKERS: dict[str, Maker] = {
    "card": _kept,
    "notice": reading.message_of,
    "marked": reading.marked_of,
    "reminder": reading.reminder_of,
    "count": reading.count_of,
    "progress": reading.progress_of,
    "digest": _digest,
    "home": _home,
}
