"""Who may do what with a case: the one function that every face, list, search and export asks.

Content can only be loaded with the Grant that ``may`` returns (models.contents), so leaving the question out means
seeing nothing. Roles are looked up when the person acts, not when a card was drawn.
"""

from dataclasses import dataclass
from typing import Literal

from workflows.engine.case import Assignee, Case, Round
from workflows.engine.conditions import is_fast
from workflows.engine.entrust import ENTRUSTED
from workflows.engine.errors import NotAllowedError
from workflows.engine.part import BOARD_ROLES
from workflows.engine.person import Circle
from workflows.engine.protocol import MELDER, Protocol, Question
from workflows.engine.roles import has_role, holds_role, informs, subjects
from workflows.engine.route import FALLBACK, NAMED, PROMISING, STOOD_IN, told

Verb = Literal["read", "add", "ask", "correct", "assign", "withdraw", "merge", "reopen"]
_HANDLING: frozenset[Verb] = frozenset({"read", "add", "ask", "correct", "assign", "merge", "reopen"})
_MELDER: frozenset[Verb] = frozenset({"read", "add", "withdraw"})
_DEPUTIES = STOOD_IN | {"route.handed", "route.left", ENTRUSTED}
_FOR_OTHERS = _DEPUTIES | {"route.last", "route.melder_gone"}
_BOARD = (*BOARD_ROLES, FALLBACK)
_NAMED: frozenset[Verb] = frozenset({"read", "add", "ask"})
_READING: frozenset[Verb] = frozenset({"read"})


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave to load one case's content; ``only_author`` narrows it to what that person wrote."""

    case_id: str
    person: str
    only_author: str | None = None


def may(person: str, verb: Verb, protocol: Protocol, case: Case, circle: Circle) -> Grant:
    """Return the grant for this verb; raises NotAllowedError, which tells nothing about the case."""
    known = circle.people.get(person)
    if known is not None and not known.active and person != case.melder:
        raise NotAllowedError
    if verb in _verbs_of(person, case, circle):
        return Grant(case_id=case.id, person=person)
    if verb in _READING and is_promising(person, case):
        return Grant(case_id=case.id, person=person, only_author=person)
    if person == case.melder and verb in _MELDER:
        return Grant(case_id=case.id, person=person, only_author=person)
    if verb in _READING and is_informed(person, protocol, case, circle):
        return Grant(case_id=case.id, person=person)
    raise NotAllowedError


def joined(grant: Grant, case_id: str) -> Grant | None:
    """Return leave to read a report that was merged into the granted case; None for who sees only their own words."""
    return None if grant.only_author else Grant(case_id=case_id, person=grant.person)


def _verbs_of(person: str, case: Case, circle: Circle) -> frozenset[Verb]:
    """What who handles or handled the case may do now: roles are looked up when the person acts.

    Who was only named for one task handles it while it is open and may look back at it; who no longer has the role
    for which they were asked may look back at what they finished themselves.
    """
    if not is_handler(person, case):
        return _HANDLING if _was_replaced(person, case, circle) else frozenset()
    asked = [(found, one) for found in case.rounds for one in found.assignees if one.person == person]
    if any(_still_has(case, circle, found, one) for found, one in asked if one.role != NAMED):
        return _HANDLING
    if any(found.state == "open" and one.role == NAMED for found, one in asked):
        return _NAMED
    return _READING if any(found.by == person for found in case.rounds) else frozenset()


def _still_has(case: Case, circle: Circle, found: Round, one: Assignee) -> bool:
    """True when the person could be asked for that role today: in their own right, or still in somebody's place."""
    if one.reason in _FOR_OTHERS and found.state == "open":
        return one.role != MELDER
    if one.person not in circle.people:
        return one.role != MELDER
    return has_role(case, circle, one.person, one.role)


def _was_replaced(person: str, case: Case, circle: Circle) -> bool:
    """True for who has a role in which only somebody in their place was asked: what was done for them is theirs too."""
    if is_fast(case) or person in subjects(case) or person == case.melder:
        return False
    stood_in = {one.role for found in case.rounds for one in found.assignees if one.reason in STOOD_IN}
    return any(has_role(case, circle, person, role) for role in stood_in)


def is_handler(person: str, case: Case) -> bool:
    """True for who is or was asked to handle the case, unless it is about them.

    In the fast lane only the board is: who once stood in for the bestuur is not of it. An administrator who was asked
    because there is no board, and who must promise something first, see no content.
    """
    if person in subjects(case):
        return False
    asked = [(found, one) for found in case.rounds for one in found.assignees if one.person == person]
    if is_fast(case):
        return any(one.role in _BOARD and (found.state == "open" or _own(one)) for found, one in asked)
    return any(one.role not in (MELDER, PROMISING) for _, one in asked)


def _own(one: Assignee) -> bool:
    """True when the person was asked in their own right, not for somebody who was away."""
    return one.reason not in _DEPUTIES


def is_promising(person: str, case: Case) -> bool:
    """True for who is asked to promise something before they see anything of the case."""
    return any(
        one.person == person and one.role == PROMISING for found in case.open_rounds() for one in found.assignees
    )


def is_informed(person: str, protocol: Protocol, case: Case, circle: Circle) -> bool:
    """True for who was told for information by a task of this case, never in the fast lane."""
    if is_fast(case) or person in subjects(case):
        return False
    tasks = protocol.kinds[case.kind].tasks
    roles = {role for found in case.rounds for role in informs(tasks[found.task], case)}
    return any(
        holds_role(case, circle, person, role) or any(one.person == person for one in told(role, case, circle))
        for role in roles
    )


def may_set(question: Question, case: Case, circle: Circle, actor: str) -> bool:
    """True when the protocol lets this person set the fact: the people it is about never, except what they report."""
    if actor in subjects(case) and actor != case.melder:
        return False
    return any(holds_role(case, circle, actor, role) for role in question.set_by)
