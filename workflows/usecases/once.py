"""A gesture on a case, done once: permission first, one transaction, and its key remembered with what it did."""

from collections.abc import Callable

from models import inbox
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.engine.case import Case
from workflows.engine.policy import Verb, may
from workflows.engine.protocol import Protocol
from workflows.usecases.answers import Author
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.submit import InvalidFormError

SHORT, LONG = 1000, 3000


def once(
    ctx: Context, actor: Contact, case_id: str, key: str, work: Callable[[Transaction], None], *, what: str = "case"
) -> str:
    """Run *work* in one transaction unless this gesture was taken in before; returns the case id.

    *what* says of what it is the id, for a gesture on something of a case: the check of the trail looks for the case.
    """

    def run(tx: Transaction) -> str:
        if inbox.find(tx, key) is None:
            work(tx)
            inbox.take(tx, key, actor.id, ctx.now(), {what: case_id})
        return case_id

    return in_one(ctx, run)


def allowed(ctx: Context, tx: Transaction, actor: Contact, verb: Verb, case_id: str) -> tuple[Protocol, Case]:
    """Return the case, locked, when this person may do that to it; raises NotAllowedError.

    Nothing is read here, so the grant ends here: who goes on to read asks again, with the verb of what they do then.
    """
    protocol, case = case_of(ctx, tx, case_id, lock=True)
    may(actor.id, verb, protocol, case, circle_of(ctx, tx, protocol, case))
    return protocol, case


def author(ctx: Context, actor: Contact, task: str = "", number: int = 0) -> Author:
    """Return who writes now, in which round."""
    return Author(person=actor.id, at=ctx.now(), new_id=ctx.new_id, task=task, number=number)


def required(key: str, text: str, limit: int = SHORT) -> str:
    """Return the text without outer spaces; raises InvalidFormError when it is empty or too long."""
    if not text.strip():
        raise InvalidFormError({key: say("field.required")})
    if len(text) > limit:
        raise InvalidFormError({key: say("field.long", max=limit)})
    return text.strip()


def next_round(case: Case, task: str) -> int:
    """Return the number that the next round of a task will have."""
    return sum(1 for _ in case.rounds_of(task)) + 1
