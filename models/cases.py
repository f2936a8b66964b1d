"""Cases: load and save, the number, the queue of a person. Rows become the engine's Case and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from models import tables
from models.chains import STATE
from models.counters import next_number
from models.store import ConflictError, Transaction
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Assignee, Case, Fact, Round, Value
from workflows.engine.decide import Entry

APART = 900_000
_NEW_CASE, _NEW_ROUND, _NEW_ASSIGNMENT = tables.cases.insert(), tables.rounds.insert(), tables.assignments.insert()


def new_number(tx: Transaction, now: datetime, *, apart: bool = False) -> str:
    """Return the next number of this year, such as 2026-0042.

    A confidential case is counted *apart* (2026-900001): a hole in the others would tell that there is one.
    """
    year = now.astimezone(AMSTERDAM).year
    if apart:
        return f"{year}-{APART + next_number(tx, f'apart_{year}')}"
    return f"{year}-{next_number(tx, f'case_{year}'):04d}"


def add(tx: Transaction, case: Case) -> None:
    """Save a new case with its rounds."""
    tx.execute(_NEW_CASE, {"id": case.id, **_case_values(case)})
    if case.rounds:
        tx.execute(_NEW_ROUND, [_round_values(case, seq, one) for seq, one in enumerate(case.rounds)])
    _add_assignments(tx, case, case.rounds)


def load(tx: Transaction, case_id: str, *, lock: bool = False) -> Case | None:
    """Return a case without its content; with *lock* nobody else decides on it meanwhile (PostgreSQL)."""
    query = select(tables.cases).where(tables.cases.c.id == case_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    found = tx.execute(select(tables.rounds).where(tables.rounds.c.case_id == case_id).order_by(tables.rounds.c.seq))
    return _case(row, tuple(_round(one) for one in found))


def id_of(tx: Transaction, number: str) -> str | None:
    """Return which case has this number."""
    found: str | None = tx.execute(select(tables.cases.c.id).where(tables.cases.c.number == number)).scalar()
    return found


def save(tx: Transaction, before: Case, after: Case) -> None:
    """Save what changed; raises ConflictError when somebody was first."""
    values = _case_values(after)
    changed = tx.execute(
        update(tables.cases)
        .where(tables.cases.c.id == before.id, tables.cases.c.version == before.version)
        .values(**values)
    )
    if changed.rowcount != 1:
        raise ConflictError(before.id)
    old = {one.key: one for one in before.rounds}
    different = [(seq, one) for seq, one in enumerate(after.rounds) if old.get(one.key) != one]
    for seq, one in different:
        _save_round(tx, after, seq, one, is_new=one.key not in old)
    _add_assignments(tx, after, [one for _, one in different])


def put_links(tx: Transaction, case_id: str, digests: Iterable[str]) -> None:
    rows = [{"case_id": case_id, "digest": digest} for digest in sorted(set(digests))]
    if rows:
        tx.execute(tables.links.insert(), rows)


def link_digests(tx: Transaction, case_id: str) -> set[str]:
    return {row.digest for row in tx.execute(select(tables.links.c.digest).where(tables.links.c.case_id == case_id))}


def melder_of(tx: Transaction, case_id: str) -> str | None:
    found: str | None = tx.execute(select(tables.cases.c.melder).where(tables.cases.c.id == case_id)).scalar()
    return found


def touched(tx: Transaction, case_id: str) -> set[str]:
    """Return everyone who was ever asked in a case."""
    rows = tx.execute(select(tables.rounds.c.assignees).where(tables.rounds.c.case_id == case_id))
    return {one["person"] for row in rows for one in row.assignees}


def count(tx: Transaction) -> int:
    return tx.execute(select(func.count()).select_from(tables.cases)).scalar_one()


def _save_round(tx: Transaction, case: Case, seq: int, one: Round, *, is_new: bool) -> None:
    rounds, mine = tables.rounds, tables.assignments
    if is_new:
        tx.execute(_NEW_ROUND, _round_values(case, seq, one))
        return
    here = (rounds.c.case_id == case.id, rounds.c.task == one.task, rounds.c.number == one.number)
    tx.execute(update(rounds).where(*here).values(**_round_values(case, seq, one)))
    gone = mine.delete().where(mine.c.case_id == case.id, mine.c.task == one.task, mine.c.number == one.number)
    tx.execute(gone)


def _add_assignments(tx: Transaction, case: Case, rounds: Iterable[Round]) -> None:
    rows = [
        {"case_id": case.id, "task": one.task, "number": one.number, "person": who.person, "due_at": one.due_at}
        for one in rounds
        if one.state == "open"
        for who in {who.person: who for who in one.assignees}.values()
    ]
    if rows:
        tx.execute(_NEW_ASSIGNMENT, rows)


def _case_values(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "protocol": case.protocol,
        "school": case.school,
        "melder": case.melder,
        "owner": case.owner,
        "state": case.state,
        "facts": {key: _fact_json(fact) for key, fact in case.facts.items()},
        "created_at": case.created_at,
        "closed_at": case.closed_at,
        "merged_into": case.merged_into,
        "version": case.version,
        "restricted": case.restricted,
    }


def _round_values(case: Case, seq: int, one: Round) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "task": one.task,
        "number": one.number,
        "seq": seq,
        "state": one.state,
        "opened_at": one.opened_at,
        "due_at": one.due_at,
        "late_at": one.late_at,
        "assignees": [asdict(who) for who in one.assignees],
        "passed": list(one.passed),
        "outcome": one.outcome,
        "by": one.by,
        "ended_at": one.ended_at,
        "answers": dict(one.answers),
        "person": one.person or None,
        "assigned": one.assigned or None,
        "assigned_by": one.assigned_by or None,
    }


def _case(row: Row[Any], rounds: tuple[Round, ...]) -> Case:
    return Case(
        id=row.id,
        number=row.number,
        kind=row.kind,
        protocol=row.protocol,
        school=row.school,
        melder=row.melder,
        owner=row.owner,
        state=row.state,
        facts={key: _fact(value) for key, value in row.facts.items()},
        created_at=row.created_at,
        closed_at=row.closed_at,
        merged_into=row.merged_into,
        version=row.version,
        restricted=row.restricted,
        rounds=rounds,
    )


def _round(row: Row[Any]) -> Round:
    return Round(
        task=row.task,
        number=row.number,
        state=row.state,
        opened_at=row.opened_at,
        due_at=row.due_at,
        late_at=row.late_at,
        assignees=tuple(Assignee(**who) for who in row.assignees),
        passed=tuple(row.passed),
        outcome=row.outcome,
        by=row.by,
        ended_at=row.ended_at,
        answers={key: _value(value) for key, value in row.answers.items()},
        person=row.person or "",
        assigned=row.assigned or "",
        assigned_by=row.assigned_by or "",
    )


def bound(case: Case, lines: Iterable[Entry]) -> list[Entry]:
    """Return the lines of the trail, the last of them bound to the case as it is saved now."""
    found = list(lines)
    if found:
        found[-1] = replace(found[-1], private={**found[-1].private, STATE: state_text(case)})
    return found


def state_text(case: Case) -> str:
    """Return what a case rests on, in one way of writing: who, where, what is held to be true, what was decided.

    Who is asked and by when is left out: that moves with the staff and the calendar, and says nothing of the past.
    """
    facts = {key: _fact_json(fact) for key, fact in case.facts.items()}
    ended = [
        [one.task, one.number, one.state, one.outcome, one.by, one.person, sorted(one.answers.items())]
        for one in sorted(case.rounds, key=lambda one: one.key)
        if one.state != "open"
    ]
    said = [case.number, case.kind, case.school, case.melder, case.state, case.restricted, case.merged_into, facts]
    return json.dumps([*said, ended], ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _fact_json(fact: Fact) -> dict[str, Any]:
    value = fact.value if isinstance(fact.value, str) else list(fact.value)
    return {"value": value, "by": fact.by, "at": fact.at.isoformat()}


def _fact(data: Mapping[str, Any]) -> Fact:
    return Fact(value=_value(data["value"]), by=data["by"], at=datetime.fromisoformat(data["at"]))


def _value(value: str | list[str]) -> Value:
    return value if isinstance(value, str) else tuple(value)
