"""Until when each ended case is kept and why, whether that was announced, and who holds it longer.

It decides nothing: which rule holds and which day follows is for the engine, what is done about it for the use cases.
Whoever writes to the database can change a row, and not what the trail says of it (``told``): destroying rests on that.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.cases import APART
from models.store import Transaction
from models.tables import cases, deliveries, dossiers, keepings
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.decide import Entry
from workflows.engine.retention import ANNOUNCED, CONFIDENTIAL, is_near

ANNOUNCEMENT = "bewaren"
TOLD_BY = (  # the entries that tell how a case is kept
    "bewaartermijn",
    "vernietiging_aangekondigd",
    "aankondiging_mislukt",
    "bewaren_langer",
    "bewaren_losgelaten",
    "heropend",
)
ONE_MOMENT = timedelta(minutes=1)  # a row and its line were once written by two looks at the clock


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

    @property
    def term(self) -> tuple[str, int, date]:
        """Which rule holds, and until when."""
        return self.rule, self.months, self.until

    def may_end(self, until: date, at: datetime) -> bool:
        """True when a case that is kept so, until that day, may be destroyed at that moment."""
        is_over = self.warned_at is not None and self.warned_at + ANNOUNCED <= at
        return is_over and not self.is_held and self.until == until


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


def told(case_id: str, lines: Iterable[Entry]) -> Keeping | None:
    """Return the row of a case as the lines of its trail tell it, in their order; None when they tell of none.

    Where it stood open meanwhile, only who holds it is told: an open case has no term.
    """
    found: Keeping | None = None
    for one in lines:
        found = _told_next(case_id, found, one)
    return found


def same_hold(one: Keeping | None, other: Keeping | None) -> bool:
    """True when both are held by the same person, for the same reason, since the same moment; or neither is."""
    if one is None or other is None or one.held_at is None or other.held_at is None:
        return not any(found is not None and found.is_held for found in (one, other))
    is_then = abs(one.held_at - other.held_at) <= ONE_MOMENT
    return is_then and (one.held_by, one.held_why) == (other.held_by, other.held_why)


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


def _told_next(case_id: str, before: Keeping | None, line: Entry) -> Keeping | None:
    """Return how a case is kept after this line."""
    if line.type == "bewaartermijn":
        return _told_term(case_id, before, line)
    if before is None:
        return None
    match line.type:
        case "vernietiging_aangekondigd":
            return replace(before, warned_at=line.at, until=date.fromisoformat(line.data["tot"]))
        case "aankondiging_mislukt":
            return replace(before, warned_at=None)
        case "bewaren_langer":
            return replace(before, warned_at=None, held_by=line.actor, held_at=line.at, held_why=line.data["reden"])
        case "bewaren_losgelaten":
            return replace(before, held_by=None, held_at=None, held_why=None)
        case "heropend":
            return replace(before, warned_at=None) if before.is_held else None
    return before


def _told_term(case_id: str, before: Keeping | None, line: Entry) -> Keeping:
    """Counted anew, an announcement stands only while the last day is near: ``keep`` takes it back otherwise."""
    last, day = date.fromisoformat(line.data["tot"]), line.at.astimezone(AMSTERDAM).date()
    rule, months = line.data["regel"], int(line.data["maanden"])
    row = before or Keeping(case_id=case_id, rule=rule, months=months, until=last)
    warned = row.warned_at if is_near(last, day) else None
    return replace(row, rule=rule, months=months, until=last, warned_at=warned)
