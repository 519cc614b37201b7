"""Since when a comment says what it says: who answered or closed it before did not see that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. What was changed before is not known: it counts as it did."""
    op.add_column("comments", sa.Column("reworded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("comments") as table:
        table.drop_column("reworded_at")
