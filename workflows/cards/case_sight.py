"""What a viewer may see of a case, already granted: the values from which the case's form and the notices are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.engine.calendar import Calendar
from workflows.engine.case import Case
from workflows.engine.protocol import Protocol
from workflows.engine.retention import Rule

HANDED = "overdracht"
HELD = "bewaarreden"


@dataclass(frozen=True, kw_only=True)
class Written:
    """One piece of granted content: what a question was answered with."""

    key: str
    task: str
    number: int
    author: str
    at: datetime
    text: str
    id: str = ""
    url: str = ""
    note: str = ""
    is_file: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A notice of this case and how far it has come.

    ``posts`` are all messages to people, of which ``waiting`` will still go out and ``uncertain`` may be there already;
    ``channel`` is the state of the post in the channel, empty when there is none. ``asks`` is whether it has a button.
    """

    id: str
    text: str
    read: int
    total: int
    failed: int
    state: str
    posts: int = 0
    sent: int = 0
    waiting: int = 0
    uncertain: int = 0
    channel: str = ""
    asks: bool = True
    stopped_at: datetime | None = None

    @property
    def is_there(self) -> bool:
        """True when somebody has it as a message of their own, or could not be given it; or else in the channel."""
        return bool(self.sent or self.failed) if self.posts else self.channel == "sent"

    @property
    def reaches(self) -> bool:
        """False when nobody has it and nobody will get it: all of it was held back, or the channel refused it."""
        return self.is_there or bool(self.waiting or self.uncertain) or self.channel in ("waiting", "sending")


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One time that a round was handed to a colleague, and the reason that was written for it."""

    task: str
    number: int
    by: str
    to: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Until when a case is kept, under which rule, and who holds it longer; ``held_why`` is the id of the reason."""

    until: date
    rule: Rule
    held_by: str = ""
    held_why: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseSight:
    """Everything about a case that this viewer may see now.

    ``remarks`` are on the latest text; ``open_at`` says from when each contact picks up (now, or the next opening);
    ``seen_before`` are those who saw the case before it became the bestuur's alone; ``less`` is the
    sentence that says why this viewer sees little of it; ``calendar`` is the school's.
    """

    protocol: Protocol
    case: Case
    viewer: str
    names: Mapping[str, str]
    now: datetime
    written: tuple[Written, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()
    merged: tuple[str, ...] = ()
    notices: tuple[Running, ...] = ()
    verbs: frozenset[str] = field(default_factory=frozenset)
    handles: bool = False
    remarks: tuple[str, ...] = ()
    open_at: Mapping[str, datetime] = field(default_factory=dict)
    seen_before: tuple[str, ...] = ()
    handed: tuple[Handed, ...] = ()
    less: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    keep: Keep | None = None
    adds_view: bool = False
    copies: tuple[str, ...] = ()
