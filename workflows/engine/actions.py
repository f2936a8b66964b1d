"""What can be done to a case, as values. Who may do it and what follows is for ``decide``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.engine.case import Value


@dataclass(frozen=True, kw_only=True)
class _Act:
    actor: str


@dataclass(frozen=True, kw_only=True)
class Start(_Act):
    """The intake: the melder reports or asks."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finish(_Act):
    """A round of a task ends with an outcome. ``answers`` holds content ids for text."""

    task: str
    number: int
    outcome: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Correct(_Act):
    """Facts are filled in or put right; ``reason`` (content id) is required when one changes."""

    facts: Mapping[str, Value]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan(_Act):
    """A handler opens a discretionary task, such as a question to the melder."""

    task: str
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Remind(_Act):
    """The clock: a term has passed."""

    task: str
    number: int


@dataclass(frozen=True, kw_only=True)
class HandOn(_Act):
    """The clock: a second term has passed, the next person is asked as well."""

    task: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Assign(_Act):
    """A handler hands a round to a colleague; ``reason`` is the id of what they wrote."""

    task: str
    number: int
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reroute(_Act):
    """The clock: people came, left, are away or came back, so who is asked is looked at again."""


@dataclass(frozen=True, kw_only=True)
class Withdraw(_Act):
    """The melder takes a report back; a handler confirms once someone has acted, or when others go on in it."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class Reopen(_Act):
    """A closed case is opened again, with a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Merge(_Act):
    """This case goes on in another one about the same storm."""

    into: str


Action = Start | Finish | Correct | Plan | Remind | HandOn | Assign | Reroute | Withdraw | Reopen | Merge
