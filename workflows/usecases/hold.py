"""Somebody keeps a case longer than its term, with a reason, or lets it go again; what is held is not destroyed."""

from models import contents, entries, keepings
from models.people import Contact
from models.store import Transaction
from workflows.cards.elements import Form
from workflows.cards.keeping_card import holding_card
from workflows.cards.keeping_form import LONGEST, REASON, Doing, keeping_form
from workflows.engine.case import Case
from workflows.engine.errors import StaleActionError
from workflows.engine.policy import may
from workflows.engine.retention import ENDED
from workflows.usecases.answers import write
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.keep import keep
from workflows.usecases.once import allowed, author, once, required
from workflows.usecases.tell import post


def holding_form(ctx: Context, actor: Contact, doing: Doing, case_id: str) -> Form:
    """Return the form that asks why; raises NotAllowedError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        may(actor.id, "hold", protocol, case, circle_of(ctx, tx, protocol, case))
    return keeping_form(doing, case_id, ctx.new_id())


def hold(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Keep an ended case until somebody lets it go; returns its id. Raises WorkflowError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "hold", case_id)
        if case.state in ENDED:
            keep(ctx, tx, case)
        found = keepings.of_case(tx, case_id)
        if found is None or found.is_held:
            raise StaleActionError("error.held" if found else None)
        why, now = _reason(ctx, tx, actor, case, reason), ctx.now()
        keepings.hold(tx, case_id, actor.id, now, why)
        entries.note(tx, case_id, now, actor.id, "bewaren_langer", reden=why)
        post(ctx, tx, f"held:{why}", actor.id, holding_card(case), case_id=case_id)

    return once(ctx, actor, case_id, key, work)


def release(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Let the term of a case count again; what is over is announced anew. Returns its id, raises as ``hold``."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "hold", case_id)
        found = keepings.of_case(tx, case_id)
        if found is None or not found.is_held:
            raise StaleActionError("error.not_held")
        why = _reason(ctx, tx, actor, case, reason)
        keepings.release(tx, case_id)
        entries.note(tx, case_id, ctx.now(), actor.id, "bewaren_losgelaten", reden=why)
        keep(ctx, tx, case)

    return once(ctx, actor, case_id, key, work)


def _reason(ctx: Context, tx: Transaction, actor: Contact, case: Case, text: str) -> str:
    """Keep the reason as content of the case; returns its id."""
    writing = write(author(ctx, actor), REASON, required(REASON, text, LONGEST))
    contents.put(tx, ctx.keyring, case.id, [writing])
    return writing.id
