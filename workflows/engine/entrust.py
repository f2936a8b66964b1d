"""A task in the hands of a colleague: whether they may take it, and who has it while they are away.

A colleague never gets what is about them, nor what is decided above their level. Whom a task asks by itself is for
``route``.
"""

from workflows.engine.case import Assignee, Case
from workflows.engine.conditions import is_fast
from workflows.engine.part import BOARD_ROLES, MELDER, OWNER
from workflows.engine.performer import RoleBy, RoleIn, Who
from workflows.engine.person import Circle, Person
from workflows.engine.roles import LEVELS
from workflows.engine.route import available, can_act, searching

ENTRUSTED = "route.entrusted"


def entrusted(case: Case, circle: Circle, to: str, by: str, who: Who, *, decides: bool) -> Assignee | None:
    """Return to whom a task goes that was handed to a colleague: them, or who replaces them.

    None when neither can act any more, or when the colleague has left the school or the level that decides.
    """
    known = circle.people.get(to)
    if known is None or not _fits(case, circle, known, who):
        return None
    role = role_of(who, case)
    found = available(searching(case, circle, frozenset(), None, decides=decides), to, role)
    if found is None or found.person != to:
        return found
    return Assignee(person=to, role=role, reason=ENTRUSTED, params={"name": by})


def role_of(who: Who, case: Case) -> str:
    """Return as what somebody takes a task over: its own role, else the one that owns the case."""
    return roles_asked(who, case)[0]


def may_take(case: Case, circle: Circle, person: str, who: Who, *, decides: bool) -> bool:
    """True when a task may be handed to this colleague: never who it is about, never below the level that decides."""
    known = circle.people.get(person)
    search = searching(case, circle, frozenset(), None, decides=decides)
    return known is not None and can_act(search, known) and _fits(case, circle, known, who)


def _fits(case: Case, circle: Circle, person: Person, who: Who) -> bool:
    """True for who works at the school and stands at the level of the task, or above it."""
    levels = {LEVELS.get(role, 0) for role in roles_asked(who, case)}
    at_level = 0 in levels or any(
        _stands_at(circle, case.school, person, role) for role, level in LEVELS.items() if level >= min(levels)
    )
    return at_level and person.works_at(case.school)


def roles_asked(who: Who, case: Case) -> tuple[str, ...]:
    """Return the roles that a task asks; in the fast lane the bestuur does what others would (X-1)."""
    roles = _roles(who, case)
    return tuple(role if role in BOARD_ROLES else "bestuur" for role in roles) if is_fast(case) else roles


def _roles(who: Who, case: Case) -> tuple[str, ...]:
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


def _stands_at(circle: Circle, school: str, person: Person, role: str) -> bool:
    """True for who holds the role, or is the deputy of who does."""
    holders = (circle.people[key] for key in circle.holders(role, school))
    return person.has(role, school) or any(circle.deputy_of(one, school, circle.today) == person.id for one in holders)
