"""When something must be looked at again: rows that any worker may claim, each handled once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import cases, deadlines

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


def next_due(tx: Transaction, now: datetime, skip: Collection[int] = ()) -> Deadline | None:
    """Return the deadline that passed first, with its case locked until this transaction ends; None: there is none.

    The case is what is locked, because everybody else locks the case first and then touches its deadlines: the other
    way round the two would wait for each other. A case that somebody decides on just now is left for the next tick.
    """
    due = (deadlines.c.state == "waiting", deadlines.c.due_at <= now)
    query = (
        select(deadlines.c.id)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .where(*due, deadlines.c.id.not_in(list(skip)))
        .order_by(deadlines.c.due_at, deadlines.c.id)
        .limit(1)
        .with_for_update(of=cases, skip_locked=True)
    )
    while (found := tx.execute(query).scalar()) is not None:
        # It may have been handled between our look and our lock: look again, now that nobody can.
        row = tx.execute(select(deadlines).where(deadlines.c.id == found, *due)).first()
        if row is not None:
            return _deadline(row)
    return None


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
    query = select(func.count()).where(deadlines.c.state == "waiting", deadlines.c.due_at < before)
    return tx.execute(query).scalar_one()


def _deadline(row: Row[Any]) -> Deadline:
    return Deadline(id=row.id, case_id=row.case_id, task=row.task, number=row.number, type=row.type, due_at=row.due_at)
