"""What a protocol may say: tasks, facts and fields of one school, as frozen pydantic values.

A protocol is data that a head teacher can read. This module decides what stands in a file and that every name in it
exists; ``task`` has the words of one task. It must not read files (``workflows.protocol_files`` does) and must not
run a case (``decide`` does).
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from workflows.engine.task import (
    DECLINED,
    DONE,
    INVOLVED,
    MELDER,
    MOTIVATION,
    NOT_POSSIBLE,
    OWNER,
    POSTER,
    ROLES,
    SELF,
    SKIPPED,
    SUBJECT,
    URGENT,
    Article,
    DoerOf,
    Key,
    NamedIn,
    Outcome,
    Part,
    Question,
    Role,
    RoleIn,
    RuleId,
    SetterOf,
    Several,
    Task,
    Text,
    When,
    Who,
    as_plain_text,
    asked,
    outcome_label,
    outcomes,
    question_label,
    sends,
    task_label,
    words_of,
)

__all__ = [
    "DECLINED",
    "DONE",
    "INVOLVED",
    "MELDER",
    "MOTIVATION",
    "NOT_POSSIBLE",
    "OWNER",
    "POSTER",
    "ROLES",
    "SELF",
    "SKIPPED",
    "SUBJECT",
    "URGENT",
    "Article",
    "DoerOf",
    "Kind",
    "NamedIn",
    "NamesError",
    "Outcome",
    "Part",
    "Protocol",
    "Question",
    "Role",
    "RoleIn",
    "SetterOf",
    "Task",
    "When",
    "Who",
    "asked",
    "outcome_label",
    "outcomes",
    "question_label",
    "sends",
    "task_label",
]


class NamesError(ValueError):
    """Names in a protocol that stand for nothing: each ``problem`` is a dotted key and what is wrong there."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{key}: {message}" for key, message in problems))


class Kind(Part):
    """One sort of case: who may start it, what is asked first, and its tasks."""

    label: Text
    title: str = Field(default="", max_length=24)
    help: str = Field(default="", max_length=2000)
    started_by: tuple[str, ...] = ("medewerker",)
    owner: Role = "leidinggevende"
    intake: Several = ()
    more: Several = ()
    tasks: Mapping[Key, Task]


class Protocol(Part):
    """One school's protocol, complete: everything that ``extends`` brought in is already merged."""

    protocol: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    version: Annotated[str, BeforeValidator(as_plain_text)]
    title: Text
    adopted: str = ""
    labels: Mapping[Role, Text] = Field(default_factory=dict)
    articles: Mapping[RuleId, Article] = Field(default_factory=dict)
    facts: Mapping[Key, Question] = Field(default_factory=dict)
    fields: Mapping[Key, Question] = Field(default_factory=dict)
    texts: Mapping[Key, Text] = Field(default_factory=dict)
    kinds: Annotated[Mapping[Key, Kind], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_exist(self) -> "Protocol":
        problems = [
            *((f"facts.{key}", "is a field as well") for key in self.facts if key in self.fields),
            *((f"fields.{key}", "is a fact as well") for key in self.fields if key in self.facts),
            *(problem for key, kind in self.kinds.items() for problem in _kind_problems(self, f"kinds.{key}", kind)),
        ]
        if problems:
            raise NamesError(problems)
        return self

    def question(self, key: str) -> Question:
        """Return the fact or field of that name."""
        return self.facts[key] if key in self.facts else self.fields[key]

    def task(self, kind: str, key: str) -> Task:
        """Return one task of a kind; KeyError when the protocol has none of that name."""
        return self.kinds[kind].tasks[key]

    def label(self, role: str) -> str:
        """Return the school's own word for a role."""
        return next((text for known, text in self.labels.items() if known == role), words_of(role).lower())


Problems = Iterator[tuple[str, str]]


def _kind_problems(protocol: Protocol, where: str, kind: Kind) -> Problems:
    for word, names in (("intake", kind.intake), ("more", kind.more)):
        yield from _questions(protocol, f"{where}.{word}", names)
    for key, task in kind.tasks.items():
        yield from _task_problems(protocol, kind, f"{where}.tasks.{key}", task)


def _task_problems(protocol: Protocol, kind: Kind, where: str, task: Task) -> Problems:
    yield from _questions(protocol, f"{where}.asks", task.asks)
    for end, outcome in outcomes(task).items():
        yield from _outcome_problems(protocol, kind, f"{where}.outcomes.{end}", outcome)
    for word, conditions in (("when", task.when), ("unless", task.unless)):
        for name, values in conditions.items():
            yield from _condition_problems(protocol, kind, f"{where}.{word}.{name}", name, values)
    yield from _who_problems(protocol, kind, f"{where}.who", task.who)


def _outcome_problems(protocol: Protocol, kind: Kind, where: str, outcome: Outcome) -> Problems:
    yield from _questions(protocol, f"{where}.asks", outcome.asks)
    for fact, value in outcome.sets.items():
        if fact not in protocol.facts:
            yield f"{where}.sets.{fact}", f"'{fact}' is no fact"
        elif value not in protocol.facts[fact].of:
            yield f"{where}.sets.{fact}", f"'{value}' is no value of '{fact}'"
    if outcome.reopens is not None and outcome.reopens not in kind.tasks:
        yield f"{where}.reopens", f"'{outcome.reopens}' is no task of this kind"
    if outcome.repeat_at is not None and outcome.repeat_at not in protocol.fields:
        yield f"{where}.repeat_at", f"'{outcome.repeat_at}' is no field"


def _questions(protocol: Protocol, where: str, names: tuple[str, ...]) -> Problems:
    for name in names:
        if name not in protocol.facts and name not in protocol.fields:
            yield where, f"'{name}' is neither a fact nor a field"


def _condition_problems(protocol: Protocol, kind: Kind, where: str, name: str, values: tuple[str, ...]) -> Problems:
    if name in kind.tasks:
        allowed = {*outcomes(kind.tasks[name]), DONE}
    elif name in protocol.facts:
        allowed = set(protocol.facts[name].of)
    else:
        yield where, f"'{name}' is neither a task of this kind nor a fact"
        return
    for value in values:
        if value not in allowed:
            yield where, f"'{value}' cannot occur; known: {', '.join(sorted(allowed))}"


def _who_problems(protocol: Protocol, kind: Kind, where: str, who: Who) -> Problems:
    match who:
        case NamedIn(named_in=name) | DoerOf(doer_of=name) if name not in kind.tasks:
            yield where, f"'{name}' is no task of this kind"
        case SetterOf(setter_of=name) | RoleIn(role_in=name) if name not in protocol.facts:
            yield where, f"'{name}' is no fact"
        case _:
            return
