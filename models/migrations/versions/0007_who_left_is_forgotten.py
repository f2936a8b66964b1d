"""Since when somebody is not on the staff list, so that their name is not kept for ever"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("unlisted_since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "unlisted_since")
