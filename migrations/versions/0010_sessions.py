"""Who is signed in to the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary(32), nullable=False, comment="SHA-256 of the token"),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(20), comment="OIN; null for an administrator of the installation"),
        sa.Column("credential", sa.Text(), nullable=False, comment="by what the caller is known"),
        sa.Column("person", sa.Text(), comment="whose it is: the same person over credentials and roles"),
        sa.Column("sign_out", sa.Text(), comment="where one signs out at the issuer too; null: nowhere else"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False, comment="to the minute"),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
