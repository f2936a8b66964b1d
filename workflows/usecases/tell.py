"""Who hears what after a decision: deliveries, written in the same transaction.

Each person has one living card per case. Who is newly asked gets a new message (an update does not notify), the older
one then points to it; everybody else's card is brought up to date, and who may no longer see the case keeps only a
line that says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from models import cases, deliveries, people, worklists
from models.deliveries import Delivery
from models.store import Transaction
from workflows.cards import case_cards
from workflows.cards.elements import Card
from workflows.cards.restrict_form import resting_card
from workflows.cards.wire import pack
from workflows.engine.case import Case
from workflows.engine.conditions import is_fast
from workflows.engine.decide import CLOCK, Decision
from workflows.engine.person import Circle
from workflows.engine.policy import allows, is_caretaker, is_handler, is_informed, is_promising
from workflows.engine.protocol import Protocol
from workflows.usecases.context import Context

Names = Mapping[str, str]


def tell(ctx: Context, tx: Transaction, protocol: Protocol, decision: Decision, actor: str, circle: Circle) -> None:
    """Queue every message that follows from a decision on a case that existed."""
    case = decision.case
    names = names_of(tx, case)
    told = set()
    for person in decision.asked:
        card = case_cards.task_card(protocol, case, person, names, ctx.now())
        refresh_or_post(ctx, tx, case, person, card, anew=person != actor)
        told.add(person)
    for person in decision.informed - told:
        refresh_or_post(ctx, tx, case, person, case_cards.informed_card(protocol, case, names), anew=True)
        told.add(person)
    _refresh_others(ctx, tx, protocol, case, names, told, circle)
    refresh_homes(ctx, tx, case, {*decision.asked, *decision.released, actor, case.melder})
    if _has_answer(protocol, decision) and case.melder not in decision.asked:
        card = case_cards.news_card(case, "news.answered")
        post(ctx, tx, f"answer:{case.id}:{case.version}", case.melder, card, case_id=case.id)
    if actor == case.melder:
        _tell_reply(ctx, tx, protocol, decision)
    if actor == CLOCK and case.melder in decision.released and _expired(protocol, decision):
        card = case_cards.news_card(case, "news.expired")
        post(ctx, tx, f"expired:{case.id}:{case.version}", case.melder, card, case_id=case.id)
    if decision.ended:
        _tell_merged(ctx, tx, case)
        card = case_cards.closed_card(case.id, case.number, case.state)
        post(ctx, tx, f"end:{case.id}:{case.version}", case.melder, card, case_id=case.id)


def tell_first(
    ctx: Context, tx: Transaction, protocol: Protocol, decision: Decision, receipt: Card, names: Names
) -> None:
    """Queue the messages of a new case: receipt and holding reply to the melder, cards to who is asked."""
    case, now = decision.case, ctx.now()
    rows = [_post(ctx, f"receipt:{case.id}", case.melder, receipt, case.id)]
    holding = case_cards.holding_card(protocol)
    if case.kind == "ontsporing" and holding is not None and not is_fast(case):
        rows.append(_post(ctx, f"holding:{case.id}", case.melder, holding, case.id))
    for person in decision.asked:
        card = case_cards.task_card(protocol, case, person, names, now)
        rows.append(_card_post(ctx, case, person, card))
    if decision.informed:
        informed = case_cards.informed_card(protocol, case, names)
        rows += [_card_post(ctx, case, person, informed) for person in decision.informed]
    deliveries.put(tx, rows, now)
    refresh_homes(ctx, tx, case, {*decision.asked, case.melder})


def refresh_homes(ctx: Context, tx: Transaction, case: Case, who: Iterable[str]) -> None:
    """Queue the home pages of these people because of a case."""
    queue_homes(ctx, tx, who, f"{case.id}:{case.version}", case_id=case.id)


def queue_homes(
    ctx: Context,
    tx: Transaction,
    who: Iterable[str],
    mark: str,
    *,
    case_id: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Queue the home pages of these people, of those who ever opened theirs; made when they are sent."""
    rows = [
        Delivery(
            key=f"home:{person}:{mark}",
            type="home",
            lane=ctx.options.lane,
            slot=f"home:{person}",
            payload={"home": person},
            due_at=due_at or ctx.now(),
            person=person,
            case_id=case_id,
            priority=deliveries.SOON,
        )
        for person in people.with_home(tx, who)
    ]
    deliveries.put(tx, rows, ctx.now())


def post(
    ctx: Context,
    tx: Transaction,
    key: str,
    person: str,
    card: Card,
    *,
    case_id: str | None = None,
    quiet: str | None = None,
    about: tuple[str, int] | None = None,
) -> None:
    """Queue one message of its own to a person; *quiet* is the school in whose working hours it may arrive.

    One that is *about* a round is only sent while that is open and theirs.
    """
    made = _post(ctx, key, person, card, case_id)
    payload = {**made.payload, "about": list(about)} if about else made.payload
    row = replace(made, quiet=quiet, payload=payload)
    deliveries.put(tx, [row], ctx.now())


def refresh_or_post(ctx: Context, tx: Transaction, case: Case, person: str, card: Card, *, anew: bool) -> None:
    """Bring a person's card up to date; with *anew* as a new message, so that it is noticed."""
    latest = deliveries.latest_post(tx, _slot(case, person))
    if latest is None:
        deliveries.put(tx, [_card_post(ctx, case, person, card)], ctx.now())
    elif not anew:
        update(ctx, tx, latest, card, f"{case.version}")
    elif deliveries.replace_waiting(tx, latest, {"card": pack(card)}):
        return
    else:
        update(ctx, tx, latest, case_cards.moved_card(case), f"{case.version}:moved")
        deliveries.put(tx, [_card_post(ctx, case, person, card)], ctx.now())


def update(ctx: Context, tx: Transaction, target: Delivery, card: Card, mark: str) -> None:
    """Queue the replacement of a message; one that was not sent yet is changed where it stands."""
    if target.state == "failed" or deliveries.replace_waiting(tx, target, {"card": pack(card)}):
        return
    deliveries.moot_updates(tx, target.id)
    row = Delivery(
        key=f"update:{target.id}:{mark}",
        type="update",
        lane=ctx.options.lane,
        slot=target.slot,
        payload={"card": pack(card)},
        due_at=ctx.now(),
        person=target.person,
        target=target.id,
        case_id=target.case_id,
        priority=deliveries.SOON,
    )
    deliveries.put(tx, [row], ctx.now())


def names_of(tx: Transaction, case: Case, more: Iterable[str] = ()) -> dict[str, str]:
    """Return the names of everyone in a case, by id."""
    ids = {case.melder, *more}
    for found in case.rounds:
        ids |= {who.person for who in found.assignees} | ({found.by} if found.by else set())
        ids |= {who.params["name"] for who in found.assignees if "name" in who.params}
    for fact in case.facts.values():
        ids |= set(fact.values)
    return {key: contact.name for key, contact in people.named(tx, ids).items()}


def _tell_reply(ctx: Context, tx: Transaction, protocol: Protocol, decision: Decision) -> None:
    """Whoever handles the case hears that the melder has answered a question."""
    case = decision.case
    tasks = protocol.kinds[case.kind].tasks
    replied = any(tasks[ended["taak"]].discretionary for ended in _ended(decision))
    told = {who.person for found in case.open_rounds() for who in found.assignees} - {case.melder}
    for person in sorted(told if replied else ()):
        card = case_cards.news_card(case, "news.reply")
        post(ctx, tx, f"reply:{case.id}:{person}:{case.version}", person, card, case_id=case.id)


def _tell_merged(ctx: Context, tx: Transaction, case: Case) -> None:
    """Everyone whose report went on in this case hears the end under their own number."""
    for line in worklists.merged_into(tx, case.id):
        melder = cases.melder_of(tx, line.id)
        if melder is not None:
            card = case_cards.closed_card(line.id, line.number, "closed")
            post(ctx, tx, f"end:{line.id}:{case.version}", melder, card, case_id=line.id)


def _expired(protocol: Protocol, decision: Decision) -> bool:
    """True when a task of the melder ended by itself because its term passed."""
    tasks = protocol.kinds[decision.case.kind].tasks
    return any(tasks[ended["taak"]].late == ended["uitkomst"] for ended in _ended(decision))


def _has_answer(protocol: Protocol, decision: Decision) -> bool:
    """True when a task ended whose outcome is the answer that the melder waits for."""
    tasks = protocol.kinds[decision.case.kind].tasks
    return any(
        tasks[ended["taak"]].answers
        and ended["uitkomst"] in tasks[ended["taak"]].outcomes
        and not tasks[ended["taak"]].outcomes[ended["uitkomst"]].silent
        for ended in _ended(decision)
    )


def _ended(decision: Decision) -> list[Mapping[str, str]]:
    """Return task and outcome of what was finished by this decision."""
    return [entry.data for entry in decision.entries if entry.type == "afgerond"]


def _refresh_others(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, names: dict[str, str], told: set[str], circle: Circle
) -> None:
    for slot in deliveries.slots(tx, case.id, "card:"):
        person = slot.rsplit(":", 1)[1]
        latest = deliveries.latest_post(tx, slot)
        if person not in told and latest is not None:
            update(ctx, tx, latest, _current(ctx, protocol, case, person, names, circle), str(case.version))


def _current(ctx: Context, protocol: Protocol, case: Case, person: str, names: dict[str, str], circle: Circle) -> Card:
    if case.state == "merged" and person != case.melder:
        # The button leads to the case in which it went on; who may read that is decided there, when it is pressed.
        known = is_handler(person, case) or is_informed(person, protocol, case, circle)
        return case_cards.done_card(protocol, case, person, names) if known else case_cards.taken_card(case)
    if not allows(person, "read", protocol, case, circle):
        return case_cards.taken_card(case)
    if case.restricted:
        return resting_card(case)
    if is_handler(person, case) or person == case.melder or is_promising(person, case) or is_caretaker(person, case):
        return case_cards.task_card(protocol, case, person, names, ctx.now())
    if is_informed(person, protocol, case, circle):
        return case_cards.informed_card(protocol, case, names)
    return case_cards.taken_card(case)


def living_card(ctx: Context, tx: Transaction, protocol: Protocol, case: Case, person: str, circle: Circle) -> Card:
    """Return a person's card as it should read now: for a message that could not be sent when it was made."""
    return _current(ctx, protocol, case, person, names_of(tx, case), circle)


def _card_post(ctx: Context, case: Case, person: str, card: Card) -> Delivery:
    slot = _slot(case, person)
    return _post(ctx, f"{slot}:{case.version}", person, card, case.id, slot)


def _post(ctx: Context, key: str, person: str, card: Card, case_id: str | None, slot: str = "") -> Delivery:
    return Delivery(
        key=key,
        type="post",
        lane=ctx.options.lane,
        slot=slot or key,
        payload={"card": pack(card)},
        due_at=ctx.now(),
        person=person,
        case_id=case_id,
    )


def _slot(case: Case, person: str) -> str:
    return f"card:{case.id}:{person}"
