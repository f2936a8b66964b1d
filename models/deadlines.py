"""When something must be looked at again: rows that any worker may claim, each handled once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Insert, Row, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.store import Transaction
from models.tables import assignments, cases, deadlines
from models.types import Moment

Type = Literal["before", "remind", "hand_on", "expire", "route"]

_UNIQUE = ("case_id", "task", "number", "type")


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
    values = [{**_values(row), "state": "waiting"} for row in rows]
    if values:
        tx.execute(_new(tx.dialect.name), values)


def set_again(tx: Transaction, rows: Iterable[Deadline]) -> None:
    """Have each of these come at its moment, also one that was there already."""
    for row in rows:
        _upsert(tx, row, later_only=False)


def put_route(tx: Transaction, case_id: str, due_at: datetime) -> None:
    """Have the clock look at that moment whether a case is still with the right people; the earliest moment stands."""
    _upsert(tx, Deadline(case_id=case_id, task="", number=0, type="route", due_at=due_at), later_only=True)


def reroute(tx: Transaction, schools: Iterable[str] | None, now: datetime) -> None:
    """Have the clock look at once at every open case of these schools (None: all): people came, left or are away."""
    here = [cases.c.state == "open"] + ([cases.c.school.in_(list(schools))] if schools is not None else [])
    found = select(cases.c.id, literal(""), literal(0), literal("route"), literal(now, Moment), literal("waiting"))
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    columns = ["case_id", "task", "number", "type", "due_at", "state"]
    statement = insert(deadlines).from_select(columns, found.where(*here))
    changes = {"state": "waiting", "due_at": now}
    tx.execute(statement.on_conflict_do_update(index_elements=_UNIQUE, set_=changes))


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


def missed_cases(tx: Transaction, before: datetime) -> set[str]:
    """Return the open cases that the clock passed over: a row that lay there, a term without a row, nobody asked."""
    still_open = select(cases.c.id).where(cases.c.state == "open")
    lay = select(deadlines.c.case_id).where(deadlines.c.state == "waiting", deadlines.c.due_at < before)
    here = (
        deadlines.c.case_id == assignments.c.case_id,
        deadlines.c.task == assignments.c.task,
        deadlines.c.number == assignments.c.number,
        deadlines.c.type.in_(("remind", "expire")),
    )
    lost = select(assignments.c.case_id).where(
        assignments.c.due_at < before, ~select(deadlines.c.id).where(*here).exists()
    )
    nobody = still_open.where(
        cases.c.created_at < before, ~select(assignments.c.person).where(assignments.c.case_id == cases.c.id).exists()
    )
    found = {row[0] for query in (lay, lost, nobody) for row in tx.execute(query)}
    return {row.id for row in tx.execute(still_open.where(cases.c.id.in_(found)))} if found else set()


@cache
def _new(dialect: str) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(deadlines).on_conflict_do_nothing().inline()


def _upsert(tx: Transaction, row: Deadline, *, later_only: bool) -> None:
    """Let a row wait for its moment; *later_only*: one that waits already for an earlier moment stays as it is."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    # Without "inline" SQLAlchemy asks for the new id, and inside ``together`` PostgreSQL has not answered yet.
    statement = insert(deadlines).values({**_values(row), "state": "waiting"}).inline()
    changes = {"state": "waiting", "due_at": statement.excluded.due_at}
    where = or_(deadlines.c.state != "waiting", deadlines.c.due_at > statement.excluded.due_at) if later_only else None
    tx.execute(statement.on_conflict_do_update(index_elements=_UNIQUE, set_=changes, where=where))


def _values(row: Deadline) -> dict[str, Any]:
    return {"case_id": row.case_id, "task": row.task, "number": row.number, "type": row.type, "due_at": row.due_at}


def _deadline(row: Row[Any]) -> Deadline:
    return Deadline(id=row.id, case_id=row.case_id, task=row.task, number=row.number, type=row.type, due_at=row.due_at)
