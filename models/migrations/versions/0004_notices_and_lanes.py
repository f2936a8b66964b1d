"""A lane for each method, order within a conversation, versions of a notice, its reminder and its end half-way"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Most rows name no such thing, and then they need not be in its index.
_SELDOM = (
    ("ix_cases_merged_into", "cases", ["merged_into"], "merged_into is not null"),
    ("ix_deliveries_target", "deliveries", ["target"], "target is not null"),
    ("ix_deliveries_notice_state", "deliveries", ["notice", "state"], "notice is not null"),
)


def upgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conversation", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update deliveries set lane = lane || ':' || type, begun_at = created_at")
    # A post that may have arrived is looked for before it is sent again.
    op.execute(
        "update deliveries set lane = substr(lane, 1, length(lane) - 4) || 'find' "
        "where uncertain and type = 'post' and state = 'waiting'"
    )
    op.execute("update deliveries set conversation = coalesce(channel_to, person) where type = 'post'")
    op.execute("delete from lanes")  # a pause was for a whole workspace
    op.drop_index("ix_deliveries_due", table_name="deliveries")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.alter_column("begun_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    _index("ix_deliveries_due", "deliveries", ["lane", "priority", "due_at", "id"], "state = 'waiting'")
    _index("ix_deliveries_lease", "deliveries", ["lease_until"], "state = 'sending'")
    _index("ix_deliveries_conversation", "deliveries", ["conversation", "id"], "state in ('waiting', 'sending')")
    _index("ix_deliveries_failed", "deliveries", ["id"], "state = 'failed'")
    for name, table, columns, condition in _SELDOM:
        op.drop_index(name, table_name=table)
        _index(name, table, columns, condition)
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.String(length=10), server_default="school", nullable=False))
        batch_op.add_column(sa.Column("previous", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("asks", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        for name in ("stopped_at", "remind_at", "reminded_at", "marked_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outsiders", sa.Integer(), server_default=sa.text("0"), nullable=True))
    # What was replaced before versions were known stays as everybody has it.
    op.execute("update notices set marked_at = sent_at where state in ('replaced', 'lifted', 'lifting')")
    _index("ix_notices_running", "notices", ["school"], "state = 'running'")
    _index("ix_notices_lifting", "notices", ["sent_at"], "state = 'lifting' and marked_at is null")
    _index("ix_notices_remind_at", "notices", ["remind_at"], "reminded_at is null and remind_at is not null")
    _index("ix_notices_to_mark", "notices", ["id"], "state in ('replaced', 'lifted') and marked_at is null")


def downgrade() -> None:
    for name in ("ix_notices_to_mark", "ix_notices_remind_at", "ix_notices_lifting", "ix_notices_running"):
        op.drop_index(name, table_name="notices")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        for name in ("outsiders", "marked_at", "reminded_at", "remind_at", "stopped_at", "asks", "previous", "scope"):
            batch_op.drop_column(name)
    for name in ("due", "lease", "conversation", "failed"):
        op.drop_index(f"ix_deliveries_{name}", table_name="deliveries")
    for step in ("post", "update", "home", "fetch", "discard", "find", "lookup"):
        bare = sa.text("update deliveries set lane = substr(lane, 1, length(lane) - :length) where lane like :ending")
        op.execute(bare.bindparams(length=len(step) + 1, ending=f"%:{step}"))
    op.execute("delete from lanes")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("begun_at")
        batch_op.drop_column("conversation")
    _index("ix_deliveries_due", "deliveries", ["priority", "due_at"], "state in ('waiting', 'sending')")
    for name, table, columns, _ in _SELDOM:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns)


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
