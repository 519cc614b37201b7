"""Digests laid down for each owner and window, and floods of new threads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "digests",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("laid_at", INSTANT, nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "starts", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_starts"), "digests", ["starts"])
    op.create_table(
        "floods",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("owner", "began_at", name=op.f("pk_floods")),
    )
    op.create_index(op.f("ix_threads_first_seen"), "threads", ["first_seen"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_threads_first_seen"), "threads")
    op.drop_table("floods")
    op.drop_table("digests")
