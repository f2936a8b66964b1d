"""What has been taken in: the key of a gesture, so that the same one delivered twice happens once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.store import Transaction
from models.tables import inbox


def find(tx: Transaction, key: str) -> Mapping[str, Any] | None:
    """Return what this gesture led to the first time, or None."""
    found: Mapping[str, Any] | None = tx.execute(select(inbox.c.result).where(inbox.c.key == key)).scalar()
    return found


def take(tx: Transaction, key: str, person: str, at: datetime, result: Mapping[str, Any]) -> None:
    """Remember a gesture; a second one with the same key raises DuplicateError and saves nothing."""
    tx.execute(inbox.insert().values(key=key, person=person, at=at, result=dict(result)))
