"""What people attest that no platform tells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "attested",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("finding_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("tied_to", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_attested_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attested")),
    )
    op.create_index(op.f("ix_attested_platform_account_id"), "attested", ["platform", "account_id"])
    op.create_table(
        "attested_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attested", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attested"], ["attested.id"], name=op.f("fk_attested_events_attested")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attested_events")),
    )
    op.create_index(op.f("ix_attested_events_attested"), "attested_events", ["attested"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("attested_events")
    op.drop_table("attested")
