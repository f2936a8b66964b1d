"""What every use case needs around it: the store, the keys, the clock, the protocol and the school's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from models import cases, destruction, protocols
from models.keyring import Keyring
from models.store import ConflictError, DuplicateError, Store, Transaction
from workflows.engine.calendar import AMSTERDAM, Calendar, Calendars
from workflows.engine.case import Case
from workflows.engine.errors import NotAllowedError
from workflows.engine.protocol import Protocol
from workflows.engine.retention import Retention
from workflows.protocol_files import Source, dump, load

T = TypeVar("T")
_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Options:
    """Settings of this installation; ``read_button`` is whether readers of a notice are asked to confirm."""

    announcements: str = ""
    base_url: str = "http://127.0.0.1:8000"
    lane: str = "slack"
    phone: str = ""
    read_button: bool = True


@dataclass(frozen=True, kw_only=True)
class Context:
    """One installation: ``now`` and ``new_id`` are passed in, so tests own time and chance.

    ``fallback`` are the addresses of who is asked when nobody else can be, per school; "" is for all other schools.
    """

    store: Store
    keyring: Keyring
    source: Source
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    calendars: Calendars = field(default_factory=Calendars)
    fallback: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retention: Retention = field(default_factory=Retention)
    options: Options = field(default_factory=Options)
    pinned: dict[str, Protocol] = field(default_factory=dict)

    @property
    def protocol(self) -> Protocol:
        """The protocol under which new cases start."""
        return self.source.protocol

    def calendar(self, school: str) -> Calendar:
        """Return the working time of a school."""
        return self.calendars.of(school)

    def today(self) -> date:
        return self.now().astimezone(AMSTERDAM).date()


def in_one(ctx: Context, work: Callable[[Transaction], T]) -> T:
    """Run *work* in one write transaction, again when somebody else saved the same thing first."""
    for attempt in range(_TRIES):
        try:
            with ctx.store.write() as tx:
                return work(tx)
        except (ConflictError, DuplicateError):
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def protocol_of(ctx: Context, tx: Transaction, digest: str) -> Protocol:
    """Return the protocol that a case started under, byte for byte."""
    if digest not in ctx.pinned:
        body = protocols.body(tx, digest)
        if body is None:
            raise LookupError(f"protocol {digest} is not kept")
        ctx.pinned[digest] = load(body)
    return ctx.pinned[digest]


def pin(ctx: Context, tx: Transaction) -> str:
    """Keep the active protocol for the cases that start now; returns its digest."""
    digest = ctx.source.digest
    if digest not in ctx.pinned:
        protocols.keep(tx, digest, ctx.protocol.protocol, ctx.protocol.version, dump(ctx.protocol))
    return digest


def case_of(ctx: Context, tx: Transaction, case_id: str, *, lock: bool = False) -> tuple[Protocol, Case]:
    """Return a case with its protocol; NotAllowedError for an unknown one, which is all that a stranger learns.

    Of one that was destroyed that much is said: who has its id had a card about it.
    """
    case = cases.load(tx, case_id, lock=lock)
    if case is None:
        raise NotAllowedError("error.destroyed" if destruction.is_done(tx, case_id) else None)
    return protocol_of(ctx, tx, case.protocol), case
