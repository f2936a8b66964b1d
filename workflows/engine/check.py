"""Is a protocol sound? Each problem is named with its key; a protocol with a problem is refused at the start.

Checked: every cite exists; every term exists; every role can be found and never asks the melder to judge; every text
fits the limits of Slack and Teams; the tasks of the law are there and unweakened (``law``); and every task can be
opened and every case closed, by walking the states of each track (``tracks``). The limits of single labels are those
of ``task``: a longer one is not even read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter

from workflows.engine.calendar import TERMS
from workflows.engine.conditions import read_by
from workflows.engine.law import law_problems
from workflows.engine.protocol import (
    DECLINED,
    MELDER,
    NOT_POSSIBLE,
    OWNER,
    ROLES,
    SKIPPED,
    Kind,
    NamedIn,
    Protocol,
    RoleIn,
    Task,
    asked,
    outcomes,
    question_label,
)
from workflows.engine.tracks import Track, explore

_OPTION = 75
_OPTIONS = 100
_LABEL = 150
_NOTICE = 2000
_INTAKE = 45  # a modal takes 100 blocks, and a question is two of them
_BUTTONS = 20
_LATE = ("remind", "hand_on")
_REFUSALS = (NOT_POSSIBLE, DECLINED, SKIPPED)
_BLANKS = ("platform", "moment")
TEXTS = ("direct_gevaar", "niet_reageren", "bewaar_bewijs", "geen_beeld", "mededeling", "opheffing")
NOTICES = ("mededeling", "opheffing")

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
    problems = [*_texts(protocol), *_cites(protocol), *_labels(protocol)]
    tracks: dict[str, tuple[Track, ...]] = {}
    for key, kind in protocol.kinds.items():
        tracks[key] = explore(kind, protocol)
        problems += [*_kind(protocol, f"kinds.{key}", kind), *_walked(f"kinds.{key}", tracks[key])]
    if law is not None:
        problems += [Problem(key=key, message=message) for key, message in law_problems(protocol, law)]
    return Found(problems=tuple(problems), tracks=tracks)


def _walked(where: str, tracks: tuple[Track, ...]) -> Problems:
    for track in tracks:
        if track.too_large:
            message = f"too many states ({track.states}) in the track of {', '.join(track.tasks)}"
            yield Problem(key=where, message=message)
        if track.stuck_at:
            yield Problem(key=f"{where}.tasks.{track.stuck_at}", message=f"can never be finished: {track.path}")
        for task in track.never_open:
            yield Problem(key=f"{where}.tasks.{task}", message="can never be opened: its conditions never hold")


def _texts(protocol: Protocol) -> Problems:
    for name in TEXTS:
        if name not in protocol.texts:
            yield Problem(key="texts", message=f"the text '{name}' is missing")
    for name in NOTICES:
        text = protocol.texts.get(name, "")
        if len(text) > _NOTICE:
            yield Problem(key=f"texts.{name}", message=f"longer than {_NOTICE} characters")
        for blank in _blanks(text):
            if blank not in _BLANKS:
                message = f"unknown blank '{{{blank}}}'; known: {', '.join(f'{{{one}}}' for one in _BLANKS)}"
                yield Problem(key=f"texts.{name}", message=message)


def _blanks(text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return []


def _cites(protocol: Protocol) -> Problems:
    for key, cites in _all_cites(protocol):
        for rule in cites:
            if rule not in protocol.articles:
                yield Problem(key=key, message=f"cites '{rule}', which is not among the articles")
    for rule, article in protocol.articles.items():
        for kind in article.shown:
            if kind not in protocol.kinds:
                yield Problem(key=f"articles.{rule}.shown", message=f"'{kind}' is no kind of this protocol")


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


def _labels(protocol: Protocol) -> Problems:
    for group, questions in (("facts", protocol.facts), ("fields", protocol.fields)):
        for name, question in questions.items():
            if len(question_label(name, question)) > _LABEL:
                yield Problem(key=f"{group}.{name}.label", message=f"longer than {_LABEL} characters")
            if len(question.of) > _OPTIONS:
                yield Problem(key=f"{group}.{name}.of", message=f"more than {_OPTIONS} values")
            for value, label in question.of.items():
                if len(label) > _OPTION:
                    yield Problem(key=f"{group}.{name}.of.{value}", message=f"longer than {_OPTION} characters")


def _kind(protocol: Protocol, where: str, kind: Kind) -> Problems:
    if not any(task.does == "close" for task in kind.tasks.values()):
        yield Problem(key=f"{where}.tasks", message="no task closes the case (does: close)")
    if len((*kind.intake, *kind.more)) > _INTAKE:
        yield Problem(key=f"{where}.more", message=f"more than {_INTAKE} questions do not fit one screen")
    if kind.owner in (MELDER, OWNER):
        yield Problem(key=f"{where}.owner", message="a case is owned by a role that handles it")
    settable = _settable(protocol, kind)
    for name, task in kind.tasks.items():
        yield from _task(protocol, kind, f"{where}.tasks.{name}", task)
        for fact in sorted(read_by(task) - set(kind.tasks) - settable):
            yield Problem(key=f"{where}.tasks.{name}", message=f"reads the fact '{fact}', which nobody can set")


def _settable(protocol: Protocol, kind: Kind) -> set[str]:
    """Return the facts that somebody can set in a case of this kind."""
    found = {*kind.intake, *kind.more, *(name for name, question in protocol.facts.items() if question.set_by)}
    for task in kind.tasks.values():
        for end, outcome in outcomes(task).items():
            found |= {*asked(task, end), *outcome.sets}
    return found


def _task(protocol: Protocol, kind: Kind, where: str, task: Task) -> Problems:
    if task.due is not None and task.due not in TERMS:
        yield Problem(key=f"{where}.due", message=f"unknown term '{task.due}'; known: {', '.join(TERMS)}")
    if task.late not in _LATE and task.late not in outcomes(task):
        yield Problem(key=f"{where}.late", message=f"'{task.late}' is neither remind, hand_on nor an outcome")
    if task.law and task.strength != "must":
        yield Problem(key=f"{where}.strength", message="a task of the law is a must")
    if len(outcomes(task)) > _BUTTONS:
        yield Problem(key=f"{where}.outcomes", message=f"more than {_BUTTONS} outcomes do not fit one card")
    yield from _who(protocol, kind, f"{where}.who", task)
    yield from _outcomes(protocol, where, task)


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
