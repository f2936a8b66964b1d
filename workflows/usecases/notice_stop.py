"""Stopping a notice half-way, and letting it go on: what was sent stays, what waits does not go out.

A stopped notice still runs, for those who have it: it is lifted or gets a better text like any other.
"""

from models import broadcasts, entries, notices
from models.people import Contact
from models.store import Transaction
from workflows.engine.errors import StaleActionError
from workflows.usecases.context import Context
from workflows.usecases.notice_refresh import queue_progress
from workflows.usecases.notice_status import steered
from workflows.usecases.once import once


def stop(ctx: Context, actor: Contact, notice_id: str, key: str) -> str:
    """Send no more of a notice; returns its id. Raises StaleActionError when everything was sent already."""

    def work(tx: Transaction) -> None:
        notice = steered(ctx, tx, actor, notice_id, stops=True).notice
        if notice.stopped_at is not None:
            raise StaleActionError("error.notice_stopped")
        if not broadcasts.is_under_way(tx, notice.id):
            raise StaleActionError("error.notice_all_sent")
        broadcasts.stop(tx, notice.id)
        notices.stop(tx, notice.id, ctx.now())
        entries.note(tx, notice.case_id, ctx.now(), actor.id, "mededeling_gestopt", mededeling=notice.id)
        queue_progress(ctx, tx, notice)

    return once(ctx, actor, notice_id, key, work, what="notice")


def resume(ctx: Context, actor: Contact, notice_id: str, key: str) -> str:
    """Send what was held back after all, as long as this version is the one that runs; returns its id."""

    def work(tx: Transaction) -> None:
        notice = steered(ctx, tx, actor, notice_id).notice
        if notice.stopped_at is None:
            raise StaleActionError("error.notice_goes_on")
        broadcasts.resume(tx, notice.id, ctx.now())
        notices.stop(tx, notice.id, None)
        entries.note(tx, notice.case_id, ctx.now(), actor.id, "mededeling_hervat", mededeling=notice.id)
        queue_progress(ctx, tx, notice)

    return once(ctx, actor, notice_id, key, work, what="notice")
