"""Who has which role in a case, and whom it is about. Whom a task asks is for ``route``."""

from workflows.engine.case import Case
from workflows.engine.part import INVOLVED, MELDER, POSTER, SELF, SUBJECT, Role
from workflows.engine.performer import RoleIn
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol
from workflows.engine.task import Task

LEADER = "leidinggevende"
LEVELS = {LEADER: 0, "directie": 1, "bestuur": 2, "toezicht": 3}

_COLLEAGUES = frozenset({SELF, "medewerker", "oud_medewerker"})


def subjects(case: Case) -> frozenset[str]:
    """Return the people the case is about: they never handle it and never see it through the app."""
    named = {person for key in (SUBJECT, INVOLVED) if key in case.facts for person in case.facts[key].values}
    if case.fact(POSTER) == SELF:
        named.add(case.melder)
    return frozenset(named - {""})


def is_personnel(protocol: Protocol, case: Case) -> bool:
    """True when a colleague posted it, or somebody who was one: of anybody else it is no matter of personnel."""
    files = {poster for poster, rule in protocol.dossiers.items() if rule.type == "personeel"}
    return case.fact(POSTER) in _COLLEAGUES | files


def holds_role(case: Case, circle: Circle, person: str, role: str) -> bool:
    """True when the person has this role in this case, in their own right or as a deputy who is asked now."""
    if role == MELDER:
        return person == case.melder
    if any(one.person == person and one.role == role for found in case.open_rounds() for one in found.assignees):
        return True
    return has_role(case, circle, person, role)


def has_role(case: Case, circle: Circle, person: str, role: str) -> bool:
    """True when the person has this role at this moment, whatever they were asked before."""
    known = circle.people.get(person)
    if known is None or not known.active:
        return False
    if role == LEADER:
        return leader_of(case, circle) == person
    return known.has(role, case.school)


def leader_of(case: Case, circle: Circle) -> str | None:
    """Return the melder's leidinggevende at the school; of a melder who left it the one who was asked before."""
    melder = circle.people.get(case.melder)
    post = next((one for one in melder.posts if one.school == case.school), None) if melder else None
    if post is not None:
        return post.leidinggevende
    asked = (one for found in reversed(case.rounds) for one in found.assignees)
    before = next((one.person for one in asked if (one.role, one.reason) == (LEADER, "route.role")), None)
    elsewhere = melder.post(case.school) if melder else None
    return before or (elsewhere.leidinggevende if elsewhere else None)


def informs(task: Task, case: Case) -> tuple[Role, ...]:
    """Return the roles that a task tells for information; who was passed over on purpose (SCA-A10) is not told."""
    level = _chosen_level(task, case)
    return tuple(role for role in task.informs if LEVELS.get(role, level) >= level)


def is_passed_over(protocol: Protocol, case: Case, role: str) -> bool:
    """True for a role below the one that somebody chose on purpose for a task of this case (SCA-A10)."""
    tasks = protocol.kinds[case.kind].tasks
    level = max((_chosen_level(tasks[found.task], case) for found in case.rounds if found.task in tasks), default=0)
    return LEVELS.get(role, level) < level


def _chosen_level(task: Task, case: Case) -> int:
    """Return the level that was chosen for a task; 0, that of everybody, when there is nothing to choose."""
    return LEVELS.get(case.fact(task.who.role_in) or task.who.default, 0) if isinstance(task.who, RoleIn) else 0
