"""A closed case is opened again, with a reason; the melder is told."""

from models import contents
from models.people import Contact
from models.store import Transaction
from workflows.cards import case_cards
from workflows.engine.actions import Reopen
from workflows.usecases.answers import write
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context
from workflows.usecases.once import allowed, author, once, required
from workflows.usecases.tell import post


def reopen(ctx: Context, actor: Contact, case_id: str, reason: str, key: str) -> str:
    """Open a closed or withdrawn case again; returns its id. Raises WorkflowError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "reopen", case_id)
        writing = write(author(ctx, actor), "reden", required("reden", reason))
        decision = carry_out(ctx, tx, case_id, Reopen(actor=actor.id, reason=writing.id))
        contents.put(tx, ctx.keyring, case_id, [writing])
        card = case_cards.news_card(decision.case, "news.reopened")
        post(ctx, tx, f"reopened:{case_id}:{decision.case.version}", case.melder, card, case_id=case_id)

    return once(ctx, actor, case_id, key, work)
