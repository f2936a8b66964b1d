"""What a walk is written down in: the scripts, their steps, and what there is to reach and to press.

It decides what counts as reached (``targets``) and which buttons a person must see (``offered``). Everything that is
filled in by hand has its words here, because who plans a form and who fills it in must use the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflows.engine.case import Case, Value
from workflows.engine.conditions import bars_of
from workflows.engine.kind import Kind
from workflows.engine.protocol import Protocol, outcome_label, outcomes, task_label

Target = tuple[str, str]
"""A task and one of its outcomes; or a task and a bar of it (``bar_seen``); or IN_ADVANCE and an answer."""
Buttons = tuple[tuple[str, tuple[str, ...]], ...]
Gesture = Literal["finish", "correct", "ask", "withdraw", "wait"]

ASK, WITHDRAWAL = "antwoord", "intrekking"
IN_ADVANCE = "antwoord vooraf"
SAID = "Woorden van wie wandelt"
PAST, FUTURE = "2026-11-20", "2027-06-01"
NAMED, SEVERAL = "U08LEER", ("U09IB", "U10CONC")
_BAR = "bar:"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One gesture of one person, and what they must see before and after it; ``asks`` is what its form must ask."""

    gesture: Gesture
    person: str
    task: str = ""
    outcome: str = ""
    given: Mapping[str, Value] = field(default_factory=dict)
    asks: frozenset[str] = frozenset()
    before: Buttons = ()
    after: Buttons = ()
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Script:
    """One case from its first screen to its end, and what it reaches."""

    kind: str
    melder: str
    intake: Mapping[str, Value]
    steps: tuple[Step, ...]
    reached: frozenset[Target]
    state: str
    says: tuple[str, ...] = ()


def targets(kind: Kind) -> list[Target]:
    """Return all that must be reached: each outcome, each bar, and each question that is answered at intake."""
    ends = [(key, end) for key, task in kind.tasks.items() for end in outcomes(task)]
    bars = [bar_seen(key, bar) for key, task in kind.tasks.items() for bar in task.bars]
    return [*ends, *bars, *((IN_ADVANCE, key) for key in kind.answers)]


def bar_seen(task: str, bar: str) -> Target:
    """Return the target that is reached by who sees this bar."""
    return task, f"{_BAR}{bar}"


def bar_in(target: Target) -> str:
    """Return which bar must be seen, or nothing when the target is no bar."""
    return target[1].removeprefix(_BAR) if target[1].startswith(_BAR) else ""


def offered(protocol: Protocol, case: Case, person: str) -> Buttons:
    """Return each task that this person can end now, with the buttons that the engine allows."""
    found = []
    for one in case.open_rounds():
        task = protocol.task(case.kind, one.task)
        labels = [
            outcome_label(end, outcome)
            for end, outcome in outcomes(task).items()
            if not outcome.clock_only and not bars_of(case, task, end)
        ]
        if one.holds(person) and labels:
            found.append((task_label(one.task, task), tuple(labels)))
    return tuple(sorted(found))


def in_shape(protocol: Protocol, key: str, value: str) -> Value:
    """Return one chosen value as the question takes it."""
    return (value,) if protocol.question(key).type == "choices" else value
