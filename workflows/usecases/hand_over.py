"""Somebody hands a task to a colleague: who may, which tasks, and why they did; the reason is content, never a message.

Whether the colleague may take it is for the engine, at the moment itself.
"""

from dataclasses import dataclass

from models import contents, people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.case_sight import HANDED
from workflows.cards.elements import Form
from workflows.cards.hand_over_form import COLLEAGUE, LONGEST, REASON, hand_over_form
from workflows.cards.words import in_order
from workflows.engine.actions import Assign
from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError
from workflows.engine.moves import can_hand_over
from workflows.engine.person import Circle
from workflows.engine.policy import allows, may
from workflows.engine.protocol import Protocol
from workflows.engine.roles import LEVELS, has_role
from workflows.usecases.answers import write
from workflows.usecases.carry import carry_out, circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.once import allowed, author, once
from workflows.usecases.submit import InvalidFormError
from workflows.usecases.tell import names_of


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Which round goes to whom, and why; ``colleague`` is a member of the chat product, as it was chosen."""

    case_id: str
    task: str
    number: int
    colleague: str
    reason: str


def hand_over(ctx: Context, actor: Contact, handing: Handing, key: str) -> str:
    """Hand a round over; returns the case id. Raises WorkflowError and InvalidFormError, and changes nothing then."""

    def work(tx: Transaction) -> None:
        protocol, case = allowed(ctx, tx, actor, "assign", handing.case_id)
        _check_round(ctx, tx, protocol, case, actor, handing)
        to = _colleague(tx, handing)
        writing = write(author(ctx, actor, handing.task, handing.number), HANDED, handing.reason.strip())
        action = Assign(actor=actor.id, task=handing.task, number=handing.number, to=to, reason=writing.id)
        carry_out(ctx, tx, case.id, action)
        contents.put(tx, ctx.keyring, case.id, [writing])

    return once(ctx, actor, handing.case_id, key, work)


def handing_form(ctx: Context, actor: Contact, case_id: str) -> Form:
    """Return the form for what this person may hand over in a case; raises NotAllowedError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        circle = circle_of(ctx, tx, protocol, case)
        grant = may(actor.id, "assign", protocol, case, circle)
        rounds = handable(protocol, case, grant.person, circle)
        if not rounds:
            raise NotAllowedError("error.not_to_hand_over")
        return hand_over_form(protocol, case, rounds, actor.id, names_of(tx, case), ctx.new_id())


def may_hand_over(ctx: Context, tx: Transaction, person: str, case_id: str) -> bool:
    """True when there is something in a case that this person may hand over now."""
    protocol, case = case_of(ctx, tx, case_id)
    circle = circle_of(ctx, tx, protocol, case)
    return allows(person, "assign", protocol, case, circle) and bool(handable(protocol, case, person, circle))


def handable(protocol: Protocol, case: Case, person: str, circle: Circle) -> tuple[Round, ...]:
    """Return what this handler may hand over: their own first, then what lies with others at or below their level.

    Only directie and above hand over for others.
    """
    rounds = in_order(protocol, case, (one for one in case.open_rounds() if can_hand_over(protocol, case, one)))
    mine = [one for one in rounds if one.holds(person)]
    level = _level(case, person, circle)
    theirs = [one for one in rounds if not one.holds(person) and level > 0 and _level_of(one) <= level]
    return (*mine, *theirs)


def _level(case: Case, person: str, circle: Circle) -> int:
    """Return how high somebody stands in this case, in their own right or because they were asked so now."""
    asked = {one.role for found in case.open_rounds() for one in found.assignees if one.person == person}
    return max((LEVELS[role] for role in LEVELS if role in asked or has_role(case, circle, person, role)), default=0)


def _level_of(found: Round) -> int:
    return max((LEVELS.get(one.role, 0) for one in found.assignees), default=0)


def _check_round(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, actor: Contact, handing: Handing
) -> None:
    """Refuse a round that may not go; one that ended already is for the engine, which tells who did."""
    found = case.round(handing.task, handing.number)
    if found is None or found.state != "open":
        return
    if found not in handable(protocol, case, actor.id, circle_of(ctx, tx, protocol, case)):
        raise NotAllowedError("error.not_to_hand_over")


def _colleague(tx: Transaction, handing: Handing) -> str:
    """Return the chosen person; what is missing or wrong in the form is told at once, at its fields."""
    errors: dict[str, str] = {}
    to = people.members(tx, [handing.colleague]).get(handing.colleague, "")
    if not to:
        errors[COLLEAGUE] = say("field.person" if handing.colleague else "field.required")
    if not handing.reason.strip():
        errors[REASON] = say("field.required")
    elif len(handing.reason) > LONGEST:
        errors[REASON] = say("field.long", max=LONGEST)
    if errors:
        raise InvalidFormError(errors)
    return to
