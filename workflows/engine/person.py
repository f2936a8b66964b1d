"""The people around a case, as values: who works where, who leads and replaces whom, and who is away.

It knows no rule of routing: who is asked is for ``route``. Days are whole local days, both ends included.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WHOLE_BOARD = frozenset({"bestuur", "toezicht", "manager_hrm", "pr", "fg", "vertrouwenspersoon", "beheerder"})
WORKING_DAYS = frozenset(range(5))


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Days on which somebody is away; without ``last`` until further notice. ``deputy`` goes before the usual one."""

    first: date | None
    last: date | None = None
    deputy: str | None = None

    def covers(self, day: date) -> bool:
        return (self.first or day) <= day <= (self.last or day)


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a person is at one school: a line of the staff file. ``workdays`` counts from Monday = 0."""

    school: str
    functie: str = ""
    roles: frozenset[str] = frozenset()
    leidinggevende: str | None = None
    vervanger: str | None = None
    absent_from: date | None = None
    absent_until: date | None = None
    workdays: frozenset[int] = WORKING_DAYS

    @property
    def absence(self) -> Absence | None:
        """What the staff file says of days away."""
        if self.absent_from is None and self.absent_until is None:
            return None
        return Absence(first=self.absent_from, last=self.absent_until)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member of staff, with a post at each school where they work and the days away that people set in the app."""

    id: str
    name: str
    active: bool = True
    in_chat: bool = True
    posts: tuple[Post, ...] = ()
    absences: tuple[Absence, ...] = ()

    def post(self, school: str) -> Post | None:
        """Return the post at that school, else the first one."""
        return next((post for post in self.posts if post.school == school), self.posts[0] if self.posts else None)

    def works_at(self, school: str) -> bool:
        """True for who has a post there, or serves every school."""
        return any(post.school == school or post.roles & WHOLE_BOARD for post in self.posts)

    def has(self, role: str, school: str) -> bool:
        """True when the person holds the role there; the bestuur and staff functions serve every school."""
        return any(role in post.roles and (post.school == school or role in WHOLE_BOARD) for post in self.posts)

    def absence(self, school: str, day: date) -> Absence | None:
        """Return why the person is away that day: what they set themselves goes before the staff file."""
        return next((one for one in self.all_absences(school) if one.covers(day)), None)

    def is_at_work(self, school: str, day: date) -> bool:
        """True for who works here, on that day, and is not away."""
        return self.active and self.is_workday(school, day) and self.absence(school, day) is None

    def is_workday(self, school: str, day: date) -> bool:
        post = self.post(school)
        return post is None or day.weekday() in post.workdays

    def all_absences(self, school: str) -> Iterator[Absence]:
        yield from self.absences
        post = self.post(school)
        if post is not None and post.absence is not None:
            yield post.absence


@dataclass(frozen=True, kw_only=True)
class Circle:
    """The people around one case: those with a role, the melder, and who leads or replaces them.

    ``fallback`` are those whom the school wants asked when nobody else can be.
    """

    people: Mapping[str, Person]
    today: date
    fallback: tuple[str, ...] = ()

    def holders(self, role: str, school: str) -> tuple[str, ...]:
        return tuple(sorted(key for key, person in self.people.items() if person.active and person.has(role, school)))

    def deputy_of(self, person: Person, school: str, day: date) -> str | None:
        """Return who replaces somebody that day: the one named for these days where they work, else the usual one."""
        away, post = person.absence(school, day), person.post(school)
        named = self.people.get(away.deputy) if away and away.deputy else None
        return named.id if named and named.works_at(school) else post.vervanger if post else None

    def chain(self, start: str, school: str, day: date) -> Iterator[Person]:
        """Return a person and, one after another, who replaces whom that day; each once."""
        seen: set[str] = set()
        key: str | None = start
        while key is not None and key not in seen and (person := self.people.get(key)) is not None:
            seen.add(key)
            yield person
            key = self.deputy_of(person, school, day)

    def next_change(self, school: str) -> date | None:
        """Return the next day on which one of these people leaves for a while or comes back."""
        days = (
            day
            for person in self.people.values()
            if person.active
            for one in person.all_absences(school)
            for day in (one.first, one.last + timedelta(days=1) if one.last else None)
            if day is not None and day > self.today
        )
        return min(days, default=None)
