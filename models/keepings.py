"""Until when each ended case is kept and why, whether that was announced, and who holds it longer.

It decides nothing: which rule holds and which day follows is for the engine, what is done about it for the use cases.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.cases import APART
from models.store import Transaction
from models.tables import cases, deliveries, dossiers, keepings
from workflows.engine.retention import CONFIDENTIAL

ANNOUNCEMENT = "bewaren"


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long one case is kept; ``held_why`` is the id of the reason, which is content."""

    case_id: str
    rule: str
    months: int
    until: date
    warned_at: datetime | None = None
    held_by: str | None = None
    held_at: datetime | None = None
    held_why: str | None = None

    @property
    def is_held(self) -> bool:
        return self.held_at is not None


@dataclass(frozen=True, kw_only=True)
class Total:
    """What is kept under one rule: numbers only."""

    rule: str
    cases: int
    held: int
    announced: int
    nearest: date


def of_case(tx: Transaction, case_id: str) -> Keeping | None:
    row = tx.execute(select(keepings).where(keepings.c.case_id == case_id)).first()
    return _keeping(row) if row else None


def put(tx: Transaction, keeping: Keeping) -> None:
    """Keep a case so from now on."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = asdict(keeping)
    statement = insert(keepings).values(**values).on_conflict_do_update(index_elements=["case_id"], set_=values)
    tx.execute(statement)


def drop(tx: Transaction, case_id: str) -> None:
    tx.execute(keepings.delete().where(keepings.c.case_id == case_id))


def hold(tx: Transaction, case_id: str, by: str, at: datetime, why: str) -> None:
    """Keep a case until it is let go; what was announced about it no longer holds."""
    _set(tx, case_id, held_by=by, held_at=at, held_why=why, warned_at=None)


def release(tx: Transaction, case_id: str) -> None:
    _set(tx, case_id, held_by=None, held_at=None, held_why=None)


def announce(tx: Transaction, case_id: str, at: datetime | None, until: date) -> None:
    """Note when it was announced that a case will be destroyed after that day; None takes that back."""
    _set(tx, case_id, warned_at=at, until=until)


def everything(tx: Transaction) -> list[str]:
    """Return every ended case: those without a row too, because they ended before there were rows."""
    query = select(cases.c.id).where(cases.c.state.in_(("closed", "withdrawn"))).order_by(cases.c.id)
    return list(tx.execute(query).scalars())


def to_announce(tx: Transaction, near: date) -> list[str]:
    """Return what is kept until that day at most, and was not announced."""
    return _ids(tx, _free().where(keepings.c.until <= near, keepings.c.warned_at.is_(None)))


def to_destroy(tx: Transaction, today: date) -> list[str]:
    """Return what is not kept any longer, and was announced."""
    return _ids(tx, _free().where(keepings.c.until < today, keepings.c.warned_at.is_not(None)))


def held(tx: Transaction) -> list[str]:
    return _ids(tx, select(keepings.c.case_id).where(keepings.c.held_at.is_not(None)))


def dossier_types(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    """Return of which types something was filed from these cases."""
    return frozenset(tx.execute(select(dossiers.c.type).where(dossiers.c.case_id.in_(list(ids)))).scalars())


def announcements(tx: Transaction, case_id: str, since: datetime) -> list[tuple[str, datetime | None]]:
    """Return what became of each message that announced it: its state, and when it was sent."""
    mine = (deliveries.c.case_id == case_id, deliveries.c.type == "post", deliveries.c.created_at >= since)
    query = select(deliveries.c.state, deliveries.c.sent_at)
    query = query.where(*mine, deliveries.c.key.startswith(f"{ANNOUNCEMENT}:"))
    return [(row.state, row.sent_at) for row in tx.execute(query)]


def totals(tx: Transaction) -> list[Total]:
    """Return how many cases are kept under each rule, without those that are the bestuur's alone.

    Of these no figure may tell that there is one: neither what is confidential now, nor what was so from the start.
    """
    columns = keepings.c
    told = (columns.rule != CONFIDENTIAL, ~cases.c.number.like(f"____-{APART // 100_000}_____"))
    query = select(
        columns.rule,
        func.count().label("total"),
        func.count(columns.held_at).label("held"),
        func.count(columns.warned_at).label("announced"),
        func.min(columns.until).label("nearest"),
    ).join(cases, cases.c.id == columns.case_id)
    return [
        Total(rule=row.rule, cases=row.total, held=row.held, announced=row.announced, nearest=row.nearest)
        for row in tx.execute(query.where(*told).group_by(columns.rule).order_by(columns.rule))
    ]


def _free() -> Select[Any]:
    return select(keepings.c.case_id).where(keepings.c.held_at.is_(None))


def _ids(tx: Transaction, query: Select[Any]) -> list[str]:
    return list(tx.execute(query.order_by(keepings.c.until, keepings.c.case_id)).scalars())


def _set(tx: Transaction, case_id: str, **values: Any) -> None:
    tx.execute(update(keepings).where(keepings.c.case_id == case_id).values(**values))


def _keeping(row: Row[Any]) -> Keeping:
    return Keeping(**row._asdict())
