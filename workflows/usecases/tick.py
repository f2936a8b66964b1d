"""The clock acts: reminders, handing on, and tasks that end by themselves. One deadline, one transaction.

Reminders and hand-ons keep quiet outside working hours, unless the case has ``spoed``.
"""

from models import deadlines
from models.deadlines import Deadline
from models.store import Transaction
from workflows.cards import case_cards
from workflows.engine.actions import Finish, HandOn, Remind
from workflows.engine.case import Case, Round
from workflows.engine.decide import CLOCK
from workflows.engine.errors import StaleActionError
from workflows.engine.protocol import URGENT, Protocol
from workflows.usecases.carry import carry_out
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.tell import post

_MOST = 500


def tick(ctx: Context) -> int:
    """Handle every deadline that has passed; returns how many."""
    handled = 0
    while handled < _MOST and in_one(ctx, lambda tx: _one(ctx, tx)):
        handled += 1
    return handled


def _one(ctx: Context, tx: Transaction) -> bool:
    deadline = deadlines.next_due(tx, ctx.now())
    if deadline is None:
        return False
    protocol, case = case_of(ctx, tx, deadline.case_id)
    found = case.round(deadline.task, deadline.number)
    if case.state != "open" or found is None or found.state != "open":
        deadlines.finish(tx, deadline)
    elif _must_wait(ctx, case, deadline):
        deadlines.postpone(tx, deadline, ctx.calendar.next_open(ctx.now()))
    else:
        _act(ctx, tx, protocol, case, found, deadline)
        deadlines.finish(tx, deadline)
    return True


def _must_wait(ctx: Context, case: Case, deadline: Deadline) -> bool:
    quiet = deadline.type != "expire" and case.fact(URGENT) != "ja"
    return quiet and not ctx.calendar.is_open(ctx.now())


def _act(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, found: Round, deadline: Deadline) -> None:
    try:
        match deadline.type:
            case "remind":
                carry_out(ctx, tx, case.id, Remind(actor=CLOCK, task=found.task, number=found.number))
                _remind(ctx, tx, protocol, case, found)
            case "hand_on":
                carry_out(ctx, tx, case.id, HandOn(actor=CLOCK, task=found.task, number=found.number))
            case "expire":
                outcome = protocol.task(case.kind, found.task).late
                action = Finish(actor=CLOCK, task=found.task, number=found.number, outcome=outcome)
                carry_out(ctx, tx, case.id, action)
    except StaleActionError:
        # Someone finished the round between our look and our act; the deadline has done its work.
        return


def _remind(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, found: Round) -> None:
    for who in found.assignees:
        key = f"remind:{case.id}:{found.task}:{found.number}:{who.person}"
        card = case_cards.reminder_card(protocol, case, found, ctx.now())
        post(ctx, tx, key, who.person, card, case_id=case.id)
