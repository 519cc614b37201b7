"""What verdicts were made from, and the diary number of a mute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "inputs",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_inputs")),
    )
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("snapshot", sa.String(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["facts"], ["inputs.digest"], name=op.f("fk_evaluations_facts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
    )
    op.create_index(
        op.f("ix_evaluations_platform_account_id"), "evaluations", ["platform", "account_id"]
    )
    op.create_table(
        "verdicts",
        sa.Column("finding_id", sa.String(), nullable=False),
        sa.Column("evaluation", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation"], ["evaluations.id"], name=op.f("fk_verdicts_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_verdicts_finding_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_evaluation"), "verdicts", ["evaluation"])
    op.add_column("finding_events", sa.Column("diary", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("finding_events") as table:
        table.drop_column("diary")
    op.drop_table("verdicts")
    op.drop_table("evaluations")
    op.drop_table("inputs")
