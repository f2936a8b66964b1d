"""Who works here: the staff list as the import and the daily look at the chat product read it and write it, at once.

It decides nothing: what changes is worked out before, by value, and stored here in sets. Whoever asks for one person
or for the people around a case uses ``people``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from models import tables
from models.store import Transaction
from models.who import Who, digest_of, open_functie, open_who, rename, seal_functie, who_values


@dataclass(frozen=True, kw_only=True)
class Known:
    """A person as the app knows them; ``in_chat`` None: not looked up yet, False: cannot be asked there."""

    id: str
    email: str
    name: str
    member: str | None = None
    active: bool = True
    listed: bool = True
    in_chat: bool | None = None

    @property
    def works(self) -> bool:
        """True for who is on the staff list today."""
        return self.active and self.listed


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """One line of the staff file, with people by id."""

    person: str
    school: str
    functie: str
    roles: frozenset[str]
    leidinggevende: str | None
    vervanger: str | None
    absent_from: date | None
    absent_until: date | None
    workdays: str


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The staff list as it stands, with who left and who is only known from the chat product."""

    people: tuple[Known, ...] = ()
    rows: tuple[StaffRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the chat product has a person: a member to tie them to (None: as it was), and whether they are in it."""

    member: str | None
    in_chat: bool | None


def load(tx: Transaction) -> Roster:
    rows = tx.execute(select(tables.posts).order_by(tables.posts.c.person, tables.posts.c.school))
    return Roster(people=everyone(tx), rows=tuple(_row(tx, row) for row in rows))


def everyone(tx: Transaction, emails: Collection[str] | None = None) -> tuple[Known, ...]:
    """Return everybody, or those with one of these addresses."""
    query = select(tables.people).order_by(tables.people.c.id)
    if emails is not None:
        query = query.where(tables.people.c.email_digest.in_([digest_of(tx, one) for one in emails]))
    return tuple(_known(tx, row) for row in tx.execute(query))


def schools_concerned(tx: Transaction, people: Collection[str]) -> set[str]:
    """Return the schools of the open cases in which one of these people has a task, or which they reported."""
    cases, mine = tables.cases, tables.assignments
    asked = select(cases.c.school).join(mine, mine.c.case_id == cases.c.id).where(mine.c.person.in_(people))
    reported = select(cases.c.school).where(cases.c.melder.in_(people), cases.c.state == "open")
    return set(tx.execute(union(asked, reported)).scalars())


def add(tx: Transaction, people: Iterable[Known]) -> None:
    rows = [
        {"id": one.id, "active": one.active, "listed": one.listed}
        | who_values(tx, one.id, Who(email=one.email, name=one.name))
        for one in people
    ]
    if rows:
        tx.execute(tables.people.insert(), rows)


def welcome(tx: Transaction, names: Mapping[str, str]) -> None:
    """Take over the names of the staff file, by person; who is in it works here."""
    people = tables.people
    rows = [{"who": person} for person in names]
    if rows:
        tx.execute(update(people).where(people.c.id == bindparam("who")).values(active=True, listed=True), rows)
        rename(tx, names)


def retire(tx: Transaction, people: Iterable[str]) -> None:
    """Who left loses every right; what they did stays theirs."""
    rows = [{"who": person} for person in people]
    if rows:
        tx.execute(update(tables.people).where(tables.people.c.id == bindparam("who")).values(active=False), rows)


def put_posts(tx: Transaction, rows: Iterable[StaffRow]) -> None:
    """Save lines of the staff file, over the ones that were there."""
    values = [_values(tx, row) for row in rows]
    if not values:
        return
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(tables.posts)
    changes = {key: statement.excluded[key] for key in values[0] if key not in ("person", "school")}
    tx.execute(statement.on_conflict_do_update(index_elements=["person", "school"], set_=changes), values)


def drop_posts(tx: Transaction, gone: Iterable[tuple[str, str]]) -> None:
    """Take these posts away: person and school."""
    posts = tables.posts
    drop = posts.delete().where(posts.c.person == bindparam("who"), posts.c.school == bindparam("at"))
    rows = [{"who": person, "at": school} for person, school in gone]
    if rows:
        tx.execute(drop, rows)


def place(tx: Transaction, places: Mapping[str, Place]) -> None:
    """Remember by person where the chat product has them; whoever had such a member before loses it, all at once."""
    people = tables.people
    tied = [{"who": person, "new": one.member} for person, one in places.items() if one.member]
    if tied:
        other = update(people).where(people.c.member == bindparam("new"), people.c.id != bindparam("who"))
        tx.execute(other.values(member=None), tied)
        tx.execute(update(people).where(people.c.id == bindparam("who")).values(member=bindparam("new")), tied)
    seen = [{"who": person, "new": one.in_chat} for person, one in places.items()]
    if seen:
        tx.execute(update(people).where(people.c.id == bindparam("who")).values(in_chat=bindparam("new")), seen)


def _values(tx: Transaction, row: StaffRow) -> dict[str, Any]:
    return {
        "person": row.person,
        "school": row.school,
        "sealed": seal_functie(tx, row.person, row.school, row.functie),
        "roles": f";{';'.join(sorted(row.roles))};" if row.roles else "",
        "leidinggevende": row.leidinggevende,
        "vervanger": row.vervanger,
        "absent_from": row.absent_from,
        "absent_until": row.absent_until,
        "workdays": row.workdays,
    }


def _row(tx: Transaction, row: Row[Any]) -> StaffRow:
    return StaffRow(
        person=row.person,
        school=row.school,
        functie=open_functie(tx, row.person, row.school, row.sealed),
        roles=frozenset(filter(None, row.roles.split(";"))),
        leidinggevende=row.leidinggevende,
        vervanger=row.vervanger,
        absent_from=row.absent_from,
        absent_until=row.absent_until,
        workdays=row.workdays,
    )


def _known(tx: Transaction, row: Row[Any]) -> Known:
    who = open_who(tx, row.id, row.sealed)
    return Known(
        id=row.id,
        email=who.email,
        name=who.name,
        member=row.member,
        active=row.active,
        listed=row.listed,
        in_chat=row.in_chat,
    )
