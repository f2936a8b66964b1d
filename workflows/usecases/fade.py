"""Overviews of many cases are emptied a week later: they name cases, and none takes them along when it is destroyed."""

from datetime import date, timedelta

from models import overviews
from models.store import Transaction
from texts import say
from workflows.cards.elements import Card, Text
from workflows.cards.keeping_card import full_day
from workflows.usecases.context import Context, in_one
from workflows.usecases.tell import update

AFTER = timedelta(days=7)
_SORTS = ("digest", "audit")
_AT_ONCE = 500


def fade(ctx: Context) -> int:
    """Queue the emptying of overviews that are a week old; returns of how many, a few hundred at a time."""
    return in_one(ctx, lambda tx: _fade(ctx, tx))


def _fade(ctx: Context, tx: Transaction) -> int:
    found = overviews.old(tx, _SORTS, ctx.now() - AFTER, _AT_ONCE)
    for one in found:
        text = say("digest.over", day=full_day(_day(one.key)))
        update(ctx, tx, one, Card(text=text, elements=(Text(text=text),)), overviews.FADED)
    return len(found)


def _day(key: str) -> date:
    """The key of an overview ends with the day of which it tells."""
    return date.fromisoformat(key.rsplit(":", 1)[1])
