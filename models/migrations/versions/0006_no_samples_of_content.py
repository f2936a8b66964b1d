"""PostgreSQL takes no samples of what can hold content, and forgets the ones that it has

Its statistics are copies of values that outlive the rows they came from: a case that was destroyed lay on in them.
SQLite takes no samples unless it is asked to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Which columns can hold content follows from their type; these are text, and tell of one case or one person as well.
_TEXT = ("deliveries.key", "files.remote", "files.sha256", "links.digest", "people.email_digest")
_COLUMNS = sa.text(
    "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) "
    "from pg_attribute a join pg_class c on c.oid = a.attrelid "
    "where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped "
    "and (a.atttypid in ('bytea'::regtype, 'json'::regtype, 'jsonb'::regtype) "
    "or c.relname || '.' || a.attname = any(:named))"
)


def upgrade() -> None:
    _sample(0)


def downgrade() -> None:
    _sample(-1)


def _sample(target: int) -> None:
    """Giving a column the type that it has makes PostgreSQL forget its samples, and changes nothing else."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for table, name, type_ in connection.execute(_COLUMNS, {"named": list(_TEXT)}).all():
        op.execute(f"alter table {table} alter column {name} type {type_}, alter column {name} set statistics {target}")
