"""Notices to all staff: the text that was approved, the frozen audience and who has read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, func, select, update

from models.keyring import Keyring
from models.store import Transaction
from models.tables import audience, notices

Type = Literal["mededeling", "opheffing"]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message to all staff; ``via`` is kanaal, direct or beide."""

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


def add(tx: Transaction, keyring: Keyring, notice: Notice) -> None:
    values = {
        "id": notice.id,
        "case_id": notice.case_id,
        "type": notice.type,
        "version": notice.version,
        "sealed": keyring.seal(notice.text.encode(), f"notices.sealed:{notice.id}"),
        "sender": notice.sender,
        "school": notice.school,
        "via": notice.via,
        "state": notice.state,
        "created_at": notice.created_at,
        "sent_at": notice.sent_at,
        "audience": notice.audience,
    }
    tx.execute(notices.insert().values(**values))


def load(tx: Transaction, keyring: Keyring, notice: str) -> Notice | None:
    row = tx.execute(select(notices).where(notices.c.id == notice)).first()
    return _notice(keyring, row) if row else None


def of_case(tx: Transaction, keyring: Keyring, case_id: str) -> list[Notice]:
    """Return a case's notices, oldest first, drafts too."""
    query = select(notices).where(notices.c.case_id == case_id).order_by(notices.c.version, notices.c.created_at)
    return [_notice(keyring, row) for row in tx.execute(query)]


def running(tx: Transaction, keyring: Keyring, person: str) -> list[Notice]:
    """Return the notices that a person should know of now."""
    mine = select(audience.c.notice).where(audience.c.person == person)
    query = select(notices).where(notices.c.id.in_(mine), notices.c.state == "running").order_by(notices.c.sent_at)
    return [_notice(keyring, row) for row in tx.execute(query)]


def start(tx: Transaction, notice: str, at: datetime, people: Iterable[str]) -> int:
    """Freeze the audience and set the notice running; returns how many people that is."""
    rows = [{"notice": notice, "person": person} for person in people]
    if rows:
        tx.execute(audience.insert(), rows)
    values = {"state": "running", "sent_at": at, "audience": len(rows)}
    tx.execute(update(notices).where(notices.c.id == notice).values(**values))
    return len(rows)


def set_state(tx: Transaction, notice: str, state: str) -> None:
    tx.execute(update(notices).where(notices.c.id == notice).values(state=state))


def audience_of(tx: Transaction, notice: str) -> list[str]:
    query = select(audience.c.person).where(audience.c.notice == notice).order_by(audience.c.person)
    return [row.person for row in tx.execute(query)]


def unread(tx: Transaction, notice: str) -> list[str]:
    """Return who has not pressed the read button."""
    query = select(audience.c.person).where(audience.c.notice == notice, audience.c.read_at.is_(None))
    return [row.person for row in tx.execute(query.order_by(audience.c.person))]


def mark_read(tx: Transaction, notice: str, person: str, at: datetime) -> bool:
    """Note the first reading; False when this person is not in the audience."""
    here = (audience.c.notice == notice, audience.c.person == person)
    tx.execute(update(audience).where(*here, audience.c.read_at.is_(None)).values(read_at=at))
    return tx.execute(select(audience.c.person).where(*here)).first() is not None


def read_at(tx: Transaction, notice: str, person: str) -> datetime | None:
    here = (audience.c.notice == notice, audience.c.person == person)
    found: datetime | None = tx.execute(select(audience.c.read_at).where(*here)).scalar()
    return found


def read_count(tx: Transaction, notice: str) -> int:
    query = select(func.count()).where(audience.c.notice == notice, audience.c.read_at.is_not(None))
    count: int = tx.execute(query).scalar_one()
    return count


def _notice(keyring: Keyring, row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        case_id=row.case_id,
        type=row.type,
        version=row.version,
        text=keyring.open(row.sealed, f"notices.sealed:{row.id}").decode(),
        sender=row.sender,
        school=row.school,
        via=row.via,
        state=row.state,
        created_at=row.created_at,
        sent_at=row.sent_at,
        audience=row.audience,
    )
