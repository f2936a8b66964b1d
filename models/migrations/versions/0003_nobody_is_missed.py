"""Absences that people set, who is not in the chat product, tasks handed over, and what keeps quiet at night"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("deputy", sa.String(length=40), nullable=True),
        sa.Column("set_by", sa.String(length=40), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deputy"], ["people.id"], name=op.f("fk_absences_deputy_people")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_absences_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person"), "absences", ["person"])
    op.create_table(
        "errands",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "day", name=op.f("pk_errands")),
    )
    is_open = sa.text("state = 'open'")
    op.create_index("ix_cases_school_open", "cases", ["school"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_assignments_due_at", "assignments", ["due_at"])
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("in_chat", sa.Boolean(), nullable=True))
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("assigned_by", sa.String(length=40), nullable=True))
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet", sa.String(length=100), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("quiet")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_column("assigned_by")
        batch_op.drop_column("assigned")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("in_chat")
    op.drop_index("ix_assignments_due_at", table_name="assignments")
    op.drop_index("ix_cases_school_open", table_name="cases")
    op.drop_table("errands")
    op.drop_index(op.f("ix_absences_person"), table_name="absences")
    op.drop_table("absences")
