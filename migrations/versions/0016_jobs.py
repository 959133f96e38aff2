"""Long work on files that wait to be imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False, comment="who began it, and alone sees it"),
        sa.Column("organisation", sa.String(20), nullable=False, comment="for whose register the file is, OIN"),
        sa.Column("upload_id", sa.Uuid(), nullable=False, comment="the file, which goes when it has been imported"),
        sa.Column("task", sa.String(8), nullable=False, comment="foresee or import"),
        sa.Column("basis", sa.String(64), nullable=False, comment="digest of what it was begun for"),
        sa.Column("outcome", sa.Text(), comment="how it ended, and JSON: what came of it; null: it has not ended"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("upload_id", "task", name=op.f("uq_jobs_upload_id_task")),
    )
    op.create_index(op.f("ix_jobs_made_at"), "jobs", ["made_at"])
