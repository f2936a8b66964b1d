"""Who has a notice and who has read it, for its sender and the handlers of its case; nobody else learns a name.

In a case that rests (AVG 18) it is for a head who reads that case, and all that is left to do is to stop it.

It counts and shows. Names come in as many as a person reads, however large the audience is.
"""

from dataclasses import dataclass

from models import audiences, broadcasts, notices
from models.notices import Notice
from models.people import Contact
from models.store import Transaction
from workflows.cards.elements import Form
from workflows.cards.notice_status import MOST, StatusSight, status_form
from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.policy import Verb, may
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.notice_aim import lifting_round
from workflows.usecases.notice_sight import running


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A notice that somebody may follow; ``lift`` is the open lifting that they hold, ``steers`` all they may do."""

    notice: Notice
    case: Case
    protocol: Protocol
    lift: Round | None
    steers: bool


def status(ctx: Context, viewer: Contact, notice_id: str, said: str = "") -> Form:
    """Return how far a notice has come; raises NotAllowedError for who has nothing to do with its case."""
    return in_one(ctx, lambda tx: status_form(sight(ctx, tx, watched(ctx, tx, viewer, notice_id)), said))


def watched(ctx: Context, tx: Transaction, viewer: Contact, notice_id: str, *, lock: bool = False) -> Watched:
    """Return a notice that was sent, when this person may follow it.

    Its sender and who can lift it steer it: they stop it, let it go on, and have a reminder sent. While its case rests
    that is for a head who reads the case.
    """
    notice = notices.load(tx, ctx.keyring, notice_id, lock=lock)
    if notice is None or notice.state == "draft":
        raise NotAllowedError
    protocol, case = case_of(ctx, tx, notice.case_id)
    verb: Verb = "hold" if case.restricted else "ask"
    grant = may(viewer.id, verb, protocol, case, circle_of(ctx, tx, protocol, case))
    if grant.only_author is not None:
        raise NotAllowedError
    lift = None if case.restricted else lifting_round(protocol, case, grant.person)
    steers = case.restricted or lift is not None or notice.sender == grant.person
    return Watched(notice=notice, case=case, protocol=protocol, lift=lift, steers=steers)


def steered(ctx: Context, tx: Transaction, actor: Contact, notice_id: str, *, stops: bool = False) -> Watched:
    """Return a notice that this person steers and that still runs; raises NotAllowedError or StaleActionError.

    While its case rests it can only be stopped.
    """
    found = watched(ctx, tx, actor, notice_id, lock=True)
    if not found.steers:
        raise NotAllowedError
    if found.case.restricted and not stops:
        raise NotAllowedError("error.restricted")
    if found.notice.state == "running":
        return found
    newer = notices.newer_than(tx, ctx.keyring, found.notice)
    if newer is None or newer.sent_at is None:
        raise StaleActionError("error.notice_over")
    key = "error.notice_lifted" if newer.lifts else "error.notice_newer"
    raise StaleActionError(key, by=newer.sender, at=newer.sent_at.isoformat())


def sight(ctx: Context, tx: Transaction, found: Watched) -> StatusSight:
    """Return all that the form shows."""
    notice, lift = found.notice, found.lift
    return StatusSight(
        running=running(tx, notice),
        number=found.case.number,
        now=ctx.now(),
        unread=audiences.unread_names(tx, notice.id, MOST) if notice.asks else (),
        unreached=[(one.reason, one.count, one.names) for one in broadcasts.unreached(tx, notice.id, MOST)],
        uncertain=broadcasts.uncertain_names(tx, notice.id, MOST),
        remind_at=notice.remind_at,
        reminded_at=notice.reminded_at,
        steers=found.steers,
        lift=f"{found.case.id}|{lift.task}|{lift.number}" if lift else "",
        rests=found.case.restricted,
    )
