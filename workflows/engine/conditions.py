"""When a task is open: the one reading of ``when``, ``unless``, lanes and rounds.

Two views of a finished task exist. The *strict* view hides an outcome while a younger round of that task is open
(a text that is being judged again has no approval). The *lasting* view keeps the youngest finished outcome, and
decides whether what followed from it is still in force after a fact was corrected. Tasks that read each other in a
circle (beoordelen <-> indienen) do not undo one another. A task that stands open once per person counts as ended
when everyone who is named now has ended it.
"""

from collections.abc import Mapping

from workflows.engine.case import Case, Round, Value
from workflows.engine.kind import Kind
from workflows.engine.part import DONE, KNOWN_POSTER, POSTER, When
from workflows.engine.performer import Each
from workflows.engine.protocol import Protocol
from workflows.engine.task import Bar, Task

FAST_FACT = "zedenvermoeden"
FAST_VALUE = "ja"
NATURE_FACT = "aard"
SEXUAL = "seksueel"


# keeps X-1
def is_fast(case: Case) -> bool:
    """True when the law sends this case straight to the bestuur and to nobody else (X-1)."""
    return case.fact(FAST_FACT) == FAST_VALUE


# keeps X-5
def keeps_no_files(protocol: Protocol, facts: Mapping[str, Value]) -> bool:
    """True when no image may be kept or sent on: the law's lane, or what the protocol names as sexual (X-5)."""
    if facts.get(FAST_FACT) == FAST_VALUE or SEXUAL in _values(facts.get(NATURE_FACT, ())):
        return True
    return any(
        one in protocol.facts[key].no_files
        for key, value in facts.items()
        if key in protocol.facts
        for one in _values(value)
    )


def stands(kind: Kind, case: Case, key: str) -> bool:
    """True when the task's ``when`` (or ``also_when``) holds and its ``unless`` does not, in the lane of the case."""
    task = kind.tasks[key]
    if not in_lane(task, case):
        return False
    entered = _all(kind, case, task.when) or (task.also_when and _all(kind, case, task.also_when))
    return bool(entered) and not (task.unless and _all(kind, case, task.unless))


def entries_of(task: Task) -> tuple[When, ...]:
    """Return the conditions of which one must hold for the task to open."""
    return (task.when, task.also_when) if task.also_when else (task.when,)


def in_lane(task: Task, case: Case) -> bool:
    """True when the task belongs to the ordinary lane or to the fast one, whichever the case is in."""
    return task.lane == "beide" or (task.lane == "snel") == is_fast(case)


def in_force(kind: Kind, case: Case, key: str) -> bool:
    """True when what a finished task rested on is still so; a correction can undo it."""
    task = kind.tasks[key]
    still = any(
        all(_still(kind, case, key, name, values) for name, values in conditions.items())
        for conditions in entries_of(task)
    )
    return still and not (
        task.unless and all(_fact_matches(case, name, values) for name, values in task.unless.items())
    )


def read_by(task: Task) -> frozenset[str]:
    """Return every fact and task that the task's conditions read."""
    return frozenset(task.when) | frozenset(task.also_when) | frozenset(task.unless)


def bars_of(case: Case, task: Task, outcome: str) -> tuple[Bar, ...]:
    """Return what keeps a task from ending so now; nothing when it may."""
    return tuple(bar for bar in task.bars.values() if outcome in bar.ends and holds(case.values, bar.when))


def holds(facts: Mapping[str, Value], conditions: When) -> bool:
    """True when facts alone meet every condition."""
    return all(any(one in values for one in _values(facts.get(name, ()))) for name, values in conditions.items())


def is_void(kind: Kind, case: Case, found: Round) -> bool:
    """True for what was done about somebody else: another person turned out to be the plaatser after it ended."""
    known = case.facts.get(KNOWN_POSTER)
    if known is None or found.state != "done" or found.ended_at is None or found.ended_at >= known.at:
        return False
    return _reaches(kind, found.task, POSTER)


def named_people(case: Case, field: str) -> tuple[str, ...]:
    """Return the people whom the youngest answer to that field names."""
    for found in reversed(case.rounds):
        if found.state == "done" and field in found.answers:
            return tuple(dict.fromkeys(_values(found.answers[field])))
    return ()


def _all(kind: Kind, case: Case, conditions: When) -> bool:
    for name, values in conditions.items():  # noqa: SIM110 - runs most of all, and all() costs twice as much
        if not _matches(kind, case, name, values):
            return False
    return True


def _matches(kind: Kind, case: Case, name: str, values: tuple[str, ...]) -> bool:
    if name not in kind.tasks:
        return _fact_matches(case, name, values)
    return _all_among(_ends(kind, case, name, lasting=False), values) and in_force(kind, case, name)


def _ends(kind: Kind, case: Case, key: str, *, lasting: bool) -> list[str | None]:
    """Return how the task ended, once for each person of whom it is asked; None for what has not (strictly) ended."""
    who = kind.tasks[key].who
    people = named_people(case, who.each) if isinstance(who, Each) else ("",)
    return [_end(kind, case, key, person, lasting=lasting) for person in people]


def _end(kind: Kind, case: Case, key: str, person: str, *, lasting: bool) -> str | None:
    found = (one for one in reversed(case.rounds) if one.task == key and one.person == person)
    latest = next((one for one in found if one.state == "done" or not lasting), None)
    if latest is None or latest.state != "done" or is_void(kind, case, latest):
        return None
    return latest.outcome


def _all_among(ends: list[str | None], values: tuple[str, ...]) -> bool:
    return bool(ends) and all(end is not None and (DONE in values or end in values) for end in ends)


def _fact_matches(case: Case, name: str, values: tuple[str, ...]) -> bool:
    fact = case.facts.get(name)
    return fact is not None and any(value in values for value in fact.values)


def _values(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _still(kind: Kind, case: Case, reader: str, name: str, values: tuple[str, ...]) -> bool:
    if name not in kind.tasks:
        return _fact_matches(case, name, values)
    if _reaches(kind, name, reader):  # they read each other in a circle
        return True
    return _all_among(_ends(kind, case, name, lasting=True), values) and in_force(kind, case, name)


def _reaches(kind: Kind, start: str, goal: str) -> bool:
    """True when the task *start* reads *goal*, a task or a fact, directly or through other tasks."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key not in seen and key in kind.tasks:
            seen.add(key)
            waiting.extend((*kind.tasks[key].when, *kind.tasks[key].also_when))
    return False
