"""What the states of a protocol prove, track by track.

A track is a set of tasks that share a condition; the facts that say who posted and the like are free in each. Closing
is derived, so it is enough that from every reachable state some path finishes the open ``must`` tasks, and that no
state without one leaves a dossier of the protocol's own rules unwritten.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workflows.engine.case import Case
from workflows.engine.conditions import holds, read_by, stands
from workflows.engine.kind import Kind
from workflows.engine.part import POSTER, When
from workflows.engine.performer import Each
from workflows.engine.protocol import DossierRule, Protocol
from workflows.engine.task import Task, asked, outcomes
from workflows.engine.walk import OPEN, State, Walk, walk

MOST = 200_000


@dataclass(frozen=True, kw_only=True)
class Unfiled:
    """A poster whose dossier some state leaves unwritten, and the clicks that lead there."""

    poster: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Track:
    """Tasks that depend on one another, and what walking them came to."""

    name: str
    tasks: tuple[str, ...]
    states: int
    stuck_at: str = ""
    path: str = ""
    too_large: bool = False
    never_open: tuple[str, ...] = ()
    unfiled: tuple[Unfiled, ...] = ()
    filed: frozenset[str] = frozenset()


def explore(kind: Kind, protocol: Protocol, most: int = MOST) -> tuple[Track, ...]:
    """Return one Track per set of connected tasks; ``stuck_at`` names a must that some state never gets rid of."""
    return tuple(_track(kind, protocol, tasks, most) for tasks in _connected(kind))


def _connected(kind: Kind) -> list[tuple[str, ...]]:
    """Tasks are connected through tasks that they read; facts are copied into each track."""
    groups: dict[str, set[str]] = {key: {key} for key in kind.tasks}
    roots = _roots(kind)
    for key, task in kind.tasks.items():
        for name in _neighbours(kind, task):
            if name in kind.tasks and name not in roots:
                joined = groups[key] | groups[name]
                for member in joined:
                    groups[member] = joined
    unique = {id(group): group for group in groups.values()}
    order = list(kind.tasks)
    return [tuple(sorted(group, key=order.index)) for group in unique.values() if _has_work(kind, group)]


def _neighbours(kind: Kind, task: Task) -> set[str]:
    """The tasks that this one reads or opens again, and those that name its people."""
    found = {*read_by(task), *(outcome.reopens for outcome in task.outcomes.values() if outcome.reopens)}
    if isinstance(task.who, Each):
        field = task.who.each
        found |= {key for key, one in kind.tasks.items() if any(field in asked(one, end) for end in outcomes(one))}
    return found


def _roots(kind: Kind) -> set[str]:
    """A task that many read and that reads none (strategie) would tie all tracks together: it is copied as a fact."""
    readers: dict[str, int] = {}
    for task in kind.tasks.values():
        for name in read_by(task):
            readers[name] = readers.get(name, 0) + 1
    return {
        key
        for key, count in readers.items()
        if count >= 4 and key in kind.tasks and not read_by(kind.tasks[key]) and not kind.tasks[key].starts
    }


def _has_work(kind: Kind, group: Iterable[str]) -> bool:
    return any(not kind.tasks[key].discretionary and kind.tasks[key].does != "close" for key in group)


def _track(kind: Kind, protocol: Protocol, tasks: tuple[str, ...], most: int) -> Track:
    small = _part(kind, tasks)
    walked = walk(small, protocol, most)
    found = Track(name=tasks[0], tasks=tasks, states=len(walked.cases))
    if walked.too_large:
        return replace(found, too_large=True)
    found = replace(found, never_open=_never_open(small, tasks, walked.cases))
    unfiled, filed = _dossiers(protocol, walked)
    found = replace(found, unfiled=unfiled, filed=filed)
    stuck = _stuck(walked)
    return found if stuck is None else replace(found, stuck_at=walked.blocked(stuck) or "", path=walked.path(stuck))


def _part(kind: Kind, tasks: tuple[str, ...]) -> Kind:
    roots = _roots(kind)
    wanted = {*tasks, *(name for key in tasks for name in read_by(kind.tasks[key]) if name in roots)}
    part = {key: task for key, task in kind.tasks.items() if key in wanted and task.does != "close"}
    return kind.model_copy(update={"tasks": part})


def _never_open(kind: Kind, tasks: tuple[str, ...], states: Iterable[State]) -> tuple[str, ...]:
    """Return the tasks that stood open in no state at all; a starting or discretionary one need not."""
    opened = {key for state in states for key, value in state if key in kind.tasks and OPEN in value}
    derived = {key for key in tasks if key not in kind.tasks or kind.tasks[key].discretionary or kind.tasks[key].starts}
    return tuple(key for key in tasks if key not in opened | derived)


def _stuck(walked: Walk) -> State | None:
    """Return a state from which no path leads to one without an open must."""
    backward: dict[State, set[State]] = {state: set() for state in walked.cases}
    for state, nexts in walked.sure.items():
        for after in nexts:
            backward[after].add(state)
    good = deque(state for state in walked.cases if not walked.blocked(state))
    reached = set(good)
    while good:
        for before in backward[good.popleft()]:
            if before not in reached:
                reached.add(before)
                good.append(before)
    return next((state for state in walked.cases if state not in reached), None)


def _dossiers(protocol: Protocol, walked: Walk) -> tuple[tuple[Unfiled, ...], frozenset[str]]:
    """Return the posters whose dossier a state leaves unwritten, and those of whom every state has it."""
    unfiled, filed = [], set()
    for poster, rule in protocol.dossiers.items():
        ends = list(_ends_of(walked, poster, rule))
        bad = next((state for state, written in ends if not written), None)
        if bad is not None:
            unfiled.append(Unfiled(poster=poster, path=walked.path(bad)))
        elif ends:
            filed.add(poster)
    return tuple(unfiled), frozenset(filed)


def _ends_of(walked: Walk, poster: str, rule: DossierRule) -> Iterator[tuple[State, bool]]:
    """Each state in which this poster's case could be closed, and whether the dossier was written there."""
    does = f"dossier_{rule.type}"
    tasks = [key for key, task in walked.kind.tasks.items() if task.does == does]
    if not tasks:
        return
    for state, case in walked.cases.items():
        if case.fact(POSTER) == poster and not walked.blocked(state) and _all_hold(walked.kind, case, rule.when):
            yield state, any(one.task in tasks and one.state == "done" for one in case.rounds)


def _all_hold(kind: Kind, case: Case, conditions: When) -> bool:
    """Read the conditions as those of a task that stands beside the others."""
    facts = {name: values for name, values in conditions.items() if name not in kind.tasks}
    tasks = {name: values for name, values in conditions.items() if name in kind.tasks}
    beside = kind.model_copy(update={"tasks": {**kind.tasks, "": Task(who="directie", when=tasks, lane="beide")}})
    return holds(case.values, facts) and stands(beside, case, "")
