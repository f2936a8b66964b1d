"""What a home page shows of days away: one's own, and for directie and bestuur those of the people they lead.

Nobody else sees who is away: a colleague learns it from a task that comes to them.
"""

from datetime import date

from models import absences, people
from models.absences import Leave
from models.people import Contact
from models.store import Transaction
from workflows.cards.leave_form import LeaveSight
from workflows.cards.leave_words import Cover, LeaveLine, away_text
from workflows.engine.leave import above, leads, may_set, stand_in
from workflows.engine.person import Circle, Person
from workflows.usecases.context import Context

_MOST = 50


def leave_sight(ctx: Context, tx: Transaction, viewer: Contact) -> LeaveSight | None:
    """Return this person's part of the page; None for who is not on the staff list."""
    today = ctx.today()
    found = absences.coming(tx, [viewer.id], today)
    circle = people.circle(tx, {viewer.id}, today)
    me = circle.people.get(viewer.id)
    if me is None or not (viewer.listed and me.active and me.posts):
        return None
    schools = leads(me)
    return LeaveSight(
        today=today,
        away=_away(ctx, circle, me),
        own=tuple(_line(ctx, circle, me, one, "") for one in found),
        team=_team(ctx, tx, me, schools),
        leads=schools is None or bool(schools),
    )


def line_of(ctx: Context, tx: Transaction, leave: Leave, *, viewer: str) -> LeaveLine:
    """Return one period as this viewer reads it."""
    circle = people.circle(tx, {leave.person}, ctx.today())
    person = circle.people[leave.person]
    return _line(ctx, circle, person, leave, "" if viewer == person.id else person.name)


def _team(ctx: Context, tx: Transaction, me: Person, schools: tuple[str, ...] | None) -> tuple[LeaveLine, ...]:
    if schools == ():
        return ()
    found = [one for one in absences.coming_at(tx, schools, ctx.today(), _MOST) if one.person != me.id]
    circle = people.circle(tx, {one.person for one in found}, ctx.today())
    theirs = [(circle.people[one.person], one) for one in found]
    return tuple(_line(ctx, circle, who, one, who.name) for who, one in theirs if may_set(me, who))


def _away(ctx: Context, circle: Circle, me: Person) -> str:
    """Return what is said on top to who is away today, by the app or by the staff file."""
    away = next((one for post in me.posts if (one := me.absence(post.school, circle.today))), None)
    return away_text(away.last, _covers(ctx, circle, me, circle.today), circle.today) if away else ""


def _line(ctx: Context, circle: Circle, person: Person, leave: Leave, name: str) -> LeaveLine:
    covers = _covers(ctx, circle, person, max(leave.first, circle.today))
    return LeaveLine(id=leave.id, first=leave.first, last=leave.last, name=name, covers=covers)


def _covers(ctx: Context, circle: Circle, person: Person, day: date) -> tuple[Cover, ...]:
    """Return who gets the tasks that day; schools where that is the same stand together."""
    found: dict[tuple[str, tuple[str, ...], str], list[str]] = {}
    for post in person.posts:
        found.setdefault(_cover(ctx, circle, person, post.school, day), []).append(post.school)
    return tuple(
        Cover(schools=tuple(schools), deputy=deputy, above=names, role=role)
        for (deputy, names, role), schools in found.items()
    )


def _cover(ctx: Context, circle: Circle, person: Person, school: str, day: date) -> tuple[str, tuple[str, ...], str]:
    deputy = stand_in(circle, person, school, day)
    if deputy is not None:
        return deputy.name, (), ""
    level, there = above(circle, person, school, day)
    return "", tuple(one.name for one in there), ctx.protocol.label(level)
