"""The first tables: accounts, snapshots, sweeps, findings, posts, comments, threads."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "accounts",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "posts",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("platform", "id", name=op.f("pk_posts")),
    )
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("requests", sa.Text(), nullable=False),
        sa.Column("unread", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweeps")),
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("event", sa.Boolean(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
        sa.Column("unread_since", INSTANT, nullable=True),
        sa.Column("muted_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint(
            "platform",
            "account_id",
            "rule",
            "subject_kind",
            "subject_id",
            "week",
            name=op.f("uq_findings_platform_account_id_rule_subject_kind_subject_id_week"),
        ),
    )
    op.create_index(op.f("ix_findings_state"), "findings", ["state"], unique=False)
    op.create_table(
        "post_campaigns",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("ran_until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["platform", "post_id"],
            ["posts.platform", "posts.id"],
            name=op.f("fk_post_campaigns_platform_post_id"),
        ),
        sa.PrimaryKeyConstraint(
            "platform", "post_id", "campaign_id", name=op.f("pk_post_campaigns")
        ),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform", "account_id"],
            ["accounts.platform", "accounts.id"],
            name=op.f("fk_snapshots_platform_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index(
        op.f("ix_snapshots_platform_account_id_confirmed_at"),
        "snapshots",
        ["platform", "account_id", "confirmed_at"],
        unique=False,
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderate", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Text(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["platform", "post_id"],
            ["posts.platform", "posts.id"],
            name=op.f("fk_threads_platform_post_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint(
            "platform", "kind", "thread_id", name=op.f("uq_threads_platform_kind_thread_id")
        ),
    )
    op.create_index(op.f("ix_threads_state_due_at"), "threads", ["state", "due_at"], unique=False)
    op.create_table(
        "comments",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("attachment", sa.String(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("first_hidden", sa.Boolean(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT, nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_comments_thread")),
        sa.PrimaryKeyConstraint("platform", "kind", "id", name=op.f("pk_comments")),
    )
    op.create_index(
        op.f("ix_comments_platform_fetched_at"),
        "comments",
        ["platform", "fetched_at"],
        unique=False,
    )
    op.create_index(op.f("ix_comments_thread"), "comments", ["thread"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_decisions_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_thread"), "decisions", ["thread"], unique=False)
    op.create_table(
        "finding_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_finding_events_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_events")),
    )
    op.create_index(op.f("ix_finding_events_at"), "finding_events", ["at"], unique=False)
    op.create_index(
        op.f("ix_finding_events_finding_id"), "finding_events", ["finding_id"], unique=False
    )
    op.create_table(
        "thread_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_thread_events_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_events")),
    )
    op.create_index(op.f("ix_thread_events_thread"), "thread_events", ["thread"], unique=False)


def downgrade() -> None:
    """Drop every table, dependants first."""
    for name in (
        "thread_events",
        "finding_events",
        "decisions",
        "comments",
        "threads",
        "snapshots",
        "post_campaigns",
        "findings",
        "sweeps",
        "posts",
        "accounts",
    ):
        op.drop_table(name)
