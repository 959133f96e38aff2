"""Checks are counted in the order in which they were kept, each has its place in its call, and says which release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

REFERS = "fk_check_subjects_check_id_checks"
PLACE = "of the questions of its call to this register, from 0"
RELEASE = "of the registry, which answered; null: asked before 0005"
COLUMNS = (
    "id, register_id, register_version, asker, actor, credential, channel, purpose, trace_id, span_id, parent_span_id,"
    " kind, decision_type, outcome, question, answer, recorded_at"
)


def upgrade() -> None:
    """Count what was asked before in the order of its moments; its release is not known."""
    if op.get_bind().dialect.name == "postgresql":
        _count_in_place()
    else:
        _remake()
    op.execute(_NUMBER)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("checks", "place", server_default=None)


def _count_in_place() -> None:
    """Add the columns. Rows were never edited, so they lie in the order in which they were kept."""
    op.drop_constraint(REFERS, "check_subjects")
    op.drop_constraint("pk_checks", "checks")
    op.execute('ALTER TABLE checks ADD COLUMN "row" BIGSERIAL')
    op.add_column("checks", sa.Column("place", sa.Integer(), nullable=False, server_default="0", comment=PLACE))
    op.add_column("checks", sa.Column("release", sa.Text(), comment=RELEASE))
    op.create_primary_key("pk_checks", "checks", ["row"])
    op.create_unique_constraint("uq_checks_id", "checks", ["id"])
    op.create_foreign_key(REFERS, "check_subjects", "checks", ["check_id"], ["id"], ondelete="CASCADE")


def _remake() -> None:
    """Copy the checks into a table with another key: SQLite cannot change that of one that is there."""
    op.create_table(
        "checks_counted",
        sa.Column("row", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("register_version", sa.Integer()),
        sa.Column("asker", sa.String(20)),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text()),
        sa.Column("trace_id", sa.String(32), nullable=False),
        sa.Column("span_id", sa.String(16), nullable=False),
        sa.Column("parent_span_id", sa.String(16)),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("release", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decision_type", sa.Text()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("question", sa.Text()),
        sa.Column("answer", sa.Text()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_checks_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_checks")),
        sa.UniqueConstraint("id", name=op.f("uq_checks_id")),
    )
    op.execute(f"INSERT INTO checks_counted ({COLUMNS}, place) SELECT {COLUMNS}, 0 FROM checks ORDER BY rowid")
    op.drop_table("checks")
    op.rename_table("checks_counted", "checks")
    op.create_index(op.f("ix_checks_recorded_at"), "checks", ["recorded_at"])
    op.create_index("ix_checks_register", "checks", ["register_id", "recorded_at"])


_NUMBER = """
    UPDATE checks SET place = numbered.place FROM (
        SELECT id, row_number() OVER (PARTITION BY span_id, register_id ORDER BY "row") - 1 AS place FROM checks
    ) AS numbered WHERE numbered.id = checks.id AND numbered.place > 0
"""
"""Those of one call have its span: each register that it asked numbers its own."""
