"""Several people report one storm: the reports are shown together, and one goes on in the other.

Each melder keeps a receipt and learns nothing of the others.
"""

from datetime import timedelta

from models import entries, worklists
from models.people import Contact
from models.store import Transaction
from workflows.engine.actions import Merge
from workflows.engine.case import Case
from workflows.engine.errors import NotAllowedError
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context
from workflows.usecases.custody import drop, keeps_none
from workflows.usecases.once import allowed, once

NEAR = timedelta(hours=2)


def merge(ctx: Context, actor: Contact, case_id: str, other: str, key: str) -> str:
    """Let the other report go on in this case; returns this case's id. Who merges must handle both."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "merge", case_id)
        _, joined = allowed(ctx, tx, actor, "merge", other)
        if joined.id == case.id or joined.kind != case.kind or case.state != "open":
            raise NotAllowedError
        decision = carry_out(ctx, tx, other, Merge(actor=actor.id, into=case_id))
        if keeps_none(ctx, tx, decision.case):
            drop(ctx, tx, other, actor.id)
        entries.note(tx, case_id, ctx.now(), actor.id, "samengevoegd", met=other)

    return once(ctx, actor, case_id, key, work)


def similar(tx: Transaction, case: Case) -> list[tuple[str, str]]:
    """Return id and number of reports that may be about the same: one link, or one platform within two hours."""
    lines = worklists.similar(tx, case, case.created_at - NEAR, case.created_at + NEAR)
    return [(line.id, line.number) for line in lines]
