"""What was answered about the lists that were imported, to be suggested for the next list with the same headings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "import_answers",
        sa.Column("organisation", sa.String(20), nullable=False, comment="for whose register, OIN"),
        sa.Column("layout", sa.String(64), nullable=False, comment="SHA-256 of the headings"),
        sa.Column(
            "plan", sa.Text(), nullable=False, comment="JSON: the answers, without cells, rows and names of people"
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "layout", name=op.f("pk_import_answers")),
    )
    op.create_index(op.f("ix_import_answers_made_at"), "import_answers", ["made_at"])
