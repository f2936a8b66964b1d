"""The audit trail: one chain of entries for each case, and seals that hold how long each chain was.

A chain's row outlives its case: it says how far the chain goes, and holds the key of the digests in it, sealed, until
the content of the case is destroyed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from models.tables.base import ID, KEY, SERIAL, metadata, only
from models.types import Json, Moment

entries = Table(
    "entries",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", ID),
    Column("at", Moment, nullable=False),
    Column("actor", ID, nullable=False),
    Column("type", KEY, nullable=False),
    Column("data", Json, nullable=False),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("mac", String(64), nullable=False, server_default=""),
    Index("ix_entries_case_id", "case_id", "seq"),
)

chains = Table(
    "chains",
    metadata,
    Column("case_id", ID, primary_key=True),
    Column("number", String(20), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("mac", String(64), nullable=False),
    Column("sealed", LargeBinary),
    Column("sealed_seq", Integer, nullable=False, server_default="0"),
    Index("ix_chains_unsealed", "case_id", **only("seq <> sealed_seq")),
)

seals = Table(
    "seals",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("mac", String(64), nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("seal", SERIAL, ForeignKey("seals.id"), primary_key=True),
    Column("case_id", ID, primary_key=True),
    Column("number", String(20), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("mac", String(64), nullable=False),
)
