"""A case whose term is over is destroyed, with everything that was merged into it; a record and the trail stay.

First its messages in the chat product are emptied; when nothing about it is under way any more, all rows go in one
transaction. What is held, restricted, open or not announced in time is left alone. That is read in rows, which who can
write to the database can change; so it rests on the trail, which they cannot: what that does not confirm stays.
"""

import hashlib
import logging
from collections.abc import Collection

from models import cases, chains, destruction, entries, errands, keepings, trail_check, worklists
from models.destruction import BLANK, Destruction
from models.keepings import Keeping
from models.store import Transaction
from workflows.cards.keeping_card import blank_card
from workflows.engine.case import Case
from workflows.engine.conditions import is_fast
from workflows.engine.decide import CLOCK
from workflows.engine.retention import ENDED
from workflows.usecases.context import Context
from workflows.usecases.keep import is_frozen, tree_of
from workflows.usecases.keep_announce import was_announced
from workflows.usecases.tell import queue_homes, update

_LOG = logging.getLogger(__name__)


def destroy(ctx: Context, tx: Transaction, case_id: str) -> bool:
    """Bring one case a step nearer to its end; True when it is gone."""
    case, keeping = cases.load(tx, case_id, lock=True), keepings.of_case(tx, case_id)
    if case is None or keeping is None or case.state not in ENDED or keeping.until >= ctx.today():
        return False
    those = tree_of(tx, case)
    if is_frozen(tx, those) or not _is_confirmed(ctx, tx, those) or not was_announced(ctx, tx, keeping):
        return False
    ids = [one.id for one in those]
    if destruction.is_under_way(tx, ids) or _blank(ctx, tx, those):
        return False
    for one in reversed(those):
        _erase(ctx, tx, one, keeping)
    queue_homes(ctx, tx, {one.melder for one in those}, ctx.new_id())
    return True


def _is_confirmed(ctx: Context, tx: Transaction, those: Collection[Case]) -> bool:
    """True when the trail of each case is whole, and tells of it what its rows say about how it ends."""
    if not any(trail_check.findings_on_end(tx, one.id) for one in reversed(list(those))):
        return True
    root = next(iter(those))
    mark = hashlib.sha256(root.id.encode()).hexdigest()[:16]
    if errands.take(tx, f"bewaren:oneens:{mark}", ctx.today(), ctx.now()):
        is_hidden = any(is_fast(one) or worklists.is_apart(one.number) for one in those)
        name = "one that is confidential" if is_hidden else root.number
        _LOG.error("not destroyed, because its trail does not confirm that it may be (see audit verify): %s", name)
    return False


def _blank(ctx: Context, tx: Transaction, those: Collection[Case]) -> bool:
    """Queue what empties the messages about a case; False when that was done before."""
    numbers = {one.id: one.number for one in those}
    found = destruction.to_blank(tx, list(numbers))
    for message in found:
        update(ctx, tx, message, blank_card(numbers[message.case_id or ""]), BLANK)
    return bool(found)


def _erase(ctx: Context, tx: Transaction, case: Case, keeping: Keeping) -> None:
    """Remove one case; the key of its digests goes too, so that what the trail holds of it can never be guessed."""
    counts = destruction.erase(tx, case.id)
    done = Destruction(
        case_id=case.id,
        number=case.number,
        kind=case.kind,
        school=case.school,
        rule=keeping.rule,
        until=keeping.until,
        at=ctx.now(),
        counts=counts,
    )
    destruction.record(tx, done)
    entries.note(tx, case.id, ctx.now(), CLOCK, "vernietigd", regel=keeping.rule, tot=keeping.until.isoformat())
    chains.forget_key(tx, case.id)
