"""Whom a round goes to next: the clock hands it on, a handler hands it over, or it is looked at again.

It opens and lapses nothing, and finds no people itself: ``settle`` asks who may and can act after every action.
"""

from dataclasses import replace
from datetime import datetime

from workflows.engine.actions import Assign, HandOn, Remind, Reroute
from workflows.engine.calendar import Calendar
from workflows.engine.case import Case, Round
from workflows.engine.changes import Changed, Entry, open_round, swap
from workflows.engine.entrust import may_take
from workflows.engine.errors import IncompleteError, NotAllowedError
from workflows.engine.part import BOARD_ROLES, MELDER, URGENT
from workflows.engine.performer import Each
from workflows.engine.person import Circle
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol
from workflows.engine.refusals import CLOCK


def pass_on(protocol: Protocol, case: Case, action: HandOn | Remind, now: datetime, calendar: Calendar) -> Changed:
    """The clock reminds, or lets the next person be asked as well, who gets a term of their own."""
    if action.actor != CLOCK:
        raise NotAllowedError
    found = open_round(case, action)
    data = {"taak": action.task, "ronde": str(action.number)}
    if isinstance(action, Remind):
        return case, Entry(at=now, actor=CLOCK, type="herinnerd", data=data)
    passed = tuple(dict.fromkeys((*found.passed, *(one.person for one in found.assignees))))
    term = protocol.kinds[case.kind].tasks[action.task].due
    late = calendar.due(term, now, urgent=case.fact(URGENT) == "ja")
    handed = replace(found, passed=passed, late_at=late)
    return replace(case, rounds=swap(case.rounds, handed)), Entry(at=now, actor=CLOCK, type="doorgegeven", data=data)


def rested(before: Case, after: Case, action: HandOn) -> Case:
    """Return the case with no further handing on planned once it brought nobody new, or reached the board."""
    old, new = before.round(action.task, action.number), after.round(action.task, action.number)
    if old is None or new is None:
        return after
    came = [one for one in new.assignees if not old.holds(one.person)]
    if came and not any(one.role in BOARD_ROLES for one in came):
        return after
    return replace(after, rounds=swap(after.rounds, replace(new, late_at=None)))


def assign(
    protocol: Protocol, case: Case, action: Assign, now: datetime, calendar: Calendar, circle: Circle
) -> Changed:
    """Hand a round to a colleague who may and can take it, with a term of their own before it is handed on.

    Who hands it over is on record with their reason.
    """
    may(action.actor, "assign", protocol, case, circle)
    found = open_round(case, action)
    if not can_hand_over(protocol, case, found):
        raise NotAllowedError("error.not_to_hand_over")
    if not action.reason:
        raise IncompleteError({"reden": "field.required"})
    task = protocol.kinds[case.kind].tasks[action.task]
    if found.holds(action.to) or not may_take(case, circle, action.to, task.who, decides=task.decides):
        raise IncompleteError({"collega": "error.cannot_take"})
    late = calendar.due(task.due, now, urgent=case.fact(URGENT) == "ja") if task.late == "hand_on" else None
    late = max(late, found.late_at) if late and found.late_at else late
    handed = replace(found, assigned=action.to, assigned_by=action.actor, passed=(), late_at=late)
    data = {"taak": action.task, "ronde": str(action.number), "aan": action.to, "reden": action.reason}
    entry = Entry(at=now, actor=action.actor, type="overgedragen", data=data)
    return replace(case, rounds=swap(case.rounds, handed)), entry


def can_hand_over(protocol: Protocol, case: Case, found: Round) -> bool:
    """True for a round that a colleague can do as well: not what the melder or one named person must do themselves."""
    task = protocol.kinds[case.kind].tasks[found.task]
    return found.state == "open" and not isinstance(task.who, Each) and task.who != MELDER and task.does != "close"


def reroute(case: Case, action: Reroute, now: datetime) -> Changed:
    """Change nothing by itself: settling asks who is there now."""
    if action.actor != CLOCK:
        raise NotAllowedError
    return case, Entry(at=now, actor=CLOCK, type="opnieuw_gevraagd")
