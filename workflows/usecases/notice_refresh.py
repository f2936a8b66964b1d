"""Bringing up to date what shows how far a notice has come, at most once per 15 seconds; counted when it is sent.

The sender's card, the post in the channel, and the home pages of who sent the notice or can lift it. Keys with the
window in them make that hold for several workers too.
"""

from typing import TypeGuard

from models import broadcasts, deliveries
from models.deliveries import Delivery
from models.notices import Notice
from models.store import Transaction
from workflows.usecases.context import Context, case_of
from workflows.usecases.notice_aim import lifters
from workflows.usecases.notice_sight import channel_key
from workflows.usecases.tell import queue_homes

WINDOW = 15
_LAST = ":last"


def queue_progress(ctx: Context, tx: Transaction, notice: Notice) -> None:
    """Queue what is shown of a notice for the end of this window; what waits already will tell it all."""
    window = int(ctx.now().timestamp()) // WINDOW
    _queue(ctx, tx, notice, str(window))


def queue_last(ctx: Context, tx: Transaction, notice: Notice) -> None:
    """Show it once more, for a notice that is no longer under way: the last look may have been too early."""
    if mark := last_mark(tx, notice.id):
        _queue(ctx, tx, notice, mark)


def last_mark(tx: Transaction, notice: str) -> str:
    """Return under which mark it is shown once more; empty when that was done already, or will be."""
    card = deliveries.latest_post(tx, _card_key(notice))
    latest = broadcasts.latest_update(tx, card.id) if card else None
    if latest is None or latest.state == "waiting" or latest.key.endswith(_LAST):
        return ""
    return latest.key.removeprefix(f"{_card_key(notice)}:") + _LAST


def _queue(ctx: Context, tx: Transaction, notice: Notice, mark: str) -> None:
    card = deliveries.latest_post(tx, _card_key(notice.id))
    latest = broadcasts.latest_update(tx, card.id) if card else None
    if latest is not None and (latest.state == "waiting" or latest.key == f"{_card_key(notice.id)}:{mark}"):
        return
    channel = deliveries.latest_post(tx, channel_key(notice.id)) if _counts_in_channel(notice) else None
    posts = {"progress": card, "count": channel}
    rows = [_update(ctx, notice, what, target, mark) for what, target in posts.items() if _is_there(target)]
    deliveries.put(tx, rows, ctx.now())
    protocol, case = case_of(ctx, tx, notice.case_id)
    who = {notice.sender, *lifters(protocol, case)}
    due = deliveries.window_end(ctx.now(), WINDOW)
    queue_homes(ctx, tx, who, f"{notice.id}:{mark}", case_id=notice.case_id, due_at=due)


def _counts_in_channel(notice: Notice) -> bool:
    return notice.asks and notice.via != "direct" and notice.state == "running"


def _is_there(target: Delivery | None) -> TypeGuard[Delivery]:
    return target is not None and target.state not in ("failed", "moot")


def _update(ctx: Context, notice: Notice, what: str, target: Delivery, mark: str) -> Delivery:
    return Delivery(
        key=f"{what}:{notice.id}:{mark}",
        type="update",
        lane=ctx.options.lane,
        slot=target.slot,
        payload={what: notice.id},
        due_at=deliveries.window_end(ctx.now(), WINDOW),
        person=target.person,
        target=target.id,
        case_id=notice.case_id,
        priority=deliveries.LATER,
    )


def _card_key(notice: str) -> str:
    return f"progress:{notice}"
