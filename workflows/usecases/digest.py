"""Once a working day each person hears what merely waits for them: what was asked today has its own card.

One school at a time, in one transaction with the note that it was done, so that a restart or a second worker doubles
nothing. What stands in it is read when it is sent.
"""

from datetime import datetime
from functools import partial

from models import deliveries, errands, people, worklists
from models.deliveries import Delivery
from models.store import Transaction
from workflows.cards.digest_card import digest_card
from workflows.cards.elements import Card
from workflows.cards.home_card import TaskLine
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.context import Context, in_one
from workflows.usecases.home import waiting


def digest(ctx: Context) -> int:
    """Queue the overview of today for every school where it is time; returns for how many people."""
    with ctx.store.read() as tx:
        due = [school for school in people.schools(tx) if _is_time(ctx, tx, school)]
    return sum(in_one(ctx, partial(_digest, ctx, school)) for school in due)


def digest_of(ctx: Context, tx: Transaction, person: str) -> Card | None:
    """Return a person's overview as it is at this moment; None when nothing waits any more."""
    found = _merely_waiting(ctx, tx, person)
    return digest_card(found, ctx.now()) if found else None


def _is_time(ctx: Context, tx: Transaction, school: str) -> bool:
    """True from the hour of the overview until the school closes, on a day on which it was not made yet."""
    at, now = ctx.calendar(school).digest_at(ctx.today()), ctx.now()
    is_open = at is not None and at <= now and ctx.calendar(school).is_open(now)
    return is_open and not errands.is_done(tx, _name(school), ctx.today())


def _digest(ctx: Context, school: str, tx: Transaction) -> int:
    now = ctx.now()
    if not errands.take(tx, _name(school), ctx.today(), now):
        return 0
    who = [person for person in worklists.people_asked(tx, school) if _is_there(ctx, tx, school, person)]
    rows = [_row(ctx, school, person) for person in who if _merely_waiting(ctx, tx, person)]
    deliveries.put(tx, rows, now)
    return len(rows)


def _is_there(ctx: Context, tx: Transaction, school: str, person: str) -> bool:
    """True for who works today and is not away: the others have no day to plan."""
    known = people.circle(tx, {person}, ctx.today()).people.get(person)
    return known is not None and known.is_at_work(school, ctx.today())


def _merely_waiting(ctx: Context, tx: Transaction, person: str) -> list[TaskLine]:
    """What was asked before today."""
    return [one for one in waiting(ctx, tx, person) if one.since is not None and one.since < _midnight(ctx)]


def _row(ctx: Context, school: str, person: str) -> Delivery:
    key = f"digest:{person}:{ctx.today().isoformat()}"
    return Delivery(
        key=key,
        type="post",
        lane=ctx.options.lane,
        slot=key,
        payload={"digest": person, "day": ctx.today().isoformat()},
        due_at=ctx.now(),
        person=person,
        quiet=school,
        priority=deliveries.SOON,
    )


def _midnight(ctx: Context) -> datetime:
    return datetime.combine(ctx.today(), datetime.min.time(), AMSTERDAM)


def _name(school: str) -> str:
    return f"digest:{school}"
