"""Who was told of threads that are overdue, and what people asked the contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "alarms",
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("thread", "due_at", "step", name=op.f("pk_alarms")),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_alarms_thread")),
    )
    op.create_table(
        "asks",
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("comment_id", sa.Text(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("second_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_asks")),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name=op.f("fk_asks_decision")),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_asks_thread")),
    )
    op.create_index(op.f("ix_asks_thread"), "asks", ["thread"])
    op.create_index(op.f("ix_asks_ended_at"), "asks", ["ended_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("asks")
    op.drop_table("alarms")
