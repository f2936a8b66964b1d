"""Which names stand in what everybody will read: of colleagues, and whatever was typed in this case.

It loads what was typed with the Grant of who writes the notice, and only tells which words are names: whether they may
stay is for that person, who says so explicitly.
"""

from collections.abc import Iterator

from models import contents, people
from models.store import Transaction
from workflows.engine.mentions import mentions
from workflows.engine.policy import Grant, joined
from workflows.usecases.context import Context
from workflows.usecases.merged import reports_in


def names_in(ctx: Context, tx: Transaction, grant: Grant, text: str) -> tuple[str, ...]:
    """Return the names in a text, as they stand there or as they are known."""
    return mentions(text, staff=people.names(tx), typed=_typed(ctx, tx, grant))


def _typed(ctx: Context, tx: Transaction, grant: Grant) -> Iterator[str]:
    """All words, links and handles that were typed in the case and in the reports that went on in it."""
    for leave in (grant, *(joined(grant, *path) for path in reports_in(tx, grant.case_id))):
        if leave is not None:
            yield from (one.text for one in contents.of_case(tx, ctx.keyring, leave))
