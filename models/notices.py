"""Notices to all staff: the text that was approved, its versions, and what became of each.

It decides nothing: which version follows which is for the use cases, who is in its audience for ``audiences``.

What somebody sees in a case is opened with their Grant, as all content (``of_case``, ``running``). The others ask for
none: a notice is written for all staff, so its deliveries, its clock and the pages of its audience open it by its id.
Whoever shows one of those to a person asks the policy first (``notice_status``), or looks whether it is theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, func, or_, select, update

from models.keyring import Keyring
from models.store import Transaction
from models.tables import audience, cases, notices, people, posts
from workflows.engine.policy import Grant

Type = Literal["mededeling", "opheffing"]
Scope = Literal["school", "alle"]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One version of a message to all staff; ``via`` is kanaal, direct or beide, ``previous`` the version before it.

    ``asks`` says whether readers are asked to confirm, fixed when it was sent. ``outsiders`` are the members of the
    channel who are not on the staff list, as its writer was told; None when they could not be counted.
    """

    id: str
    case_id: str
    type: Type
    version: int
    text: str
    sender: str
    school: str
    via: str
    state: str
    created_at: datetime
    sent_at: datetime | None = None
    audience: int = 0
    scope: str = "school"
    previous: str | None = None
    asks: bool = True
    stopped_at: datetime | None = None
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    outsiders: int | None = 0

    @property
    def lifts(self) -> bool:
        return self.type == "opheffing"


@dataclass(frozen=True, kw_only=True)
class Known:
    """A running notice as one person knows it: whether they are in its audience, and when they read it."""

    notice: Notice
    is_asked: bool
    read_at: datetime | None


def add(tx: Transaction, keyring: Keyring, notice: Notice) -> None:
    values = {
        "id": notice.id,
        "case_id": notice.case_id,
        "type": notice.type,
        "version": notice.version,
        "sealed": keyring.seal(notice.text.encode(), place(notice.id, notice.case_id)),
        "sender": notice.sender,
        "school": notice.school,
        "via": notice.via,
        "state": notice.state,
        "created_at": notice.created_at,
        "sent_at": notice.sent_at,
        "audience": notice.audience,
        "scope": notice.scope,
        "previous": notice.previous,
        "asks": notice.asks,
        "outsiders": notice.outsiders,
    }
    tx.execute(notices.insert().values(**values))


def load(tx: Transaction, keyring: Keyring, notice: str, *, lock: bool = False) -> Notice | None:
    """Return a notice; with *lock* nobody else changes it until this transaction ends."""
    query = select(notices).where(notices.c.id == notice)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _notice(keyring, row) if row else None


def open_text(keyring: Keyring, row: Row[Any]) -> str:
    """Return the text of a row of ``notices``, for this module and the check of the trail; asks for no Grant."""
    return keyring.open(row.sealed, place(row.id, row.case_id)).decode()


def of_case(tx: Transaction, keyring: Keyring, grant: Grant) -> list[Notice]:
    """Return a case's notices, oldest first, drafts too."""
    query = select(notices).where(*_granted(grant)).order_by(notices.c.version, notices.c.created_at)
    return [_notice(keyring, row) for row in tx.execute(query)]


def count(tx: Transaction, case_id: str) -> int:
    """Return how many notices a case has, drafts too."""
    query = select(func.count()).select_from(notices).where(notices.c.case_id == case_id)
    return tx.execute(query).scalar_one()


def running(tx: Transaction, keyring: Keyring, grant: Grant) -> Notice | None:
    """Return the version that counts now in a case, or None."""
    here = (*_granted(grant), notices.c.state == "running", notices.c.type == "mededeling")
    row = tx.execute(select(notices).where(*here).order_by(notices.c.version.desc()).limit(1)).first()
    return _notice(keyring, row) if row else None


def newer_than(tx: Transaction, keyring: Keyring, notice: Notice) -> Notice | None:
    """Return the version that took the place of this one; drafts have taken no place."""
    here = (notices.c.case_id == notice.case_id, notices.c.previous == notice.id, notices.c.sent_at.is_not(None))
    row = tx.execute(select(notices).where(*here).order_by(notices.c.version.desc()).limit(1)).first()
    return _notice(keyring, row) if row else None


def known_to(tx: Transaction, keyring: Keyring, person: str, busy: Collection[str] = ()) -> list[Known]:
    """Return the notices that run now and that somebody on the staff list should know of.

    Who came later is not in the audience, but works at the school that it is for. Who sent it, or has something to do
    in its case (*busy*), need not work there.
    """
    me = select(people.c.id).where(people.c.id == person, people.c.active, people.c.listed)
    mine = (audience.c.notice == notices.c.id) & (audience.c.person == person)
    query = (
        select(notices, audience.c.person.label("reader"), audience.c.read_at)
        .outerjoin(audience, mine)
        .where(notices.c.state == "running", me.exists())
        .where(
            or_(
                audience.c.person.is_not(None),
                _is_for(person),
                notices.c.sender == person,
                notices.c.case_id.in_(list(busy)),
            )
        )
        .order_by(notices.c.sent_at)
    )
    return [
        Known(notice=_notice(keyring, row), is_asked=row.reader is not None, read_at=row.read_at)
        for row in tx.execute(query)
    ]


def start(tx: Transaction, notice: str, at: datetime, *, state: str, asks: bool, remind_at: datetime | None) -> int:
    """Set a version running, its audience being written; returns how many people that is."""
    query = select(func.count()).select_from(audience).where(audience.c.notice == notice)
    total: int = tx.execute(query).scalar_one()
    values = {"state": state, "sent_at": at, "audience": total, "asks": asks, "remind_at": remind_at}
    tx.execute(update(notices).where(notices.c.id == notice).values(**values))
    return total


def end(tx: Transaction, notice: str, state: Literal["replaced", "lifted"]) -> None:
    """A newer version took its place: nobody is reminded of this one any more."""
    tx.execute(update(notices).where(notices.c.id == notice).values(state=state, remind_at=None))


def stop(tx: Transaction, notice: str, at: datetime | None) -> None:
    """Note that sending was stopped, or with None that it goes on."""
    tx.execute(update(notices).where(notices.c.id == notice).values(stopped_at=at))


def plan_reminder(tx: Transaction, notice: str, at: datetime | None) -> bool:
    """Remind at that moment, or with None not at all; False when it is too late for that."""
    here = (notices.c.id == notice, notices.c.state == "running", notices.c.reminded_at.is_(None))
    return tx.execute(update(notices).where(*here).values(remind_at=at)).rowcount == 1


def take_reminder(tx: Transaction, notice: str, now: datetime) -> bool:
    """Note that the reminder is sent now; False when another worker did so, or it was taken back."""
    here = (notices.c.id == notice, notices.c.state == "running", notices.c.reminded_at.is_(None))
    due = notices.c.remind_at <= now
    return tx.execute(update(notices).where(*here, due).values(reminded_at=now)).rowcount == 1


def take_mark(tx: Transaction, notice: str, now: datetime) -> bool:
    """Note that the posts of an older version are marked now, or that a lifting is done; False when that was noted."""
    here = (notices.c.id == notice, notices.c.marked_at.is_(None))
    return tx.execute(update(notices).where(*here).values(marked_at=now)).rowcount == 1


def all_running(tx: Transaction) -> list[str]:
    return list(tx.execute(select(notices.c.id).where(notices.c.state == "running")).scalars())


def liftings_to_follow(tx: Transaction, since: datetime) -> list[str]:
    """Return the liftings after that moment of which nobody knows yet that they were sent to the end."""
    here = (notices.c.state == "lifting", notices.c.marked_at.is_(None), notices.c.sent_at >= since)
    return list(tx.execute(select(notices.c.id).where(*here)).scalars())


def to_remind(tx: Transaction, now: datetime) -> list[str]:
    """Return the notices whose reminder is due; while a case rests (AVG 18) that of its notice waits."""
    here = (notices.c.remind_at <= now, notices.c.reminded_at.is_(None), notices.c.remind_at.is_not(None))
    query = select(notices.c.id).join(cases, cases.c.id == notices.c.case_id).where(*here, ~cases.c.restricted)
    return list(tx.execute(query.where(notices.c.state == "running")).scalars())


def to_mark(tx: Transaction) -> list[str]:
    """Return the versions that were replaced or lifted and whose posts do not say so yet."""
    here = (notices.c.state.in_(("replaced", "lifted")), notices.c.marked_at.is_(None))
    return list(tx.execute(select(notices.c.id).where(*here).order_by(notices.c.id)).scalars())


def _granted(grant: Grant) -> tuple[ColumnElement[bool], ...]:
    """The notices of the granted case; who sees only their own words sees only what they sent."""
    here = (notices.c.case_id == grant.case_id,)
    return (*here, notices.c.sender == grant.only_author) if grant.only_author is not None else here


def _is_for(person: str) -> ColumnElement[bool]:
    """A notice of a school where this person works, or of all schools."""
    mine = select(posts.c.school).where(posts.c.person == person)
    everywhere = (notices.c.scope == "alle") & mine.exists()
    return or_(notices.c.school.in_(mine), everywhere)


def _notice(keyring: Keyring, row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        case_id=row.case_id,
        type=row.type,
        version=row.version,
        text=open_text(keyring, row),
        sender=row.sender,
        school=row.school,
        via=row.via,
        state=row.state,
        created_at=row.created_at,
        sent_at=row.sent_at,
        audience=row.audience,
        scope=row.scope,
        previous=row.previous,
        asks=row.asks and row.type == "mededeling",
        stopped_at=row.stopped_at,
        remind_at=row.remind_at,
        reminded_at=row.reminded_at,
        outsiders=row.outsiders,
    )


def place(notice: str, case_id: str) -> str:
    """Return to what the text of a notice is bound."""
    return f"notices.sealed:{notice}:{case_id}"
