"""Who may do what with a case: the one function that every face, list, search and export asks.

Content can only be loaded with the Grant that ``may`` returns (models.contents), so leaving the question out means
seeing nothing. Roles are looked up when the person acts, not when a card was drawn.
"""

from dataclasses import dataclass
from typing import Literal

from workflows.engine.case import Case
from workflows.engine.conditions import is_fast
from workflows.engine.errors import NotAllowedError
from workflows.engine.protocol import MELDER, Protocol, Question
from workflows.engine.route import Circle, holds_role, resolve, subjects

Verb = Literal["read", "add", "ask", "correct", "withdraw", "merge", "reopen"]
_HANDLING: frozenset[Verb] = frozenset({"read", "add", "ask", "correct", "merge", "reopen"})
_MELDER: frozenset[Verb] = frozenset({"read", "add", "withdraw"})
_READING: frozenset[Verb] = frozenset({"read"})
_FAST_ROLES = frozenset({"bestuur", "toezicht", "beheerder"})


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave to load one case's content; ``only_author`` narrows it to what that person wrote."""

    case_id: str
    person: str
    only_author: str | None = None


def may(person: str, verb: Verb, protocol: Protocol, case: Case, circle: Circle) -> Grant:
    """Return the grant for this verb; raises NotAllowedError, which tells nothing about the case."""
    handles = is_handler(person, case)
    if handles and verb in _HANDLING:
        return Grant(case_id=case.id, person=person)
    if person == case.melder and verb in _MELDER:
        return Grant(case_id=case.id, person=person, only_author=person)
    if verb in _READING and is_informed(person, protocol, case, circle):
        return Grant(case_id=case.id, person=person)
    raise NotAllowedError


def is_handler(person: str, case: Case) -> bool:
    """True for who is or was asked to handle the case, unless it is about them.

    In the fast lane only the board is, and the administrator when a school has no board to ask.
    """
    if person in subjects(case):
        return False
    roles = {one.role for found in case.rounds for one in found.assignees if one.person == person} - {MELDER}
    return bool(roles & _FAST_ROLES) if is_fast(case) else bool(roles)


def is_informed(person: str, protocol: Protocol, case: Case, circle: Circle) -> bool:
    """True for who was told for information by a task of this case, never in the fast lane."""
    if is_fast(case) or person in subjects(case):
        return False
    tasks = protocol.kinds[case.kind].tasks
    roles = {role for found in case.rounds for role in tasks[found.task].informs}
    return any(
        holds_role(case, circle, person, role) or any(one.person == person for one in resolve(role, case, circle))
        for role in roles
    )


def may_set(question: Question, case: Case, circle: Circle, actor: str) -> bool:
    """True when the protocol lets this person set the fact: the people it is about never, except what they report."""
    if actor in subjects(case) and actor != case.melder:
        return False
    return any(holds_role(case, circle, actor, role) for role in question.set_by)
