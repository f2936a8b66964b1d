"""A case rests because somebody asked for restriction (AVG 18), and goes on again: each with a reason, and on record.

What nobody may do meanwhile is for ``policy``: here the case is only marked, and everybody's card says so.
"""

from collections.abc import Mapping
from dataclasses import replace

from models import cases, contents, deliveries, entries
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Form
from workflows.cards.restrict_form import KEY, PEOPLE, REASON, WHO, restrict_form
from workflows.engine.case import Case
from workflows.engine.decide import Entry
from workflows.engine.errors import StaleActionError
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol
from workflows.usecases.answers import write
from workflows.usecases.carry import circle_of, look_again
from workflows.usecases.context import Context, case_of
from workflows.usecases.desk import Answer
from workflows.usecases.once import allowed, author, once, required
from workflows.usecases.submit import InvalidFormError
from workflows.usecases.tell import living_card, refresh_homes, update


def resting_form(ctx: Context, actor: Contact, case_id: str) -> Form:
    """Return the form that has the case rest, or go on. Raises NotAllowedError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        may(actor.id, "restrict", protocol, case, circle_of(ctx, tx, protocol, case))
    return restrict_form(case, ctx.new_id())


def restrict(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Have a case rest; returns its id. Raises WorkflowError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        protocol, case = allowed(ctx, tx, actor, "restrict", case_id)
        reason, asked_by = _reason(answers), str(answers.get(WHO) or "")
        if asked_by not in PEOPLE:
            raise InvalidFormError({WHO: say("field.choice")})
        _turn(ctx, tx, actor, protocol, case, reason, {"wie": asked_by})

    return once(ctx, actor, case_id, key, work)


def unrestrict(ctx: Context, actor: Contact, case_id: str, answers: Mapping[str, Answer], key: str) -> str:
    """Let a case go on that rested; returns its id. Raises WorkflowError and InvalidFormError."""

    def work(tx: Transaction) -> None:
        protocol, case = allowed(ctx, tx, actor, "restrict", case_id)
        _turn(ctx, tx, actor, protocol, case, _reason(answers), {})

    return once(ctx, actor, case_id, key, work)


def _turn(
    ctx: Context,
    tx: Transaction,
    actor: Contact,
    protocol: Protocol,
    case: Case,
    reason: str,
    more: Mapping[str, str],
) -> None:
    """Mark the case, or take the mark away; whoever asked for what is so already was not the first."""
    rests = bool(more)
    if case.restricted == rests:
        raise StaleActionError("error.rests_already" if rests else "error.rests_no_longer", number=case.number)
    after = replace(case, restricted=rests, version=case.version + 1)
    cases.save(tx, case, after)
    writing = write(author(ctx, actor), KEY, reason)
    contents.put(tx, ctx.keyring, case.id, [writing])
    type_ = "beperkt" if rests else "beperking_opgeheven"
    line = Entry(at=ctx.now(), actor=actor.id, type=type_, data={"reden": writing.id, **more})
    entries.write(tx, case.id, cases.bound(after, [line]))
    _show(ctx, tx, protocol, after)
    if not rests and case.state == "open":
        look_again(ctx, tx, case.id)


def _show(ctx: Context, tx: Transaction, protocol: Protocol, case: Case) -> None:
    """Everybody who has a card of the case sees that it rests, or what is asked of them again."""
    circle = circle_of(ctx, tx, protocol, case)
    shown = set()
    for slot in deliveries.slots(tx, case.id, "card:"):
        person, latest = slot.rsplit(":", 1)[1], deliveries.latest_post(tx, slot)
        if latest is not None:
            card = living_card(ctx, tx, protocol, case, person, circle)
            update(ctx, tx, latest, card, str(case.version))
            shown.add(person)
    refresh_homes(ctx, tx, case, {*shown, case.melder})


def _reason(answers: Mapping[str, Answer]) -> str:
    return required(REASON, str(answers.get(REASON) or ""))
