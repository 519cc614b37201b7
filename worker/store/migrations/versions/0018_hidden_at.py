"""Since when a comment was seen hidden: what a person wants back is what was hidden then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Of what is hidden already nobody can tell: it counts as it did before."""
    op.add_column("comments", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    comments = sa.table(
        "comments", sa.column("hidden"), sa.column("hidden_at"), sa.column("first_seen")
    )
    op.execute(
        comments.update()
        .where(comments.c.hidden == sa.true())
        .values(hidden_at=comments.c.first_seen)
    )


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("comments") as table:
        table.drop_column("hidden_at")
