"""Is a protocol sound? Each problem is named with its key; a protocol with a problem is refused at the start.

Checked: every cite exists; every term exists; every role can be found and never asks the melder to judge; every text
fits the limits of Slack and Teams; the tasks of the law are there and unweakened; and every case can be closed, by
walking the states of each track (``tracks``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.engine.calendar import TERMS
from workflows.engine.protocol import (
    MELDER,
    Kind,
    Protocol,
    Task,
    asked,
    outcome_label,
    outcomes,
    question_label,
    task_label,
)
from workflows.engine.tracks import Track, explore

_BUTTON = 75
_OPTION = 75
_NOTICE = 2000
_LATE = ("remind", "hand_on")
TEXTS = ("direct_gevaar", "niet_reageren", "bewaar_bewijs", "geen_beeld", "mededeling", "opheffing")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, at a dotted key of the file."""

    key: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a check came to: no problems means that the protocol may be used."""

    problems: tuple[Problem, ...] = ()
    tracks: Mapping[str, tuple[Track, ...]] = field(default_factory=dict)

    @property
    def states(self) -> int:
        return sum(track.states for tracks in self.tracks.values() for track in tracks)


def check(protocol: Protocol) -> Found:
    """Return every problem of a protocol, and how many states were walked to find that it can be closed."""
    problems = [*_texts(protocol), *_cites(protocol), *_labels(protocol)]
    tracks: dict[str, tuple[Track, ...]] = {}
    for key, kind in protocol.kinds.items():
        problems += _kind(protocol, key, kind)
        tracks[key] = explore(kind, protocol)
        problems += [
            Problem(key=f"kinds.{key}.tasks.{track.stuck_at}", message=f"can never be finished: {track.path}")
            for track in tracks[key]
            if track.stuck_at
        ]
        problems += [
            Problem(key=f"kinds.{key}", message=f"too many states ({track.states}) in the track of {track.name}")
            for track in tracks[key]
            if track.too_large
        ]
    return Found(problems=tuple(problems), tracks=tracks)


def _texts(protocol: Protocol) -> Iterator[Problem]:
    for name in TEXTS:
        if name not in protocol.texts:
            yield Problem(key="texts", message=f"the text '{name}' is missing")
    for name in ("mededeling", "opheffing"):
        if len(protocol.texts.get(name, "")) > _NOTICE:
            yield Problem(key=f"texts.{name}", message=f"longer than {_NOTICE} characters")


def _cites(protocol: Protocol) -> Iterator[Problem]:
    for key, cites in _all_cites(protocol):
        for rule in cites:
            if rule not in protocol.articles:
                yield Problem(key=key, message=f"cites '{rule}', which is not among the articles")


def _all_cites(protocol: Protocol) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, question in protocol.facts.items():
        yield f"facts.{name}.cite", question.cite
    for name, question in protocol.fields.items():
        yield f"fields.{name}.cite", question.cite
    for kind_key, kind in protocol.kinds.items():
        for key, task in kind.tasks.items():
            yield f"kinds.{kind_key}.tasks.{key}.cite", task.cite
            for end, outcome in task.outcomes.items():
                yield f"kinds.{kind_key}.tasks.{key}.outcomes.{end}.cite", outcome.cite


def _labels(protocol: Protocol) -> Iterator[Problem]:
    for group, questions in (("facts", protocol.facts), ("fields", protocol.fields)):
        for name, question in questions.items():
            if len(question_label(name, question)) > 150:
                yield Problem(key=f"{group}.{name}.label", message="longer than 150 characters")
            for value, label in question.of.items():
                if len(label) > _OPTION:
                    yield Problem(key=f"{group}.{name}.of.{value}", message=f"longer than {_OPTION} characters")


def _kind(protocol: Protocol, key: str, kind: Kind) -> Iterator[Problem]:
    where = f"kinds.{key}"
    if not any(task.does == "close" for task in kind.tasks.values()):
        yield Problem(key=f"{where}.tasks", message="no task closes the case (does: close)")
    for name, task in kind.tasks.items():
        yield from _task(f"{where}.tasks.{name}", name, task)


def _task(where: str, name: str, task: Task) -> Iterator[Problem]:
    if task.due is not None and task.due not in TERMS:
        yield Problem(key=f"{where}.due", message=f"unknown term '{task.due}'; known: {', '.join(TERMS)}")
    if task.late not in _LATE and task.late not in outcomes(task):
        yield Problem(key=f"{where}.late", message=f"'{task.late}' is neither remind, hand_on nor an outcome")
    if task.decides and task.who == MELDER:
        yield Problem(key=f"{where}.who", message="a task that decides is never the melder's")
    if len(task_label(name, task)) > _BUTTON:
        yield Problem(key=f"{where}.label", message=f"longer than {_BUTTON} characters")
    for end, outcome in outcomes(task).items():
        if len(outcome_label(end, outcome)) > _BUTTON:
            yield Problem(key=f"{where}.outcomes.{end}.label", message=f"longer than {_BUTTON} characters")
        if outcome.repeat_at is not None and outcome.repeat_at not in asked(task, end):
            yield Problem(key=f"{where}.outcomes.{end}.repeat_at", message=f"does not ask '{outcome.repeat_at}'")
    if task.law and task.strength != "must":
        yield Problem(key=where, message="a task of the law is a must")
