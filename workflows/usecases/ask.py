"""A handler asks the melder something; the answer lands in the case and not in open chat."""

from models import contents
from models.people import Contact
from models.store import Transaction
from workflows.engine.actions import Plan
from workflows.usecases.answers import write
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context
from workflows.usecases.once import allowed, author, next_round, once, required

TASK = "antwoord"


def ask(ctx: Context, actor: Contact, case_id: str, question: str, key: str) -> str:
    """Put a question to the melder; returns the case id. Raises NotAllowedError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        _, case = allowed(ctx, tx, actor, "ask", case_id)
        writing = write(author(ctx, actor, TASK, next_round(case, TASK)), "vraag", required("vraag", question))
        carry_out(ctx, tx, case_id, Plan(actor=actor.id, task=TASK, answers={"vraag": writing.id}))
        contents.put(tx, ctx.keyring, case_id, [writing])

    return once(ctx, actor, case_id, key, work)
