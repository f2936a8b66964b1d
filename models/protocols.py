"""The protocols that cases started under, byte for byte: a case keeps its own when the file changes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import protocols


def keep(tx: Transaction, digest: str, name: str, version: str, body: str) -> None:
    """Save a protocol under its digest, once."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"digest": digest, "name": name, "version": version, "body": body}
    tx.execute(insert(protocols).values(**values).on_conflict_do_nothing())


def take(tx: Transaction, digest: str, now: datetime) -> None:
    """Note that new cases start under this protocol from *now* on."""
    tx.execute(update(protocols).where(protocols.c.digest == digest).values(taken_at=now))


def taken(tx: Transaction) -> str | None:
    """Return the digest of the protocol that was taken last, None before the first."""
    query = select(protocols.c.digest).where(protocols.c.taken_at.is_not(None)).order_by(protocols.c.taken_at.desc())
    found: str | None = tx.execute(query.limit(1)).scalar()
    return found


def body(tx: Transaction, digest: str) -> str | None:
    return tx.execute(select(protocols.c.body).where(protocols.c.digest == digest)).scalar()


def is_proven(tx: Transaction, digest: str, by: str) -> bool:
    """True when the code with the fingerprint *by* has proven this protocol."""
    here = (protocols.c.digest == digest, protocols.c.proven == by)
    return tx.execute(select(protocols.c.digest).where(*here)).first() is not None


def prove(tx: Transaction, digest: str, by: str) -> None:
    """Note that the code with the fingerprint *by* has proven this protocol."""
    tx.execute(update(protocols).where(protocols.c.digest == digest).values(proven=by))
