"""The protocols that cases started under, byte for byte: a case keeps its own when the file changes."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import protocols


def keep(tx: Transaction, digest: str, name: str, version: str, body: str) -> None:
    """Save a protocol under its digest, once."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"digest": digest, "name": name, "version": version, "body": body}
    tx.execute(insert(protocols).values(**values).on_conflict_do_nothing())


def body(tx: Transaction, digest: str) -> str | None:
    return tx.execute(select(protocols.c.body).where(protocols.c.digest == digest)).scalar()
