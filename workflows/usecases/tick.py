"""The clock acts: reminders, handing on, and tasks that end by themselves. One deadline, one transaction.

Reminders and hand-ons keep quiet outside working hours, unless the case has ``spoed``. A deadline that meets a fault
of ours does not keep the others waiting: it stays due, the auditor's figure shows it, and the fault is raised last.
"""

from collections.abc import Collection

from models import deadlines
from models.deadlines import Deadline
from models.store import ConflictError, DuplicateError, Transaction, UnavailableError
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


class _FaultError(Exception):
    """Which deadline met a fault; the fault itself is the cause."""

    def __init__(self, deadline: int) -> None:
        self.deadline = deadline
        super().__init__(f"deadline {deadline}")


def tick(ctx: Context) -> int:
    """Handle every deadline that has passed; returns how many. Raises ExceptionGroup when some met a fault of ours."""
    handled = 0
    faults: dict[int, Exception] = {}
    while handled < _MOST:
        try:
            if not in_one(ctx, lambda tx: _one(ctx, tx, faults)):
                break
        except _FaultError as fault:
            faults[fault.deadline] = fault
        else:
            handled += 1
    if faults:
        raise ExceptionGroup("these deadlines met a fault of ours", list(faults.values()))
    return handled


def _one(ctx: Context, tx: Transaction, skip: Collection[int]) -> bool:
    deadline = deadlines.next_due(tx, ctx.now(), skip)
    if deadline is None:
        return False
    try:
        _handle(ctx, tx, deadline)
    except (ConflictError, DuplicateError, UnavailableError):
        raise
    except Exception as error:
        raise _FaultError(deadline.id) from error
    return True


def _handle(ctx: Context, tx: Transaction, deadline: Deadline) -> None:
    protocol, case = case_of(ctx, tx, deadline.case_id)
    found = case.round(deadline.task, deadline.number)
    if case.state != "open" or found is None or found.state != "open":
        deadlines.finish(tx, deadline)
    elif _must_wait(ctx, case, deadline):
        deadlines.postpone(tx, deadline, ctx.calendar.next_open(ctx.now()))
    else:
        _act(ctx, tx, protocol, case, found, deadline)
        deadlines.finish(tx, deadline)


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
        card = case_cards.reminder_card(protocol, case, found)
        post(ctx, tx, key, who.person, card, case_id=case.id)
