"""What campaigns plan and spend, brief by brief."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ACCOUNT = ["platform", "account_id"]


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "costs",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ACCOUNT, ["accounts.platform", "accounts.id"], name=op.f("fk_costs_platform_account_id")
        ),
        sa.PrimaryKeyConstraint(*ACCOUNT, name=op.f("pk_costs")),
    )
    op.create_table(
        "shares",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("brief_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("spent", sa.String(), nullable=True),
        sa.Column("planned", sa.String(), nullable=True),
        sa.Column("planned_at_most", sa.String(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("endless", sa.Boolean(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ACCOUNT,
            ["accounts.platform", "accounts.id"],
            name=op.f("fk_shares_platform_account_id"),
        ),
        sa.PrimaryKeyConstraint(*ACCOUNT, "campaign_id", name=op.f("pk_shares")),
    )
    op.create_index(op.f("ix_shares_brief_id"), "shares", ["brief_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("shares")
    op.drop_table("costs")
