"""The outbox and its lanes."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, text

from models.tables.base import ID, SERIAL, metadata, only
from models.types import Json, Moment

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("key", String(150), nullable=False, unique=True),
    Column("type", String(10), nullable=False),
    Column("lane", String(20), nullable=False),
    Column("slot", String(120), nullable=False),
    Column("conversation", ID),
    Column("person", ID),
    Column("channel_to", String(40)),
    Column("payload", Json, nullable=False),
    Column("sealed", LargeBinary),
    Column("target", SERIAL),
    Column("case_id", ID),
    Column("notice", ID),
    Column("quiet", String(100)),
    Column("priority", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("uncertain", Boolean, nullable=False, server_default=text("false")),
    Column("reason", String(300), nullable=False, server_default=""),
    Column("channel", String(40)),
    Column("ts", String(40)),
    Column("created_at", Moment, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Index("ix_deliveries_slot", "slot"),
    Index("ix_deliveries_target", "target", **only("target is not null")),
    Index("ix_deliveries_notice_state", "notice", "state", **only("notice is not null")),
    Index("ix_deliveries_case_id", "case_id"),
    Index("ix_deliveries_due", "lane", "priority", "due_at", "id", **only("state = 'waiting'")),
    Index("ix_deliveries_lease", "lease_until", **only("state = 'sending'")),
    Index("ix_deliveries_conversation", "conversation", "id", **only("state in ('waiting', 'sending')")),
    Index("ix_deliveries_failed", "id", **only("state = 'failed'")),
)

lanes = Table(
    "lanes",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("paused_until", Moment, nullable=False),
)
