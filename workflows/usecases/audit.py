"""The auditor: which cases were passed over by the clock, or stand open with nobody asked. It repairs nothing.

What it finds is a fault of the installation or of ours, so it goes to the log and to the administrators, with numbers
of cases only. Of a case that is confidential from the start who handles it hears, and nobody else (decision 14).
"""

import hashlib
import logging
from collections.abc import Iterable

from models import cases, deadlines, errands, people, worklists
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card, Heading, Text
from workflows.engine.roles import subjects
from workflows.usecases.context import Context, in_one
from workflows.usecases.health import PATIENCE
from workflows.usecases.tell import post

_LOG = logging.getLogger(__name__)
_MOST = 20
BOARD = "bestuur"


def audit(ctx: Context) -> tuple[str, ...]:
    """Report what passed without effect, once a day to each administrator; returns the numbers of those cases."""
    return in_one(ctx, lambda tx: _audit(ctx, tx))


def _audit(ctx: Context, tx: Transaction) -> tuple[str, ...]:
    found = worklists.numbers(tx, deadlines.missed_cases(tx, ctx.now() - PATIENCE))
    secret = [case_id for case_id, number in found.items() if worklists.is_apart(number)]
    for case_id in secret:
        if errands.take(tx, f"audit:{case_id}", ctx.today(), ctx.now()):
            _tell(ctx, tx, _handlers(tx, case_id), (found[case_id],))
    numbers = tuple(number for case_id, number in found.items() if case_id not in secret)
    mark = hashlib.sha256("+".join(numbers).encode()).hexdigest()[:16]
    if numbers and errands.take(tx, f"audit:{mark}", ctx.today(), ctx.now()):
        _LOG.error("terms passed without effect, or nobody is asked, in: %s", _named(numbers))
    if numbers and errands.take(tx, "audit", ctx.today(), ctx.now()):
        _tell(ctx, tx, people.with_role(tx, "beheerder"), numbers)
    return tuple(found.values())


def _handlers(tx: Transaction, case_id: str) -> set[str]:
    """Return who is asked in a case now; without them the bestuur, as far as it is not about them."""
    case = cases.load(tx, case_id)
    if case is None:
        return set()
    asked = {one.person for found in case.open_rounds() for one in found.assignees} - {case.melder}
    return asked or set(people.with_role(tx, BOARD)) - subjects(case)


def _tell(ctx: Context, tx: Transaction, to: Iterable[str], numbers: tuple[str, ...]) -> None:
    title, text = say("audit.title"), say("audit.text", numbers=_named(numbers))
    card = Card(text=f"{title}. {text}", elements=(Heading(text=title), Text(text=text)))
    for person in sorted(to):
        key = f"audit:{person}:{numbers[0]}:{ctx.today().isoformat()}"
        post(ctx, tx, key, person, card, quiet=people.school_of(tx, person))


def _named(numbers: tuple[str, ...]) -> str:
    """The first numbers."""
    return ", ".join([*numbers[:_MOST], *(["…"] if len(numbers) > _MOST else [])])
