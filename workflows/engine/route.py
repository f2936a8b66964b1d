"""Who is asked: from a role in a case to the people who may and can act, with the reason.

Order (DESIGN 5): the person; when absent the deputy (no loops); never the plaatser or someone involved; never the
melder where the task decides; then the next level; at the end whoever the installation can still reach. The result
is never empty. This module knows no protocol and no database: people come in as values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.engine.case import Assignee, Case
from workflows.engine.conditions import is_fast
from workflows.engine.errors import WorkflowError
from workflows.engine.part import BOARD_ROLES, INVOLVED, MELDER, OWNER, POSTER, SELF, SUBJECT, Role
from workflows.engine.performer import DoerOf, Each, NamedIn, RoleBy, RoleIn, SetterOf, Who
from workflows.engine.task import Task

_ABOVE = {"leidinggevende": "directie", "directie": "bestuur", "bestuur": "toezicht"}
_LEVELS = {"leidinggevende": 0, "directie": 1, "bestuur": 2, "toezicht": 3}
NAMED = "genoemd"
PROMISING = "belooft"
_LAST = ("bestuur", "toezicht", "directie", "beheerder")
_WHOLE_BOARD = frozenset({"bestuur", "toezicht", "manager_hrm", "pr", "fg", "vertrouwenspersoon", "beheerder"})


class NobodyError(WorkflowError):
    """The staff list holds nobody who could be asked: the administrator imports staff first."""

    key = "error.nobody"


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a person is at one school: a line of the staff file."""

    school: str
    functie: str = ""
    roles: frozenset[str] = frozenset()
    leidinggevende: str | None = None
    vervanger: str | None = None
    absent_from: date | None = None
    absent_until: date | None = None

    def absent(self, today: date) -> bool:
        """True on whole local days, both ends included."""
        if self.absent_from is None and self.absent_until is None:
            return False
        return (self.absent_from or today) <= today <= (self.absent_until or today)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member of staff, with a post at each school where they work."""

    id: str
    name: str
    active: bool = True
    posts: tuple[Post, ...] = ()

    def post(self, school: str) -> Post | None:
        """Return the post at that school, else the first one."""
        return next((post for post in self.posts if post.school == school), self.posts[0] if self.posts else None)

    def has(self, role: str, school: str) -> bool:
        """True when the person holds the role there; the bestuur and staff functions serve every school."""
        return any(role in post.roles and (post.school == school or role in _WHOLE_BOARD) for post in self.posts)


@dataclass(frozen=True, kw_only=True)
class Circle:
    """The people around one case: those with a role, the melder, and who leads or replaces them."""

    people: Mapping[str, Person]
    today: date

    def holders(self, role: str, school: str) -> tuple[str, ...]:
        return tuple(sorted(key for key, person in self.people.items() if person.active and person.has(role, school)))


@dataclass(frozen=True, kw_only=True)
class _Search:
    case: Case
    circle: Circle
    barred: frozenset[str]
    passed: frozenset[str] = frozenset()
    decides: bool = False


def subjects(case: Case) -> frozenset[str]:
    """Return the people the case is about: they never handle it and never see it through the app."""
    named = {person for key in (SUBJECT, INVOLVED) if key in case.facts for person in case.facts[key].values}
    if case.fact(POSTER) == SELF:
        named.add(case.melder)
    return frozenset(named - {""})


def holds_role(case: Case, circle: Circle, person: str, role: str) -> bool:
    """True when the person has this role in this case, in their own right or as a deputy who was asked."""
    if role == MELDER:
        return person == case.melder
    if any(one.person == person and one.role == role for found in case.rounds for one in found.assignees):
        return True
    return has_role(case, circle, person, role)


def has_role(case: Case, circle: Circle, person: str, role: str) -> bool:
    """True when the person has this role at this moment, whatever they were asked before."""
    known = circle.people.get(person)
    if known is None or not known.active:
        return False
    if role == "leidinggevende":
        melder = circle.people.get(case.melder)
        post = melder.post(case.school) if melder else None
        return post is not None and post.leidinggevende == person
    return known.has(role, case.school)


def informs(task: Task, case: Case) -> tuple[Role, ...]:
    """Return the roles that a task tells for information; who was passed over on purpose (SCA-A10) is not told."""
    if not isinstance(task.who, RoleIn):
        return task.informs
    level = _LEVELS.get(case.fact(task.who.role_in) or task.who.default, 0)
    return tuple(role for role in task.informs if _LEVELS.get(role, level) >= level)


def resolve(
    who: Who,
    case: Case,
    circle: Circle,
    *,
    decides: bool = False,
    without: frozenset[str] = frozenset(),
    person: str = "",
    blind: bool = False,
) -> tuple[Assignee, ...]:
    """Return the people who are asked, never none; *without* holds those who were asked before (hand-on).

    *person* is the one of whom a task asks that stands open once for each of several people, *blind* when they see
    nothing of the case yet. Raises NobodyError when the staff list holds nobody at all.
    """
    barred = subjects(case) | ({case.melder} if decides else frozenset())
    search = _Search(case=case, circle=circle, barred=barred, passed=without, decides=decides)
    match who:
        case str() as role:
            return _by_role(search, role)
        case tuple() as roles:
            return _by_roles(search, roles)
        case RoleIn(role_in=key, default=default):
            return _by_role(search, case.fact(key) or default)
        case RoleBy(role_by=key, roles=roles, default=default):
            return _by_role(search, roles.get(case.fact(key) or "", default))
        case Each():
            return _by_self(search, person, PROMISING if blind else NAMED)
        case _:
            return _by_person(search, _named(who, case, circle))


def _named(who: NamedIn | SetterOf | DoerOf, case: Case, circle: Circle) -> str | None:
    match who:
        case SetterOf(setter_of=key):
            return case.facts[key].by if key in case.facts else None
        case DoerOf(doer_of=key):
            return next((found.by for found in reversed(case.rounds) if found.task == key and found.by), None)
        case NamedIn(named_in=key):
            return _person_answer(case, key, circle)


def _person_answer(case: Case, key: str, circle: Circle) -> str | None:
    for found in reversed(case.rounds):
        if found.task == key and found.state == "done":
            return next((v for v in found.answers.values() if isinstance(v, str) and v in circle.people), None)
    return None


def _by_person(search: _Search, person: str | None) -> tuple[Assignee, ...]:
    if person is not None:
        found = _available(search, person, NAMED)
        if found is not None:
            return (found,)
    return _by_role(search, search.case.owner)


def _by_self(search: _Search, person: str, role: str) -> tuple[Assignee, ...]:
    """Ask this very person, also when away: what they promise or report no deputy can. Else who owns the case."""
    known = search.circle.people.get(person)
    if known is not None and known.active and person not in search.barred and not is_fast(search.case):
        return (Assignee(person=person, role=role),)
    return _by_role(search, search.case.owner)


def _by_roles(search: _Search, roles: tuple[str, ...]) -> tuple[Assignee, ...]:
    """Ask all of these roles; one that nobody can fill leaves the others, and only none at all is an error."""
    found: list[Assignee] = []
    for role in roles:
        try:
            found += _by_role(search, role)
        except NobodyError:
            continue
    if not found:
        raise NobodyError
    return _unique(found)


def _by_role(search: _Search, role: str) -> tuple[Assignee, ...]:
    if is_fast(search.case) and role not in (MELDER, *BOARD_ROLES):
        role = "bestuur"
    if role == OWNER or (role == MELDER and search.decides):
        role = search.case.owner
    if role == MELDER and not search.decides:
        return (Assignee(person=search.case.melder, role=MELDER, reason="route.melder"),)
    return _climb(search, role) or _last_resort(search, role)


def _climb(search: _Search, role: str) -> tuple[Assignee, ...]:
    """Try the role, then each level above it; the reason tells which level was skipped."""
    skipped: str | None = None
    level: str | None = role
    while level is not None:
        found = _unique(filter(None, (_available(search, person, level) for person in _candidates(search, level))))
        if found:
            return found if skipped is None else tuple(_because_above(one, skipped) for one in found)
        skipped = skipped or level
        level = _ABOVE.get(level, "directie" if level not in _ABOVE and level != "toezicht" else None)
    return ()


def _because_above(found: Assignee, skipped: str) -> Assignee:
    if found.reason != "route.role":
        return found
    return Assignee(person=found.person, role=found.role, reason="route.above", params={"role": skipped})


def _candidates(search: _Search, role: str) -> tuple[str, ...]:
    if role != "leidinggevende":
        return search.circle.holders(role, search.case.school)
    melder = search.circle.people.get(search.case.melder)
    post = melder.post(search.case.school) if melder else None
    return (post.leidinggevende,) if post and post.leidinggevende else ()


def _available(search: _Search, start: str, role: str) -> Assignee | None:
    """Return the person, or the nearest deputy who is there and may act; None when the chain ends.

    A deputy replaces who is away. Who is involved is not replaced by a colleague of their own: the next level is asked.
    """
    seen: set[str] = set()
    key: str | None = start
    while key is not None and key not in seen:
        seen.add(key)
        person = search.circle.people.get(key)
        if person is None:
            return None
        post = person.post(search.case.school)
        if _can_act(search, person, post):
            return _assignee(search, key, start, role)
        if key in search.barred:
            return None
        key = post.vervanger if post else None
    return None


def _can_act(search: _Search, person: Person, post: Post | None) -> bool:
    if is_fast(search.case) and not any(person.has(role, search.case.school) for role in BOARD_ROLES):
        return False  # telling an intermediary is not enough: not even as a deputy of the board
    if not person.active or person.id in search.barred or person.id in search.passed:
        return False
    return post is None or not post.absent(search.circle.today)


def _assignee(search: _Search, key: str, start: str, role: str) -> Assignee:
    if key == start:
        return Assignee(person=key, role=role)
    absent = search.circle.people[start]
    post = absent.post(search.case.school)
    until = post.absent_until if post and post.absent(search.circle.today) else None
    params = {"name": absent.name} | ({"until": until.isoformat()} if until else {})
    reason = "route.deputy_until" if until else "route.handed" if start in search.passed else "route.deputy"
    return Assignee(person=key, role=role, reason=reason, params=params)


def _last_resort(search: _Search, asked: str) -> tuple[Assignee, ...]:
    """Ask whoever exists, absent or not: the bestuur first, the administrator last, never back down."""
    order = ("bestuur", "toezicht", "beheerder") if asked in ("bestuur", "toezicht") else _LAST
    for role in order:
        holders = [key for key in search.circle.holders(role, search.case.school) if key not in search.barred]
        if holders:
            return tuple(Assignee(person=key, role=role, reason="route.last") for key in holders)
    raise NobodyError


def _unique(found: Iterable[Assignee]) -> tuple[Assignee, ...]:
    return tuple({assignee.person: assignee for assignee in found}.values())
