"""Names and waiting cards are sealed; the audit trail is chained and sealed; how long each case is kept

What lies in clear is sealed on the way: that needs the keys of the installation (``models.schema.migrate``). Going
back loses who is who, because a digest cannot be turned into an address: the staff file is imported again.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models import clear_text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _new_tables()
    _new_columns()
    _trail_can_change(True)
    clear_text.seal_all(op.get_bind())
    _trail_can_change(False)
    op.execute("alter table people rename column email to email_digest")
    op.execute("alter table people drop column name")
    op.execute("alter table posts drop column functie")
    op.drop_index("ix_entries_case_id", table_name="entries")
    op.create_index("ix_entries_case_id", "entries", ["case_id", "seq"])


def downgrade() -> None:
    op.drop_index("ix_entries_case_id", table_name="entries")
    op.create_index("ix_entries_case_id", "entries", ["case_id"])
    op.execute("alter table people rename column email_digest to email")
    op.add_column("people", sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("posts", sa.Column("functie", sa.String(length=150), nullable=False, server_default=""))
    op.execute("delete from deliveries where sealed is not null")
    _trail_can_change(True)
    for table, names in _COLUMNS.items():
        for name in names:
            op.execute(f"alter table {table} drop column {name}")
    _trail_can_change(False)
    for name in ("destructions", "keepings", "heads", "seals", "chains", "secrets"):
        op.drop_table(name)


_COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "protocols": {"proven": sa.String(length=64)},
    "people": {"sealed": sa.LargeBinary()},
    "posts": {"sealed": sa.LargeBinary()},
    "deliveries": {"sealed": sa.LargeBinary()},
    "entries": {"seq": sa.Integer(), "mac": sa.String(length=64)},
    "cases": {"restricted": sa.Boolean()},
    "files": {"asked_at": _MOMENT, "reminded_at": _MOMENT},
    "dossiers": {"filed_by": sa.String(length=40), "filed_at": _MOMENT, "adds_to": sa.String(length=40)},
}
_DEFAULTS: Mapping[str, Any] = {"seq": "0", "mac": "", "restricted": sa.text("false")}


def _new_columns() -> None:
    for table, columns in _COLUMNS.items():
        for name, kind in columns.items():
            default = _DEFAULTS.get(name)
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))


def _new_tables() -> None:
    _tables_of_keys()
    _tables_of_the_trail()
    _table_of_terms()
    _table_of_what_is_gone()
    _append_only("destructions", "heads", "seals")


def _tables_of_keys() -> None:
    """Keys of our own, and each chain with the key of its digests."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=60), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "chains",
        sa.Column("case_id", sa.String(length=40), primary_key=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_seq", sa.Integer(), nullable=False, server_default="0"),
    )
    unsealed = sa.text("seq <> sealed_seq")
    op.create_index("ix_chains_unsealed", "chains", ["case_id"], sqlite_where=unsealed, postgresql_where=unsealed)


def _tables_of_the_trail() -> None:
    """What was sealed, and how long each chain was then."""
    op.create_table(
        "seals",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
    )
    op.create_table(
        "heads",
        sa.Column("seal", _SERIAL, sa.ForeignKey("seals.id"), primary_key=True),
        sa.Column("case_id", sa.String(length=40), primary_key=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
    )


def _table_of_terms() -> None:
    """Until when each case is kept."""
    op.create_table(
        "keepings",
        sa.Column("case_id", sa.String(length=40), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("warned_at", _MOMENT),
        sa.Column("held_by", sa.String(length=40)),
        sa.Column("held_at", _MOMENT),
        sa.Column("held_why", sa.String(length=40)),
    )
    held = sa.text("held_at is null")
    op.create_index("ix_keepings_until", "keepings", ["until"], sqlite_where=held, postgresql_where=held)


def _table_of_what_is_gone() -> None:
    op.create_table(
        "destructions",
        sa.Column("case_id", sa.String(length=40), primary_key=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("school", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("counts", _JSON, nullable=False),
    )


def _append_only(*tables: str) -> None:
    """What tells of the past is refused a change by the database itself, as ``entries`` is."""
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "EXECUTE FUNCTION refuse_change()"
            )


def _trail_can_change(may: bool) -> None:
    """Lift the refusal while the entries of before are chained, and put it back."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not may:
        _append_only("entries")
    elif sqlite:
        op.execute("DROP TRIGGER entries_no_update")
        op.execute("DROP TRIGGER entries_no_delete")
    else:
        op.execute("DROP TRIGGER entries_append_only ON entries")
