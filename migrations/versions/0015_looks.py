"""How far each approver has looked through what gave somebody power without an approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table, which is empty: nobody has looked yet."""
    op.create_table(
        "looks",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False, comment="who looked"),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the register, up to and including"),
        sa.PrimaryKeyConstraint("register_id", "actor", name=op.f("pk_looks")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_looks_register_id_registers")),
    )
