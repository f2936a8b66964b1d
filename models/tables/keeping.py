"""Until when each case is kept and why, and what was left of those that were destroyed."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from models.tables.base import ID, KEY, metadata, only
from models.types import Json, Moment

keepings = Table(
    "keepings",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("rule", KEY, nullable=False),
    Column("months", Integer, nullable=False),
    Column("until", Date, nullable=False),
    Column("warned_at", Moment),
    Column("held_by", ID),
    Column("held_at", Moment),
    Column("held_why", ID),
    Index("ix_keepings_until", "until", **only("held_at is null")),
)

destructions = Table(
    "destructions",
    metadata,
    Column("case_id", ID, primary_key=True),
    Column("number", String(20), nullable=False),
    Column("kind", KEY, nullable=False),
    Column("school", String(100), nullable=False),
    Column("rule", KEY, nullable=False),
    Column("until", Date, nullable=False),
    Column("at", Moment, nullable=False),
    Column("counts", Json, nullable=False),
)
