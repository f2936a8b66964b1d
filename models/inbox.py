"""What has been taken in: the key of a gesture, so that the same one delivered twice happens once."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from models.store import Transaction
from models.tables import inbox
from models.vault import keyring_of

SEALED = "sealed"
_RESULT = select(inbox.c.result).where(inbox.c.key == bindparam("which"))


def find(tx: Transaction, key: str) -> Mapping[str, Any] | None:
    """Return what this gesture led to the first time, or None."""
    found: Mapping[str, Any] | None = tx.execute(_RESULT, {"which": key}).scalar()
    return found


def case_of(tx: Transaction, key: str) -> str:
    """Return the case that a gesture led to the first time."""
    return str((find(tx, key) or {})["case"])


def take_first(tx: Transaction, key: str, person: str, at: datetime, result: Mapping[str, Any]) -> bool:
    """Remember a gesture before anything is done for it; False when that was done before, and nothing is saved."""
    values = {"key": key, "person": person, "at": at, "result": dict(result)}
    return tx.execute(_first(tx.dialect.name), values).first() is not None


def take(tx: Transaction, key: str, person: str, at: datetime, result: Mapping[str, Any]) -> None:
    """Remember a gesture; a second one with the same key raises DuplicateError and saves nothing."""
    tx.execute(inbox.insert(), {"key": key, "person": person, "at": at, "result": dict(result)})


def take_said(tx: Transaction, key: str, person: str, at: datetime, said: str) -> None:
    """Remember a gesture and what was answered to it, sealed, because an answer may name people."""
    sealed = keyring_of(tx).seal(said.encode(), place(key))
    take(tx, key, person, at, {SEALED: b64encode(sealed).decode()})


def said(tx: Transaction, key: str, result: Mapping[str, Any]) -> str:
    """Return what was answered to a gesture the first time."""
    return keyring_of(tx).open(b64decode(result[SEALED]), place(key)).decode()


def place(key: str) -> str:
    return f"inbox.result:{key}"


@cache
def _first(dialect: str) -> ReturningInsert[tuple[str]]:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(inbox).on_conflict_do_nothing().returning(inbox.c.key)
