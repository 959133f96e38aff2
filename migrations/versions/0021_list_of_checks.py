"""Questions of a register are found in the order in which they are listed."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add an index in the order of the list: that by moment leaves the whole list to be sorted."""
    op.create_index("ix_checks_listed", "checks", ["register_id", "row", "recorded_at"])
