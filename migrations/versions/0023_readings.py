"""How the file was read that an import was proposed from, for whoever approves it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "readings",
        sa.Column("changeset_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False, comment="JSON: the answers, the rows, and what is left out"),
        sa.PrimaryKeyConstraint("changeset_id", name=op.f("pk_readings")),
    )
