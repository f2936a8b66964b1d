"""Lists and counts of cases: what waits for whom, what somebody started, what looks alike. Nothing of what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from models import tables
from models.cases import APART
from models.store import Transaction
from workflows.engine.case import Case

_ACTIVE = "open"
_MOST_ALIKE = 500
_OLDEST = (tables.cases.c.created_at, tables.cases.c.id)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One task that waits for a person."""

    case_id: str
    number: str
    kind: str
    task: str
    round: int
    due_at: datetime | None
    urgent: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case in a list: nothing of what was written."""

    id: str
    number: str
    kind: str
    state: str
    created_at: datetime


def waiting_for(tx: Transaction, person: str, limit: int = 50) -> list[Waiting]:
    """Return the open tasks of a person, the one that is due first on top."""
    mine, cases = tables.assignments, tables.cases
    query = (
        select(mine, cases.c.number.label("case_number"), cases.c.kind, cases.c.facts)
        .join(cases, cases.c.id == mine.c.case_id)
        .where(mine.c.person == person)
        .order_by(mine.c.due_at.is_(None), mine.c.due_at, mine.c.case_id)
        .limit(limit)
    )
    return [_waiting(row) for row in tx.execute(query)]


def of_melder(tx: Transaction, person: str, limit: int = 10) -> list[Line]:
    """Return the latest cases that a person started."""
    return _lines(tx, tables.cases.c.melder == person, limit)


def merged_into(tx: Transaction, case_id: str) -> list[Line]:
    """Return every report that went on in a case, the latest first: rights and files follow, so none is left out."""
    return _lines(tx, tables.cases.c.merged_into == case_id, None)


def people_asked(tx: Transaction, school: str) -> list[str]:
    """Return who has something to do and works at that school."""
    mine, posts = tables.assignments, tables.posts
    query = select(mine.c.person).join(posts, posts.c.person == mine.c.person).where(posts.c.school == school)
    return [row.person for row in tx.execute(query.distinct().order_by(mine.c.person))]


def similar(tx: Transaction, case: Case, since: datetime, until: datetime) -> list[Line]:
    """Return open reports at the same school with the same link, or the same platform within those moments."""
    cases, links = tables.cases, tables.links
    mine = select(links.c.digest).where(links.c.case_id == case.id)
    other = (cases.c.kind == case.kind, cases.c.state == _ACTIVE, cases.c.id != case.id)
    # Each condition that finds few goes alone: with the school beside it SQLite reads the whole history of the school.
    linked = select(cases).where(*other, cases.c.id.in_(select(links.c.case_id).where(links.c.digest.in_(mine))))
    found = {
        row.id: row for row in tx.execute(linked.order_by(*_OLDEST).limit(_MOST_ALIKE)) if row.school == case.school
    }
    platform = case.fact("platform")
    if platform and platform != "onbekend":
        near = select(cases).where(*other, cases.c.school == case.school, cases.c.created_at.between(since, until))
        found |= {
            row.id: row for row in tx.execute(near.order_by(*_OLDEST).limit(_MOST_ALIKE)) if _platform(row) == platform
        }
    return [_line(row) for row in sorted(found.values(), key=lambda row: (row.created_at, row.id))]


def counts(tx: Transaction, schools: Iterable[str], since: datetime, kinds: Iterable[str]) -> dict[str, int]:
    """Return per kind how many cases were started since then; one that was confidential from the start is not counted.

    What became confidential later stays counted: a figure that goes down would tell of it.
    """
    cases = tables.cases
    query = (
        select(cases.c.kind, func.count().label("total"))
        .where(cases.c.school.in_(list(schools)), cases.c.created_at >= since, cases.c.kind.in_(list(kinds)))
        .where(~cases.c.number.like(f"____-{APART // 100_000}_____"))
        .group_by(cases.c.kind)
    )
    return {row.kind: row.total for row in tx.execute(query)}


def numbers(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """Return the numbers of these cases by their id, in the order of the numbers."""
    query = select(tables.cases.c.id, tables.cases.c.number).where(tables.cases.c.id.in_(set(ids)))
    return {row.id: row.number for row in tx.execute(query.order_by(tables.cases.c.number))}


def is_apart(number: str) -> bool:
    """True for the number of a case that was confidential from the start."""
    return number.partition("-")[2].startswith(str(APART // 100_000)) and len(number) > len("2026-9999")


def _lines(tx: Transaction, condition: Any, limit: int | None) -> list[Line]:
    query = select(tables.cases).where(condition).order_by(tables.cases.c.created_at.desc()).limit(limit)
    return [_line(row) for row in tx.execute(query)]


def _line(row: Row[Any]) -> Line:
    return Line(id=row.id, number=row.number, kind=row.kind, state=row.state, created_at=row.created_at)


def _platform(row: Row[Any]) -> str | None:
    value: str | None = row.facts.get("platform", {}).get("value")
    return value


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        case_id=row.case_id,
        number=row.case_number,
        kind=row.kind,
        task=row.task,
        round=row.number,
        due_at=row.due_at,
        urgent=row.facts.get("spoed", {}).get("value") == "ja",
    )
