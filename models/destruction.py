"""A case is destroyed: every row that holds something of it goes, and a record without persons or facts is left.

Which tables hold something of a case follows from their columns, so that a new table cannot be forgotten. The audit
trail stays. It decides nothing: whether it is time, and that nothing is under way, is for the use case.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from models.deliveries import Delivery, delivery_of
from models.store import Transaction
from models.tables import cases, chains, contents, deliveries, destructions, inbox, notices
from models.tables.base import metadata

STAYS = frozenset({"entries", "chains", "heads", "seals", "destructions"})
BLANK = "vernietigd"
_LOOKING = "look"  # whether somebody removed their own file from the chat product: that is asked for months


@dataclass(frozen=True, kw_only=True)
class Destruction:
    """What is left of a case: which, under which rule, when, and how many rows went; no person and no fact."""

    case_id: str
    number: str
    kind: str
    school: str
    rule: str
    until: date
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class _Mine:
    """The ids by which rows are known to belong to a case."""

    case_id: str
    notices: Collection[str]
    contents: Collection[str]


def erase(tx: Transaction, case_id: str) -> Mapping[str, int]:
    """Remove everything of one case but its trail; returns how many rows went from each table."""
    mine = _mine(tx, case_id)
    counts: dict[str, int] = {}
    for table in reversed(metadata.sorted_tables):
        for which in _belonging(table, mine):
            counts[table.name] = counts.get(table.name, 0) + tx.execute(table.delete().where(which)).rowcount
    return {name: number for name, number in sorted(counts.items()) if number}


def record(tx: Transaction, done: Destruction) -> None:
    tx.execute(destructions.insert().values(**(asdict(done) | {"counts": dict(done.counts)})))


def is_done(tx: Transaction, case_id: str) -> bool:
    """True for a case that was destroyed."""
    query = select(destructions.c.case_id).where(destructions.c.case_id == case_id)
    return tx.execute(query).first() is not None


def is_since(tx: Transaction, then: datetime | None) -> bool:
    """True when something was destroyed at that moment or later; with None, when anything ever was."""
    query = select(destructions.c.case_id).limit(1)
    return tx.execute(query.where(destructions.c.at >= then) if then else query).first() is not None


def tree(tx: Transaction, case_id: str) -> list[str]:
    """Return the case and all that was merged into it, directly or on the way, each after what it went into."""
    found, last = [case_id], [case_id]
    while last:
        query = select(cases.c.id).where(cases.c.merged_into.in_(last), cases.c.id.not_in(found))
        last = list(tx.execute(query.order_by(cases.c.id)).scalars())
        found += last
    return found


def is_under_way(tx: Transaction, ids: Collection[str]) -> bool:
    """True while something about these cases is being sent, or still has to be said or removed."""
    mine = or_(deliveries.c.case_id.in_(ids), deliveries.c.notice.in_(_notices_of(ids)))
    waits = (deliveries.c.state == "waiting") & (deliveries.c.type != _LOOKING)
    query = select(deliveries.c.id).where(mine, or_(deliveries.c.state == "sending", waits)).limit(1)
    return tx.execute(query).first() is not None


def to_blank(tx: Transaction, ids: Collection[str]) -> list[Delivery]:
    """Return the messages about these cases that still tell of them, notices to all staff not among them."""
    other = deliveries.alias("other")
    asked = select(other.c.id).where(other.c.target == deliveries.c.id, other.c.key.endswith(f":{BLANK}"))
    query = select(deliveries).where(deliveries.c.case_id.in_(ids), deliveries.c.notice.is_(None), ~asked.exists())
    query = query.where(deliveries.c.type == "post", deliveries.c.state == "sent", deliveries.c.ts.is_not(None))
    return [delivery_of(tx, row) for row in tx.execute(query.order_by(deliveries.c.id))]


def touched_tables() -> tuple[str, ...]:
    """Return the tables from which something of a case is removed: of its chain that is the key."""
    nobody = _Mine(case_id="", notices=(), contents=())
    return tuple(table.name for table in metadata.sorted_tables if table is chains or _belonging(table, nobody))


def _mine(tx: Transaction, case_id: str) -> _Mine:
    held = select(contents.c.id).where(contents.c.case_id == case_id)
    sent = select(notices.c.id).where(notices.c.case_id == case_id)
    return _Mine(case_id=case_id, notices=tuple(tx.execute(sent).scalars()), contents=tuple(tx.execute(held).scalars()))


def _belonging(table: Table, mine: _Mine) -> list[ColumnElement[bool]]:
    """Return what is to be deleted from a table, in this order."""
    if table.name in STAYS:
        return []
    by_column: Mapping[str, Collection[str]] = {
        "case_id": (mine.case_id,),
        "notice": mine.notices,
        "content": mine.contents,
    }
    found: list[ColumnElement[bool]] = [table.c[name].in_(ids) for name, ids in by_column.items() if name in table.c]
    found += [table.c.id == mine.case_id] if table is cases else []
    found += _in_json(table, mine)
    whole = [or_(*found)] if found else []
    return [*_updates_of(table, whole), *whole]


def _in_json(table: Table, mine: _Mine) -> list[ColumnElement[bool]]:
    """What names a case, a notice or a file in JSON only."""
    if table is inbox:
        result = inbox.c.result
        return [result["case"].as_string() == mine.case_id, result["notice"].as_string().in_(mine.notices)]
    if table is deliveries:
        return [deliveries.c.payload["content"].as_string().in_(mine.contents)]
    return []


def _updates_of(table: Table, whole: list[Any]) -> list[ColumnElement[bool]]:
    """The updates of a message go with it, whatever they were about."""
    return [deliveries.c.target.in_(select(deliveries.c.id).where(*whole))] if table is deliveries else []


def _notices_of(ids: Collection[str]) -> Any:
    return select(notices.c.id).where(notices.c.case_id.in_(ids))
