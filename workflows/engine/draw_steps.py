"""What stands in each part of a drawing: its heading, its steps in words, and the arrows between them.

Decides what is said in a step and what is said once, above the part. It must not place anything (``draw_layout``
does).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.engine.draw_graph import (
    CLOSE,
    FAST,
    FREE,
    LAW,
    START,
    Forest,
    Graph,
    Need,
    forest_of,
    graph_of,
    implied,
    parts,
)
from workflows.engine.draw_words import (
    after_words,
    asked_words,
    condition_words,
    fact_words,
    listed,
    outcome_words,
    quoted,
    step_name,
)
from workflows.engine.part import words_of
from workflows.engine.protocol import DONE, Kind, Outcome, Protocol, Task, outcome_label, outcomes

_TITLES = {
    FAST: "De snelle weg van de wet",
    START: "Bij elke zaak",
    LAW: "Dit vraagt de wet",
    FREE: "Als het nodig is",
    CLOSE: "Afsluiten",
}
_AGAIN = "opnieuw na"
_NOTES = {
    FAST: "Dan geldt alleen deze weg. Andere stappen vervallen, behalve waar “ook op de snelle weg” staat.",
    FREE: "Deze stappen komen niet vanzelf. Iemand begint ze als het nodig is.",
    CLOSE: "Afsluiten kan als geen verplichte stap meer open staat.",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step in words. ``done`` is how it ended in the case that is marked."""

    key: str
    title: str
    asked: tuple[str, ...]
    strength: str
    law: bool
    notes: tuple[str, ...] = ()
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An arrow to a step, with the outcome that leads there; a meeting of branches has several sources."""

    target: str
    label: str
    marked: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the drawing."""

    title: str
    notes: tuple[str, ...]
    steps: Mapping[str, Step]
    roots: tuple[str, ...]
    branches: Mapping[str, tuple[Branch, ...]] = field(default_factory=dict)
    joins: Mapping[str, Branch] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Scene:
    protocol: Protocol
    kind: Kind
    graph: Graph
    mark: Mapping[str, str]


def sections(protocol: Protocol, kind: str, mark: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the parts of a kind's drawing, in the order in which they are read."""
    known = protocol.kinds[kind]
    scene = _Scene(protocol=protocol, kind=known, graph=graph_of(protocol, known), mark=mark)
    return tuple(_section(scene, part) for part in parts(scene.graph))


def _section(scene: _Scene, part: str) -> Section:
    forest = forest_of(scene.graph, part)
    said = {key: list(_conditions(scene, forest, part, key)) for key in forest.parent}
    shared = [line for line in said[forest.roots[0]] if _is_shared(line, [said[root] for root in forest.roots])]
    steps = {
        key: _step(scene, part, key, [line for line in lines if line not in shared]) for key, lines in said.items()
    }
    return Section(
        title=_title(scene, part),
        notes=(*shared, *([_NOTES[part]] if part in _NOTES else [])),
        steps=steps,
        roots=tuple(forest.roots),
        branches={key: _ordered(scene, key, forest) for key in forest.children},
        joins={key: _join(scene, forest, *found) for key, found in forest.joins.items()},
    )


def _is_shared(line: str, said: list[list[str]]) -> bool:
    return not line.startswith(_AGAIN) and all(line in lines for lines in said)


def _title(scene: _Scene, part: str) -> str:
    if scene.graph.branch_fact is None or part not in scene.graph.branches:
        return _TITLES[part]
    fact, values = scene.graph.branch_fact, scene.graph.branches[part]
    return fact_words(scene.protocol, fact, values)


def _conditions(scene: _Scene, forest: Forest, part: str, key: str) -> Iterator[str]:
    """What no arrow says about when a step comes."""
    for need in scene.graph.needs[key]:
        if need in forest.drawn[key] or _is_title(scene, part, need) or implied(forest, key, need):
            continue
        if need.name in scene.kind.tasks:
            yield f"{_AGAIN if need.again else 'na'}: {after_words(scene.kind, need.name, need.values)}"
        else:
            yield f"als: {fact_words(scene.protocol, need.name, need.values)}"


def _is_title(scene: _Scene, part: str, need: Need) -> bool:
    values = scene.graph.branches.get(part, ())
    return need.name == scene.graph.branch_fact and bool(values) and set(values) <= set(need.values)


def _step(scene: _Scene, part: str, key: str, conditions: list[str]) -> Step:
    task, done = scene.kind.tasks[key], scene.mark.get(key)
    known = outcomes(task)
    return Step(
        key=key,
        title=step_name(scene.kind, key),
        asked=asked_words(scene.protocol, scene.kind, task),
        strength=task.strength,
        law=task.law,
        notes=(*conditions, *_limits(scene, task), *_ends(scene, part, key, task)),
        done="" if done is None else outcome_label(done, known[done]) if done in known else words_of(done),
    )


def _limits(scene: _Scene, task: Task) -> Iterator[str]:
    if task.also_when:
        yield f"ook als: {condition_words(scene.protocol, scene.kind, task.also_when)}"
    if task.unless:
        yield _unless(scene, task)
    for bar in task.bars.values():
        yield f"let op bij {quoted(outcome_label(end, outcomes(task)[end]) for end in bar.ends)}: {bar.text}"
    if task.starts:
        yield "de eerste keer: bij het begin"
    if task.lane == "beide" and any(one.lane == "snel" for one in scene.kind.tasks.values()):
        yield "ook op de snelle weg"
    if task.informs:
        yield f"bericht aan: {listed((scene.protocol.label(role) for role in task.informs), 'en')}"


def _unless(scene: _Scene, task: Task) -> str:
    if all(name in scene.kind.tasks for name in task.unless):
        steps = (after_words(scene.kind, name, values) for name, values in task.unless.items())
        return f"niet meer na: {listed(steps, 'en')}"
    return f"niet als: {condition_words(scene.protocol, scene.kind, task.unless)}"


def _ends(scene: _Scene, part: str, key: str, task: Task) -> Iterator[str]:
    """How the step can end, as far as no arrow says it."""
    drawn = _ends_in_view(scene, key, part)
    if DONE in drawn:
        return
    left = {end: outcome for end, outcome in task.outcomes.items() if end not in drawn}
    ending = {end: outcome for end, outcome in left.items() if not _leads(scene, key, part, end, outcome)}
    plain = [_end_words(end, outcome, alone=len(ending) == 1) for end, outcome in ending.items()]
    if plain and (drawn or len(task.outcomes) > 1):
        yield f"{'zonder vervolg' if drawn else 'uitkomst'}: {listed(plain, 'of')}"
    for end, outcome in left.items():
        for words in _leads(scene, key, part, end, outcome):
            yield f"{outcome_label(end, outcome)}: {words}"


def _ends_in_view(scene: _Scene, key: str, part: str) -> set[str]:
    """The outcomes of this step that an arrow in the same part starts from."""
    return {
        value
        for target, need in _readers(scene, key)
        if not _is_far(scene, part, target, need)
        for value in need.values
    }


def _leads(scene: _Scene, key: str, part: str, end: str, outcome: Outcome) -> list[str]:
    """Where an outcome leads that no arrow shows."""
    far = [
        (target, need)
        for target, need in _readers(scene, key)
        if end in need.values and _is_far(scene, part, target, need)
    ]
    back = [(outcome.reopens, True)] if outcome.reopens else []
    found = [*((target, need.again) for target, need in far), *back]
    return [f"{'terug naar' if again else 'verder bij'} “{step_name(scene.kind, target)}”" for target, again in found]


def _readers(scene: _Scene, key: str) -> Iterator[tuple[str, Need]]:
    for target, needs in scene.graph.needs.items():
        yield from ((target, need) for need in needs if need.name == key)


def _is_far(scene: _Scene, part: str, target: str, need: Need) -> bool:
    return need.again or scene.graph.part_of[target] != part


def _end_words(end: str, outcome: Outcome, *, alone: bool) -> str:
    label = outcome_label(end, outcome) if alone else f"“{outcome_label(end, outcome)}”"
    if outcome.withdraws:
        return f"{label} (de zaak stopt)"
    if outcome.clock_only:
        return f"{label} (vanzelf)"
    return f"{label} (komt later terug)" if outcome.repeat_at else label


def _ordered(scene: _Scene, source: str, forest: Forest) -> tuple[Branch, ...]:
    """The arrows from a step, in the order of its outcomes."""
    ends = list(outcomes(scene.kind.tasks[source]))
    found = [(_branch(scene, source, target, forest), target) for target in forest.children[source]]
    order = {label: index for index, label in enumerate(dict.fromkeys(branch.label for branch, _ in found))}

    def place(item: tuple[Branch, str]) -> tuple[int, int]:
        values = [value for need in forest.drawn[item[1]] if need.name == source for value in need.values]
        return min((ends.index(value) for value in values if value in ends), default=-1), order[item[0].label]

    return tuple(branch for branch, _ in sorted(found, key=place))


def _branch(scene: _Scene, source: str, target: str, forest: Forest) -> Branch:
    labels = dict.fromkeys(_arrow_words(scene, need) for need in forest.drawn[target])
    return Branch(
        target=target, label=", en: ".join(labels), marked=_is_marked(scene, target, forest), sources=(source,)
    )


def _arrow_words(scene: _Scene, need: Need) -> str:
    if need.name in scene.kind.tasks:
        return outcome_words(scene.kind, need.name, need.values)
    return fact_words(scene.protocol, need.name, need.values)


def _join(scene: _Scene, forest: Forest, target: str, sources: tuple[str, ...]) -> Branch:
    needs = forest.drawn[target]
    plain = all(_arrow_words(scene, need) == "als dit klaar is" for need in needs)
    both = "als beide klaar zijn" if len(sources) == 2 else "als deze allemaal klaar zijn"
    label = both if plain else listed((_after(scene, need) for need in needs), "en")
    return Branch(target=target, label=label, marked=_is_marked(scene, target, forest), sources=sources)


def _after(scene: _Scene, need: Need) -> str:
    if need.name in scene.kind.tasks:
        return f"na {after_words(scene.kind, need.name, need.values)}"
    return fact_words(scene.protocol, need.name, need.values)


def _is_marked(scene: _Scene, target: str, forest: Forest) -> bool:
    def holds(need: Need) -> bool:
        done = scene.mark.get(need.source or "")
        return done is not None and (need.name not in scene.kind.tasks or DONE in need.values or done in need.values)

    return target in scene.mark and all(holds(need) for need in forest.drawn[target])
