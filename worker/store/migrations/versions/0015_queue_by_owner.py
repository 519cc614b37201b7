"""An index by which an owner's threads are found by deadline, however many others wait."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME = "ix_threads_owner_state_due_at"


def upgrade() -> None:
    """Add it."""
    op.create_index(op.f(NAME), "threads", ["owner", "state", "due_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f(NAME), "threads")
