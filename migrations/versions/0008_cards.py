"""The cards that employees show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "cards",
        sa.Column("row", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False, comment="the number of whose card it is"),
        sa.Column("digest", sa.LargeBinary(32), nullable=False, comment="SHA-256 of the presentation code"),
        sa.Column("decision_types", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), comment="in which it is shown"),
        sa.Column("counterparty", sa.String(20), comment="to whom decisions would be made, OIN"),
        sa.Column("partner", sa.String(20), comment="for which it is alone, OIN; null: for whoever holds it"),
        sa.Column("name", sa.Text(), nullable=False, comment="full, short or none"),
        sa.Column("shows_limits", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.Column("revoked_by", sa.Text()),
        sa.Column("times_shown", sa.Integer(), nullable=False),
        sa.Column("last_shown_at", MOMENT),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_cards_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_cards")),
        sa.UniqueConstraint("id", name=op.f("uq_cards_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_cards_digest")),
    )
    op.create_index("ix_cards_employee", "cards", ["register_id", "employee"])
