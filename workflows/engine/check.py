"""Is a protocol sound? Each problem is named with its key; a protocol with a problem is refused at the start.

Checked: every cite exists and every text fits the limits of Slack and Teams (``wording``); every term exists; every
task finds its people wherever melder, plaatser and involved persons stand, in time and late, and none judges what is
about them (``places``); the tasks of the law are there and unweakened (``law``), and the bestuur confirms what was not
possible (``confirmed``); and, by walking the states of each track (``tracks``): every task can be opened, every case
closed, never with a must open, and no named poster without the dossier that the protocol asks. The limits of single
labels are those of ``task``: a longer one is not even read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.engine.calendar import TERMS
from workflows.engine.conditions import read_by
from workflows.engine.confirmed import confirmation_problems
from workflows.engine.law import law_problems
from workflows.engine.places import place_problems
from workflows.engine.protocol import (
    DECLINED,
    MELDER,
    NOT_POSSIBLE,
    OWNER,
    ROLES,
    SKIPPED,
    Each,
    Kind,
    NamedIn,
    Protocol,
    RoleBy,
    RoleIn,
    Task,
    asked,
    outcomes,
)
from workflows.engine.tracks import Track, explore
from workflows.engine.wording import wording_problems

_INTAKE = 45  # a modal takes 100 blocks, and a question is two of them
_BUTTONS = 20
_LATE = ("remind", "hand_on")
_REFUSALS = (NOT_POSSIBLE, DECLINED, SKIPPED)

Problems = Iterator["Problem"]


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


def check(protocol: Protocol, law: Protocol | None = None) -> Found:
    """Return every problem of a protocol, and how many states were walked to find that it can be closed.

    *law* is the protocol whose tasks of the law must all be in this one, unweakened.
    """
    problems = [*_named(wording_problems(protocol)), *_deviation(protocol)]
    tracks: dict[str, tuple[Track, ...]] = {}
    for key, kind in protocol.kinds.items():
        tracks[key] = explore(kind, protocol)
        problems += [*_kind(protocol, f"kinds.{key}", kind), *_walked(f"kinds.{key}", tracks[key])]
    problems += _filed(protocol, [track for one in tracks.values() for track in one])
    if law is not None:
        problems += _named(law_problems(protocol, law))
    return Found(problems=tuple(problems), tracks=tracks)


def _named(problems: Iterator[tuple[str, str]]) -> Problems:
    return (Problem(key=key, message=message) for key, message in problems)


# keeps LEN-4c
def _deviation(protocol: Protocol) -> Problems:
    """Who deviates from a school's own protocol says why (LEN-4c)."""
    rule = protocol.deviation
    if rule is not None and rule.of != protocol.protocol and not protocol.override_reason:
        yield Problem(key="override_reason", message=f"deviates from '{rule.of}': say why, and who was consulted")


def _filed(protocol: Protocol, tracks: list[Track]) -> Problems:
    """Every poster of whom the protocol keeps a dossier gets there, on every path."""
    filed = frozenset().union(*(track.filed for track in tracks)) if tracks else frozenset()
    for poster in protocol.dossiers:
        if poster not in filed:
            path = next((one.path for track in tracks for one in track.unfiled if one.poster == poster), "")
            message = f"can be closed without a dossier: {path}" if path else "no task writes this dossier"
            yield Problem(key=f"dossiers.{poster}", message=message)


def _walked(where: str, tracks: tuple[Track, ...]) -> Problems:
    for track in tracks:
        if track.too_large:
            message = f"too many states ({track.states}) in the track of {', '.join(track.tasks)}"
            yield Problem(key=where, message=message)
        if track.stuck_at:
            path = track.path or "from the very beginning"
            yield Problem(key=f"{where}.tasks.{track.stuck_at}", message=f"can never be finished: {path}")
        for task in track.never_open:
            yield Problem(key=f"{where}.tasks.{task}", message="can never be opened: its conditions never hold")


def _kind(protocol: Protocol, where: str, kind: Kind) -> Problems:
    if not any(task.does == "close" for task in kind.tasks.values()):
        yield Problem(key=f"{where}.tasks", message="no task closes the case (does: close)")
    if len((*kind.intake, *kind.more)) > _INTAKE:
        yield Problem(key=f"{where}.more", message=f"more than {_INTAKE} questions do not fit one screen")
    if kind.owner in (MELDER, OWNER):
        yield Problem(key=f"{where}.owner", message="a case is owned by a role that handles it")
    yield from _named(confirmation_problems(where, kind))
    yield from _named(place_problems(protocol, where, kind))
    for name, answer in kind.answers.items():
        if any(answer.outcome in bar.ends for bar in kind.tasks[answer.task].bars.values()):
            message = f"answers '{answer.outcome}', which a bar of '{answer.task}' may forbid"
            yield Problem(key=f"{where}.answers.{name}.outcome", message=message)
    settable = _settable(protocol, kind)
    for name, task in kind.tasks.items():
        yield from _task(protocol, kind, f"{where}.tasks.{name}", task)
        for fact in sorted(read_by(task) - set(kind.tasks) - settable):
            yield Problem(key=f"{where}.tasks.{name}", message=f"reads the fact '{fact}', which nobody can set")


def _settable(protocol: Protocol, kind: Kind) -> set[str]:
    """Return the facts that somebody can set in a case of this kind."""
    by_people = (name for name, question in protocol.facts.items() if question.set_by or question.known)
    found = {*kind.intake, *kind.more, *by_people}
    for task in kind.tasks.values():
        for end, outcome in outcomes(task).items():
            found |= {*asked(task, end), *outcome.sets}
    return found


def _task(protocol: Protocol, kind: Kind, where: str, task: Task) -> Problems:
    if task.due is not None and task.due not in TERMS:
        yield Problem(key=f"{where}.due", message=f"unknown term '{task.due}'; known: {', '.join(TERMS)}")
    if task.late not in _LATE and task.late not in outcomes(task):
        yield Problem(key=f"{where}.late", message=f"'{task.late}' is neither remind, hand_on nor an outcome")
    if task.late in outcomes(task) and _of_people(task):
        yield Problem(key=f"{where}.late", message="the clock never judges, files, or does what the law or police asks")
    if task.late in outcomes(task) and task.due is None and task.strength != "must":
        yield Problem(key=f"{where}.late", message="ends by itself, but has no term (due)")
    for word, holds in (("law", task.law), ("police", task.police)):
        if holds and task.strength != "must":
            yield Problem(key=f"{where}.strength", message=f"a task for the {word} is a must")
    if isinstance(task.who, Each) and (task.discretionary or task.starts or task.late == "hand_on"):
        yield Problem(key=f"{where}.late", message="a task of each person is never handed on (late: remind)")
    if len(outcomes(task)) > _BUTTONS:
        yield Problem(key=f"{where}.outcomes", message=f"more than {_BUTTONS} outcomes do not fit one card")
    yield from _who(protocol, kind, f"{where}.who", task)
    yield from _outcomes(protocol, where, task)


def _of_people(task: Task) -> bool:
    """True for what only a person may end."""
    return task.law or task.police or task.decides or task.does != ""


def _who(protocol: Protocol, kind: Kind, where: str, task: Task) -> Problems:
    match task.who:
        case str() | tuple() as roles if task.decides and MELDER in ((roles,) if isinstance(roles, str) else roles):
            yield Problem(key=where, message="a task that decides is never the melder's")
        case RoleIn(role_in=fact, default=default):
            for role in (*protocol.facts[fact].of, default):
                if role not in ROLES:
                    yield Problem(key=where, message=f"'{fact}' can be '{role}', which is no role")
                elif task.decides and role == MELDER:
                    yield Problem(key=where, message="a task that decides is never the melder's")
        case RoleBy(roles=roles, default=default) if task.decides and MELDER in (*roles.values(), default):
            yield Problem(key=where, message="a task that decides is never the melder's")
        case NamedIn(named_in=name) if not _names_a_person(protocol, kind.tasks[name]):
            yield Problem(key=where, message=f"'{name}' asks for no person (a field of type person)")
        case _:
            return


def _names_a_person(protocol: Protocol, task: Task) -> bool:
    """True when the task cannot be done without naming a person; only a refusal may leave it open."""
    ends = [asked(task, end) for end in outcomes(task) if end not in _REFUSALS]
    people = {name for name, question in protocol.fields.items() if question.type == "person"}
    return all(people & set(names) for names in ends)


def _outcomes(protocol: Protocol, where: str, task: Task) -> Problems:
    for end, outcome in outcomes(task).items():
        here = f"{where}.outcomes.{end}"
        day = outcome.repeat_at
        if day is not None and (day not in asked(task, end) or protocol.question(day).type != "date"):
            yield Problem(key=f"{here}.repeat_at", message=f"does not ask '{day}' as a date")
        if day is not None and not protocol.question(day).required:
            yield Problem(key=f"{here}.repeat_at", message=f"'{day}' must be required")
        if outcome.clock_only and task.late != end:
            yield Problem(key=f"{here}.clock_only", message=f"only the clock can do this, and late is '{task.late}'")
        if outcome.owner in (MELDER, OWNER):
            yield Problem(key=f"{here}.owner", message="a case is owned by a role that handles it")
