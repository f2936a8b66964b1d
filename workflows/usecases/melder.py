"""What the staff file says of somebody who reports or asks, before they are asked anything."""

from collections.abc import Mapping

from models import people
from models.people import Contact
from models.store import Transaction
from workflows.engine.case import Value
from workflows.engine.known import known_facts
from workflows.engine.protocol import Protocol
from workflows.engine.route import Person
from workflows.usecases.context import Context


def known_of(ctx: Context, tx: Transaction, contact: Contact, kind: str) -> Mapping[str, Value]:
    """Return the facts that answer themselves; people are only loaded for a kind whose questions read them."""
    if not _reads_known(ctx.protocol, kind):
        return {}
    return known_facts(ctx.protocol, _person(ctx, tx, contact.id), people.school_of(tx, contact.id) or "")


def blanks_of(ctx: Context, tx: Transaction, person: str, school: str) -> dict[str, str]:
    """Return what fills the blanks of an insert: the job title and the school of this person."""
    known = _person(ctx, tx, person)
    post = known.post(school) if known else None
    return {"functie": post.functie.lower() if post and post.functie else "medewerker", "school": school}


def _reads_known(protocol: Protocol, kind: str) -> bool:
    questions = (protocol.question(key) for key in (*protocol.kinds[kind].intake, *protocol.kinds[kind].more))
    rules = (article for article in protocol.articles.values() if kind in article.shown)
    return any(one.when or one.excluded for one in questions) or any(one.when for one in rules)


def _person(ctx: Context, tx: Transaction, person: str) -> Person | None:
    return people.circle(tx, {person}, ctx.today()).people.get(person)
