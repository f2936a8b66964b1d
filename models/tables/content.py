"""What people wrote and gave, sealed, and what of it was filed."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String, Table

from models.tables.base import ID, KEY, metadata
from models.types import Moment

contents = Table(
    "contents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False, index=True),
    Column("key", KEY, nullable=False),
    Column("task", KEY, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", ID, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("type", String(4), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("type in ('text', 'file')", name="type"),
)

files = Table(
    "files",
    metadata,
    Column("content", ID, ForeignKey("contents.id"), primary_key=True),
    Column("remote", String(60), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("copy", String(10), nullable=False),
    Column("media", String(60), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("sealed", LargeBinary),
    Column("asked_at", Moment),
    Column("reminded_at", Moment),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False, index=True),
    Column("type", String(10), nullable=False),
    Column("task", KEY, nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", ID, nullable=False),
    Column("filed", ID, nullable=False),
    Column("confirmed_by", ID, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("filed_by", ID),
    Column("filed_at", Moment),
    Column("adds_to", ID),
)
