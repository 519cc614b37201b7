"""Which brief a post's campaign runs under, and whose a thread was when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("post_campaigns", sa.Column("brief_id", sa.String(), nullable=True))
    op.add_column("thread_events", sa.Column("owner", sa.String(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("thread_events") as table:
        table.drop_column("owner")
    with op.batch_alter_table("post_campaigns") as table:
        table.drop_column("brief_id")
