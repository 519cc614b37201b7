"""When campaigns ran, and the rounds that were held of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ACCOUNT = ["platform", "account_id"]
SUBJECT = ["platform", "account_id", "campaign_id", "starts"]


def upgrade() -> None:
    """Make the tables."""
    _runs()
    _rounds()
    op.create_table(
        "round_days",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("judged_at", INSTANT, nullable=False),
        sa.Column("windows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_round_days")),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("brief_id", sa.String(), nullable=True),
        sa.Column("maybe_from", INSTANT, nullable=False),
        sa.Column("runs_from", INSTANT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("over_at", INSTANT, nullable=True),
        sa.Column("blind", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ACCOUNT, ["accounts.platform", "accounts.id"], name=op.f("fk_runs_platform_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_platform_account_id"), "runs", ACCOUNT)
    op.create_table(
        "run_readings",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ACCOUNT,
            ["accounts.platform", "accounts.id"],
            name=op.f("fk_run_readings_platform_account_id"),
        ),
        sa.PrimaryKeyConstraint(*ACCOUNT, name=op.f("pk_run_readings")),
    )


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(*SUBJECT, name=op.f("pk_rounds")),
    )
    op.create_index(op.f("ix_rounds_starts"), "rounds", ["starts"])
    op.create_table(
        "watches",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(*SUBJECT, "how", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_starts"), "watches", ["starts"])


def downgrade() -> None:
    """Take them away."""
    for name in ("round_days", "watches", "rounds", "run_readings", "runs"):
        op.drop_table(name)
