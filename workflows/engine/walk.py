"""Walking every state that a set of tasks can get into, with the engine's own reading of the conditions.

Two states are equal when they agree on every value that some condition of these tasks reads: of outcomes and values
that no condition tells apart, one is walked. A task that stands open
once per person is walked with two people. A bar may hold or not: every outcome is walked, but only those that no bar
can take away count as a sure way on. What the states prove is for ``tracks``.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workflows.engine.case import Case, Fact, Round, Value
from workflows.engine.kind import Kind
from workflows.engine.likeness import Likeness
from workflows.engine.performer import Each
from workflows.engine.protocol import Protocol
from workflows.engine.settle import has_news, rest
from workflows.engine.task import Outcome, Task, asked, outcomes

THEN = datetime(2026, 1, 1, tzinfo=UTC)
OPEN = "open:None"
_SELF = "-"
_NAMED = ("-a", "-b")
State = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Every state, the states that surely can follow it, and the step by which it was reached first."""

    kind: Kind
    cases: Mapping[State, Case]
    sure: Mapping[State, frozenset[State]]
    reached: Mapping[State, tuple[State | None, str]]
    too_large: bool = False

    def path(self, state: State) -> str:
        """Return the clicks that lead to a state."""
        steps: list[str] = []
        here: State | None = state
        while here is not None:
            here, label = self.reached[here]
            if label:
                steps.append(label)
        return " > ".join(reversed(steps))

    def blocked(self, state: State) -> str | None:
        """Return a must that stands open in a state, or None: then the case can be closed."""
        open_now = {key for key, value in state if key in self.kind.tasks and OPEN in value}
        return next((key for key in self.kind.tasks if key in open_now and self.kind.tasks[key].blocks), None)


@dataclass(frozen=True, kw_only=True)
class _Step:
    label: str
    case: Case
    sure: bool


def walk(kind: Kind, protocol: Protocol, most: int) -> Walk:
    """Return every state of a kind's tasks, all of them; at *most* states it gives up as too large."""
    alike = Likeness(kind, protocol)
    start = rest(kind, _empty(kind), THEN)
    first = _state(kind, start)
    cases = {first: start}
    reached: dict[State, tuple[State | None, str]] = {first: (None, "")}
    sure: dict[State, frozenset[State]] = {}
    queue = deque([first])
    while queue and len(cases) <= most:
        here = queue.popleft()
        nexts = set()
        for step in _steps(kind, protocol, cases[here], alike):
            there = _state(kind, step.case)
            if step.sure:
                nexts.add(there)
            if there not in cases:
                cases[there] = step.case
                reached[there] = (here, step.label)
                queue.append(there)
        sure[here] = frozenset(nexts)
    return Walk(kind=kind, cases=cases, sure=sure, reached=reached, too_large=len(cases) > most)


def _empty(kind: Kind) -> Case:
    rounds = tuple(
        Round(
            task=key,
            number=1,
            state="done",
            opened_at=THEN,
            ended_at=THEN,
            outcome=next(iter(outcomes(task))),
            by=_SELF,
        )
        for key, task in kind.tasks.items()
        if task.starts
    )
    return Case(
        id="", number="", kind="", protocol="", school="", melder=_SELF, owner="", created_at=THEN, rounds=rounds
    )


def _settled(kind: Kind, case: Case) -> Case:
    """Let the case rest, and forget all but the youngest round and the youngest done one: nothing reads the others."""
    case = rest(kind, case, THEN)
    latest = {(one.task, one.person): one for one in case.rounds}
    done = {(one.task, one.person): one for one in case.rounds if one.state == "done"}
    kept = [
        one for one in case.rounds if latest[one.task, one.person] is one or done.get((one.task, one.person)) is one
    ]
    if len(kept) == len(case.rounds):
        return case
    numbers = Counter[str]()
    for place, one in enumerate(kept):
        numbers[one.task] += 1
        if one.number != numbers[one.task]:
            kept[place] = replace(one, number=numbers[one.task])
    return replace(case, rounds=tuple(kept))


def _state(kind: Kind, case: Case) -> State:
    facts = [(key, ",".join(fact.values)) for key, fact in sorted(case.facts.items())]
    rounds, news = [], []
    for key, task in kind.tasks.items():
        found = sorted((one for one in case.rounds if one.task == key), key=lambda one: one.person)
        rounds.append((key, "/".join(f"{one.person}{one.state}:{one.outcome}" for one in found)))
        if found and has_news(case, task, found[-1]):
            news.append(key)
    return (*facts, *rounds, ("news", ",".join(news)))


def _steps(kind: Kind, protocol: Protocol, case: Case, alike: Likeness) -> Iterator[_Step]:
    for found in case.open_rounds():
        task = kind.tasks[found.task]
        barred = {end for bar in task.bars.values() for end in bar.ends}
        for ends in alike.outcomes[found.task]:
            after = _finished(kind, case, found, ends[0], outcomes(task)[ends[0]])
            yield _Step(label=f"{found.task}: {ends[0]}", case=after, sure=not barred.issuperset(ends))
    for name, values in alike.values.items():
        for value in values:
            for new in _given(case, name, value, several=protocol.facts[name].type == "choices"):
                fact = Fact(value=new, by=_SELF, at=_after(case))
                after = _settled(kind, replace(case, facts={**case.facts, name: fact}))
                yield _Step(label=f"{name} = {value}", case=after, sure=True)


def _given(case: Case, name: str, value: str, *, several: bool) -> tuple[Value, ...]:
    """The next value of a fact, or none when it has it; a value of several is ticked or unticked."""
    current = case.facts.get(name)
    if several:
        ticked = set(current.values if current else ()) ^ {value}
        return (tuple(sorted(ticked)),)
    return () if current is not None and current.value == value else (value,)


def _after(case: Case) -> datetime:
    """A moment later than everything in the case."""
    moments = [fact.at for fact in case.facts.values()] + [found.ended_at or THEN for found in case.rounds]
    return max(moments, default=THEN) + timedelta(seconds=1)


def _finished(kind: Kind, case: Case, found: Round, end: str, chosen: Outcome) -> Case:
    now = _after(case)
    answers = _answers(kind, kind.tasks[found.task], end)
    ended = replace(found, state="done", outcome=end, by=_SELF, ended_at=now, answers=answers)
    rounds = tuple(ended if one.key == found.key else one for one in case.rounds)
    facts = {**case.facts, **{key: Fact(value=value, by=_SELF, at=now) for key, value in chosen.sets.items()}}
    after = replace(case, rounds=rounds, facts=facts)
    again = chosen.reopens or (found.task if chosen.repeat_at else None)
    if again is not None and again in kind.tasks and not any(one.task == again for one in after.open_rounds()):
        number = max((one.number for one in after.rounds if one.task == again), default=0) + 1
        person = found.person if again == found.task else ""
        opened = Round(task=again, number=number, opened_at=THEN, person=person)
        after = replace(after, rounds=(*after.rounds, opened))
    return _settled(kind, after)


def _answers(kind: Kind, task: Task, end: str) -> Mapping[str, Value]:
    """Two people, where an answer names those of whom another task is asked."""
    fields = {one.who.each for one in kind.tasks.values() if isinstance(one.who, Each)}
    return {field: _NAMED for field in asked(task, end) if field in fields}
