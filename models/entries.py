"""The audit trail: written in the same transaction as what it tells, never changed. It holds ids, no content."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models import chains
from models.store import Transaction
from models.tables import entries
from workflows.engine.decide import Entry


def write(tx: Transaction, case_id: str | None, lines: Iterable[Entry]) -> None:
    """Add lines to the chain of a case, or to the chain of what is about none."""
    found = list(lines)
    if found:
        chain = chains.take(tx, case_id or chains.OWN)
        chain.add(found)
        chain.save(tx)


def note(tx: Transaction, case_id: str | None, at: datetime, actor: str, type_: str, **data: str) -> None:
    """Write one line."""
    write(tx, case_id, [Entry(at=at, actor=actor, type=type_, data=data)])


def of_case(tx: Transaction, case_id: str) -> list[Entry]:
    """Return a case's lines in the order in which they were written."""
    query = select(entries).where(entries.c.case_id == case_id).order_by(entries.c.seq)
    return [Entry(at=row.at, actor=row.actor, type=row.type, data=_data(row.data)) for row in tx.execute(query)]


def of_type(tx: Transaction, case_id: str, type_: str) -> list[Entry]:
    """Return the lines of one sort in a case, oldest first."""
    query = select(entries).where(entries.c.case_id == case_id, entries.c.type == type_).order_by(entries.c.seq)
    return [Entry(at=row.at, actor=row.actor, type=row.type, data=_data(row.data)) for row in tx.execute(query)]


def _data(data: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in data.items()}
