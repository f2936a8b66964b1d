"""Staff: who works where, with which role, and how the chat product knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models import tables
from models.store import Transaction
from workflows.engine.route import Circle, Person, Post

_MAX_HOPS = 6


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What is shown of a person, and where they can be reached."""

    id: str
    name: str
    email: str
    member: str | None
    active: bool
    listed: bool
    functie: str = ""

    @property
    def works(self) -> bool:
        """False for who was on the staff list and has left: every right ended then."""
        return self.active or not self.listed


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


def by_member(tx: Transaction, member: str) -> Contact | None:
    row = tx.execute(select(tables.people).where(tables.people.c.member == member)).first()
    return _contact(row) if row else None


def by_email(tx: Transaction, email: str) -> Contact | None:
    row = tx.execute(select(tables.people).where(tables.people.c.email == email.lower())).first()
    return _contact(row) if row else None


def by_id(tx: Transaction, person: str) -> Contact | None:
    row = tx.execute(select(tables.people).where(tables.people.c.id == person)).first()
    return _contact(row) if row else None


def named(tx: Transaction, ids: Iterable[str]) -> dict[str, Contact]:
    """Return the people with these ids, by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = tx.execute(select(tables.people).where(tables.people.c.id.in_(wanted)))
    return {row.id: _contact(row) for row in rows}


def members(tx: Transaction, member_ids: Iterable[str]) -> dict[str, str]:
    """Return person ids by member id, for those that are known."""
    query = select(tables.people.c.member, tables.people.c.id).where(tables.people.c.member.in_(set(member_ids)))
    return {row.member: row.id for row in tx.execute(query)}


def everyone(tx: Transaction) -> list[Contact]:
    return [_contact(row) for row in tx.execute(select(tables.people).order_by(tables.people.c.name))]


def staff_of(tx: Transaction, school: str) -> list[str]:
    """Return the ids of all active people of one school in the staff file: who a notice goes to."""
    query = (
        select(tables.people.c.id)
        .join(tables.posts, tables.posts.c.person == tables.people.c.id)
        .where(tables.posts.c.school == school, tables.people.c.active, tables.people.c.listed)
        .order_by(tables.people.c.id)
    )
    return [row.id for row in tx.execute(query)]


def school_of(tx: Transaction, person: str) -> str | None:
    """Return the first school of a person."""
    query = select(tables.posts.c.school).where(tables.posts.c.person == person).order_by(tables.posts.c.school)
    return tx.execute(query).scalar()


def schools(tx: Transaction) -> list[str]:
    return [row.school for row in tx.execute(select(tables.posts.c.school).distinct().order_by(tables.posts.c.school))]


def circle(tx: Transaction, around: Iterable[str], today: date) -> Circle:
    """Return the people with a role, the given people, and everyone who leads or replaces them."""
    people: dict[str, Person] = {}
    wanted = set(around) | _with_roles(tx)
    for _ in range(_MAX_HOPS):
        new = wanted - people.keys()
        if not new:
            break
        people |= _load(tx, new)
        posts = [post for key in new if key in people for post in people[key].posts]
        wanted = {key for post in posts for key in (post.leidinggevende, post.vervanger) if key}
    return Circle(people=people, today=today)


def add(tx: Transaction, person: str, email: str, name: str, *, member: str | None = None, listed: bool = True) -> None:
    values = {"id": person, "email": email.lower(), "name": name, "member": member, "active": True, "listed": listed}
    tx.execute(tables.people.insert().values(**values))


def tie(tx: Transaction, person: str, member: str, name: str | None = None) -> None:
    """Remember how the chat product knows this person; whoever had that member before loses it."""
    other = (tables.people.c.member == member, tables.people.c.id != person)
    tx.execute(update(tables.people).where(*other).values(member=None))
    values: dict[str, str] = {"member": member} | ({"name": name} if name else {})
    tx.execute(update(tables.people).where(tables.people.c.id == person).values(**values))


def add_all(tx: Transaction, found: Iterable[Contact]) -> None:
    rows = [
        {"id": one.id, "email": one.email, "name": one.name, "active": one.active, "listed": one.listed}
        for one in found
    ]
    if rows:
        tx.execute(tables.people.insert(), rows)


def rename_all(tx: Transaction, names: Mapping[str, str]) -> None:
    """Take over the names of the staff file, by person; who is in it works here."""
    people = tables.people
    change = (
        update(people).where(people.c.id == bindparam("who")).values(name=bindparam("new"), active=True, listed=True)
    )
    if names:
        tx.execute(change, [{"who": person, "new": name} for person, name in names.items()])


def saw_home(tx: Transaction, person: str) -> None:
    tx.execute(update(tables.people).where(tables.people.c.id == person).values(home_seen=True))


def with_home(tx: Transaction, ids: Iterable[str]) -> list[str]:
    """Return those of these people who have opened their home page."""
    query = select(tables.people.c.id).where(tables.people.c.id.in_(set(ids)), tables.people.c.home_seen)
    return [row.id for row in tx.execute(query.order_by(tables.people.c.id))]


def put_posts(tx: Transaction, rows: Iterable[StaffRow]) -> None:
    """Save lines of the staff file, over the ones that were there."""
    values = [_post_values(row) for row in rows]
    if not values:
        return
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(tables.posts)
    changes = {key: statement.excluded[key] for key in values[0] if key not in ("person", "school")}
    tx.execute(statement.on_conflict_do_update(index_elements=["person", "school"], set_=changes), values)


def remove_posts(tx: Transaction, keep: Iterable[tuple[str, str]]) -> int:
    """Take away the posts that are no longer in the staff file; people without a post become inactive."""
    kept = set(keep)
    rows = tx.execute(select(tables.posts.c.person, tables.posts.c.school)).all()
    gone = [row for row in rows if (row.person, row.school) not in kept]
    posts = tables.posts
    drop = posts.delete().where(posts.c.person == bindparam("who"), posts.c.school == bindparam("at"))
    if gone:
        tx.execute(drop, [{"who": row.person, "at": row.school} for row in gone])
    without = ~select(tables.posts.c.person).where(tables.posts.c.person == tables.people.c.id).exists()
    tx.execute(update(tables.people).where(without, tables.people.c.listed).values(active=False))
    return len(gone)


def count(tx: Transaction) -> int:
    return tx.execute(select(func.count()).select_from(tables.people).where(tables.people.c.listed)).scalar_one()


def _with_roles(tx: Transaction) -> set[str]:
    query = select(tables.posts.c.person).where(tables.posts.c.roles > "")
    return {row.person for row in tx.execute(query)}


def _load(tx: Transaction, ids: set[str]) -> dict[str, Person]:
    people = tables.people
    query = (
        select(people.c.id, people.c.name, people.c.active, tables.posts)
        .outerjoin(tables.posts, tables.posts.c.person == people.c.id)
        .where(or_(people.c.id.in_(ids)))
        .order_by(people.c.id, tables.posts.c.school)
    )
    found: dict[str, Person] = {}
    for row in tx.execute(query):
        posts = (_post(row),) if row.school is not None else ()
        before = found.get(row.id)
        found[row.id] = Person(
            id=row.id, name=row.name, active=row.active, posts=(before.posts if before else ()) + posts
        )
    return found


def _post_values(row: StaffRow) -> dict[str, Any]:
    return {
        "person": row.person,
        "school": row.school,
        "functie": row.functie,
        "roles": _joined(row.roles),
        "leidinggevende": row.leidinggevende,
        "vervanger": row.vervanger,
        "absent_from": row.absent_from,
        "absent_until": row.absent_until,
        "workdays": row.workdays,
    }


def _post(row: Row[Any]) -> Post:
    return Post(
        school=row.school,
        functie=row.functie,
        roles=_split(row.roles),
        leidinggevende=row.leidinggevende,
        vervanger=row.vervanger,
        absent_from=row.absent_from,
        absent_until=row.absent_until,
    )


def _joined(roles: frozenset[str]) -> str:
    return f";{';'.join(sorted(roles))};" if roles else ""


def _split(roles: str) -> frozenset[str]:
    return frozenset(filter(None, roles.split(";")))


def _contact(row: Row[Any]) -> Contact:
    return Contact(id=row.id, name=row.name, email=row.email, member=row.member, active=row.active, listed=row.listed)
