"""What each person may do with a case, and whether with all of it or with no more than their own words.

It reads roles, rounds and facts, and nothing else. It refuses nothing and makes no Grant: that is for ``policy``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workflows.engine.case import Assignee, Case, Round
from workflows.engine.conditions import is_fast
from workflows.engine.entrust import ENTRUSTED, roles_asked
from workflows.engine.part import BOARD_ROLES, MELDER
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol, Question
from workflows.engine.roles import LEADER, has_role, holds_role, informs, is_passed_over, is_personnel, subjects
from workflows.engine.route import ADMIN, FALLBACK, NAMED, PROMISING, STOOD_IN, told
from workflows.engine.task import Task

Verb = Literal[
    "read",
    "act",
    "add",
    "ask",
    "correct",
    "assign",
    "withdraw",
    "merge",
    "reopen",
    "export",
    "dossier",
    "hold",
    "restrict",
]
Verbs = frozenset[Verb]
NOTHING: Verbs = frozenset()
READ: Verbs = frozenset({"read"})
_HANDLING: Verbs = frozenset({"read", "add", "ask", "correct", "assign", "merge", "reopen", "export"})
_REPORTED: Verbs = frozenset({"read", "add", "withdraw"})
_MELDER: Verbs = _REPORTED | {"correct"}
_NAMED: Verbs = frozenset({"read", "add", "ask"})
_HANDING: Verbs = frozenset({"read", "assign"})
_ACTING: Verbs = frozenset({"act"})
_DOSSIER: Verbs = frozenset({"dossier"})
_KEEPING: Verbs = frozenset({"hold", "restrict"})
_KEPT: Verbs = frozenset({"read", "export", "hold", "restrict"})
_DEPUTIES = STOOD_IN | {"route.handed", "route.left", ENTRUSTED}
_FOR_OTHERS = _DEPUTIES | {"route.last", "route.melder_gone"}
_BOARD = (*BOARD_ROLES, FALLBACK)
_BLIND = frozenset({MELDER, PROMISING, ADMIN})
_PASSING = _BLIND | {LEADER, NAMED}
_HEADS = ("directie", "bestuur")
_PRIVACY = "fg"
_STAFF_ROLE = "manager_hrm"


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What somebody may do with all of a case before them, and what with no more than their own words."""

    whole: Verbs = NOTHING
    own: Verbs = NOTHING

    def __or__(self, other: "Rights") -> "Rights":
        return Rights(whole=self.whole | other.whole, own=self.own | other.own)


@dataclass(frozen=True, kw_only=True)
class _Look:
    """One person at one case."""

    person: str
    protocol: Protocol
    case: Case
    circle: Circle

    @property
    def asked(self) -> list[tuple[Round, Assignee]]:
        """Every round that this person was asked, and as what."""
        return [(found, one) for found in self.case.rounds for one in found.assignees if one.person == self.person]

    @property
    def is_subject(self) -> bool:
        return self.person in subjects(self.case)

    def has(self, role: str) -> bool:
        return has_role(self.case, self.circle, self.person, role)


def rights_of(person: str, protocol: Protocol, case: Case, circle: Circle) -> Rights:
    """Return what this person may do with the case now."""
    known = circle.people.get(person)
    if known is not None and not known.active and person != case.melder:
        return Rights()
    look = _Look(person=person, protocol=protocol, case=case, circle=circle)
    rights = Rights()
    parts: tuple[Callable[[_Look, Rights], Rights], ...] = (_handling, _beside, _acting, _dossier, _keeping)
    for part in (_reported,) if case.state == "merged" else parts:
        rights |= part(look, rights)
    return _left_when_restricted(look, rights) if case.restricted else rights


def _handling(look: _Look, _rights: Rights) -> Rights:
    """What who handles or handled the case may do: roles are looked up when the person acts.

    Who was only named for one task handles it while it is open and may look back at it; who no longer has the role
    for which they were asked may look back at what they finished, in a case about a colleague only at their own words.
    """
    if not is_handler(look.person, look.case):
        return Rights(whole=_HANDLING if _was_replaced(look) else NOTHING)
    handled = ((found, one) for found, one in look.asked if one.role not in _BLIND)
    asked = [(found, one) for found, one in handled if not _was_passed_on(look, found, one)]
    if any(_still_has(look, found, one) for found, one in asked if one.role != NAMED):
        return Rights(whole=_HANDLING)
    if any(found.state == "open" and one.role == NAMED for found, one in asked):
        return Rights(whole=_NAMED)
    if _is_passed_on(look):
        return Rights(own=READ)
    return Rights(whole=READ if any(found.by == look.person for found in look.case.rounds) else NOTHING)


def _beside(look: _Look, _rights: Rights) -> Rights:
    """What comes with being told, with being asked before seeing anything, and with having reported it."""
    whole = READ if is_informed(look.person, look.protocol, look.case, look.circle) else NOTHING
    own = READ if is_promising(look.person, look.case) else NOTHING
    own |= _HANDING if is_caretaker(look.person, look.case) else NOTHING
    own |= _MELDER if look.person == look.case.melder else NOTHING
    return Rights(whole=whole, own=own)


def _reported(look: _Look, _rights: Rights) -> Rights:
    """What is left of a report that went on in another case: what its melder may do.

    Who handles that case reads the report there: what becomes of it, and of who may read it, is decided there only.
    """
    return Rights(own=_REPORTED if look.person == look.case.melder else NOTHING)


def _acting(look: _Look, rights: Rights) -> Rights:
    """Who is asked something now and reads it may do it; the melder and who has yet to promise on their own words.

    An open round that stayed behind with who may not read the case any more, as in the fast lane, gives nothing.
    """
    roles = {one.role for found, one in look.asked if found.state == "open"} - {ADMIN}
    roles &= {MELDER} if look.is_subject else roles
    sees = bool(roles - _BLIND) and "read" in rights.whole
    return Rights(whole=_ACTING if sees else NOTHING, own=_ACTING if roles & _BLIND else NOTHING)


def _dossier(look: _Look, rights: Rights) -> Rights:
    """Who reads all of it and is asked a dossier task, or handles the case in a role that the dossier is of."""
    tasks = {key: task for key, task in _tasks(look).items() if task.does.startswith("dossier_")}
    asked = any(found.task in tasks and found.holds(look.person) for found in look.case.open_rounds())
    roles = {*_HEADS, *BOARD_ROLES} | {role for task in tasks.values() for role in roles_asked(task.who, look.case)}
    roles |= {_STAFF_ROLE} if is_personnel(look.protocol, look.case) else set()
    handles = "export" in rights.whole and any(holds_role(look.case, look.circle, look.person, role) for role in roles)
    return Rights(whole=_DOSSIER if "read" in rights.whole and (asked or handles) else NOTHING)


def closed_dossiers(person: str, protocol: Protocol, case: Case, circle: Circle) -> frozenset[str]:
    """Return the dossiers that stay closed to who may see a dossier of this case at all.

    Who is of personnel, no head and not asked for the pupil's dossier, sees that of personnel alone (SCA-S2, SCA-S5).
    """
    look = _Look(person=person, protocol=protocol, case=case, circle=circle)
    pupil = {key for key, task in _tasks(look).items() if task.does == "dossier_leerling"}
    asked = any(found.task in pupil and (found.holds(person) or found.by == person) for found in case.rounds)
    is_staff_only = look.has(_STAFF_ROLE) and not any(look.has(role) for role in (*_HEADS, *BOARD_ROLES))
    return frozenset({"leerling"}) if is_staff_only and not asked else frozenset()


def _tasks(look: _Look) -> dict[str, Task]:
    return dict(look.protocol.kinds[look.case.kind].tasks)


def _keeping(look: _Look, rights: Rights) -> Rights:
    """Who keeps a case longer or restricts it: a head of the school or the fg who is asked; it opens no content.

    A head who was passed over on purpose does not hear of the case, as long as nothing else lets them read it.
    """
    reads = "read" in rights.whole
    open_kind = not look.protocol.kinds[look.case.kind].confidential
    head = _is_head(look) if reads else open_kind and _is_head(look, known=True)
    privacy = reads and any(one.role == _PRIVACY for _, one in look.asked)
    keeping = _KEEPING if (head or privacy) and not look.is_subject else NOTHING
    return Rights(whole=keeping) if reads else Rights(own=keeping)


def _left_when_restricted(look: _Look, rights: Rights) -> Rights:
    """What is left in a case that is only kept: a head sees to that, everybody else reads their own words."""
    if _is_head(look) and not look.is_subject:
        return Rights(whole=rights.whole & _KEPT, own=rights.own & _KEPT)
    return Rights(own=(rights.whole | rights.own) & READ)


def _is_head(look: _Look, *, known: bool = False) -> bool:
    """True for directie and bestuur of the school; in the fast lane for the bestuur alone.

    With *known* only for who was not passed over on purpose.
    """
    roles = ("bestuur",) if is_fast(look.case) else _HEADS
    return any(look.has(one) and not (known and is_passed_over(look.protocol, look.case, one)) for one in roles)


def _is_passed_on(look: _Look) -> bool:
    """True when a case turned out to be about a colleague, and others than the leidinggevende have it in hand."""
    asked = (one for found in look.case.rounds for one in found.assignees)
    return is_personnel(look.protocol, look.case) and any(one.role not in _PASSING for one in asked)


def _was_passed_on(look: _Look, found: Round, one: Assignee) -> bool:
    """True for a task of the leidinggevende that is done, in a case about a colleague that others have in hand."""
    return found.state != "open" and one.role == LEADER and _is_passed_on(look)


def _still_has(look: _Look, found: Round, one: Assignee) -> bool:
    """True when the person could be asked for that role today: in their own right, or still in somebody's place."""
    if one.reason in _FOR_OTHERS and found.state == "open":
        return True
    return one.person not in look.circle.people or look.has(one.role)


def _was_replaced(look: _Look) -> bool:
    """True for who has a role in which only somebody in their place was asked: what was done for them is theirs too."""
    if is_fast(look.case) or look.is_subject or look.person == look.case.melder:
        return False
    stood_in = {
        one.role
        for found in look.case.rounds
        for one in found.assignees
        if one.reason in STOOD_IN and not _was_passed_on(look, found, one)
    }
    return any(look.has(role) for role in stood_in)


def is_handler(person: str, case: Case) -> bool:
    """True for who is or was asked to handle the case, unless it is about them.

    In the fast lane only the board is: who once stood in for the bestuur is not of it. An administrator who was asked
    because nobody else is there, and who must promise something first, see no content.
    """
    if person in subjects(case):
        return False
    asked = [(found, one) for found in case.rounds for one in found.assignees if one.person == person]
    if is_fast(case):
        return any(one.role in _BOARD and (found.state == "open" or _own(one)) for found, one in asked)
    return any(one.role not in _BLIND for _, one in asked)


def _own(one: Assignee) -> bool:
    """True when the person was asked in their own right, not for somebody who was away."""
    return one.reason not in _DEPUTIES


def is_promising(person: str, case: Case) -> bool:
    """True for who is asked to promise something before they see anything of the case."""
    return _is_asked_as(PROMISING, person, case)


def is_caretaker(person: str, case: Case) -> bool:
    """True for an administrator who is asked because nobody else is there: they hand the task over and see no content.

    Not in the fast lane: the law wants nobody between (X-1).
    """
    return _is_asked_as(ADMIN, person, case) and not is_fast(case) and not is_handler(person, case)


def _is_asked_as(role: str, person: str, case: Case) -> bool:
    asked = (one for found in case.open_rounds() for one in found.assignees)
    return person not in subjects(case) and any((one.person, one.role) == (person, role) for one in asked)


def is_informed(person: str, protocol: Protocol, case: Case, circle: Circle) -> bool:
    """True for who was told for information by a task of this case, never in the fast lane."""
    if is_fast(case) or person in subjects(case):
        return False
    tasks = protocol.kinds[case.kind].tasks
    roles = {role for found in case.rounds for role in informs(tasks[found.task], case)}
    return any(
        holds_role(case, circle, person, role) or any(_is_told(person, one) for one in told(role, case, circle))
        for role in roles
    )


def _is_told(person: str, one: Assignee) -> bool:
    """True for who was found; an administrator who was only found because nobody else is there reads nothing."""
    return one.person == person and one.role != ADMIN


def may_set(question: Question, case: Case, circle: Circle, actor: str) -> bool:
    """True when the protocol lets this person set the fact: the people it is about never, except what they report."""
    if actor in subjects(case) and actor != case.melder:
        return False
    return any(holds_role(case, circle, actor, role) for role in question.set_by)
