"""Which rounds stand open: opens, lapses and routes until a case rests.

Called by ``decide`` after every action. It changes no fact and finishes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from workflows.engine.calendar import AMSTERDAM, Calendar
from workflows.engine.case import Assignee, Case, Round
from workflows.engine.conditions import is_fast, is_void, named_people, read_by, stands
from workflows.engine.contact import Contact, next_open
from workflows.engine.entrust import entrusted
from workflows.engine.kind import Kind
from workflows.engine.part import URGENT
from workflows.engine.performer import Each, RoleIn
from workflows.engine.person import Circle
from workflows.engine.route import STOOD_IN, NobodyError, can_act, resolve, searching
from workflows.engine.task import Task, is_review, outcomes

BOARD = "bestuur"
Contacts = Mapping[str, Contact]


def settle(kind: Kind, case: Case, now: datetime, calendar: Calendar, circle: Circle, contacts: Contacts) -> Case:
    """Return the case with every round opened or lapsed that should be, deadlines set and people asked."""
    if case.state != "open":
        return replace(case, rounds=tuple(_lapse(found, now) for found in case.rounds))
    case = replace(case, owner=owner_of(kind, case))
    case = rest(kind, _lapse_other_lane(kind, case, now), now)
    case = _settle_closing(kind, case, now)
    prepared = (_prepared(kind, case, found, calendar, contacts) for found in case.rounds)
    if case.fact(URGENT) == "ja":
        prepared = (_hurried(found, kind.tasks[found.task], calendar, now) for found in prepared)
    return replace(case, rounds=tuple(_with_people(kind, case, found, circle) for found in prepared))


def owner_of(kind: Kind, case: Case) -> str:
    """Return the role that owns the case: the board in the fast lane, else who was chosen or took it over last."""
    if is_fast(case):
        return BOARD
    chosen = (case.fact(task.who.role_in) for task in kind.tasks.values() if isinstance(task.who, RoleIn))
    owner: str = next(filter(None, chosen), kind.owner)
    done = sorted((one for one in case.rounds if one.state == "done" and one.ended_at), key=_ended_at)
    for found in done:
        ended = outcomes(kind.tasks[found.task]).get(found.outcome or "")
        owner = (ended.owner if ended else None) or owner
    return owner


def _ended_at(found: Round) -> datetime:
    return found.ended_at or found.opened_at


def rest(kind: Kind, case: Case, now: datetime) -> Case:
    """Return the case with every round opened or lapsed, but nobody asked yet: what the conditions alone decide.

    A round that opens hides its task's outcome, so tasks are looked at again. A first round hides nothing, nor does
    one that lapses: it had no outcome to show.
    """
    for _ in kind.tasks:
        before = case
        for key, task in kind.tasks.items():
            if not task.discretionary and task.does != "close":
                case = _settle_task(kind, case, key, task, now)
        if not _hides(before, case):
            break
    return case


def _hides(before: Case, after: Case) -> bool:
    """True when a round was opened of a task that had ended before."""
    opened = {found.task for found in after.rounds[len(before.rounds) :]}
    return any(found.state == "done" and found.task in opened for found in before.rounds)


def _settle_task(kind: Kind, case: Case, key: str, task: Task, now: datetime) -> Case:
    if isinstance(task.who, Each):
        return _settle_each(kind, case, key, task.who.each, now)
    latest = case.latest(key)
    holds = stands(kind, case, key)
    if latest is not None and is_void(kind, case, latest):
        return _opened(case, key, now) if holds else case
    if latest is None:
        return _opened(case, key, now) if holds and not task.starts else case
    if latest.state == "open":
        return case if holds else _replaced(case, _lapse(latest, now))
    if not holds:
        return case
    if latest.state == "lapsed" or has_news(case, task, latest):
        return _opened(case, key, now)
    return case


def _settle_each(kind: Kind, case: Case, key: str, field: str, now: datetime) -> Case:
    """One round for each person who is named now; who is no longer named has nothing open."""
    people = named_people(case, field) if stands(kind, case, key) else ()
    for found in case.rounds_of(key):
        if found.state == "open" and found.person not in people:
            case = _replaced(case, _lapse(found, now))
    for person in people:
        latest = next((one for one in reversed(case.rounds) if one.task == key and one.person == person), None)
        if latest is None or latest.state == "lapsed" or _named_anew(kind, latest):
            case = _opened(case, key, now, person)
    return case


def _named_anew(kind: Kind, latest: Round) -> bool:
    """True when the person ended it in a way that had others named again, and was named again."""
    ended = outcomes(kind.tasks[latest.task]).get(latest.outcome or "")
    return latest.state == "done" and ended is not None and ended.reopens is not None


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


def _prepared(kind: Kind, case: Case, found: Round, calendar: Calendar, contacts: Contacts) -> Round:
    """Give an open round its term, once."""
    if found.state != "open" or found.assignees:
        return found
    task = kind.tasks[found.task]
    # keeps LEN-3c: a report is taken and asked about day and night; only the term waits for office hours
    start = found.opened_at
    if task.calls is not None and task.calls in contacts:
        start = next_open(contacts[task.calls], calendar, start)
    return _with_term(found, task, calendar, start, urgent=case.fact(URGENT) == "ja")


def _with_term(found: Round, task: Task, calendar: Calendar, start: datetime, *, urgent: bool) -> Round:
    """Set when a round that nobody was asked yet is due; a review date that was chosen stands."""
    due = found.due_at
    if due is None and (task.due or task.strength == "must"):
        due = calendar.due(task.due, start, urgent=urgent)
    if due is None:
        return found
    late = calendar.due(task.due, due, urgent=urgent) if task.late == "hand_on" else None
    return replace(found, due_at=due, late_at=late)


def _with_people(kind: Kind, case: Case, found: Round, circle: Circle) -> Round:
    """Give an open round the people who are asked; they are resolved anew at every change."""
    if found.state != "open":
        return found
    return replace(found, assignees=_asked(case, kind.tasks[found.task], found, circle))


def _asked(case: Case, task: Task, found: Round, circle: Circle) -> tuple[Assignee, ...]:
    """The people of the task, and beside them the next ones when its term passed (both may act)."""
    asked_on = found.opened_at.astimezone(AMSTERDAM).date()
    ask = partial(
        resolve, task.who, case, circle, decides=task.decides, person=found.person, blind=task.blind, day=asked_on
    )
    people = _entrusted(case, task, found, circle) or ask()
    if not found.passed:
        return people
    try:
        more = ask(without=frozenset(found.passed))
    except NobodyError:
        more = ()
    return tuple({one.person: one for one in (*more, *people, *_still_there(case, task, found, circle))}.values())


def _still_there(case: Case, task: Task, found: Round, circle: Circle) -> Iterator[Assignee]:
    """Whoever was asked until now may still act, as long as they may and can: nobody is let go of what is too late.

    Only who stood in for somebody away gives it back to them.
    """
    search = searching(case, circle, frozenset(), None, decides=task.decides)
    for one in found.assignees:
        known = circle.people.get(one.person)
        if one.reason not in STOOD_IN and known is not None and can_act(search, known):
            yield one


def _entrusted(case: Case, task: Task, found: Round, circle: Circle) -> tuple[Assignee, ...]:
    """The colleague to whom the round was handed, or who replaces them; none when neither can act any more."""
    if not found.assigned:
        return ()
    one = entrusted(case, circle, found.assigned, found.assigned_by, task.who, decides=task.decides)
    return (one,) if one else ()


def _hurried(found: Round, task: Task, calendar: Calendar, now: datetime) -> Round:
    """Shorten what is still to come of a term because there is ``spoed`` now.

    A day that was chosen stands, and so does the opening of an office that must be called.
    """
    fixed = task.calls is not None or is_review(task, found.number)
    if found.state != "open" or found.due_at is None or found.due_at <= now or fixed:
        return found
    due = calendar.due(task.due, found.opened_at, urgent=True)
    if due >= found.due_at:
        return found
    late = calendar.due(task.due, max(due, now), urgent=True) if found.late_at else None
    return replace(found, due_at=due, late_at=late)


def _lapse(found: Round, now: datetime) -> Round:
    return replace(found, state="lapsed", ended_at=now) if found.state == "open" else found


def _opened(case: Case, key: str, now: datetime, person: str = "") -> Case:
    number = sum(1 for _ in case.rounds_of(key)) + 1
    return replace(case, rounds=(*case.rounds, Round(task=key, number=number, opened_at=now, person=person)))


def _replaced(case: Case, new: Round) -> Case:
    return replace(case, rounds=tuple(new if found.key == new.key else found for found in case.rounds))
