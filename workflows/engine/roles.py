"""Who has which role in a case, and whom it is about. Whom a task asks is for ``route``."""

from workflows.engine.case import Case
from workflows.engine.part import INVOLVED, MELDER, POSTER, SELF, SUBJECT, Role
from workflows.engine.performer import RoleIn
from workflows.engine.person import Circle
from workflows.engine.task import Task

LEVELS = {"leidinggevende": 0, "directie": 1, "bestuur": 2, "toezicht": 3}


def subjects(case: Case) -> frozenset[str]:
    """Return the people the case is about: they never handle it and never see it through the app."""
    named = {person for key in (SUBJECT, INVOLVED) if key in case.facts for person in case.facts[key].values}
    if case.fact(POSTER) == SELF:
        named.add(case.melder)
    return frozenset(named - {""})


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
    if role == "leidinggevende":
        return leader_of(case, circle) == person
    return known.has(role, case.school)


def leader_of(case: Case, circle: Circle) -> str | None:
    """Return the melder's leidinggevende at the school; of a melder who left it the one who was asked before."""
    melder = circle.people.get(case.melder)
    post = next((one for one in melder.posts if one.school == case.school), None) if melder else None
    if post is not None:
        return post.leidinggevende
    asked = (one for found in reversed(case.rounds) for one in found.assignees)
    before = next((one.person for one in asked if (one.role, one.reason) == ("leidinggevende", "route.role")), None)
    elsewhere = melder.post(case.school) if melder else None
    return before or (elsewhere.leidinggevende if elsewhere else None)


def informs(task: Task, case: Case) -> tuple[Role, ...]:
    """Return the roles that a task tells for information; who was passed over on purpose (SCA-A10) is not told."""
    if not isinstance(task.who, RoleIn):
        return task.informs
    level = LEVELS.get(case.fact(task.who.role_in) or task.who.default, 0)
    return tuple(role for role in task.informs if LEVELS.get(role, level) >= level)
