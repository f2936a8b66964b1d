"""Who works here, where, with which role, and when they are away: names, addresses and job titles are sealed."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint, text

from models.tables.base import ID, metadata
from models.types import Moment

people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("email_digest", String(320), nullable=False),
    Column("sealed", LargeBinary),
    Column("member", String(40), unique=True),
    Column("active", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("home_seen", Boolean, nullable=False, server_default=text("false")),
    Column("in_chat", Boolean),
    Column("unlisted_since", Date),
    UniqueConstraint("email_digest", name="uq_people_email"),
)

posts = Table(
    "posts",
    metadata,
    Column("person", ID, ForeignKey("people.id"), primary_key=True),
    Column("school", String(100), primary_key=True),
    Column("sealed", LargeBinary),
    Column("roles", String(300), nullable=False),
    Column("leidinggevende", ID),
    Column("vervanger", ID),
    Column("absent_from", Date),
    Column("absent_until", Date),
    Column("workdays", String(30), nullable=False),
    Index("ix_posts_school", "school"),
    Index("ix_posts_roles", "roles"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person", ID, ForeignKey("people.id"), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date),
    Column("deputy", ID, ForeignKey("people.id")),
    Column("set_by", ID, nullable=False),
    Column("set_at", Moment, nullable=False),
)
