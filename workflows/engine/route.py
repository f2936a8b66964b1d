"""Who is asked: from a role in a case to the people who may and can act, with the reason.

Order (DESIGN 5): the person; when absent the deputy (no loops); never the plaatser or someone involved; never the
melder where the task decides; then the next level; at the end whom the school named for that, or whoever the
installation can still reach. The result is never empty. Who does not work on the day a task is asked is passed over
for a deputy who does, and asked all the same when there is none: a term runs, and is handed on in time.
This module knows no protocol and no database: people come in as values.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows.engine.case import Assignee, Case
from workflows.engine.conditions import is_fast
from workflows.engine.errors import WorkflowError
from workflows.engine.part import BOARD_ROLES, MELDER, OWNER, Role
from workflows.engine.performer import DoerOf, Each, NamedIn, RoleBy, RoleIn, SetterOf, Who
from workflows.engine.person import Circle, Person
from workflows.engine.roles import leader_of, subjects

_ABOVE = {"leidinggevende": "directie", "directie": "bestuur", "bestuur": "toezicht"}
NAMED = "genoemd"
PROMISING = "belooft"
STOOD_IN = frozenset({"route.deputy", "route.deputy_until", "route.deputy_day", "route.not_in_chat"})
FALLBACK = "vangnet"
ADMIN = "beheerder"
_LAST = ("bestuur", "toezicht", "directie")


class NobodyError(WorkflowError):
    """The staff list holds nobody who could be asked: the administrator imports staff first."""

    key = "error.nobody"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a search for people goes by."""

    case: Case
    circle: Circle
    barred: frozenset[str]
    passed: frozenset[str] = frozenset()
    decides: bool = False
    day: date


def resolve(
    who: Who,
    case: Case,
    circle: Circle,
    *,
    decides: bool = False,
    without: frozenset[str] = frozenset(),
    person: str = "",
    blind: bool = False,
    day: date | None = None,
) -> tuple[Assignee, ...]:
    """Return the people who are asked, never none; *without* holds those who were asked before.

    *person* is of whom a task asks that stands open once for each of several people, *blind* when they see nothing of
    the case yet. Whose workday *day*, that of the asking, was decides, so that a task does not wander through the week.
    Raises NobodyError when the staff list holds nobody at all.
    """
    search = searching(case, circle, without, day, decides=decides)
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


def told(role: Role, case: Case, circle: Circle) -> tuple[Assignee, ...]:
    """Return who hears of a case for information: nobody to tell is no reason to refuse what somebody did."""
    try:
        return resolve(role, case, circle)
    except NobodyError:
        return ()


def searching(case: Case, circle: Circle, without: frozenset[str], day: date | None, *, decides: bool) -> Search:
    """Return who may not be asked in this case, and who was asked before."""
    barred = subjects(case) | ({case.melder} if decides else frozenset())
    return Search(case=case, circle=circle, barred=barred, passed=without, decides=decides, day=day or circle.today)


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


def _by_person(search: Search, person: str | None) -> tuple[Assignee, ...]:
    if person is not None:
        found = available(search, person, NAMED)
        if found is not None:
            return (found,)
    return _by_role(search, search.case.owner)


def _by_self(search: Search, person: str, role: str) -> tuple[Assignee, ...]:
    """Ask this very person, also when away: what they promise or report no deputy can. Else who owns the case."""
    known = search.circle.people.get(person)
    there = known is not None and known.active and known.in_chat
    if there and person not in search.barred and not is_fast(search.case):
        return (Assignee(person=person, role=role),)
    return _by_role(search, search.case.owner)


def _by_roles(search: Search, roles: tuple[str, ...]) -> tuple[Assignee, ...]:
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


def _by_role(search: Search, role: str) -> tuple[Assignee, ...]:
    if is_fast(search.case) and role not in (MELDER, *BOARD_ROLES):
        role = "bestuur"
    if role == OWNER or (role == MELDER and search.decides):
        role = search.case.owner
    if role == MELDER and not search.decides:
        return _melder_or_owner(search)
    return _climb(search, role) or _last_resort(search, role)


def _melder_or_owner(search: Search) -> tuple[Assignee, ...]:
    """Ask the melder, absent or not: the words are theirs. For who cannot be reached any more the owner does it."""
    known = search.circle.people.get(search.case.melder)
    if known is None or (known.active and known.in_chat):
        return (Assignee(person=search.case.melder, role=MELDER, reason="route.melder"),)
    found = _by_role(search, search.case.owner)
    return tuple(replace(one, reason="route.melder_gone", params={"name": known.id}) for one in found)


def _climb(search: Search, role: str) -> tuple[Assignee, ...]:
    """Try the role, then each level above it; the reason tells which level was skipped."""
    skipped: str | None = None
    level: str | None = role
    while level is not None:
        found = _unique(filter(None, (available(search, person, level) for person in _candidates(search, level))))
        if found:
            return found if skipped is None else tuple(_because_above(one, skipped) for one in found)
        skipped = skipped or level
        level = _ABOVE.get(level, "directie" if level not in _ABOVE and level != "toezicht" else None)
    return ()


def _because_above(found: Assignee, skipped: str) -> Assignee:
    if found.reason != "route.role":
        return found
    return Assignee(person=found.person, role=found.role, reason="route.above", params={"role": skipped})


def _candidates(search: Search, role: str) -> tuple[str, ...]:
    if role != "leidinggevende":
        return search.circle.holders(role, search.case.school)
    leader = leader_of(search.case, search.circle)
    return (leader,) if leader else ()


def available(search: Search, start: str, role: str) -> Assignee | None:
    """Return the person, or the nearest deputy who is there and may act; None when the chain ends.

    Who works on the day of the question goes before who does not.
    """
    there = [person for person in _chain(search, start) if can_act(search, person)]
    working = [person for person in there if person.is_workday(search.case.school, search.day)]
    found = next(iter((*working, *there)), None)
    return _assignee(search, found.id, start, role) if found else None


def _chain(search: Search, start: str) -> Iterator[Person]:
    """The person and who replaces whom.

    A deputy replaces who is away. Who is involved is not replaced by a colleague of their own: the next level is asked.
    """
    for person in search.circle.chain(start, search.case.school, search.circle.today):
        yield person
        if person.id in search.barred:
            return


def can_act(search: Search, person: Person) -> bool:
    """True for who works here, can be reached, is there today, and may do it."""
    if is_fast(search.case) and not any(person.has(role, search.case.school) for role in BOARD_ROLES):
        return False  # telling an intermediary is not enough: not even as a deputy of the board
    if not person.active or not person.in_chat or person.id in search.barred or person.id in search.passed:
        return False
    return person.absence(search.case.school, search.circle.today) is None


def _assignee(search: Search, key: str, start: str, role: str) -> Assignee:
    if key == start:
        return Assignee(person=key, role=role)
    reason, more = _why_replaced(search, search.circle.people[start])
    return Assignee(person=key, role=role, reason=reason, params={"name": start} | more)


def _why_replaced(search: Search, person: Person) -> tuple[str, dict[str, str]]:
    """Return why a deputy is asked in this person's place: what holds longest is said first."""
    away = person.absence(search.case.school, search.circle.today)
    if not person.active:
        return "route.left", {}
    if not person.in_chat:
        return "route.not_in_chat", {}
    if away is not None:
        return ("route.deputy_until", {"until": away.last.isoformat()}) if away.last else ("route.deputy", {})
    if person.id in search.passed:
        return "route.handed", {}
    return "route.deputy_day", {"day": search.day.isoformat()}


def _last_resort(search: Search, asked: str) -> tuple[Assignee, ...]:
    """Ask whoever can be reached, absent or not: the bestuur first, then whom the school named, never back down."""
    school, circle = search.case.school, search.circle
    order = ("bestuur", "toezicht") if asked in ("bestuur", "toezicht") else _LAST
    groups = [(role, circle.holders(role, school)) for role in order]
    groups += [(FALLBACK, circle.fallback), (ADMIN, circle.holders(ADMIN, school))]
    if order is _LAST and not is_fast(search.case):
        groups.append(("leidinggevende", _candidates(search, "leidinggevende")))
    for reachable in (True, False):
        for role, keys in groups:
            found = [key for key in keys if _can_be_told(search, key, reachable=reachable)]
            if found:
                return tuple(_at_last(search, key, role) for key in found)
    raise NobodyError


def _at_last(search: Search, key: str, role: str) -> Assignee:
    """Ask somebody at the end; who only runs the app stays that, also when the school named them."""
    roles = {one for post in search.circle.people[key].posts for one in post.roles}
    only_runs_it = role == FALLBACK and roles == {ADMIN}
    return Assignee(person=key, role=ADMIN if only_runs_it else role, reason="route.last")


def _can_be_told(search: Search, key: str, *, reachable: bool) -> bool:
    known = search.circle.people.get(key)
    return known is not None and known.active and key not in search.barred and (known.in_chat or not reachable)


def _unique(found: Iterable[Assignee]) -> tuple[Assignee, ...]:
    return tuple({assignee.person: assignee for assignee in found}.values())
