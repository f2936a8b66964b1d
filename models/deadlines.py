"""When something must be looked at again: rows that any worker may claim, each handled once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import deadlines

Type = Literal["remind", "hand_on", "expire"]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A moment at which the clock acts on a round."""

    case_id: str
    task: str
    number: int
    type: Type
    due_at: datetime
    id: int = 0


def put(tx: Transaction, rows: Iterable[Deadline]) -> None:
    values = [
        {
            "case_id": r.case_id,
            "task": r.task,
            "number": r.number,
            "type": r.type,
            "due_at": r.due_at,
            "state": "waiting",
        }
        for r in rows
    ]
    if values:
        insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
        tx.execute(insert(deadlines).values(values).on_conflict_do_nothing())


def next_due(tx: Transaction, now: datetime) -> Deadline | None:
    """Return the deadline that passed first, locked until this transaction ends; None when there is none."""
    query = (
        select(deadlines)
        .where(deadlines.c.state == "waiting", deadlines.c.due_at <= now)
        .order_by(deadlines.c.due_at, deadlines.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.execute(query).first()
    return _deadline(row) if row else None


def finish(tx: Transaction, deadline: Deadline) -> None:
    tx.execute(update(deadlines).where(deadlines.c.id == deadline.id).values(state="done"))


def postpone(tx: Transaction, deadline: Deadline, due_at: datetime) -> None:
    tx.execute(update(deadlines).where(deadlines.c.id == deadline.id).values(due_at=due_at))


def drop(tx: Transaction, case_id: str, task: str, number: int) -> None:
    """Nothing is waited for any more: the round has ended."""
    here = (deadlines.c.case_id == case_id, deadlines.c.task == task, deadlines.c.number == number)
    tx.execute(update(deadlines).where(*here, deadlines.c.state == "waiting").values(state="dropped"))


def overdue(tx: Transaction, before: datetime) -> int:
    """Return how many deadlines passed before that moment without effect: the auditor's figure."""
    query = select(deadlines.c.id).where(deadlines.c.state == "waiting", deadlines.c.due_at < before)
    return len(tx.execute(query).all())


def _deadline(row: Row[Any]) -> Deadline:
    return Deadline(id=row.id, case_id=row.case_id, task=row.task, number=row.number, type=row.type, due_at=row.due_at)
