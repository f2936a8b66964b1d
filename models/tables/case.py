"""Cases with their tasks, the protocol that each started under, and when the clock looks at them again."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from models.tables.base import ID, KEY, SERIAL, metadata, only
from models.types import Json, Moment

protocols = Table(
    "protocols",
    metadata,
    Column("digest", String(16), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("version", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("taken_at", Moment),
    Column("proven", String(64)),
)

cases = Table(
    "cases",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("kind", KEY, nullable=False),
    Column("protocol", String(16), nullable=False),
    Column("school", String(100), nullable=False),
    Column("melder", ID, ForeignKey("people.id"), nullable=False),
    Column("owner", KEY, nullable=False),
    Column("state", String(12), nullable=False),
    Column("facts", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("merged_into", ID),
    Column("version", Integer, nullable=False),
    Column("restricted", Boolean, nullable=False, server_default=text("false")),
    Index("ix_cases_melder_created_at", "melder", "created_at"),
    Index("ix_cases_school_created_at", "school", "created_at"),
    Index("ix_cases_merged_into", "merged_into", **only("merged_into is not null")),
    Index("ix_cases_school_open", "school", **only("state = 'open'")),
)

rounds = Table(
    "rounds",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("task", KEY, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("late_at", Moment),
    Column("assignees", Json, nullable=False),
    Column("passed", Json, nullable=False),
    Column("outcome", KEY),
    Column("by", ID),
    Column("ended_at", Moment),
    Column("answers", Json, nullable=False),
    Column("person", ID),
    Column("assigned", ID),
    Column("assigned_by", ID),
)

assignments = Table(
    "assignments",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("task", KEY, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", ID, primary_key=True),
    Column("due_at", Moment),
    Index("ix_assignments_person_due_at", "person", "due_at"),
    Index("ix_assignments_due_at", "due_at"),
)

links = Table(
    "links",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Index("ix_links_digest", "digest"),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("task", KEY, nullable=False),
    Column("number", Integer, nullable=False),
    Column("type", String(8), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    UniqueConstraint("case_id", "task", "number", "type"),
    Index("ix_deadlines_due_at_waiting", "due_at", **only("state = 'waiting'")),
)
