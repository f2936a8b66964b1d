"""Being away, apart from any case: which days can be taken, who may set them for whom, and who stands in.

It reads no clock and no database. Why somebody is away is no question here: nobody asks it, nothing keeps it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from workflows.engine.person import Absence, Circle, Person

FIRST, LAST, DEPUTY, WHO = "van", "tot_en_met", "vervanger", "wie"
_FURTHEST = timedelta(days=731)
_LEVELS = ("directie", "bestuur", "toezicht")


@dataclass(frozen=True, kw_only=True)
class Request:
    """Days that somebody wants to be away; without ``last`` until further notice."""

    person: Person
    first: date
    last: date | None = None
    deputy: Person | None = None


def problems(asked: Request, today: date) -> dict[str, str]:
    """Return the key of a sentence for each question that was answered wrongly."""
    found = _of_days(asked, today)
    if not found and any(_overlaps(asked, one) for one in asked.person.absences):
        found = {FIRST: "leave.overlaps"}
    wrong = _of_deputy(asked) if asked.deputy else ""
    return found | ({DEPUTY: wrong} if wrong else {})


def may_set(actor: Person, person: Person) -> bool:
    """True for oneself, and for directie and bestuur; nobody takes away who decides above them or elsewhere."""
    if actor.id == person.id:
        return True
    if not actor.active or _is(person, "toezicht"):
        return False
    if _is(actor, "bestuur"):
        return True
    led = {post.school for post in person.posts if "directie" in post.roles}
    beside = all(actor.has("directie", school) for school in led)
    return not _is(person, "bestuur") and beside and any(actor.has("directie", post.school) for post in person.posts)


def leads(person: Person) -> tuple[str, ...] | None:
    """Return the schools whose people this person may set away; None: all of them."""
    if _is(person, "bestuur"):
        return None
    return tuple(post.school for post in person.posts if "directie" in post.roles)


def is_away_throughout(deputy: Person, asked: Request) -> bool:
    """True for who is away on each of these days themselves, at every school where they would stand in."""
    return all(_is_away_at(deputy, post.school, asked) for post in asked.person.posts)


def stand_in(circle: Circle, person: Person, school: str, day: date) -> Person | None:
    """Return who replaces somebody that day: the deputy, or who replaces the deputy; None when that leads nowhere."""
    deputies = islice(circle.chain(person.id, school, day), 1, None)
    return next((one for one in deputies if _is_there(one, school, day)), None)


def above(circle: Circle, person: Person, school: str, day: date) -> tuple[str, tuple[Person, ...]]:
    """Return the level that gets somebody's tasks when nobody stands in, and who is there of it."""
    own = next((level for level in _LEVELS if person.has(level, school)), _LEVELS[0])
    for level in _LEVELS[_LEVELS.index(own) :]:
        found = [_reached(circle, key, school, day) for key in circle.holders(level, school) if key != person.id]
        there = {one.id: one for one in found if one is not None and one.id != person.id}
        if there:
            return level, tuple(there.values())
    return own, ()


def _of_days(asked: Request, today: date) -> dict[str, str]:
    if asked.first < today:
        return {FIRST: "leave.past"}
    if asked.first > today + _FURTHEST:
        return {FIRST: "leave.far"}
    if asked.last is not None and asked.last < asked.first:
        return {LAST: "leave.reversed"}
    return {LAST: "leave.far"} if asked.last is not None and asked.last > today + _FURTHEST else {}


def _of_deputy(asked: Request) -> str:
    deputy, schools = asked.deputy, [post.school for post in asked.person.posts]
    if deputy is None or deputy.id == asked.person.id:
        return "leave.self"
    if not deputy.active or not deputy.in_chat or not any(deputy.works_at(school) for school in schools):
        return "leave.not_staff"
    return "leave.deputy_away" if is_away_throughout(deputy, asked) else ""


def _overlaps(asked: Request, other: Absence) -> bool:
    begins_before = asked.last is None or other.first is None or other.first <= asked.last
    return begins_before and (other.last is None or other.last >= asked.first)


def _is_away_at(person: Person, school: str, asked: Request) -> bool:
    day = asked.first
    while (away := person.absence(school, day)) is not None and away.last is not None:
        if asked.last is not None and away.last >= asked.last:
            return True
        day = away.last + timedelta(days=1)
    return away is not None


def _reached(circle: Circle, key: str, school: str, day: date) -> Person | None:
    person = circle.people[key]
    return person if _is_there(person, school, day) else stand_in(circle, person, school, day)


def _is_there(person: Person, school: str, day: date) -> bool:
    return person.active and person.in_chat and person.absence(school, day) is None


def _is(person: Person, role: str) -> bool:
    return any(role in post.roles for post in person.posts)
