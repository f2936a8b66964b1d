"""The words of one task: what is asked, of whom, when, and how it can end. ``protocol`` puts tasks together.

The words are those of CMMN, the case-management standard: tasks, entry criteria (``when``), repetition,
discretionary items.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflows.engine.part import (
    DECLINED,
    MOTIVATION,
    NOT_POSSIBLE,
    SKIPPED,
    Cites,
    Key,
    Part,
    Role,
    Several,
    Text,
    When,
    as_tuple,
    words_of,
)
from workflows.engine.performer import Who, as_who


class Outcome(Part):
    """One way in which a task can end; a ``silent`` one is no answer yet, so the melder is not told of it."""

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
    silent: bool = False
    style: Literal["", "primary", "danger"] = ""


class Bar(Part):
    """Why a task cannot end in some ways now: they are not offered while the condition holds."""

    ends: Annotated[tuple[Key, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    when: Annotated[When, Field(min_length=1)]
    text: Text
    cite: Cites = ()


class Task(Part):
    """One thing that one role must or may do in a case.

    It is open when ``when`` (or, where there is one, ``also_when``) holds and ``unless`` does not.
    ``calls`` names the contact that is phoned, so that its hours are told and the term begins when it is open;
    ``police`` marks what the police must hear, which the bestuur confirms when it was not possible. A ``blind`` task
    is done before the person sees anything of the case; while a task that ``holds`` is open, the case is not withdrawn
    and not merged.
    """

    label: str = Field(default="", max_length=75)
    help: str = Field(default="", max_length=1000)
    who: Annotated[Who, BeforeValidator(as_who)]
    informs: Annotated[tuple[Role, ...], BeforeValidator(as_tuple)] = ()
    answers: bool = False
    refusable: bool = True
    strength: Literal["must", "may", "advice"] = "must"
    decides: bool = False
    due: Key | None = None
    late: str = "hand_on"
    when: When = Field(default_factory=dict)
    also_when: When = Field(default_factory=dict)
    unless: When = Field(default_factory=dict)
    repeats: bool = False
    starts: bool = False
    discretionary: bool = False
    lane: Literal["", "snel", "beide"] = ""
    does: Literal["", "notice", "lift", "dossier_personeel", "dossier_leerling", "revision", "close"] = ""
    law: bool = False
    police: bool = False
    calls: Key | None = None
    blind: bool = False
    holds: bool = False
    bars: Mapping[Key, Bar] = Field(default_factory=dict)
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


def is_review(task: Task, number: int) -> bool:
    """True for a round that came back on a day that somebody chose: its term is no term of the school."""
    return number > 1 and any(one.repeat_at for one in outcomes(task).values())
