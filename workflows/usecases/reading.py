"""Who has read a notice: the button, and each message of a notice as it reads at the moment that it is sent.

Reading is counted per person and per version: a click on an older one counts for that one, and is told of the newer.
"""

from dataclasses import dataclass, replace

from models import audiences, notices
from models.deliveries import Delivery
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.case_cards import taken_card
from workflows.cards.elements import Card
from workflows.cards.notice_cards import Message, marked_card, notice_card, progress_card, reminder_card
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.notice_aim import may_follow
from workflows.usecases.notice_refresh import queue_progress
from workflows.usecases.notice_sight import may_have_it, running

_SENDING = ("post", "lookup")


@dataclass(frozen=True, kw_only=True)
class Read:
    """What somebody sees who pressed the button: their message, and the state of the version that they read."""

    card: Card
    state: str


def read(ctx: Context, reader: Contact, notice_id: str) -> Read | None:
    """Note that somebody has read a notice; returns the message as it now stands, None for who was not asked."""

    def work(tx: Transaction) -> Read | None:
        notice = notices.load(tx, ctx.keyring, notice_id)
        if notice is None or not notice.asks or not audiences.mark_read(tx, notice_id, reader.id, ctx.now()):
            return None
        queue_progress(ctx, tx, notice)
        make = notice_card if notice.state == "running" else marked_card
        return Read(card=make(_message(tx, notice, reader.id), ctx.now()), state=notice.state)

    return in_one(ctx, work)


def message_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return a notice as it is posted to one person, or to the channel.

    What was replaced or stopped meanwhile does not go out any more; whether it is there already is still found out.
    """
    notice = notices.load(tx, ctx.keyring, delivery.payload["notice"])
    if notice is None or notice.state == "draft":
        return None
    if delivery.step in _SENDING and (notice.state not in ("running", "lifting") or notice.stopped_at):
        return None
    return notice_card(_message(tx, notice, delivery.person), ctx.now())


def marked_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return an older message as it reads when a newer version took its place."""
    notice = notices.load(tx, ctx.keyring, delivery.payload["marked"])
    return marked_card(_message(tx, notice, delivery.person), ctx.now()) if notice else None


def reminder_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return the reminder; nothing for who has read it meanwhile or does not have it, or when it no longer runs."""
    notice = notices.load(tx, ctx.keyring, delivery.payload["reminder"])
    if notice is None or notice.state != "running" or not may_have_it(tx, notice, delivery.person or ""):
        return None
    message = _message(tx, notice, delivery.person)
    return None if message.read_at else reminder_card(message, ctx.now())


def count_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return the post in the channel with how many have read it; nothing when a newer version took its place."""
    notice = notices.load(tx, ctx.keyring, delivery.payload["count"])
    if notice is None or notice.state != "running":
        return None
    return notice_card(_message(tx, notice, None), ctx.now())


def progress_of(ctx: Context, tx: Transaction, delivery: Delivery) -> Card | None:
    """Return the sender's card as it stands at this moment; who lost the case meanwhile only reads that."""
    notice = notices.load(tx, ctx.keyring, delivery.payload["progress"])
    if notice is None:
        return None
    _, case = case_of(ctx, tx, notice.case_id)
    if not may_follow(ctx, tx, notice.sender, case.id):
        return taken_card(case)
    return progress_card(running(tx, notice), case.number, ctx.now())


def _message(tx: Transaction, notice: Notice, person: str | None) -> Message:
    """Return a notice as its reader sees it; without a reader, as everybody in the channel does."""
    message = Message(text=notice.text, lifting=notice.lifts, state=notice.state)
    if not notice.asks:
        return message
    if person is None:
        note = say("notice.read_count", read=audiences.read_count(tx, notice.id), total=notice.audience)
        return replace(message, button=f"{notice.id}|kanaal", note=note)
    at = audiences.read_at(tx, notice.id, person)
    return replace(message, button=f"{notice.id}|direct", read_at=at)
