"""Who is on his way to sign in at an issuer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "sign_ins",
        sa.Column("digest", sa.LargeBinary(32), nullable=False, comment="SHA-256 of the token"),
        sa.Column("issuer", sa.Text(), nullable=False, comment="at which he signs in"),
        sa.Column("leads_to", sa.Text(), nullable=False, comment="the page of ours that he wants"),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_ins")),
    )
    op.create_index("ix_sign_ins_ends_at", "sign_ins", ["ends_at"])
