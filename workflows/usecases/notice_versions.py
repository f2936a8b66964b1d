"""How a version of a notice takes the place of the one before: its audience, its posts, and the end of the older.

A first version goes to the staff of that moment. A better text goes to the same people, a lifting to whoever may have
got an earlier text, and to the channel only when one may stand there. All of it is written by the database in the
transaction of who sends (docs/decisions/0020). Afterwards, when nothing of either goes out any more, the posts of the
older say that they are replaced; one that is only found later says so then.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from models import audiences, broadcasts, deliveries, entries, notices
from models.deliveries import Delivery
from models.notices import Notice
from models.store import Transaction
from workflows.engine.decide import Entry
from workflows.usecases.context import Context, in_one
from workflows.usecases.notice_aim import Held
from workflows.usecases.notice_refresh import queue_progress
from workflows.usecases.notice_sight import CHANNEL, channel_key

_LONGEST = 50


def start_version(ctx: Context, tx: Transaction, held: Held, notice: Notice) -> None:
    """Send a draft to its audience, in the place of the version that runs."""
    now, previous = ctx.now(), held.running
    if previous is not None:
        notice = _take_over(ctx, tx, previous, notice)
    _freeze(ctx, tx, held, notice)
    asks = ctx.options.read_button and not notice.lifts
    state = "lifting" if notice.lifts else "running"
    notices.start(tx, notice.id, now, state=state, asks=asks, remind_at=_planned(previous, asks=asks))
    _trace(tx, notice, previous if held.fixes else None, now)
    _put_posts(ctx, tx, notice)
    deliveries.put(tx, [_progress_post(ctx, notice)], now)
    for one in filter(None, (notice.id, notice.previous)):
        if (started := notices.load(tx, ctx.keyring, one)) is not None:
            queue_progress(ctx, tx, started)


def _trace(tx: Transaction, notice: Notice, fixed: Notice | None, now: datetime) -> None:
    """Put on record who sent which version and, by digest, what it says."""
    sent = "mededeling_opgeheven" if notice.lifts else "mededeling_verstuurd"
    type_, data = (sent, {}) if fixed is None else ("mededeling_verbeterd", {"vorige": fixed.id})
    private, data = {"digest": notice.text}, {**data, "mededeling": notice.id}
    entries.write(tx, notice.case_id, [Entry(at=now, actor=notice.sender, type=type_, data=data, private=private)])


def earlier(ctx: Context, tx: Transaction, notice: Notice) -> list[str]:
    """Return this version and those before it, youngest first."""
    found, before = [notice.id], notice.previous
    while before is not None and len(found) < _LONGEST:
        older = notices.load(tx, ctx.keyring, before)
        found += [older.id] if older else []
        before = older.previous if older else None
    return found


def lifting_reach(ctx: Context, tx: Transaction, last: Notice, via: str) -> tuple[str, int]:
    """Return which way a lifting goes and to how many: nobody hears of the end of what they were never told.

    No way at all when that is nobody.
    """
    told = earlier(ctx, tx, last)
    count = audiences.reached_count(tx, told) if via != CHANNEL else 0
    if via == "direct" or not broadcasts.may_be_in_channel(tx, told):
        return ("direct" if count else "", count)
    return (via, count) if count else (CHANNEL, last.audience)


def mark_replaced(ctx: Context) -> int:
    """Have the posts of older versions say so, once nothing of either goes out any more; returns how many versions."""
    with ctx.store.read() as tx:
        waiting = notices.to_mark(tx)
    return sum(in_one(ctx, partial(_mark, ctx, older)) for older in waiting)


def _mark(ctx: Context, older_id: str, tx: Transaction) -> int:
    older = notices.load(tx, ctx.keyring, older_id)
    newer = notices.newer_than(tx, ctx.keyring, older) if older else None
    if newer is None or any(broadcasts.is_going_out(tx, one) for one in (older_id, newer.id)):
        return 0
    # Posts that may be there are still looked for: it is only done for good when these are found, or are not there.
    later = broadcasts.is_under_way(tx, older_id)
    if not (broadcasts.has_unmarked(tx, older_id) if later else notices.take_mark(tx, older_id, ctx.now())):
        return 0
    broadcasts.mark_all(tx, older_id, {"marked": older_id}, ctx.now())
    return 1


def _take_over(ctx: Context, tx: Transaction, previous: Notice, notice: Notice) -> Notice:
    """End the version before; returns the newer one with the way that it really goes."""
    broadcasts.stop(tx, previous.id)
    notices.end(tx, previous.id, "lifted" if notice.lifts else "replaced")
    via, _ = lifting_reach(ctx, tx, previous, notice.via) if notice.lifts else (notice.via, 0)
    return replace(notice, via=via)


def _freeze(ctx: Context, tx: Transaction, held: Held, notice: Notice) -> None:
    """Write who this version goes to; when a round was opened again, also to whoever had the text before."""
    previous = held.running
    if held.sort == "notice" or previous is None:
        audiences.freeze(tx, notice.id, notice.school, notice.scope)
    if previous is None or not notice.via:
        return
    if notice.lifts and notice.via != CHANNEL:
        audiences.copy_reached(tx, notice.id, earlier(ctx, tx, previous))
    else:
        audiences.copy_audience(tx, notice.id, previous.id)


def _planned(previous: Notice | None, *, asks: bool) -> datetime | None:
    """A reminder that was planned and not sent is for the newer text."""
    return previous.remind_at if previous and asks and previous.reminded_at is None else None


def _put_posts(ctx: Context, tx: Transaction, notice: Notice) -> None:
    if notice.via in (CHANNEL, "beide"):
        deliveries.put(tx, [_channel_post(ctx, notice)], ctx.now())
    if notice.via in ("direct", "beide"):
        broadcasts.put_for_audience(tx, _personal_post(ctx, notice), notice.id, ctx.now())


def _channel_post(ctx: Context, notice: Notice) -> Delivery:
    key = channel_key(notice.id)
    return Delivery(
        key=key,
        type="post",
        lane=ctx.options.lane,
        slot=key,
        payload={"notice": notice.id},
        due_at=ctx.now(),
        channel_to=ctx.options.announcements,
        case_id=notice.case_id,
        notice=notice.id,
        priority=deliveries.SOON,
    )


def _personal_post(ctx: Context, notice: Notice) -> Delivery:
    """The post to everybody: the database puts each person behind its key."""
    return Delivery(
        key=f"notice:{notice.id}",
        type="post",
        lane=ctx.options.lane,
        slot="",
        payload={"notice": notice.id},
        due_at=ctx.now(),
        case_id=notice.case_id,
        notice=notice.id,
        priority=deliveries.BULK,
    )


def _progress_post(ctx: Context, notice: Notice) -> Delivery:
    key = f"progress:{notice.id}"
    return Delivery(
        key=key,
        type="post",
        lane=ctx.options.lane,
        slot=key,
        payload={"progress": notice.id},
        due_at=ctx.now(),
        person=notice.sender,
        case_id=notice.case_id,
    )
