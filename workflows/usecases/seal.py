"""Sealing the audit trail: every quarter of an hour in which something happened, and so at least once on such a day.

The seal itself goes to the log: who keeps the log elsewhere can later prove that no seal was taken away here.
"""

import logging
from datetime import timedelta

from models import trail_seals
from models.store import Transaction
from workflows.usecases.context import Context, in_one

EVERY = timedelta(minutes=15)
_LOG = logging.getLogger(__name__)


def seal_trail(ctx: Context) -> str | None:
    """Seal what grew, when it is time; returns the seal, None when there was nothing to seal."""
    with ctx.store.read() as tx:
        if not trail_seals.is_due(tx, ctx.now() - EVERY):
            return None
    made = in_one(ctx, lambda tx: _seal(ctx, tx))
    if made is not None:
        _LOG.info("the audit trail is sealed: %s", made)
    return made


def _seal(ctx: Context, tx: Transaction) -> str | None:
    """Another worker may have been first: then nothing is due any more."""
    return trail_seals.seal(tx, ctx.now()) if trail_seals.is_due(tx, ctx.now() - EVERY) else None
