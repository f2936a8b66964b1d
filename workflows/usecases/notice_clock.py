"""What happens to notices by itself, looked at every second: progress is shown anew, older posts say that they are
replaced, and reminders go out. Each is done once, however many workers look.
"""

from datetime import timedelta
from functools import partial

from models import broadcasts, notices
from models.store import Transaction
from workflows.usecases.context import Context, in_one
from workflows.usecases.notice_refresh import last_mark, queue_last, queue_progress
from workflows.usecases.notice_reminder import remind_due
from workflows.usecases.notice_versions import mark_replaced

_TRIED_FOR = timedelta(days=8)  # a lifting of which posts still wait after that will not be sent any more


def notice_clock(ctx: Context) -> int:
    """Do what it is time for; returns how many versions were marked and how many reminders sent."""
    with ctx.store.read() as tx:
        going = [one for one in notices.all_running(tx) if broadcasts.is_under_way(tx, one) or last_mark(tx, one)]
        going += notices.liftings_to_follow(tx, ctx.now() - _TRIED_FOR)
    for one in going:
        in_one(ctx, partial(_refresh, ctx, one))
    return mark_replaced(ctx) + remind_due(ctx)


def _refresh(ctx: Context, notice_id: str, tx: Transaction) -> None:
    """Show how far it has come while it is under way, and once more when it is done."""
    notice = notices.load(tx, ctx.keyring, notice_id)
    if notice is None:
        return
    if broadcasts.is_under_way(tx, notice_id):
        queue_progress(ctx, tx, notice)
        return
    queue_last(ctx, tx, notice)
    if notice.lifts:
        notices.take_mark(tx, notice_id, ctx.now())
