"""Who has read a notice: the button, the count for the sender, and who could not be reached."""

from models import deliveries, notices, people
from models.deliveries import Delivery
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from workflows.cards.elements import Card, Form
from workflows.cards.notice_forms import notice_card, progress_card, status_form
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import may
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.sight import running

_PROGRESS_SECONDS = 15


def read(ctx: Context, reader: Contact, notice_id: str) -> Card | None:
    """Note that somebody has read a notice; returns the message as it now stands, None for who was not asked."""

    def work(tx: Transaction) -> Card | None:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or not notices.mark_read(tx, notice_id, reader.id, ctx.now()):
            return None
        queue_progress(ctx, tx, notice)
        at = notices.read_at(tx, notice_id, reader.id)
        return notice_card(notice.id, notice.text, lifting=notice.type == "opheffing", read_at=at, now=ctx.now())

    return in_one(ctx, work)


def status(ctx: Context, viewer: Contact, notice_id: str) -> Form:
    """Return who has not read it and who could not be reached; for the sender and the case's handlers."""

    def work(tx: Transaction) -> Form:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None:
            raise NotAllowedError
        protocol, case = case_of(ctx, tx, notice.case_id)
        may(viewer.id, "ask", protocol, case, circle_of(ctx, tx, protocol, case))
        unread = notices.unread(tx, notice_id)
        failed = {one.person or "": one.reason for one in deliveries.failed_of(tx, notice_id)}
        names = people.named(tx, [*unread, *failed])
        unreached = [(names[key].name, reason) for key, reason in failed.items() if key in names]
        return status_form(running(tx, notice), [names[key].name for key in unread if key in names], unreached)

    return in_one(ctx, work)


def message_of(ctx: Context, tx: Transaction, notice_id: str, person: str | None, *, asks: bool) -> Card | None:
    """Return a notice as it is posted to one person, or to the channel when there is none."""
    notice = notices.load(tx, ctx.keyring, notice_id)
    if notice is None or notice.state == "draft":
        return None
    at = notices.read_at(tx, notice_id, person) if person else None
    value = f"{notice_id}|{'direct' if person else 'kanaal'}"
    return notice_card(value, notice.text, lifting=notice.type == "opheffing", asks=asks, read_at=at, now=ctx.now())


def progress_of(ctx: Context, tx: Transaction, notice_id: str) -> Card | None:
    """Return the sender's card as it stands at this moment."""
    notice = notices.load(tx, ctx.keyring, notice_id)
    if notice is None:
        return None
    _, case = case_of(ctx, tx, notice.case_id)
    return progress_card(running(tx, notice), case.number)


def queue_progress(ctx: Context, tx: Transaction, notice: Notice) -> None:
    """Bring the sender's card up to date, at most once per 15 seconds: the count is read when it is sent."""
    target = deliveries.latest_post(tx, f"progress:{notice.id}")
    if target is None:
        return
    window = int(ctx.now().timestamp()) // _PROGRESS_SECONDS
    row = Delivery(
        key=f"progress:{notice.id}:{window}",
        type="update",
        lane=ctx.options.lane,
        slot=target.slot,
        payload={"progress": notice.id},
        due_at=deliveries.window_end(ctx.now(), _PROGRESS_SECONDS),
        person=notice.sender,
        target=target.id,
        case_id=notice.case_id,
        priority=deliveries.LATER,
    )
    deliveries.put(tx, [row], ctx.now())
