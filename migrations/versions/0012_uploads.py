"""Files that wait to be imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False, comment="who sent it, and alone sees it"),
        sa.Column("organisation", sa.String(20), nullable=False, comment="for whose register, OIN"),
        sa.Column("name", sa.Text(), nullable=False, comment="of the file"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("plan", sa.Text(), comment="JSON: what is made of a spreadsheet; null: the file is a register"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_made_at"), "uploads", ["made_at"])
