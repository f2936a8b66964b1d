"""The words of one task: what is asked, of whom, when, and how it can end. ``protocol`` puts tasks together.

The words are those of CMMN, the case-management standard: tasks, entry criteria (``when``), repetition,
discretionary items.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
Key = Annotated[str, StringConstraints(pattern=_KEY.pattern)]
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
ROLES: tuple[str, ...] = get_args(Role)
_PERSON_KEYS = ("named_in", "setter_of", "doer_of")


def words_of(key: str) -> str:
    """Return a key as words: what stands on a button when a protocol gives no label."""
    return key.replace("_", " ").capitalize()


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _as_options(value: Any) -> Any:
    """A list of values is a mapping whose labels are the values themselves."""
    if isinstance(value, list | tuple):
        if not all(isinstance(item, str) for item in value):
            raise ValueError("'of' lists words, or maps each word to its label")
        return {item: words_of(item) for item in value}
    return value


def _as_who(value: Any) -> Any:
    """One sentence for what is no ``who``, where a union would give one for each of its members."""
    match value:
        case str():
            _known_roles((value,))
        case list() | tuple():
            _known_roles(value)
            return tuple(value)
        case dict() if not _names_a_person(value) and not _names_a_role(value):
            raise ValueError(f"who is a role, a list of roles, {', '.join(_PERSON_KEYS)}, or role_in with a default")
    return value


def _known_roles(roles: Any) -> None:
    if not roles:
        raise ValueError("who names nobody")
    for role in roles:
        if role not in ROLES:
            raise ValueError(f"unknown role '{role}'; known: {', '.join(ROLES)}")


def _names_a_person(value: Mapping[Any, Any]) -> bool:
    return len(value) == 1 and any(_is_key(value.get(key)) for key in _PERSON_KEYS)


def _names_a_role(value: Mapping[Any, Any]) -> bool:
    if set(value) != {"role_in", "default"} or not _is_key(value["role_in"]):
        return False
    _known_roles((value["default"],))
    return True


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and _KEY.match(value) is not None


def as_plain_text(value: Any) -> Any:
    """A version reads as text, also where YAML sees a date or a number."""
    return str(value) if isinstance(value, date | int | float) and not isinstance(value, bool) else value


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
    short: str = Field(default="", max_length=40)
    help: str = Field(default="", max_length=500)
    placeholder: str = Field(default="", max_length=150)
    template: str = Field(default="", max_length=3000)
    required: bool = True
    day: Literal["", "past", "future"] = ""
    max: int = Field(default=3000, ge=1, le=3000)
    set_by: Annotated[tuple[Role, ...], BeforeValidator(_as_tuple)] = ()
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
    who: Annotated[Who, BeforeValidator(_as_who)]
    informs: Annotated[tuple[Role, ...], BeforeValidator(_as_tuple)] = ()
    answers: bool = False
    refusable: bool = True
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
    asks: Several = ()
    outcomes: Mapping[Key, Annotated[Outcome, BeforeValidator(lambda v: {} if v is None else v)]] = Field(
        default_factory=dict
    )
    cite: Cites = ()

    @property
    def blocks(self) -> bool:
        """True when the case cannot be closed while this task is open."""
        return self.strength == "must" and self.does != "close"


def outcomes(task: Task) -> Mapping[str, Outcome]:
    """Return every way in which a task can end, with those that its strength adds."""
    named: dict[str, Outcome] = dict(task.outcomes) or {"gedaan": Outcome(label="Gedaan")}
    if task.strength == "must" and task.does not in ("close", "lift") and not task.starts and not task.discretionary:
        named.setdefault(NOT_POSSIBLE, Outcome(label="Niet mogelijk", asks=(MOTIVATION,)))
    elif task.strength == "may" and not task.discretionary and task.refusable:
        named.setdefault(DECLINED, Outcome(label="Niet doen", asks=(MOTIVATION,)))
    elif task.strength == "advice":
        named.setdefault(SKIPPED, Outcome(label="Overslaan"))
    return named


def sends(task: Task) -> str | None:
    """Return the outcome that a notice or a lifting ends with when it is sent: it is never just pressed."""
    return next(iter(outcomes(task))) if task.does in ("notice", "lift") else None


def asked(task: Task, outcome: str) -> tuple[str, ...]:
    """Return what is asked when a task ends so; the task's own questions are not asked of a refusal."""
    if outcome in (NOT_POSSIBLE, DECLINED, SKIPPED):
        return outcomes(task)[outcome].asks
    return (*task.asks, *outcomes(task)[outcome].asks)


def task_label(key: str, task: Task) -> str:
    """Return the words on a task's heading."""
    return task.label or words_of(key)


def outcome_label(key: str, outcome: Outcome) -> str:
    """Return the words on an outcome's button."""
    return outcome.label or words_of(key)


def question_label(key: str, question: Question) -> str:
    """Return the words above a field."""
    return question.label or words_of(key)
