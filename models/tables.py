"""Every table, as SQLAlchemy Core. Rows stay inside ``models``: values of the engine go in and come out."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from models.types import Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_Id = String(40)
_Key = String(60)
_Serial = BigInteger().with_variant(Integer(), "sqlite")


def _only(condition: str) -> dict[str, Any]:
    """For an index that holds only the rows that are asked for all the time."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


people = Table(
    "people",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("member", String(40), unique=True),
    Column("active", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("home_seen", Boolean, nullable=False, server_default=text("false")),
    Column("in_chat", Boolean),
)

posts = Table(
    "posts",
    metadata,
    Column("person", _Id, ForeignKey("people.id"), primary_key=True),
    Column("school", String(100), primary_key=True),
    Column("functie", String(150), nullable=False),
    Column("roles", String(300), nullable=False),
    Column("leidinggevende", _Id),
    Column("vervanger", _Id),
    Column("absent_from", Date),
    Column("absent_until", Date),
    Column("workdays", String(30), nullable=False),
    Index("ix_posts_school", "school"),
    Index("ix_posts_roles", "roles"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date),
    Column("deputy", _Id, ForeignKey("people.id")),
    Column("set_by", _Id, nullable=False),
    Column("set_at", Moment, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("done_at", Moment, nullable=False),
)

protocols = Table(
    "protocols",
    metadata,
    Column("digest", String(16), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("version", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("taken_at", Moment),
)

cases = Table(
    "cases",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("kind", _Key, nullable=False),
    Column("protocol", String(16), nullable=False),
    Column("school", String(100), nullable=False),
    Column("melder", _Id, ForeignKey("people.id"), nullable=False),
    Column("owner", _Key, nullable=False),
    Column("state", String(12), nullable=False),
    Column("facts", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("merged_into", _Id),
    Column("version", Integer, nullable=False),
    Index("ix_cases_melder_created_at", "melder", "created_at"),
    Index("ix_cases_school_created_at", "school", "created_at"),
    Index("ix_cases_merged_into", "merged_into", **_only("merged_into is not null")),
    Index("ix_cases_school_open", "school", **_only("state = 'open'")),
)

rounds = Table(
    "rounds",
    metadata,
    Column("case_id", _Id, ForeignKey("cases.id"), primary_key=True),
    Column("task", _Key, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("late_at", Moment),
    Column("assignees", Json, nullable=False),
    Column("passed", Json, nullable=False),
    Column("outcome", _Key),
    Column("by", _Id),
    Column("ended_at", Moment),
    Column("answers", Json, nullable=False),
    Column("person", _Id),
    Column("assigned", _Id),
    Column("assigned_by", _Id),
)

assignments = Table(
    "assignments",
    metadata,
    Column("case_id", _Id, ForeignKey("cases.id"), primary_key=True),
    Column("task", _Key, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", _Id, primary_key=True),
    Column("due_at", Moment),
    Index("ix_assignments_person_due_at", "person", "due_at"),
    Index("ix_assignments_due_at", "due_at"),
)

contents = Table(
    "contents",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("key", _Key, nullable=False),
    Column("task", _Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", _Id, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("type", String(4), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("type in ('text', 'file')", name="type"),
)

files = Table(
    "files",
    metadata,
    Column("content", _Id, ForeignKey("contents.id"), primary_key=True),
    Column("remote", String(60), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("copy", String(10), nullable=False),
    Column("media", String(60), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("sealed", LargeBinary),
)

links = Table(
    "links",
    metadata,
    Column("case_id", _Id, ForeignKey("cases.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Index("ix_links_digest", "digest"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("case_id", _Id, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", _Id, nullable=False),
    Column("type", _Key, nullable=False),
    Column("data", Json, nullable=False),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False),
    Column("task", _Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("type", String(8), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    UniqueConstraint("case_id", "task", "number", "type"),
    Index("ix_deadlines_due_at_waiting", "due_at", **_only("state = 'waiting'")),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("key", String(150), nullable=False, unique=True),
    Column("type", String(10), nullable=False),
    Column("lane", String(20), nullable=False),
    Column("slot", String(120), nullable=False),
    Column("conversation", _Id),
    Column("person", _Id),
    Column("channel_to", String(40)),
    Column("payload", Json, nullable=False),
    Column("target", _Serial),
    Column("case_id", _Id),
    Column("notice", _Id),
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
    Index("ix_deliveries_target", "target", **_only("target is not null")),
    Index("ix_deliveries_notice_state", "notice", "state", **_only("notice is not null")),
    Index("ix_deliveries_case_id", "case_id"),
    Index("ix_deliveries_due", "lane", "priority", "due_at", "id", **_only("state = 'waiting'")),
    Index("ix_deliveries_lease", "lease_until", **_only("state = 'sending'")),
    Index("ix_deliveries_conversation", "conversation", "id", **_only("state in ('waiting', 'sending')")),
    Index("ix_deliveries_failed", "id", **_only("state = 'failed'")),
)

lanes = Table(
    "lanes",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("paused_until", Moment, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("type", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sender", _Id, nullable=False),
    Column("school", String(100), nullable=False),
    Column("via", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("audience", Integer, nullable=False),
    Column("scope", String(10), nullable=False, server_default="school"),
    Column("previous", _Id),
    Column("asks", Boolean, nullable=False, server_default=text("true")),
    Column("stopped_at", Moment),
    Column("remind_at", Moment),
    Column("reminded_at", Moment),
    Column("marked_at", Moment),
    Column("outsiders", Integer, server_default=text("0")),
    Index("ix_notices_running", "school", **_only("state = 'running'")),
    Index("ix_notices_lifting", "sent_at", **_only("state = 'lifting' and marked_at is null")),
    Index("ix_notices_remind_at", "remind_at", **_only("reminded_at is null and remind_at is not null")),
    Index("ix_notices_to_mark", "id", **_only("state in ('replaced', 'lifted') and marked_at is null")),
)

audience = Table(
    "audience",
    metadata,
    Column("notice", _Id, ForeignKey("notices.id"), primary_key=True),
    Column("person", _Id, primary_key=True),
    Column("read_at", Moment),
    Index("ix_audience_person", "person"),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("type", String(10), nullable=False),
    Column("task", _Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", _Id, nullable=False),
    Column("filed", _Id, nullable=False),
    Column("confirmed_by", _Id, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", _Id, nullable=False),
    Column("result", Json, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", _Key, primary_key=True),
    Column("value", Integer, nullable=False),
)
