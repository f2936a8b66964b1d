"""What a protocol may say: tasks, facts and fields of one school, as frozen pydantic values.

A protocol is data that a head teacher can read. This module decides which words it knows and what they default to;
it must not read files (``workflows.protocol_files`` does) and must not run a case (``decide`` does).
The words are those of CMMN, the case-management standard: tasks, entry criteria (``when``), repetition,
discretionary items.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.\-]{0,19}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]

SUBJECT = "plaatser_persoon"
INVOLVED = "betrokkenen"
POSTER = "plaatser"
SELF = "ikzelf"
URGENT = "spoed"
DONE = "klaar"
NOT_POSSIBLE = "niet_mogelijk"
DECLINED = "niet"
SKIPPED = "overslaan"
MELDER = "melder"
OWNER = "eigenaar"
MOTIVATION = "motivering"

ROLES = (
    MELDER,
    "leidinggevende",
    "directie",
    "bestuur",
    "toezicht",
    "manager_hrm",
    "pr",
    "fg",
    "vertrouwenspersoon",
    OWNER,
)

Role = Literal[
    "melder",
    "leidinggevende",
    "directie",
    "bestuur",
    "toezicht",
    "manager_hrm",
    "pr",
    "fg",
    "vertrouwenspersoon",
    "eigenaar",
]
Conditions = Mapping[str, tuple[str, ...]]


def _as_text(value: Any) -> Any:
    return value if isinstance(value, str) else str(value)


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _as_options(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return {item: _words(item) if isinstance(item, str) else item for item in value}
    return value


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


class Part(BaseModel):
    """One piece of a protocol: nothing unknown is accepted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Several = Annotated[tuple[Key, ...], BeforeValidator(_as_tuple)]
Cites = Annotated[tuple[RuleId, ...], BeforeValidator(_as_tuple)]
When = Mapping[Key, Several]


class Article(Part):
    """One rule of the school's own document, in our words, that tasks cite and people can choose."""

    ref: Text
    text: Text
    shown: Several = ()


class Question(Part):
    """What a person is asked: a fact (conditions may read it) or a field (kept with the answer)."""

    type: Literal["choice", "choices", "person", "people", "date", "text", "longtext", "url", "article", "file"]
    of: Annotated[Mapping[Key, Text], BeforeValidator(_as_options)] = Field(default_factory=dict)
    label: str = Field(default="", max_length=150)
    help: str = Field(default="", max_length=500)
    placeholder: str = Field(default="", max_length=150)
    template: str = Field(default="", max_length=3000)
    required: bool = True
    max: int = Field(default=3000, ge=1, le=3000)
    set_by: tuple[Role, ...] = ()
    safe: bool = False
    cite: Cites = ()

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> "Question":
        if self.type in ("choice", "choices") and not self.of:
            raise ValueError("'of' lists the values that can be chosen")
        return self


class NamedIn(Part):
    """The person who was named in an answer of that task."""

    named_in: Key


class SetterOf(Part):
    """The person who set that fact."""

    setter_of: Key


class DoerOf(Part):
    """The person who finished that task."""

    doer_of: Key


class RoleIn(Part):
    """The role that a choice fact holds, or the default when it was not set."""

    role_in: Key
    default: Role


Who = Role | tuple[Role, ...] | NamedIn | SetterOf | DoerOf | RoleIn


class Outcome(Part):
    """One way in which a task can end."""

    label: str = Field(default="", max_length=75)
    help: str = Field(default="", max_length=300)
    asks: Several = ()
    cite: Cites = ()
    sets: Mapping[Key, Key] = Field(default_factory=dict)
    owner: Role | None = None
    reopens: Key | None = None
    repeat_at: Key | None = None
    withdraws: bool = False
    clock_only: bool = False
    style: Literal["", "primary", "danger"] = ""


class Task(Part):
    """One thing that one role must or may do in a case."""

    label: str = Field(default="", max_length=75)
    help: str = Field(default="", max_length=1000)
    who: Who
    informs: Annotated[tuple[Role, ...], BeforeValidator(_as_tuple)] = ()
    strength: Literal["must", "may", "advice"] = "must"
    decides: bool = False
    due: Key | None = None
    late: str = "hand_on"
    when: When = Field(default_factory=dict)
    unless: When = Field(default_factory=dict)
    repeats: bool = False
    starts: bool = False
    discretionary: bool = False
    lane: Literal["", "snel", "beide"] = ""
    does: Literal["", "notice", "lift", "dossier_personeel", "dossier_leerling", "revision", "close"] = ""
    law: bool = False
    confirmed_by: Role | None = None
    asks: Several = ()
    outcomes: Mapping[Key, Annotated[Outcome, BeforeValidator(lambda v: {} if v is None else v)]] = Field(
        default_factory=dict
    )
    cite: Cites = ()

    @property
    def blocks(self) -> bool:
        """True when the case cannot be closed while this task is open."""
        return self.strength == "must" and self.does != "close"


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
    version: Annotated[str, BeforeValidator(_as_text)]
    title: Text
    adopted: str = ""
    labels: Mapping[str, Text] = Field(default_factory=dict)
    articles: Mapping[RuleId, Article] = Field(default_factory=dict)
    facts: Mapping[Key, Question] = Field(default_factory=dict)
    fields: Mapping[Key, Question] = Field(default_factory=dict)
    texts: Mapping[Key, Text] = Field(default_factory=dict)
    kinds: Mapping[Key, Kind]

    @model_validator(mode="after")
    def _names_exist(self) -> "Protocol":
        problems = [problem for key, kind in self.kinds.items() for problem in _unknown_names(self, key, kind)]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def question(self, key: str) -> Question:
        """Return the fact or field of that name."""
        return self.facts[key] if key in self.facts else self.fields[key]

    def task(self, kind: str, key: str) -> Task:
        """Return one task of a kind; KeyError when the protocol has none of that name."""
        return self.kinds[kind].tasks[key]

    def label(self, role: str) -> str:
        """Return the school's own word for a role."""
        return self.labels.get(role, _words(role).lower())


def outcomes(task: Task) -> Mapping[str, Outcome]:
    """Return every way in which a task can end, with those that its strength adds."""
    named: dict[str, Outcome] = dict(task.outcomes) or {"gedaan": Outcome(label="Gedaan")}
    if task.strength == "must" and task.does != "close" and not task.starts and not task.discretionary:
        named.setdefault(NOT_POSSIBLE, Outcome(label="Niet mogelijk", asks=(MOTIVATION,)))
    elif task.strength == "may" and not task.discretionary:
        named.setdefault(DECLINED, Outcome(label="Niet doen", asks=(MOTIVATION,)))
    elif task.strength == "advice":
        named.setdefault(SKIPPED, Outcome(label="Overslaan"))
    return named


def asked(task: Task, outcome: str) -> tuple[str, ...]:
    """Return what is asked when a task ends so; the task's own questions are not asked of a refusal."""
    if outcome in (NOT_POSSIBLE, DECLINED, SKIPPED):
        return outcomes(task)[outcome].asks
    return (*task.asks, *outcomes(task)[outcome].asks)


def task_label(key: str, task: Task) -> str:
    """Return the words on a task's heading."""
    return task.label or _words(key)


def outcome_label(key: str, outcome: Outcome) -> str:
    """Return the words on an outcome's button."""
    return outcome.label or _words(key)


def question_label(key: str, question: Question) -> str:
    """Return the words above a field."""
    return question.label or _words(key)


def _unknown_names(protocol: Protocol, kind_key: str, kind: Kind) -> list[str]:
    known = set(protocol.facts) | set(protocol.fields)
    problems = [
        f"kinds.{kind_key}.intake: '{name}' is neither a fact nor a field"
        for name in (*kind.intake, *kind.more)
        if name not in known
    ]
    for key, task in kind.tasks.items():
        where = f"kinds.{kind_key}.tasks.{key}"
        problems += [f"{where}: {problem}" for problem in _task_problems(protocol, kind, task, known)]
    return problems


def _task_problems(protocol: Protocol, kind: Kind, task: Task, known: set[str]) -> list[str]:
    problems = []
    for end, outcome in outcomes(task).items():
        problems += [
            f"outcome '{end}' asks '{name}', which is neither a fact nor a field"
            for name in asked(task, end)
            if name not in known
        ]
        problems += [
            f"outcome '{end}' sets unknown fact '{name}'" for name in outcome.sets if name not in protocol.facts
        ]
        if outcome.reopens is not None and outcome.reopens not in kind.tasks:
            problems.append(f"outcome '{end}' reopens unknown task '{outcome.reopens}'")
    for word, conditions in (("when", task.when), ("unless", task.unless)):
        problems += _condition_problems(protocol, kind, word, conditions)
    return problems + _who_problems(protocol, kind, task)


def _condition_problems(protocol: Protocol, kind: Kind, word: str, conditions: When) -> list[str]:
    problems = []
    for name, values in conditions.items():
        if name in kind.tasks:
            allowed = {*outcomes(kind.tasks[name]), DONE}
        elif name in protocol.facts:
            allowed = set(protocol.facts[name].of)
        else:
            problems.append(f"{word} reads '{name}', which is neither a task of this kind nor a fact")
            continue
        problems += [
            f"{word} expects '{name}: {value}', which cannot occur" for value in values if value not in allowed
        ]
    return problems


def _who_problems(protocol: Protocol, kind: Kind, task: Task) -> list[str]:
    match task.who:
        case NamedIn(named_in=name) if name not in kind.tasks:
            return [f"who: named_in '{name}' is no task of this kind"]
        case DoerOf(doer_of=name) if name not in kind.tasks:
            return [f"who: doer_of '{name}' is no task of this kind"]
        case SetterOf(setter_of=name) if name not in protocol.facts:
            return [f"who: setter_of '{name}' is no fact"]
        case RoleIn(role_in=name) if name not in protocol.facts:
            return [f"who: role_in '{name}' is no fact"]
        case _:
            return []
