"""When a task is open: the one reading of ``when``, ``unless``, lanes and rounds.

Two views of a finished task exist. The *strict* view hides an outcome while a younger round of that task is open
(a text that is being judged again has no approval). The *lasting* view keeps the youngest finished outcome, and
decides whether what followed from it is still in force after a fact was corrected. Tasks that read each other in a
circle (beoordelen <-> indienen) do not undo one another.
"""

from collections.abc import Mapping

from workflows.engine.case import Case, Round, Value
from workflows.engine.protocol import DONE, Kind, Task, When

FAST_FACT = "zedenvermoeden"
FAST_VALUE = "ja"
NATURE_FACT = "aard"
SEXUAL = "seksueel"


def is_fast(case: Case) -> bool:
    """True when the law sends this case straight to the bestuur and to nobody else (X-1)."""
    return case.fact(FAST_FACT) == FAST_VALUE


def keeps_no_files(facts: Mapping[str, Value]) -> bool:
    """True when no image may be kept or sent on: the law's lane, or anything sexual where pupils may be seen (X-5)."""
    nature = facts.get(NATURE_FACT, ())
    return facts.get(FAST_FACT) == FAST_VALUE or SEXUAL in ((nature,) if isinstance(nature, str) else nature)


def stands(kind: Kind, case: Case, key: str) -> bool:
    """True when the task's ``when`` holds and its ``unless`` does not, in the lane that the case is in."""
    task = kind.tasks[key]
    if not in_lane(task, case):
        return False
    return _all(kind, case, task.when) and not (task.unless and _all(kind, case, task.unless))


def in_lane(task: Task, case: Case) -> bool:
    """True when the task belongs to the ordinary lane or to the fast one, whichever the case is in."""
    return task.lane == "beide" or (task.lane == "snel") == is_fast(case)


def outcome_of(kind: Kind, case: Case, key: str) -> str | None:
    """Return the outcome that conditions may read now (the strict view), or None."""
    latest = case.latest(key)
    if latest is None or latest.state != "done" or not in_force(kind, case, key):
        return None
    return latest.outcome


def in_force(kind: Kind, case: Case, key: str) -> bool:
    """True when what a finished task rested on is still so; a correction can undo it."""
    task = kind.tasks[key]
    return all(_still(kind, case, key, name, values) for name, values in task.when.items()) and not (
        task.unless and all(_fact_matches(case, name, values) for name, values in task.unless.items())
    )


def read_by(task: Task) -> frozenset[str]:
    """Return every fact and task that the task's conditions read."""
    return frozenset(task.when) | frozenset(task.unless)


def last_finished(case: Case, key: str) -> Round | None:
    """Return the youngest finished round of a task."""
    return next((found for found in reversed(case.rounds) if found.task == key and found.state == "done"), None)


def _all(kind: Kind, case: Case, conditions: When) -> bool:
    return all(_matches(kind, case, name, values) for name, values in conditions.items())


def _matches(kind: Kind, case: Case, name: str, values: tuple[str, ...]) -> bool:
    if name not in kind.tasks:
        return _fact_matches(case, name, values)
    outcome = outcome_of(kind, case, name)
    return outcome is not None and (DONE in values or outcome in values)


def _fact_matches(case: Case, name: str, values: tuple[str, ...]) -> bool:
    fact = case.facts.get(name)
    return fact is not None and any(value in values for value in fact.values)


def _still(kind: Kind, case: Case, reader: str, name: str, values: tuple[str, ...]) -> bool:
    if name not in kind.tasks:
        return _fact_matches(case, name, values)
    if _reaches(kind, name, reader):
        return True
    finished = last_finished(case, name)
    if finished is None or not (DONE in values or finished.outcome in values):
        return False
    return in_force(kind, case, name)


def _reaches(kind: Kind, start: str, goal: str) -> bool:
    """True when *start* reads *goal*, directly or through other tasks: then both are in one circle."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key not in seen and key in kind.tasks:
            seen.add(key)
            waiting.extend(kind.tasks[key].when)
    return False
