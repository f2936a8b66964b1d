"""What the staff file says of somebody who reports or asks, before they are asked anything."""

from collections.abc import Mapping, Sequence

from models import people
from models.people import Contact
from models.store import Transaction
from workflows.engine.case import Value
from workflows.engine.known import known_facts
from workflows.engine.person import Person
from workflows.engine.protocol import Protocol
from workflows.usecases.context import Context

STAFF = "medewerker"


def schools_of(ctx: Context, tx: Transaction, person: str, kind: str) -> tuple[str, ...]:
    """Return at which schools this person may start such a case: where they have a post, with a role it asks."""
    schools = people.schools_of(tx, person)
    allowed = set(ctx.protocol.kinds[kind].started_by)
    if STAFF in allowed or len(schools) < 2:
        return schools
    known = _person(ctx, tx, person)
    return tuple(one for one in schools if known is not None and any(known.has(role, one) for role in allowed))


def chosen_school(schools: Sequence[str], chosen: str) -> str:
    """Return the school that was chosen, the first when none was; raises ValueError for one that was not offered."""
    if chosen and chosen not in schools:
        raise ValueError(chosen)
    return chosen or next(iter(schools), "")


def known_of(ctx: Context, tx: Transaction, contact: Contact, kind: str, school: str) -> Mapping[str, Value]:
    """Return the facts that answer themselves; people are only loaded for a kind whose questions read them."""
    if not reads_known(ctx.protocol, kind):
        return {}
    return known_facts(ctx.protocol, _person(ctx, tx, contact.id), school)


def blanks_of(ctx: Context, tx: Transaction, person: str, school: str) -> dict[str, str]:
    """Return what fills the blanks of an insert: the job title and the school of this person."""
    known = _person(ctx, tx, person)
    post = known.post(school) if known else None
    return {"functie": post.functie.lower() if post and post.functie else "medewerker", "school": school}


def reads_known(protocol: Protocol, kind: str) -> bool:
    """True when what somebody is at a school decides what a kind asks them."""
    questions = (protocol.question(key) for key in (*protocol.kinds[kind].intake, *protocol.kinds[kind].more))
    rules = (article for article in protocol.articles.values() if kind in article.shown)
    return any(one.when or one.excluded for one in questions) or any(one.when for one in rules)


def _person(ctx: Context, tx: Transaction, person: str) -> Person | None:
    return people.circle(tx, {person}, ctx.today()).people.get(person)
