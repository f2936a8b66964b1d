"""Who hears what of days away: a sentence to who set them, one message to the deputy and to who was set away.

It writes deliveries in the caller's transaction. How many tasks move is only told to the person whose tasks they are.
"""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from models import deliveries, people, worklists
from models.absences import Leave
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card
from workflows.cards.leave_words import line_text, moves_text, period, told
from workflows.engine.actions import Reroute
from workflows.engine.case import Case
from workflows.engine.decide import CLOCK, decide
from workflows.engine.errors import WorkflowError
from workflows.engine.leave import Request, is_away_throughout
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.leave_sight import line_of
from workflows.usecases.tell import post, queue_homes

_NOTHING: Mapping[str, str] = MappingProxyType({})  # an empty delivery is not sent


def taken(ctx: Context, tx: Transaction, actor: Contact, leave: Leave) -> str:
    """Tell everybody whom a new period concerns; returns what was understood."""
    today, name = ctx.today(), _name(tx, leave.person)
    days = period(leave.first, leave.last, today)
    for deputy in _deputies(ctx, tx, leave):
        _post(ctx, tx, leave, "deputy", deputy, told("leave.told_deputy", name, days))
    if actor.id != leave.person:
        _post(ctx, tx, leave, "person", leave.person, told("leave.told_person", actor.name, days))
    queue_homes(ctx, tx, {actor.id, leave.person}, f"{leave.id}:taken")
    understood = line_text(line_of(ctx, tx, leave, viewer=actor.id), today)
    moved = _moves(ctx, tx, leave.person) if actor.id == leave.person and leave.first <= today else []
    return "\n".join([understood, *moves_text(moved)])


def ended(ctx: Context, tx: Transaction, actor: Contact, leave: Leave) -> str:
    """Tell everybody that a period is over or withdrawn; returns what was understood."""
    name, days = _name(tx, leave.person), period(leave.first, leave.last, ctx.today())
    what = "withdrawn" if leave.first > ctx.today() else "back"
    for deputy in _told(tx, leave):
        if not _unsaid(tx, leave, "deputy", deputy):
            _post(ctx, tx, leave, f"deputy_{what}", deputy, told(f"leave.told_deputy_{what}", name, days))
    if actor.id != leave.person and not _unsaid(tx, leave, "person", leave.person):
        _post(ctx, tx, leave, f"person_{what}", leave.person, told(f"leave.told_person_{what}", actor.name, days))
    queue_homes(ctx, tx, {actor.id, leave.person}, f"{leave.id}:{what}")
    if what == "withdrawn":
        return say("leave.withdrawn", days=days)
    return say("leave.ended") if actor.id == leave.person else say("leave.ended_other", name=name)


def _deputies(ctx: Context, tx: Transaction, leave: Leave) -> list[str]:
    """Return who was named for these days, else who usually replaces the person and is there on some of them."""
    known = people.circle(tx, {leave.person}, ctx.today()).people
    asked = Request(person=known[leave.person], first=leave.first, last=leave.last)
    usual = {post.vervanger for post in asked.person.posts if post.vervanger}
    found = [known[one] for one in ({leave.deputy} if leave.deputy else usual) if one in known]
    return sorted(one.id for one in found if one.active and not is_away_throughout(one, asked))


def _told(tx: Transaction, leave: Leave) -> list[str]:
    """Return who heard that they stand in, or will."""
    return [slot.rpartition(":")[2] for slot in deliveries.slots_like(tx, _key(leave, "deputy", ""))]


def _name(tx: Transaction, person: str) -> str:
    contact = people.by_id(tx, person)
    return contact.name if contact else say("words.somebody")


def _moves(ctx: Context, tx: Transaction, person: str) -> list[tuple[str, int]]:
    """Return how many tasks of this person go to whom at once: what the clock will decide, decided here beforehand."""
    counted: Counter[str] = Counter()
    for case_id in sorted({one.case_id for one in worklists.waiting_for(tx, person)}):
        counted.update(_next_of(ctx, tx, person, case_id))
    names = people.named(tx, counted)
    return [(names[one].name, count) for one, count in counted.most_common() if one in names]


def _next_of(ctx: Context, tx: Transaction, person: str, case_id: str) -> list[str]:
    protocol, case = case_of(ctx, tx, case_id)
    action, circle = Reroute(actor=CLOCK), circle_of(ctx, tx, protocol, case)
    try:
        after = decide(protocol, case, action, ctx.now(), ctx.calendar(case.school), circle).case
    except WorkflowError:
        return []  # it cannot move now: the clock will say so, this sentence only counts
    return [to for found in case.open_rounds() if found.holds(person) for to in _holders(after, found.key, person)]


def _holders(after: Case, key: tuple[str, int], person: str) -> list[str]:
    found = after.round(*key)
    if found is None or found.state != "open" or found.holds(person):
        return []
    return [one.person for one in found.assignees][:1]


def _post(ctx: Context, tx: Transaction, leave: Leave, what: str, person: str, card: Card) -> None:
    """Queue a message: at once when the days have begun, else within the working hours of the person's school."""
    quiet = people.school_of(tx, person) if leave.first > ctx.today() else None
    post(ctx, tx, _key(leave, what, person), person, card, quiet=quiet)


def _unsaid(tx: Transaction, leave: Leave, what: str, person: str) -> bool:
    """Take back what was not sent yet; False when it was, or when the person knows it in another way."""
    row = deliveries.latest_post(tx, _key(leave, what, person))
    return row is not None and deliveries.replace_waiting(tx, row, _NOTHING)


def _key(leave: Leave, what: str, person: str) -> str:
    return f"leave:{leave.id}:{what}:{person}"
