"""Who left long ago is forgotten: name, address and account, once no case that is kept speaks of them.

The days are counted from when the app first saw that they are not on the staff list any more. Nothing is announced: it
is about a colleague's own contact data, and a case in which they have a place keeps them.
"""

from models import entries, leavers
from models.store import Transaction
from workflows.engine.decide import CLOCK
from workflows.engine.retention import LEFT, last_day
from workflows.usecases.context import Context


def leavers_due(ctx: Context, tx: Transaction) -> list[str]:
    """Return who has not been on the staff list for longer than the term."""
    months = ctx.retention.default[LEFT]
    return [person for person, since in leavers.since(tx) if last_day(since, months) < ctx.today()]


def forget(ctx: Context, tx: Transaction, person: str) -> bool:
    """Forget one person; False while something still speaks of them."""
    if not leavers.take(tx, person) or leavers.is_mentioned(tx, person):
        return False
    leavers.forget(tx, person)
    entries.note(tx, None, ctx.now(), CLOCK, leavers.FORGOTTEN, wie=person)
    return True
