"""What more a mandate says: why a consent of Awb 10:4 is not asked, and that it is never about those who act."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import guards

revision = "0019"
down_revision = "0018"

KEY = ("number", "valid_from")


def upgrade() -> None:
    """Add the columns, in which no row states anything yet."""
    op.add_column(
        "mandates",
        sa.Column("no_superior", sa.Text(), comment="yes: nobody to give the second consent; null: not stated"),
    )
    op.add_column(
        "mandates",
        sa.Column("consent_statute", sa.Text(), comment="the statute that provides for the mandate (Awb 10:4 lid 2)"),
    )
    op.add_column(
        "mandates",
        sa.Column("not_about_oneself", sa.Text(), comment="yes: never about those who act; null: not stated"),
    )
    if op.get_bind().dialect.name == "sqlite":  # on PostgreSQL the guards name no column
        _guard_anew(op.get_bind())


def _guard_anew(connection: sa.Connection) -> None:
    """Let the guards know the new columns."""
    columns = [column["name"] for column in sa.inspect(connection).get_columns("mandates")]
    for name in ("addition", "closing", "deletion"):
        connection.exec_driver_sql(f"DROP TRIGGER mandates_{name}")
    for statement in guards.for_known_table("sqlite", "mandates", columns, KEY):
        connection.exec_driver_sql(statement)
