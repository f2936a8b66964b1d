"""How much there is, for who leads a school: counts only, and nothing of what is confidential.

A case that was the bestuur's alone from the start and a confidential kind are in no figure, and no figure goes down
when a case becomes confidential: nobody learns of one from a total.
"""

from datetime import date, datetime, time

from models import people, worklists
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.elements import Element, Heading, Note, Text
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.context import Context

_LEADING = frozenset({"directie", "bestuur"})
_FIRST_MONTH = 8


# keeps UDE-V
def figures(ctx: Context, tx: Transaction, person: Contact) -> list[Element]:
    """Return how many reports and questions there were this school year at the schools that this person leads."""
    schools = _led_by(ctx, tx, person)
    if not schools:
        return []
    since = _school_year(ctx.today())
    open_kinds = [key for key, kind in ctx.protocol.kinds.items() if not kind.confidential]
    counts = worklists.counts(tx, schools, datetime.combine(since, time(), AMSTERDAM), open_kinds)
    lines = [say("figures.line", kind=ctx.protocol.kinds[one].label, total=counts.get(one, 0)) for one in open_kinds]
    return [Heading(text=say("figures.title")), Text(text="\n".join(lines)), Note(text=say("figures.note"))]


def _led_by(ctx: Context, tx: Transaction, person: Contact) -> list[str]:
    found = people.circle(tx, {person.id}, ctx.today()).people.get(person.id)
    posts = found.posts if found else ()
    if any("bestuur" in post.roles for post in posts):
        return people.schools(tx)
    return [post.school for post in posts if post.roles & _LEADING]


def _school_year(today: date) -> date:
    return date(today.year if today.month >= _FIRST_MONTH else today.year - 1, _FIRST_MONTH, 1)
