"""What must become so for a task to stand open: ``ways_to_open`` reads it back from the protocol, one wish per way.

It decides which ends of other tasks and which facts a way needs, and which wishes exclude each other. It looks at the
protocol only, at no case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.engine.conditions import FAST_FACT, FAST_VALUE, entries_of
from workflows.engine.kind import Kind
from workflows.engine.protocol import DONE, Protocol, Task, When, asked, outcomes

Sets = Mapping[str, frozenset[str]]
ABSENT = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How tasks should end, and what facts should be, for some task to stand open; ABSENT says that none is fine."""

    ends: Sets = field(default_factory=dict)
    facts: Sets = field(default_factory=dict)

    def joined(self, other: "Wish") -> "Wish | None":
        """Return both wishes in one, or None when they exclude each other."""
        ends, facts = _both(self.ends, other.ends), _both(self.facts, other.facts)
        return None if ends is None or facts is None else Wish(ends=ends, facts=facts)


def wish_for(when: When) -> Wish:
    """Return the wish that facts meet these conditions."""
    return Wish(facts={key: frozenset(values) for key, values in when.items()})


def ways_to_open(protocol: Protocol, kind: Kind, key: str, seen: tuple[str, ...] = ()) -> list[Wish]:
    """Return what must be so for a task to stand open, one wish for each way there; ``seen`` is what asks for it."""
    task = kind.tasks[key]
    found: list[Wish] = []
    for conditions in entries_of(task):
        ways: list[Wish] = [_lane(protocol, kind, task)]
        for name, values in conditions.items():
            ways = _each_with_each(ways, _ways_to(protocol, kind, name, values, (*seen, key)))
        found += _each_with_each(ways, [_unless(protocol, kind, task)])
    return found


def _ways_to(protocol: Protocol, kind: Kind, name: str, values: tuple[str, ...], seen: tuple[str, ...]) -> list[Wish]:
    if name not in kind.tasks:
        return _ways_to_fact(protocol, kind, name, values, seen)
    before = kind.tasks[name]
    ends = frozenset(
        end for end, one in outcomes(before).items() if (DONE in values or end in values) and not one.withdraws
    )
    if name in seen or (before.starts and next(iter(outcomes(before))) in ends):
        return [Wish()]
    return _each_with_each(ways_to_open(protocol, kind, name, seen), [Wish(ends={name: ends})])


def _ways_to_fact(
    protocol: Protocol, kind: Kind, name: str, values: tuple[str, ...], seen: tuple[str, ...]
) -> list[Wish]:
    """A fact that the first screen does not ask is set by the task that asks it."""
    fact = wish_for({name: values})
    if name in (*kind.intake, *kind.more) or protocol.facts[name].known:
        return [fact]
    found = []
    for key, task in kind.tasks.items():
        ends = frozenset(end for end in outcomes(task) if name in asked(task, end))
        if ends and key not in seen:
            mine = Wish(ends={key: ends}, facts=fact.facts)
            found += _each_with_each(ways_to_open(protocol, kind, key, seen), [mine])
    return found or [fact]


def _lane(protocol: Protocol, kind: Kind, task: Task) -> Wish:
    if FAST_FACT not in kind.intake or task.lane == "beide":
        return Wish()
    if task.lane == "snel":
        return Wish(facts={FAST_FACT: frozenset({FAST_VALUE})})
    return Wish(facts={FAST_FACT: frozenset(protocol.facts[FAST_FACT].of) - {FAST_VALUE}})


def _unless(protocol: Protocol, kind: Kind, task: Task) -> Wish:
    """What may not be so; of several conditions together one that fails is enough, and none is looked for."""
    if len(task.unless) != 1:
        return Wish()
    ((name, values),) = task.unless.items()
    if name in kind.tasks:
        kept = frozenset(outcomes(kind.tasks[name])) - set(values) if DONE not in values else frozenset()
        return Wish(ends={name: kept | {ABSENT}}) if kept else Wish()
    return Wish(facts={name: frozenset(protocol.facts[name].of) - set(values) | {ABSENT}})


def _each_with_each(some: list[Wish], others: list[Wish]) -> list[Wish]:
    return [joined for one in some for other in others if (joined := one.joined(other))]


def _both(mine: Sets, other: Sets) -> dict[str, frozenset[str]] | None:
    joined = {
        key: mine[key] & other[key] if key in mine and key in other else {**mine, **other}[key]
        for key in (*mine, *(key for key in other if key not in mine))
    }
    return None if any(not values - {ABSENT} for values in joined.values()) else joined
