"""A member's home page: what waits, what runs, what they started."""

from models import cases, notices, people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card
from workflows.cards.home_card import CaseLine, HomeSight, TaskLine, home_card
from workflows.cards.words import is_secret, kind_label, task_name
from workflows.engine.policy import is_handler, is_promising
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.sight import running


def home(ctx: Context, person: Contact) -> Card:
    """Return the home page of one person, who has now seen it: from now on it is kept up to date."""

    def work(tx: Transaction) -> Card:
        people.saw_home(tx, person.id)
        return home_card(sight(ctx, tx, person))

    return in_one(ctx, work)


def home_of(ctx: Context, tx: Transaction, person: str) -> Card | None:
    """Return a home page as it is at this moment, for a delivery; None for somebody unknown."""
    contact = people.by_id(tx, person)
    return home_card(sight(ctx, tx, contact)) if contact else None


def startable(ctx: Context, tx: Transaction, person: Contact) -> tuple[tuple[str, str], ...]:
    """Return kind and label of what this person may start."""
    return tuple(
        (key, say("home.report") if key == "ontsporing" else kind.label)
        for key, kind in ctx.protocol.kinds.items()
        if may_start(ctx, tx, person, key)
    )


def may_start(ctx: Context, tx: Transaction, person: Contact, kind: str) -> bool:
    """True when the protocol lets this person start such a case; people are only loaded for a kind that asks a role."""
    allowed = set(ctx.protocol.kinds[kind].started_by)
    if "medewerker" in allowed:
        return True
    found = people.circle(tx, {person.id}, ctx.today()).people.get(person.id)
    return found is not None and any(post.roles & allowed for post in found.posts)


def sight(ctx: Context, tx: Transaction, person: Contact) -> HomeSight:
    """Return all that a home page shows to this person."""
    return HomeSight(
        name=person.name,
        starts=startable(ctx, tx, person),
        waiting=tuple(_waiting(ctx, tx, person)),
        mine=tuple(_mine(ctx, tx, person)),
        notices=tuple(
            (running(tx, one), one.sender == person.id) for one in notices.running(tx, ctx.keyring, person.id)
        ),
        now=ctx.now(),
        unlisted=not person.listed,
        protocol=f"{ctx.protocol.title} ({ctx.protocol.version})",
    )


def _waiting(ctx: Context, tx: Transaction, person: Contact) -> list[TaskLine]:
    lines = []
    for one in cases.waiting_for(tx, person.id):
        protocol, case = case_of(ctx, tx, one.case_id)
        if is_handler(person.id, case) or is_promising(person.id, case) or person.id == case.melder:
            name = say("words.confidential") if is_secret(protocol, case) else task_name(protocol, case, one.task)
            lines.append(TaskLine(case_id=case.id, number=case.number, task=name, due_at=one.due_at, urgent=one.urgent))
    return sorted(lines, key=lambda line: not line.urgent)


def _mine(ctx: Context, tx: Transaction, person: Contact) -> list[CaseLine]:
    found = []
    for line in cases.of_melder(tx, person.id):
        protocol, case = case_of(ctx, tx, line.id)
        found.append(CaseLine(case_id=case.id, number=case.number, kind=kind_label(protocol, case), state=case.state))
    return found
