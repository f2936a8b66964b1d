"""The melder takes a report back, with a reason; once somebody has acted a handler confirms it."""

from models import contents, worklists
from models.people import Contact
from models.store import Transaction
from workflows.engine.actions import Withdraw
from workflows.usecases.answers import write
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context
from workflows.usecases.once import allowed, author, next_round, once, required

TASK = "intrekking"


def withdraw(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Withdraw a report or ask to; returns the case id. Raises NotAllowedError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "withdraw", case_id)
        writing = write(author(ctx, actor, TASK, next_round(case, TASK)), "reden", required("reden", reason))
        carry_out(
            ctx,
            tx,
            case_id,
            Withdraw(actor=actor.id, answers={"reden": writing.id}, joined=bool(worklists.merged_into(tx, case_id))),
        )
        contents.put(tx, ctx.keyring, case_id, [writing])

    return once(ctx, actor, case_id, key, work)
