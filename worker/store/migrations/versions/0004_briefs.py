"""The register of briefs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "briefs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs")),
    )
    op.create_table(
        "brief_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brief", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["brief"], ["briefs.id"], name=op.f("fk_brief_events_brief")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief_events")),
    )
    op.create_index(op.f("ix_brief_events_brief"), "brief_events", ["brief"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("brief_events")
    op.drop_table("briefs")
