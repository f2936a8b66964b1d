"""When the clock looks at a case again: the rows that a decision leaves behind, in the same transaction.

It decides nothing about the case: what a passed term does is for ``tick`` and, below it, for the protocol.
"""

from datetime import datetime, timedelta

from models import deadlines
from models.deadlines import Deadline, Type
from models.store import Transaction
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case, Round
from workflows.engine.part import URGENT
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol
from workflows.engine.task import is_review
from workflows.usecases.context import Context

_WORDS = ("hand_on", "remind")
_SHORTEST = timedelta(minutes=10)


def set_terms(
    ctx: Context, tx: Transaction, protocol: Protocol, before: Case | None, after: Case, circle: Circle
) -> None:
    """Write a row for each term that began, drop those of what ended, and plan when people leave or come back."""
    old = {one.key: one for one in before.rounds} if before else {}
    for one in after.rounds:
        known = old.get(one.key)
        if one.state == "open" and known is None:
            deadlines.put(tx, _rows(ctx, protocol, after, one))
        elif one.state == "open" and known is not None:
            deadlines.set_again(tx, _moved(ctx, protocol, after, known, one))
        elif one.state != "open" and known is not None and known.state == "open":
            deadlines.drop(tx, after.id, one.task, one.number)
    plan_route(ctx, tx, after, circle)


def plan_route(ctx: Context, tx: Transaction, case: Case, circle: Circle) -> None:
    """Plan when somebody of this school leaves or comes back: that morning, with ``spoed`` at midnight."""
    day = circle.next_change(case.school)
    if day is None or case.state != "open":
        return
    midnight = datetime.combine(day, datetime.min.time(), AMSTERDAM)
    urgent = case.fact(URGENT) == "ja"
    deadlines.put_route(tx, case.id, midnight if urgent else ctx.calendar(case.school).next_open(midnight))


def _rows(ctx: Context, protocol: Protocol, case: Case, found: Round) -> list[Deadline]:
    task = protocol.task(case.kind, found.task)
    rows = []
    if found.due_at is not None:
        at = _beforehand(ctx, protocol, case, found, found.due_at)
        rows += [_row(case, found, "before", at)] if at else []
        rows.append(_row(case, found, "remind" if task.late in _WORDS else "expire", found.due_at))
    if found.late_at is not None:
        rows.append(_row(case, found, "hand_on", found.late_at))
    return rows


def _moved(ctx: Context, protocol: Protocol, case: Case, before: Round, after: Round) -> list[Deadline]:
    """The rows whose moment changed: ``spoed`` came in between, or somebody got a term of their own."""
    changed = {"hand_on"} if after.late_at != before.late_at else set()
    changed |= {"before", "remind", "expire"} if after.due_at != before.due_at else set()
    return [row for row in _rows(ctx, protocol, case, after) if row.type in changed] if changed else []


def _beforehand(ctx: Context, protocol: Protocol, case: Case, found: Round, due: datetime) -> datetime | None:
    """Return when three quarters of a term are over; a day that somebody chose for a review needs no word before."""
    task = protocol.task(case.kind, found.task)
    at = ctx.calendar(case.school).before(found.opened_at, due, urgent=case.fact(URGENT) == "ja")
    return None if is_review(task, found.number) or due - at < _SHORTEST else at


def _row(case: Case, found: Round, type_: Type, due_at: datetime) -> Deadline:
    return Deadline(case_id=case.id, task=found.task, number=found.number, type=type_, due_at=due_at)
