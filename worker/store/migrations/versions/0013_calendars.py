"""The calendars that deadlines were worked out by, why one moved, and whose place somebody took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the columns."""
    op.create_table(
        "calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
    )
    op.add_column("thread_events", sa.Column("because", sa.Text(), nullable=True))
    op.add_column("decisions", sa.Column("instead_of", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("decisions") as table:
        table.drop_column("instead_of")
    with op.batch_alter_table("thread_events") as table:
        table.drop_column("because")
    op.drop_table("calendars")
