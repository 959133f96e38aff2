"""The credentials that were issued, for their status lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table, which is empty."""
    op.create_table(
        "credentials",
        sa.Column("row", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="of the employee who holds it"),
        sa.Column(
            "said", sa.Text(), nullable=False, comment="canonical JSON: the position and the powers, without the name"
        ),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="in the status list, drawn at random"),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False, comment="a person, else a credential of the API"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, comment="final, unlike what follows from the register"),
        sa.Column("revoked_by", sa.Text()),
        sa.Column("reason", sa.Text(), comment="why it was revoked"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_credentials_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_credentials")),
        sa.UniqueConstraint("id", name=op.f("uq_credentials_id")),
        sa.UniqueConstraint("status_list", "place", name=op.f("uq_credentials_status_list_place")),
    )
    op.create_index("ix_credentials_employee", "credentials", ["register_id", "number"])
