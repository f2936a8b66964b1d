"""Notices to staff and who reads them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from models.tables.base import ID, metadata, only
from models.types import Moment

notices = Table(
    "notices",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False, index=True),
    Column("type", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sender", ID, nullable=False),
    Column("school", String(100), nullable=False),
    Column("via", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("audience", Integer, nullable=False),
    Column("scope", String(10), nullable=False, server_default="school"),
    Column("previous", ID),
    Column("asks", Boolean, nullable=False, server_default=text("true")),
    Column("stopped_at", Moment),
    Column("remind_at", Moment),
    Column("reminded_at", Moment),
    Column("marked_at", Moment),
    Column("outsiders", Integer, server_default=text("0")),
    Index("ix_notices_running", "school", **only("state = 'running'")),
    Index("ix_notices_lifting", "sent_at", **only("state = 'lifting' and marked_at is null")),
    Index("ix_notices_remind_at", "remind_at", **only("reminded_at is null and remind_at is not null")),
    Index("ix_notices_to_mark", "id", **only("state in ('replaced', 'lifted') and marked_at is null")),
)

audience = Table(
    "audience",
    metadata,
    Column("notice", ID, ForeignKey("notices.id"), primary_key=True),
    Column("person", ID, primary_key=True),
    Column("read_at", Moment),
    Index("ix_audience_person", "person"),
)
