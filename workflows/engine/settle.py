"""Which rounds stand open: opens, lapses and routes until a case rests.

Called by ``decide`` after every action. It changes no fact and finishes nothing.
"""

from dataclasses import replace
from datetime import datetime

from workflows.engine.calendar import Calendar
from workflows.engine.case import Assignee, Case, Round
from workflows.engine.conditions import is_fast, read_by, stands
from workflows.engine.protocol import URGENT, Kind, Task
from workflows.engine.route import Circle, resolve

BOARD = "bestuur"


def settle(kind: Kind, case: Case, now: datetime, calendar: Calendar, circle: Circle) -> Case:
    """Return the case with every round opened or lapsed that should be, deadlines set and people asked."""
    if case.state != "open":
        return replace(case, rounds=tuple(_lapse(found, now) for found in case.rounds))
    if is_fast(case) and case.owner != BOARD:
        case = replace(case, owner=BOARD)
    case = rest(kind, _lapse_other_lane(kind, case, now), now)
    case = _settle_closing(kind, case, now)
    return replace(case, rounds=tuple(_prepared(kind, case, found, calendar, circle) for found in case.rounds))


def rest(kind: Kind, case: Case, now: datetime) -> Case:
    """Return the case with every round opened or lapsed, but nobody asked yet: what the conditions alone decide.

    A round that opens hides its task's outcome, so tasks that read it are looked at again.
    """
    for _ in kind.tasks:
        before = case
        for key, task in kind.tasks.items():
            if not task.discretionary and task.does != "close":
                case = _settle_task(kind, case, key, task, now)
        if case is before:
            break
    return case


def _settle_task(kind: Kind, case: Case, key: str, task: Task, now: datetime) -> Case:
    latest = case.latest(key)
    holds = stands(kind, case, key)
    if latest is None:
        return _opened(case, key, now) if holds and not task.starts else case
    if latest.state == "open":
        return case if holds else _replaced(case, _lapse(latest, now))
    if not holds:
        return case
    if latest.state == "lapsed" or has_news(case, task, latest):
        return _opened(case, key, now)
    return case


def has_news(case: Case, task: Task, latest: Round) -> bool:
    """True when the task repeats, and what it reads was finished or set anew after its youngest round was done."""
    if not task.repeats or latest.state != "done" or latest.ended_at is None:
        return False
    read = read_by(task)
    return any(fact.at > latest.ended_at for key, fact in case.facts.items() if key in read) or any(
        found.state == "done" and found.task in read and _finished_after(case, found, latest) for found in case.rounds
    )


def _finished_after(case: Case, found: Round, latest: Round) -> bool:
    """Within one instant the order in which the rounds were opened decides."""
    if found.ended_at is None or latest.ended_at is None:
        return False
    return (found.ended_at, case.rounds.index(found)) > (latest.ended_at, case.rounds.index(latest))


def _lapse_other_lane(kind: Kind, case: Case, now: datetime) -> Case:
    if not is_fast(case):
        return case
    return replace(
        case, rounds=tuple(found if kind.tasks[found.task].lane else _lapse(found, now) for found in case.rounds)
    )


def _settle_closing(kind: Kind, case: Case, now: datetime) -> Case:
    """No outcome closes a case: the closing task stands open exactly when no ``must`` does."""
    key = next((name for name, task in kind.tasks.items() if task.does == "close"), None)
    if key is None:
        return case
    blocked = any(kind.tasks[found.task].blocks for found in case.open_rounds())
    latest = case.latest(key)
    if latest is not None and latest.state == "open":
        return _replaced(case, _lapse(latest, now)) if blocked else case
    return case if blocked else _opened(case, key, now)


def _prepared(kind: Kind, case: Case, found: Round, calendar: Calendar, circle: Circle) -> Round:
    """Give an open round its term and the people who are asked; they are resolved anew at every change."""
    if found.state != "open":
        return found
    task = kind.tasks[found.task]
    if not found.assignees:
        found = _with_term(found, task, calendar, urgent=case.fact(URGENT) == "ja")
    return replace(found, assignees=_asked(case, task, found, circle))


def _with_term(found: Round, task: Task, calendar: Calendar, *, urgent: bool) -> Round:
    """Set when a round that nobody was asked yet is due; a review date that was chosen stands."""
    due = found.due_at
    if due is None and (task.due or task.strength == "must"):
        due = calendar.due(task.due, found.opened_at, urgent=urgent)
    if due is None:
        return found
    late = calendar.due(task.due, due, urgent=urgent) if task.late == "hand_on" else None
    return replace(found, due_at=due, late_at=late)


def _asked(case: Case, task: Task, found: Round, circle: Circle) -> tuple[Assignee, ...]:
    """The people of the task, and beside them the next ones when its term passed (both may act)."""
    people = resolve(task.who, case, circle, decides=task.decides)
    if not found.passed:
        return people
    more = resolve(task.who, case, circle, decides=task.decides, without=frozenset(found.passed))
    return tuple({one.person: one for one in (*more, *people)}.values())


def _lapse(found: Round, now: datetime) -> Round:
    return replace(found, state="lapsed", ended_at=now) if found.state == "open" else found


def _opened(case: Case, key: str, now: datetime) -> Case:
    number = sum(1 for _ in case.rounds_of(key)) + 1
    return replace(case, rounds=(*case.rounds, Round(task=key, number=number, opened_at=now)))


def _replaced(case: Case, new: Round) -> Case:
    return replace(case, rounds=tuple(new if found.key == new.key else found for found in case.rounds))
