"""Which outcomes and values nothing tells apart: every condition that reads one of them reads the others as well."""

from collections.abc import Hashable, Iterator, Mapping

from workflows.engine.conditions import FAST_FACT, entries_of
from workflows.engine.kind import Kind
from workflows.engine.part import DONE, POSTER
from workflows.engine.performer import Each
from workflows.engine.protocol import Protocol
from workflows.engine.task import Task, asked, outcomes

Conditions = Mapping[str, list[tuple[str, ...]]]


class Likeness:
    """For each task its outcomes in groups that are alike, the first of each first; for each fact one value a group.

    Of a fact that conditions read, one value that none reads stands beside them.
    """

    def __init__(self, kind: Kind, protocol: Protocol) -> None:
        read = _conditions(kind, protocol)
        fields = frozenset(one.who.each for one in kind.tasks.values() if isinstance(one.who, Each))
        self.outcomes = {key: _groups(task, read.get(key, []), fields) for key, task in kind.tasks.items()}
        self.values = {name: _values(protocol, name, read.get(name, [])) for name in _facts(kind, protocol, read)}


def _conditions(kind: Kind, protocol: Protocol) -> Conditions:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, values in (*_of_tasks(kind), *_of_dossiers(protocol)):
        found.setdefault(name, []).append(values)
    return found


def _of_tasks(kind: Kind) -> Iterator[tuple[str, tuple[str, ...]]]:
    for task in kind.tasks.values():
        for conditions in (*entries_of(task), task.unless):
            yield from conditions.items()


def _of_dossiers(protocol: Protocol) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in protocol.dossiers.values():
        yield from rule.when.items()


def _facts(kind: Kind, protocol: Protocol, read: Conditions) -> list[str]:
    names = {name for name, _ in _of_tasks(kind) if name in protocol.facts}
    if any(task.lane == "snel" for task in kind.tasks.values()):
        names.add(FAST_FACT)  # the fast lane is a law of its own
    if any(task.does.startswith("dossier_") for task in kind.tasks.values()):
        names |= {POSTER, *(name for name in read if name in protocol.facts and name in _in_dossiers(protocol))}
    return sorted(names)


def _in_dossiers(protocol: Protocol) -> set[str]:
    return {name for name, _ in _of_dossiers(protocol)}


def _groups(task: Task, read: list[tuple[str, ...]], fields: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    groups: dict[Hashable, list[str]] = {}
    for end, outcome in outcomes(task).items():
        seen = tuple(end in values or DONE in values for values in read)
        does = (tuple(outcome.sets.items()), outcome.reopens, outcome.repeat_at, bool(fields & set(asked(task, end))))
        groups.setdefault((seen, does), []).append(end)
    return tuple(map(tuple, groups.values()))


def _values(protocol: Protocol, name: str, read: list[tuple[str, ...]]) -> tuple[str, ...]:
    groups: dict[Hashable, str] = {}
    for value in protocol.facts[name].of:
        own = value if name == POSTER and value in protocol.dossiers else ""
        groups.setdefault((tuple(value in values for values in read), own), value)
    return tuple(groups.values())
