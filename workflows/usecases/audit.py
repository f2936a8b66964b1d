"""The auditor: which cases were passed over by the clock, or stand open with nobody asked. It repairs nothing.

What it finds is a fault of the installation or of ours, so it goes to the log and to the administrators, with numbers
of cases only; a confidential case is counted and not named.
"""

import hashlib
import logging

from models import deadlines, errands, people, worklists
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card, Heading, Text
from workflows.usecases.context import Context, in_one
from workflows.usecases.health import PATIENCE
from workflows.usecases.tell import post

_LOG = logging.getLogger(__name__)
_MOST = 20


def audit(ctx: Context) -> tuple[str, ...]:
    """Report what passed without effect, once a day to each administrator; returns the numbers of those cases."""
    return in_one(ctx, lambda tx: _audit(ctx, tx))


def _audit(ctx: Context, tx: Transaction) -> tuple[str, ...]:
    numbers = worklists.numbers(tx, deadlines.missed_cases(tx, ctx.now() - PATIENCE))
    mark = hashlib.sha256("+".join(numbers).encode()).hexdigest()[:16]
    if numbers and errands.take(tx, f"audit:{mark}", ctx.today(), ctx.now()):
        _LOG.error("terms passed without effect, or nobody is asked, in: %s", _named(numbers))
    if numbers and errands.take(tx, "audit", ctx.today(), ctx.now()):
        _tell(ctx, tx, numbers)
    return numbers


def _tell(ctx: Context, tx: Transaction, numbers: tuple[str, ...]) -> None:
    title, text = say("audit.title"), say("audit.text", numbers=_named(numbers))
    card = Card(text=f"{title}. {text}", elements=(Heading(text=title), Text(text=text)))
    for person in people.with_role(tx, "beheerder"):
        key = f"audit:{person}:{ctx.today().isoformat()}"
        post(ctx, tx, key, person, card, quiet=people.school_of(tx, person))


def _named(numbers: tuple[str, ...]) -> str:
    """The first numbers; that of a case which is confidential from the start would tell that there is one."""
    shown = [say("audit.unnamed") if worklists.is_apart(number) else number for number in numbers[:_MOST]]
    return ", ".join([*shown, *(["…"] if len(numbers) > _MOST else [])])
