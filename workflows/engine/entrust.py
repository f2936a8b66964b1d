"""A task in the hands of a colleague: whether they may take it, and who has it while they are away.

A colleague never gets what is about them, nor what is decided above their level. Whom a task asks by itself is for
``route``.
"""

from workflows.engine.case import Assignee, Case
from workflows.engine.part import MELDER, OWNER
from workflows.engine.performer import RoleBy, RoleIn, Who
from workflows.engine.person import Circle, Person
from workflows.engine.roles import LEVELS
from workflows.engine.route import available, can_act, searching

ENTRUSTED = "route.entrusted"


def entrusted(case: Case, circle: Circle, to: str, by: str, role: str, *, decides: bool) -> Assignee | None:
    """Return to whom a task goes that was handed to a colleague: them, or who replaces them; None when neither can."""
    found = available(searching(case, circle, frozenset(), None, decides=decides), to, role)
    if found is None or found.person != to:
        return found
    giver = circle.people.get(by)
    return Assignee(person=to, role=role, reason=ENTRUSTED, params={"name": giver.name if giver else ""})


def role_of(who: Who, case: Case) -> str:
    """Return as what somebody takes a task over: its own role, else the one that owns the case."""
    return _roles_asked(who, case)[0]


def _roles_asked(who: Who, case: Case) -> tuple[str, ...]:
    match who:
        case str() as role if role not in (OWNER, MELDER):
            return (role,)
        case tuple() as roles:
            return roles
        case RoleIn(role_in=key, default=default):
            return (case.fact(key) or default,)
        case RoleBy(role_by=key, roles=by, default=default):
            return (by.get(case.fact(key) or "", default),)
        case _:
            return (case.owner,)


def may_take(case: Case, circle: Circle, person: str, who: Who, *, decides: bool) -> bool:
    """True when a task may be handed to this colleague: never who it is about, never below the level that decides."""
    known = circle.people.get(person)
    search = searching(case, circle, frozenset(), None, decides=decides)
    if known is None or not known.in_chat or not known.works_at(case.school) or person in search.barred:
        return False
    if not can_act(search, known):
        return False
    levels = {LEVELS.get(role, 0) for role in _roles_asked(who, case)}
    return 0 in levels or any(
        _stands_at(circle, case.school, known, role) for role, level in LEVELS.items() if level >= min(levels)
    )


def _stands_at(circle: Circle, school: str, person: Person, role: str) -> bool:
    """True for who holds the role, or is the deputy of who does."""
    holders = (circle.people[key] for key in circle.holders(role, school))
    return person.has(role, school) or any(one.deputy(school, circle.today) == person.id for one in holders)
