"""The one reminder of a notice, to who has not read it yet: planned within the hours of the school, sent by the clock.

It asks nothing new: who read the notice in the meantime, does not have it, or whose notice no longer runs, hears
nothing. When nobody has it, because it was stopped before, the plan lapses.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from models import broadcasts, deliveries, entries, notices
from models.deliveries import Delivery
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Form
from workflows.cards.notice_status import NO_REMINDER, SOON, WHEN, reminder_form
from workflows.engine.calendar import Calendar
from workflows.engine.decide import CLOCK
from workflows.engine.errors import StaleActionError
from workflows.usecases.context import Context, in_one
from workflows.usecases.notice_sight import running
from workflows.usecases.notice_status import Watched, sight, steered
from workflows.usecases.once import once
from workflows.usecases.submit import InvalidFormError

_OFFERED = 23
_DAYS_AHEAD = 14
_HOUR = timedelta(hours=1)


def plan_form(ctx: Context, actor: Contact, notice_id: str) -> Form:
    """Return the moments to choose from; raises WorkflowError when there is nothing (more) to plan."""

    def work(tx: Transaction) -> Form:
        found = _open(ctx, tx, actor, notice_id)
        now, calendar = ctx.now(), ctx.calendar(found.notice.school)
        seen = sight(ctx, tx, found)
        unread = seen.running.total - seen.running.read
        form = reminder_form(seen, moments(calendar, now), calendar.next_open(now), unread)
        return replace(form, context={"notice": notice_id, "draft": ctx.new_id()})

    return in_one(ctx, work)


def plan(ctx: Context, actor: Contact, notice_id: str, chosen: str, key: str) -> str:
    """Plan the reminder, move it, or take it back; returns the notice's id. Raises InvalidFormError."""

    def work(tx: Transaction) -> None:
        notice = _open(ctx, tx, actor, notice_id).notice
        at = _moment(ctx.calendar(notice.school), ctx.now(), chosen)
        notices.plan_reminder(tx, notice.id, at)
        type_ = "herinnering_gepland" if at else "herinnering_vervallen"
        data = {"mededeling": notice.id} | ({"moment": at.isoformat()} if at else {})
        entries.note(tx, notice.case_id, ctx.now(), actor.id, type_, **data)

    return once(ctx, actor, notice_id, key, work, what="notice")


def remind_due(ctx: Context) -> int:
    """Send the reminders whose moment has come; returns how many."""
    with ctx.store.read() as tx:
        due = notices.to_remind(tx, ctx.now())
    return sum(in_one(ctx, partial(_remind, ctx, one)) for one in due)


def moments(calendar: Calendar, now: datetime) -> list[datetime]:
    """Return the next whole hours within the hours of the school."""
    first = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    hours = (first + _HOUR * number for number in range(_DAYS_AHEAD * 24))
    return list(islice((one for one in hours if calendar.is_open(one)), _OFFERED))


def _open(ctx: Context, tx: Transaction, actor: Contact, notice_id: str) -> Watched:
    """Return a notice of which a reminder can still be planned."""
    found = steered(ctx, tx, actor, notice_id)
    if not found.notice.asks:
        raise StaleActionError("error.notice_asks_nothing")
    if found.notice.reminded_at is not None:
        raise StaleActionError("error.notice_reminded")
    if not running(tx, found.notice).reaches:
        raise StaleActionError("error.notice_reached_nobody")
    return found


def _moment(calendar: Calendar, now: datetime, chosen: str) -> datetime | None:
    """Return the moment that was chosen; one that passed while the form was open is now."""
    if chosen == NO_REMINDER:
        return None
    if chosen == SOON:
        return calendar.next_open(now)
    try:
        at = datetime.fromisoformat(chosen)
    except ValueError:
        raise InvalidFormError({WHEN: say("notice.remind_wrong")}) from None
    is_far = at.tzinfo is None or not now - _HOUR < at <= now + timedelta(days=_DAYS_AHEAD)
    if is_far or not calendar.is_open(at):
        raise InvalidFormError({WHEN: say("notice.remind_wrong")})
    return at


def _remind(ctx: Context, notice_id: str, tx: Transaction) -> int:
    """Send it now, once, when nothing of the notice itself goes out any more."""
    notice = notices.load(tx, ctx.keyring, notice_id, lock=True)
    if notice is None or broadcasts.is_going_out(tx, notice_id):
        return 0
    if not running(tx, notice).is_there:
        return 0 if broadcasts.is_under_way(tx, notice_id) else _lapse(ctx, tx, notice)
    if not notices.take_reminder(tx, notice_id, ctx.now()):
        return 0
    broadcasts.put_for_audience(tx, _post(ctx, notice), notice_id, ctx.now(), unread=True)
    entries.note(tx, notice.case_id, ctx.now(), CLOCK, "mededeling_herinnerd", mededeling=notice_id)
    return 1


def _lapse(ctx: Context, tx: Transaction, notice: Notice) -> int:
    """Take the plan back: a reminder of what nobody has would spread it."""
    if notice.remind_at is not None and notices.plan_reminder(tx, notice.id, None):
        entries.note(tx, notice.case_id, ctx.now(), CLOCK, "herinnering_vervallen", mededeling=notice.id)
    return 0


def _post(ctx: Context, notice: Notice) -> Delivery:
    """The reminder to one person; not a post of the notice itself, so that it does not count as one."""
    return Delivery(
        key=f"remind:{notice.id}",
        type="post",
        lane=ctx.options.lane,
        slot="",
        payload={"reminder": notice.id},
        due_at=ctx.now(),
        case_id=notice.case_id,
        quiet=notice.school,
        priority=deliveries.BULK,
    )
