"""What an action does to a case: everything that changes a case's tasks or facts is decided here.

Theory of operation. A case is facts plus rounds of tasks. An action changes one of these; then ``settle`` opens and
lapses rounds until nothing moves, and routes every open round to people. Opening a round changes no fact, so one
pass over the tasks is enough except for the closing task, which is derived last: it stands open when no ``must``
does. The function is pure: ``now``, the calendar and the people come in, a Decision goes out, and an error
(``workflows.engine.errors``) says who can repair what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from workflows.engine import changes, moves
from workflows.engine.actions import (
    Action,
    Assign,
    Correct,
    Finish,
    HandOn,
    Merge,
    Plan,
    Remind,
    Reopen,
    Reroute,
    Start,
    Withdraw,
)
from workflows.engine.calendar import Calendar
from workflows.engine.case import Case
from workflows.engine.changes import Changed, Entry
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.person import Circle
from workflows.engine.policy import may_set
from workflows.engine.protocol import Kind, Protocol
from workflows.engine.refusals import CLOCK
from workflows.engine.roles import informs, subjects
from workflows.engine.route import told
from workflows.engine.settle import settle

__all__ = ["CLOCK", "Decision", "Entry", "decide", "may_set"]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The case as it is now, what goes on record, and who is told what."""

    case: Case
    entries: tuple[Entry, ...]
    asked: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    informed: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()
    ended: bool = False


def decide(
    protocol: Protocol, case: Case, action: Action, now: datetime, calendar: Calendar, circle: Circle
) -> Decision:
    """Return what *action* does to *case* at *now*.

    ``asked`` maps a person to the rounds that are newly theirs, ``informed`` are people told for information,
    ``released`` those who no longer hold a round that they held. Raises WorkflowError.
    """
    kind = protocol.kinds[case.kind]
    if case.state != "open" and not isinstance(action, Reopen):
        raise StaleActionError("error.case_ended", number=case.number)
    if case.restricted and action.actor == CLOCK:
        raise NotAllowedError("error.restricted")
    changed, entry = _apply(protocol, case, action, now, calendar, circle)
    settled = settle(kind, changed, now, calendar, circle, protocol.contacts)
    if isinstance(action, HandOn):
        settled = moves.rested(case, settled, action)
    if not isinstance(action, Start):
        settled = replace(settled, version=case.version + 1)
    return _decision(kind, case, settled, (entry, *_movements(case, settled, now)), action, circle)


def _apply(
    protocol: Protocol, case: Case, action: Action, now: datetime, calendar: Calendar, circle: Circle
) -> Changed:
    match action:
        case Start():
            return changes.start(protocol, case, action, now, circle)
        case Finish():
            return changes.finish(protocol, case, action, now, circle)
        case Correct():
            return changes.correct(protocol, case, action, now, circle)
        case Plan():
            return changes.plan(protocol, case, action, now, circle)
        case HandOn() | Remind():
            return moves.pass_on(protocol, case, action, now, calendar)
        case Assign():
            return moves.assign(protocol, case, action, now, calendar, circle)
        case Reroute():
            return moves.reroute(case, action, now)
        case Withdraw():
            return changes.withdraw(protocol, case, action, now, circle)
        case Reopen():
            return changes.reopen(protocol, case, action, now, circle)
        case Merge():
            return changes.merge(protocol, case, action, now, circle)


def _movements(before: Case, after: Case, now: datetime) -> tuple[Entry, ...]:
    """Return one entry for each round that the action opened or lapsed by itself."""
    old = {found.key: found.state for found in before.rounds}
    moved = []
    for found in after.rounds:
        data = {"taak": found.task, "ronde": str(found.number)}
        if found.state == "open" and found.key not in old:
            people = ";".join(assignee.person for assignee in found.assignees)
            moved.append(Entry(at=now, actor=CLOCK, type="geopend", data=data | {"gevraagd": people}))
        elif found.state == "lapsed" and old.get(found.key) == "open":
            moved.append(Entry(at=now, actor=CLOCK, type="vervallen", data=data))
    return tuple(moved)


def _decision(
    kind: Kind, before: Case, after: Case, entries: tuple[Entry, ...], action: Action, circle: Circle
) -> Decision:
    held_before, held_now = _held(before), _held(after)
    newly = {
        person: tuple(sorted(rounds - held_before.get(person, frozenset())))
        for person, rounds in held_now.items()
        if rounds - held_before.get(person, frozenset())
    }
    released = frozenset(p for p, rounds in held_before.items() if rounds - held_now.get(p, frozenset()))
    informed = _informed(kind, before, after, circle) - set(held_now) - {action.actor}
    ended = after.state != "open" and before.state == "open"
    return Decision(case=after, entries=entries, asked=newly, informed=informed, released=released, ended=ended)


def _held(case: Case) -> dict[str, frozenset[tuple[str, int]]]:
    held: dict[str, set[tuple[str, int]]] = {}
    for found in case.open_rounds():
        for assignee in found.assignees:
            held.setdefault(assignee.person, set()).add(found.key)
    return {person: frozenset(rounds) for person, rounds in held.items()}


def _informed(kind: Kind, before: Case, after: Case, circle: Circle) -> frozenset[str]:
    """Return who is told for information of the rounds that just opened, never the people it is about."""
    old = {found.key for found in before.rounds}
    opened = [found for found in after.open_rounds() if found.key not in old]
    roles = [role for found in opened for role in informs(kind.tasks[found.task], after)]
    people = {one.person for role in roles for one in told(role, after, circle)}
    return frozenset(people) - subjects(after) - {after.melder}
