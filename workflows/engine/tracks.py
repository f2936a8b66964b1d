"""Walking every state of a protocol, track by track, with the engine's own reading of the conditions.

A track is a set of tasks that share a condition; the facts that say who posted and the like are free in each. Two
states are equal when they agree on every value that some condition of the track reads. Closing is derived, so it is
enough that from every reachable state some path finishes the open ``must`` tasks.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workflows.engine.case import Case, Fact, Round, Value
from workflows.engine.conditions import FAST_FACT, read_by
from workflows.engine.protocol import Kind, Protocol, outcomes
from workflows.engine.settle import has_news, rest

MOST = 200_000
_THEN = datetime(2026, 1, 1, tzinfo=UTC)
_SELF = "-"
_OPEN = "open:None"
State = tuple[tuple[str, str], ...]


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


def explore(kind: Kind, protocol: Protocol, most: int = MOST) -> tuple[Track, ...]:
    """Return one Track per set of connected tasks; ``stuck_at`` names a must that some state never gets rid of."""
    return tuple(_walk(kind, protocol, tasks, most) for tasks in _connected(kind))


def _connected(kind: Kind) -> list[tuple[str, ...]]:
    """Tasks are connected through tasks that they read; facts are copied into each track."""
    groups: dict[str, set[str]] = {key: {key} for key in kind.tasks}
    roots = _roots(kind)
    for key, task in kind.tasks.items():
        for name in read_by(task) | {outcome.reopens for outcome in task.outcomes.values() if outcome.reopens}:
            if name in kind.tasks and name not in roots:
                joined = groups[key] | groups[name]
                for member in joined:
                    groups[member] = joined
    unique = {id(group): group for group in groups.values()}
    order = list(kind.tasks)
    return [tuple(sorted(group, key=order.index)) for group in unique.values() if _has_work(kind, group)]


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


def _walk(kind: Kind, protocol: Protocol, tasks: tuple[str, ...], most: int) -> Track:
    small = _part(kind, tasks)
    start = _settled(small, _empty(small))
    seen: dict[State, tuple[State | None, str]] = {_state(small, start): (None, "")}
    queue = deque([start])
    forward: dict[State, set[State]] = {}
    while queue:
        case = queue.popleft()
        here = _state(small, case)
        forward[here] = set()
        for label, after in _moves(small, protocol, case):
            there = _state(small, after)
            forward[here].add(there)
            if there not in seen:
                seen[there] = (here, label)
                queue.append(after)
        if len(seen) > most:
            return Track(name=tasks[0], tasks=tasks, states=len(seen), too_large=True)
    found = Track(name=tasks[0], tasks=tasks, states=len(seen), never_open=_never_open(small, tasks, forward))
    stuck = _stuck(small, forward)
    if stuck is None:
        return found
    state, task = stuck
    return replace(found, stuck_at=task, path=_path(seen, state))


def _never_open(kind: Kind, tasks: tuple[str, ...], states: Iterable[State]) -> tuple[str, ...]:
    """Return the tasks that stood open in no state at all; a starting or discretionary one need not."""
    opened = {key for state in states for key, value in state if key in kind.tasks and _OPEN in value}
    derived = {key for key in tasks if key not in kind.tasks or kind.tasks[key].discretionary or kind.tasks[key].starts}
    return tuple(key for key in tasks if key not in opened | derived)


def _part(kind: Kind, tasks: tuple[str, ...]) -> Kind:
    roots = _roots(kind)
    wanted = {*tasks, *(name for key in tasks for name in read_by(kind.tasks[key]) if name in roots)}
    part = {key: task for key, task in kind.tasks.items() if key in wanted and task.does != "close"}
    return kind.model_copy(update={"tasks": part})


def _empty(kind: Kind) -> Case:
    rounds = tuple(
        Round(
            task=key,
            number=1,
            state="done",
            opened_at=_THEN,
            ended_at=_THEN,
            outcome=next(iter(outcomes(task))),
            by=_SELF,
        )
        for key, task in kind.tasks.items()
        if task.starts
    )
    return Case(
        id="", number="", kind="", protocol="", school="", melder=_SELF, owner="", created_at=_THEN, rounds=rounds
    )


def _settled(kind: Kind, case: Case) -> Case:
    return _compact(rest(kind, case, _THEN))


def _compact(case: Case) -> Case:
    """Forget all but the youngest round of a task and the youngest that was done: nothing reads the others."""
    kept: list[Round] = []
    for found in case.rounds:
        if case.latest(found.task) is found or _last_done(case, found):
            number = 1 + sum(1 for one in kept if one.task == found.task)
            kept.append(replace(found, number=number))
    return replace(case, rounds=tuple(kept))


def _last_done(case: Case, found: Round) -> bool:
    done = [one for one in case.rounds if one.task == found.task and one.state == "done"]
    return bool(done) and done[-1] is found


def _state(kind: Kind, case: Case) -> State:
    facts = [(key, ",".join(fact.values)) for key, fact in sorted(case.facts.items())]
    rounds, news = [], []
    for key, task in kind.tasks.items():
        found = [one for one in case.rounds if one.task == key]
        rounds.append((key, "/".join(f"{one.state}:{one.outcome}" for one in found)))
        if found and has_news(case, task, found[-1]):
            news.append(key)
    return (*facts, *rounds, ("news", ",".join(news)))


def _moves(kind: Kind, protocol: Protocol, case: Case) -> Iterable[tuple[str, Case]]:
    for found in case.open_rounds():
        for outcome in outcomes(kind.tasks[found.task]):
            yield f"{found.task}: {outcome}", _finished(kind, case, found, outcome)
    for name, values in _facts_read(kind, protocol).items():
        for value in values:
            for given in _given(case, name, value, several=protocol.facts[name].type == "choices"):
                fact = Fact(value=given, by=_SELF, at=_after(case))
                yield f"{name} = {value}", _settled(kind, replace(case, facts={**case.facts, name: fact}))


def _given(case: Case, name: str, value: str, *, several: bool) -> tuple[Value, ...]:
    """The next value of a fact, or none when it has it; a value of several is ticked or unticked."""
    current = case.facts.get(name)
    if several:
        ticked = set(current.values if current else ()) ^ {value}
        return (tuple(sorted(ticked)),)
    return () if current is not None and current.value == value else (value,)


def _after(case: Case) -> datetime:
    """A moment later than everything in the case."""
    moments = [fact.at for fact in case.facts.values()] + [found.ended_at or _THEN for found in case.rounds]
    return max(moments, default=_THEN) + timedelta(seconds=1)


def _facts_read(kind: Kind, protocol: Protocol) -> Mapping[str, tuple[str, ...]]:
    """Every value that a condition reads, and one that none does; the fast lane is a law of its own."""
    read = {name for task in kind.tasks.values() for name in read_by(task) if name in protocol.facts}
    if any(task.lane == "snel" for task in kind.tasks.values()):
        read.add(FAST_FACT)
    found = {}
    for name in sorted(read):
        used = {
            value
            for task in kind.tasks.values()
            for conditions in (task.when, task.unless)
            for value in conditions.get(name, ())
        }
        other = next((value for value in protocol.facts[name].of if value not in used), None)
        found[name] = (*sorted(used), *((other,) if other else ()))
    return found


def _finished(kind: Kind, case: Case, found: Round, outcome: str) -> Case:
    chosen = outcomes(kind.tasks[found.task])[outcome]
    now = _after(case)
    ended = replace(found, state="done", outcome=outcome, by=_SELF, ended_at=now)
    rounds = tuple(ended if one.key == found.key else one for one in case.rounds)
    facts = {**case.facts, **{key: Fact(value=value, by=_SELF, at=now) for key, value in chosen.sets.items()}}
    after = replace(case, rounds=rounds, facts=facts)
    again = chosen.reopens or (found.task if chosen.repeat_at else None)
    if again is not None and again in kind.tasks and not any(one.task == again for one in after.open_rounds()):
        number = max((one.number for one in after.rounds if one.task == again), default=0) + 1
        after = replace(after, rounds=(*after.rounds, Round(task=again, number=number, opened_at=_THEN)))
    return _settled(kind, after)


def _stuck(kind: Kind, forward: Mapping[State, set[State]]) -> tuple[State, str] | None:
    """Return a state from which no path leads to one without an open must, and that must."""
    backward: dict[State, set[State]] = {state: set() for state in forward}
    for state, nexts in forward.items():
        for after in nexts:
            backward[after].add(state)
    good = deque(state for state in forward if not _blocked(kind, state))
    reached = set(good)
    while good:
        for before in backward[good.popleft()]:
            if before not in reached:
                reached.add(before)
                good.append(before)
    bad = next((state for state in forward if state not in reached), None)
    return None if bad is None else (bad, _blocked(kind, bad) or "")


def _blocked(kind: Kind, state: State) -> str | None:
    open_now = {key for key, value in state if key in kind.tasks and value.endswith(_OPEN)}
    return next((key for key in kind.tasks if key in open_now and kind.tasks[key].blocks), None)


def _path(seen: Mapping[State, tuple[State | None, str]], state: State) -> str:
    steps: list[str] = []
    here: State | None = state
    while here is not None:
        here, label = seen[here]
        if label:
            steps.append(label)
    return " > ".join(reversed(steps))
