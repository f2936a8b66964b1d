"""Staff: who works where, with which role, and how the chat product knows them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Row, bindparam, func, select, update

from models import absences, tables
from models.staff_memory import kept_for, recall
from models.store import Transaction
from models.who import Who, digest_of, open_functie, open_who, rename, who_values
from workflows.engine.person import WORKING_DAYS, Absence, Circle, Person, Post

_MAX_HOPS = 6
_CONTACT, _PERSON = "contact", "person"
_BY_ID = select(tables.people).where(tables.people.c.id.in_(bindparam("ids", expanding=True)))
_SCHOOLS = (
    select(tables.posts.c.school).where(tables.posts.c.person == bindparam("person")).order_by(tables.posts.c.school)
)
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


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
    home_seen: bool = False

    @property
    def works(self) -> bool:
        """False for who was on the staff list and has left: every right ended then."""
        return self.active or not self.listed


def by_member(tx: Transaction, member: str) -> Contact | None:
    return _one(tx, tables.people.c.member, member)


def by_email(tx: Transaction, email: str) -> Contact | None:
    return _one(tx, tables.people.c.email_digest, digest_of(tx, email))


def by_id(tx: Transaction, person: str) -> Contact | None:
    return named(tx, (person,)).get(person)


def named(tx: Transaction, ids: Iterable[str]) -> dict[str, Contact]:
    """Return the people with these ids, by id."""
    wanted, kept = set(ids), kept_for(tx)
    if new := [key for key in wanted if (_CONTACT, key) not in kept]:
        # Kept in one go after the reading: another thread must never find half an answer, "there is nobody".
        found_now = {row.id: _contact(tx, row) for row in tx.execute(_BY_ID, {"ids": new})}
        kept.update({(_CONTACT, key): found_now.get(key) for key in new})
    found = ((key, kept.get((_CONTACT, key))) for key in wanted)
    return {key: contact for key, contact in found if contact is not None}


def members(tx: Transaction, member_ids: Iterable[str]) -> dict[str, str]:
    """Return person ids by member id, for those that are known."""
    wanted = set(member_ids)
    if not wanted:
        return {}
    query = select(tables.people.c.member, tables.people.c.id).where(tables.people.c.member.in_(wanted))
    return {row.member: row.id for row in tx.execute(query)}


def everyone(tx: Transaction) -> list[Contact]:
    """Return everybody who is known, by name."""
    found = (_contact(tx, row) for row in tx.execute(select(tables.people)))
    return sorted(found, key=lambda one: (one.name, one.id))


def names(tx: Transaction) -> Iterator[str]:
    """Return the names of everybody who is known, without the rest."""
    query = select(tables.people.c.id, tables.people.c.sealed)
    return (open_who(tx, row.id, row.sealed).name for row in tx.execute(query))


def school_of(tx: Transaction, person: str) -> str | None:
    """Return the first school of a person."""
    query = select(tables.posts.c.school).where(tables.posts.c.person == person).order_by(tables.posts.c.school)
    return tx.execute(query).scalar()


def schools_of(tx: Transaction, person: str) -> tuple[str, ...]:
    """Return the schools of a person, in order."""
    return recall(tx, ("schools", person), lambda: tuple(tx.execute(_SCHOOLS, {"person": person}).scalars()))


def schools(tx: Transaction) -> list[str]:
    return [row.school for row in tx.execute(select(tables.posts.c.school).distinct().order_by(tables.posts.c.school))]


def circle(tx: Transaction, around: Iterable[str], today: date, fallback: Iterable[str] = ()) -> Circle:
    """Return the people with a role, the given people, and everyone who leads or replaces them.

    *fallback* are the addresses of whom the school wants asked when nobody else can be.
    """
    those, last = frozenset(around), tuple(fallback)
    return recall(tx, ("circle", those, today, last), lambda: _circle(tx, those, today, last))


def with_role(tx: Transaction, role: str) -> list[str]:
    """Return who holds a role at any school and works here."""
    query = (
        select(tables.people.c.id)
        .join(tables.posts, tables.posts.c.person == tables.people.c.id)
        .where(tables.posts.c.roles.contains(f";{role};", autoescape=True), tables.people.c.active)
        .distinct()
    )
    return [row.id for row in tx.execute(query.order_by(tables.people.c.id))]


def add(tx: Transaction, person: str, email: str, name: str, *, member: str | None = None, listed: bool = True) -> None:
    values = {"id": person, "member": member, "active": True, "listed": listed}
    tx.execute(tables.people.insert().values(**values, **who_values(tx, person, Who(email=email.lower(), name=name))))


def tie(tx: Transaction, person: str, member: str, name: str | None = None) -> None:
    """Remember how the chat product knows this person; whoever had that member before loses it."""
    other = (tables.people.c.member == member, tables.people.c.id != person)
    tx.execute(update(tables.people).where(*other).values(member=None))
    tx.execute(update(tables.people).where(tables.people.c.id == person).values(member=member))
    if name:
        rename(tx, {person: name})


def saw_home(tx: Transaction, person: str) -> None:
    people = tables.people
    tx.execute(update(people).where(people.c.id == person, ~people.c.home_seen).values(home_seen=True))


def with_home(tx: Transaction, ids: Iterable[str]) -> list[str]:
    """Return those of these people who have opened their home page."""
    return sorted(key for key, contact in named(tx, ids).items() if contact.home_seen)


def count(tx: Transaction) -> int:
    return tx.execute(select(func.count()).select_from(tables.people).where(tables.people.c.listed)).scalar_one()


def _one(tx: Transaction, column: Column[Any], value: str) -> Contact | None:
    """Return who has this address or account; nobody is not kept, because anybody can ask for nobody."""
    key = (column.name, value)
    kept = kept_for(tx)
    if key not in kept:
        row = tx.execute(select(tables.people).where(column == value)).first()
        if row is None:
            return None
        kept[key] = _contact(tx, row)
    found: Contact = kept[key]
    return found


def _circle(tx: Transaction, around: frozenset[str], today: date, fallback: tuple[str, ...]) -> Circle:
    last = _with_addresses(tx, fallback)
    away = _away(tx, today)
    people: dict[str, Person] = {}
    wanted = {*around, *_with_roles(tx), *last}
    for _ in range(_MAX_HOPS):
        new = wanted - people.keys()
        if not new:
            break
        people |= _persons(tx, new, today)
        posts = [post for key in new if key in people for post in people[key].posts]
        wanted = {key for post in posts for key in (post.leidinggevende, post.vervanger) if key}
        wanted |= {one.deputy for key in new for one in away.get(key, ()) if one.deputy}
    return Circle(people=MappingProxyType(people), today=today, fallback=last)


def _persons(tx: Transaction, ids: set[str], today: date) -> dict[str, Person]:
    """Return the people with these ids as they are that day; only who is not kept is loaded."""
    kept = kept_for(tx)
    if new := {key for key in ids if (_PERSON, today, key) not in kept}:
        for key, person in _load(tx, new, _away(tx, today)).items():
            kept[_PERSON, today, key] = person
    return {key: kept[_PERSON, today, key] for key in ids if (_PERSON, today, key) in kept}


def _away(tx: Transaction, today: date) -> Mapping[str, tuple[Absence, ...]]:
    return recall(tx, ("away", today), lambda: absences.of(tx, today))


def _with_addresses(tx: Transaction, addresses: Iterable[str]) -> tuple[str, ...]:
    wanted = {one.lower() for one in addresses}
    if not wanted:
        return ()
    digests = [digest_of(tx, one) for one in wanted]
    query = select(tables.people.c.id).where(tables.people.c.email_digest.in_(digests), tables.people.c.active)
    return tuple(row.id for row in tx.execute(query.order_by(tables.people.c.id)))


def _with_roles(tx: Transaction) -> frozenset[str]:
    query = select(tables.posts.c.person).where(tables.posts.c.roles > "")
    return recall(tx, "with roles", lambda: frozenset(tx.execute(query).scalars()))


def _load(tx: Transaction, ids: set[str], away: Mapping[str, tuple[Absence, ...]]) -> dict[str, Person]:
    people = tables.people
    query = (
        select(people.c.id, people.c.sealed.label("who"), people.c.active, people.c.in_chat, tables.posts)
        .outerjoin(tables.posts, tables.posts.c.person == people.c.id)
        .where(people.c.id.in_(ids))
        .order_by(people.c.id, tables.posts.c.school)
    )
    found: dict[str, Person] = {}
    for row in tx.execute(query):
        posts = (_post(tx, row),) if row.school is not None else ()
        before = found.get(row.id)
        found[row.id] = Person(
            id=row.id,
            name=open_who(tx, row.id, row.who).name,
            active=row.active,
            in_chat=row.in_chat is not False,
            posts=(before.posts if before else ()) + posts,
            absences=away.get(row.id, ()),
        )
    return found


def _post(tx: Transaction, row: Row[Any]) -> Post:
    return Post(
        school=row.school,
        functie=open_functie(tx, row.person, row.school, row.sealed),
        roles=_split(row.roles),
        leidinggevende=row.leidinggevende,
        vervanger=row.vervanger,
        absent_from=row.absent_from,
        absent_until=row.absent_until,
        workdays=frozenset(_DAYS.index(day) for day in row.workdays.split(";") if day in _DAYS) or WORKING_DAYS,
    )


def _split(roles: str) -> frozenset[str]:
    return frozenset(filter(None, roles.split(";")))


def _contact(tx: Transaction, row: Row[Any]) -> Contact:
    who = open_who(tx, row.id, row.sealed)
    return Contact(
        id=row.id,
        name=who.name,
        email=who.email,
        member=row.member,
        active=row.active,
        listed=row.listed,
        home_seen=row.home_seen,
    )
