"""The clock acts: reminders, handing on, tasks that end by themselves, and people who come and go.

One deadline, one transaction. Reminders and hand-ons keep quiet outside the school's working hours, and reminders also
on days on which nobody who is asked works, unless the case has ``spoed``. Nothing happens to a case that is restricted:
its deadlines come back day after day until that ends. A deadline that meets a fault of ours does
not keep the others waiting: it stays due, the auditor's figure shows it, and the fault is raised last.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from models import deadlines
from models.deadlines import Deadline
from models.store import ConflictError, DuplicateError, Transaction, UnavailableError
from workflows.cards import case_cards
from workflows.engine.actions import Finish, HandOn, Remind
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round
from workflows.engine.decide import CLOCK
from workflows.engine.errors import StaleActionError
from workflows.engine.person import Circle
from workflows.engine.protocol import URGENT, Protocol
from workflows.usecases.carry import carry_out, circle_of, look_again
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.tell import post

_MOST = 500
_DAYS_AHEAD = 21
_RESTED = timedelta(days=1)


class _FaultError(Exception):
    """Which deadline met a fault; the fault itself is the cause."""

    def __init__(self, deadline: int) -> None:
        self.deadline = deadline
        super().__init__(f"deadline {deadline}")


def tick(ctx: Context) -> int:
    """Handle every deadline that has passed; returns how many. Raises ExceptionGroup when some met a fault of ours."""
    handled = 0
    faults: dict[int, Exception] = {}
    looked_at: list[int] = []
    while handled < _MOST:
        try:
            if not in_one(ctx, lambda tx: _one(ctx, tx, faults, looked_at)):
                break
        except _FaultError as fault:
            faults[fault.deadline] = fault
        except (ConflictError, DuplicateError) as error:  # time and again: this one must not stop the clock for others
            faults[looked_at[-1]] = error
        else:
            handled += 1
    if faults:
        raise ExceptionGroup("these deadlines met a fault of ours", list(faults.values()))
    return handled


def _one(ctx: Context, tx: Transaction, skip: Collection[int], looked_at: list[int]) -> bool:
    deadline = deadlines.next_due(tx, ctx.now(), skip)
    if deadline is None:
        return False
    looked_at.append(deadline.id)
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
    if case.restricted:
        deadlines.postpone(tx, deadline, ctx.now() + _RESTED)
    elif deadline.type == "route" and case.state == "open":
        deadlines.finish(tx, deadline)
        look_again(ctx, tx, case.id)
    elif case.state != "open" or found is None or found.state != "open":
        deadlines.finish(tx, deadline)
    else:
        _handle_round(ctx, tx, protocol, case, found, deadline)


def _handle_round(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, found: Round, deadline: Deadline
) -> None:
    circle = circle_of(ctx, tx, protocol, case)
    at = _when(ctx, case, found, deadline, circle)
    if at > ctx.now():
        deadlines.postpone(tx, deadline, at)
    elif deadline.type == "hand_on":
        _hand_on(ctx, tx, case, found, deadline)
    else:
        _act(ctx, tx, protocol, case, found, deadline, circle)
        deadlines.finish(tx, deadline)


def _when(ctx: Context, case: Case, found: Round, deadline: Deadline, circle: Circle) -> datetime:
    """Return when the clock may act: now, or the next moment at which this disturbs nobody."""
    now, calendar = ctx.now(), ctx.calendar(case.school)
    if deadline.type == "expire" or case.fact(URGENT) == "ja":
        return now
    at = first = calendar.next_open(now)
    if deadline.type == "hand_on":
        return first
    for _ in range(_DAYS_AHEAD):
        if _at_work(case, found, circle, at):
            return at
        at = calendar.next_open(_midnight_after(at))
    return first


def _at_work(case: Case, found: Round, circle: Circle, at: datetime) -> list[str]:
    """Return who is asked and works on that day."""
    day = at.astimezone(AMSTERDAM).date()
    asked = [circle.people[one.person] for one in found.assignees if one.person in circle.people]
    return [one.id for one in asked if one.is_at_work(case.school, day)]


def _midnight_after(at: datetime) -> datetime:
    day = at.astimezone(AMSTERDAM).date() + timedelta(days=1)
    return datetime.combine(day, time(), AMSTERDAM)


def _hand_on(ctx: Context, tx: Transaction, case: Case, found: Round, deadline: Deadline) -> None:
    """Let the next person be asked as well; while that brings somebody new, there is a next time."""
    try:
        decision = carry_out(ctx, tx, case.id, HandOn(actor=CLOCK, task=found.task, number=found.number))
    except StaleActionError:
        deadlines.finish(tx, deadline)
        return
    handed = decision.case.round(found.task, found.number)
    if handed is not None and handed.late_at is not None:
        deadlines.postpone(tx, deadline, handed.late_at)
    else:
        deadlines.finish(tx, deadline)


def _act(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, found: Round, deadline: Deadline, circle: Circle
) -> None:
    try:
        match deadline.type:
            case "before" | "remind":
                _remind(ctx, tx, protocol, case, found, deadline, circle)
            case "expire":
                outcome = protocol.task(case.kind, found.task).late
                action = Finish(actor=CLOCK, task=found.task, number=found.number, outcome=outcome)
                carry_out(ctx, tx, case.id, action)
    except StaleActionError:
        # Someone finished the round between our look and our act; the deadline has done its work.
        return


def _remind(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, found: Round, deadline: Deadline, circle: Circle
) -> None:
    """Remind who is asked and at work, and with ``spoed`` everybody; a word beforehand that comes too late is none."""
    early = deadline.type == "before"
    if early and (found.due_at is None or ctx.now() >= found.due_at):
        return
    carry_out(ctx, tx, case.id, Remind(actor=CLOCK, task=found.task, number=found.number))
    urgent = case.fact(URGENT) == "ja"
    present = _at_work(case, found, circle, ctx.now())
    card = case_cards.reminder_card(protocol, case, found, ctx.now(), early=early)
    for who in found.assignees:
        if urgent or not present or who.person in present:
            key = f"{deadline.type}:{case.id}:{found.task}:{found.number}:{who.person}"
            quiet = None if urgent else case.school
            post(ctx, tx, key, who.person, card, case_id=case.id, quiet=quiet, about=found.key)
