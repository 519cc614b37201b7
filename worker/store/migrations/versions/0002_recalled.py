"""What connectors learnt, kept from run to run; and when a post's newest comments were read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "recalled",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "topic", "key", name=op.f("pk_recalled")),
    )
    op.add_column("posts", sa.Column("caught_up_at", INSTANT, nullable=True))
    op.execute("UPDATE posts SET caught_up_at = read_at")


def downgrade() -> None:
    """Take both away."""
    op.drop_column("posts", "caught_up_at")
    op.drop_table("recalled")
