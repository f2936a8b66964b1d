"""How the steps of a kind hang together in a drawing: in which part each one stands, and which arrows are drawn.

Decides parts, arrows and where branches meet again. It must not say anything in words (``draw_steps`` does) and must
not place anything (``draw_layout`` does). An arrow that would cross others is left out here; it becomes a sentence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workflows.engine.protocol import DONE, Kind, Protocol, Task

START, FAST, LAW, FREE, CLOSE = "start", "snel", "wet", "vrij", "slot"
_LEAST = 2


@dataclass(frozen=True, kw_only=True)
class Need:
    """One condition of a step; ``source`` is the step that it comes from, if one step alone decides it."""

    name: str
    values: tuple[str, ...]
    source: str | None = None
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The steps of a kind in parts, with the conditions of each."""

    needs: Mapping[str, tuple[Need, ...]]
    part_of: Mapping[str, str]
    branch_fact: str | None = None
    branches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Forest:
    """The arrows of one part: who follows whom, and where branches meet again ("" stands for the top)."""

    roots: list[str] = field(default_factory=list)
    parent: dict[str, str | None] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    joins: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    drawn: dict[str, tuple[Need, ...]] = field(default_factory=dict)


def graph_of(protocol: Protocol, kind: Kind) -> Graph:
    """Return the steps of a kind with their conditions, each in its part of the drawing."""
    fact, branches = _branches(protocol, kind)
    needs = _without_circles(kind, {key: tuple(_needs(protocol, kind, key, fact)) for key in kind.tasks})
    part_of: dict[str, str] = {}
    for key in in_order(needs):
        part_of[key] = _part(kind.tasks[key], needs[key], part_of, fact, branches)
    return Graph(needs=needs, part_of=part_of, branch_fact=fact, branches=branches)


def forest_of(graph: Graph, part: str) -> Forest:
    """Return the arrows of one part, so that none of them crosses another."""
    forest = Forest()
    for key in in_order(graph.needs):
        if graph.part_of[key] == part:
            _plant(graph, forest, key, part)
    return forest


def in_order(needs: Mapping[str, tuple[Need, ...]]) -> list[str]:
    """Return the steps so that each one comes after those that it follows."""
    waiting, placed = list(needs), list[str]()
    while waiting:
        key = next(one for one in waiting if all(source in placed for source in _sources(needs[one])))
        waiting.remove(key)
        placed.append(key)
    return placed


def parts(graph: Graph) -> list[str]:
    """Return the parts that hold a step, in the order in which they are read."""
    known = [FAST, START, *graph.branches, LAW, FREE, CLOSE]
    return [part for part in known if part in graph.part_of.values()]


def _needs(protocol: Protocol, kind: Kind, key: str, branch_fact: str | None) -> Iterator[Need]:
    task = kind.tasks[key]
    for name, values in task.when.items():
        if name in kind.tasks:
            yield Need(name=name, values=values, source=name, again=task.starts or name == key)
        else:
            source = None if name == branch_fact else _only_setter(protocol, kind, name)
            yield Need(name=name, values=values, source=source if source != key else None, again=task.starts)


def _only_setter(protocol: Protocol, kind: Kind, fact: str) -> str | None:
    """The one step that asks this fact; None when it is also known otherwise."""
    if fact in (*kind.intake, *kind.more) or (fact in protocol.facts and protocol.facts[fact].known is not None):
        return None
    found = [key for key, task in kind.tasks.items() if fact in _set_by(task)]
    return found[0] if len(found) == 1 else None


def _set_by(task: Task) -> set[str]:
    ends = task.outcomes.values()
    return {*task.asks, *(name for end in ends for name in (*end.asks, *end.sets))}


def _without_circles(kind: Kind, needs: dict[str, tuple[Need, ...]]) -> dict[str, tuple[Need, ...]]:
    """Mark each condition that would lead back to where it started: it is said, not drawn."""
    after: dict[str, set[str]] = {key: set() for key in kind.tasks}
    found: dict[str, tuple[Need, ...]] = {}
    for key, own in needs.items():
        kept = []
        for need in own:
            circle = need.source is not None and (need.again or need.source in _reach(after, key))
            if need.source is not None and not circle:
                after[need.source].add(key)
            kept.append(Need(name=need.name, values=need.values, source=need.source, again=need.again or circle))
        found[key] = tuple(kept)
    return found


def _reach(after: Mapping[str, set[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        new = after[waiting.pop()] - seen
        seen |= new
        waiting.extend(new)
    return seen


def _sources(needs: Iterable[Need]) -> list[str]:
    return [need.source for need in needs if need.source is not None and not need.again]


def _branches(protocol: Protocol, kind: Kind) -> tuple[str | None, dict[str, tuple[str, ...]]]:
    """The fact that splits a case into branches of several steps each, with the values of each branch."""
    found = {name: _groups(kind, name) for task in kind.tasks.values() for name in task.when if name not in kind.tasks}
    sizes = {name: [_size(kind, name, group) for group in groups] for name, groups in found.items()}
    best = max(sizes, key=lambda name: sum(size for size in sizes[name] if size >= _LEAST), default=None)
    if best is None or sum(size >= _LEAST for size in sizes[best]) < _LEAST:
        return None, {}
    known = list(protocol.facts[best].of)
    values = sorted(tuple(sorted(group, key=known.index)) for group in found[best])
    return best, {f"tak {group[0]}": group for group in sorted(values, key=lambda group: known.index(group[0]))}


def _groups(kind: Kind, fact: str) -> list[set[str]]:
    """Values that steps take together, the narrowest first; what fits more than one group makes none."""
    groups: list[set[str]] = []
    wanted = [set(task.when[fact]) for task in kind.tasks.values() if fact in task.when and not task.lane]
    for values in sorted(wanted, key=len):
        touched = [group for group in groups if group & values]
        if not touched:
            groups.append(set(values))
        elif len(touched) == 1:
            touched[0].update(values)
    return groups


def _size(kind: Kind, fact: str, values: set[str]) -> int:
    """How many steps read these values, or follow a step that does."""
    inside = {key for key, task in kind.tasks.items() if values & set(task.when.get(fact, ()))}
    for _ in kind.tasks:
        inside |= {key for key, task in kind.tasks.items() if inside & set(task.when)}
    return len(inside)


def _part(
    task: Task,
    needs: tuple[Need, ...],
    part_of: Mapping[str, str],
    fact: str | None,
    branches: Mapping[str, tuple[str, ...]],
) -> str:
    if task.does == "close" or task.discretionary:
        return CLOSE if task.does == "close" else FREE
    if task.lane == "snel":
        return FAST
    own = [part for part, values in branches.items() if set(task.when.get(fact or "", ())) & set(values)]
    above = {part_of[source] for source in _sources(needs)}
    inherited = [part for part in branches if part in above]
    if len(own or inherited) == 1:
        return (own or inherited)[0]
    return LAW if task.law or (above and above <= {LAW}) else START


def _plant(graph: Graph, forest: Forest, key: str, part: str) -> None:
    near = [need for need in graph.needs[key] if not need.again and graph.part_of.get(need.source or "") == part]
    sources = _nearest(forest, dict.fromkeys(_sources(near)))
    meeting = _meeting(forest, sources) if len(sources) > 1 else None
    if len(sources) > 1 and (meeting or "") not in forest.joins:
        forest.joins[meeting or ""] = (key, tuple(sources))
        forest.parent[key] = meeting
    elif sources:
        sources = sources[-1:]
        forest.parent[key] = sources[0]
        forest.children.setdefault(sources[0], []).append(key)
    else:
        forest.parent[key] = None
        forest.roots.append(key)
    forest.drawn[key] = tuple(need for need in near if need.source in sources)


def _nearest(forest: Forest, sources: Iterable[str]) -> list[str]:
    """Leave out each source that stands above another one: the arrow from the lower one says enough."""
    known = list(sources)
    above = {name for source in known for name in _above(forest, source)[1:]}
    return [source for source in known if source not in above]


def _above(forest: Forest, key: str | None) -> list[str]:
    found = []
    while key is not None:
        found.append(key)
        key = forest.parent[key]
    return found


def _meeting(forest: Forest, sources: list[str]) -> str | None:
    """The lowest step under which all of these stand."""
    count = Counter(name for source in sources for name in _above(forest, source))
    return next((name for name in _above(forest, sources[0]) if count[name] == len(sources)), None)


def implied(forest: Forest, key: str, need: Need) -> bool:
    """True when the arrows already say this: a step above came by way of the same outcome."""
    for lower in _above(forest, key):
        for other in forest.drawn.get(lower, ()) if lower != key else ():
            if other.name == need.name and (DONE in need.values or set(other.values) <= set(need.values)):
                return True
    return any(other == need for other in forest.drawn.get(key, ()))
