"""What happens once: gestures taken in, chores done, numbers given."""

from sqlalchemy import Column, Date, Integer, String, Table

from models.tables.base import ID, KEY, metadata
from models.types import Json, Moment

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", ID, nullable=False),
    Column("result", Json, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("done_at", Moment, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", KEY, primary_key=True),
    Column("value", Integer, nullable=False),
)
