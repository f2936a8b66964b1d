"""The audit trail: written in the same transaction as what it tells, never changed. It holds ids, no content."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.store import Transaction
from models.tables import entries
from workflows.engine.decide import Entry

_NEW = entries.insert().inline()


def write(tx: Transaction, case_id: str | None, lines: Iterable[Entry]) -> None:
    rows = [
        {"case_id": case_id, "at": one.at, "actor": one.actor, "type": one.type, "data": dict(one.data)}
        for one in lines
    ]
    if rows:
        tx.execute(_NEW, rows)


def note(tx: Transaction, case_id: str | None, at: datetime, actor: str, type_: str, **data: str) -> None:
    """Write one line."""
    write(tx, case_id, [Entry(at=at, actor=actor, type=type_, data=data)])


def of_case(tx: Transaction, case_id: str) -> list[Entry]:
    """Return a case's lines in the order in which they were written."""
    query = select(entries).where(entries.c.case_id == case_id).order_by(entries.c.id)
    return [Entry(at=row.at, actor=row.actor, type=row.type, data=_data(row.data)) for row in tx.execute(query)]


def of_type(tx: Transaction, case_id: str, type_: str) -> list[Entry]:
    """Return the lines of one sort in a case, oldest first."""
    query = select(entries).where(entries.c.case_id == case_id, entries.c.type == type_).order_by(entries.c.id)
    return [Entry(at=row.at, actor=row.actor, type=row.type, data=_data(row.data)) for row in tx.execute(query)]


def _data(data: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in data.items()}
