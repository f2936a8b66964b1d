"""What a case is at one moment: frozen values that ``decide`` turns into the next.

A case holds facts and rounds of tasks, never free text: what people wrote lives apart (encrypted), and an answer
here that is text is the id of that content. Datetimes are aware UTC.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

Value = str | tuple[str, ...]
State = Literal["open", "closed", "withdrawn", "merged"]
NO_ANSWERS: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What is held to be true in a case, by whom and since when."""

    value: Value
    by: str
    at: datetime

    @property
    def values(self) -> tuple[str, ...]:
        return (self.value,) if isinstance(self.value, str) else self.value


@dataclass(frozen=True, kw_only=True)
class Assignee:
    """A person who is asked, and why: a text key with its parameters; ``name`` among these is the id of a person."""

    person: str
    role: str
    reason: str = "route.role"
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Round:
    """One time that a task stood open; ``person`` is for whom, when it stands open once for each of several people.

    ``assigned`` is the colleague to whom ``assigned_by`` handed it over.
    """

    task: str
    number: int
    state: Literal["open", "done", "lapsed"] = "open"
    opened_at: datetime
    due_at: datetime | None = None
    late_at: datetime | None = None
    assignees: tuple[Assignee, ...] = ()
    passed: tuple[str, ...] = ()
    outcome: str | None = None
    by: str | None = None
    ended_at: datetime | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    person: str = ""
    assigned: str = ""
    assigned_by: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.task, self.number

    def holds(self, person: str) -> bool:
        """True when this person is asked to finish the round."""
        return any(assignee.person == person for assignee in self.assignees)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One report or one question, from intake to closing; a *restricted* one is only kept: nothing is done to it."""

    id: str
    number: str
    kind: str
    protocol: str
    school: str
    melder: str
    owner: str
    created_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    state: State = "open"
    closed_at: datetime | None = None
    merged_into: str | None = None
    version: int = 0
    restricted: bool = False

    @property
    def values(self) -> Mapping[str, Value]:
        """What is held to be true, without by whom and since when."""
        return {key: fact.value for key, fact in self.facts.items()}

    def fact(self, key: str) -> str | None:
        """Return a single-valued fact, or None when it was never set."""
        found = self.facts.get(key)
        return found.values[0] if found and found.values else None

    def open_rounds(self) -> tuple[Round, ...]:
        return tuple(found for found in self.rounds if found.state == "open")

    def latest(self, task: str) -> Round | None:
        """Return the youngest round of a task."""
        return next((found for found in reversed(self.rounds) if found.task == task), None)

    def round(self, task: str, number: int) -> Round | None:
        return next((found for found in self.rounds if found.key == (task, number)), None)

    def rounds_of(self, task: str) -> Iterator[Round]:
        return (found for found in self.rounds if found.task == task)
