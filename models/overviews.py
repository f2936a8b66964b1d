"""Messages about many cases at once, which no case takes with it when it goes: those that are old and still there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from models.deliveries import Delivery, delivery_of
from models.store import Transaction
from models.tables import deliveries

FADED = "voorbij"


def old(tx: Transaction, sorts: Collection[str], before: datetime, limit: int) -> list[Delivery]:
    """Return the oldest messages whose key begins with one of these words, sent before then and not emptied since."""
    other = deliveries.alias("other")
    emptied = select(other.c.id).where(other.c.target == deliveries.c.id, other.c.key.endswith(f":{FADED}"))
    # A range and no pattern: the keys have an index.
    mine = or_(*((deliveries.c.key >= f"{one}:") & (deliveries.c.key < f"{one};") for one in sorts))
    query = select(deliveries).where(mine, deliveries.c.state == "sent", deliveries.c.ts.is_not(None))
    query = query.where(deliveries.c.type == "post", deliveries.c.sent_at < before, ~emptied.exists())
    return [delivery_of(tx, row) for row in tx.execute(query.order_by(deliveries.c.id).limit(limit))]
