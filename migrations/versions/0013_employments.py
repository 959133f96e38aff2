"""Several employments of one employee, and when somebody is stopped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import guards

revision = "0013"
down_revision = "0012"

KEY = ("number", "valid_from")
PERSONAL = ("name", "email")
CURRENT = {f"{engine}_where": sa.text("known_until IS NULL") for engine in ("sqlite", "postgresql")}


def upgrade() -> None:
    """Let one number have several employments, each with suspensions; none has any yet."""
    op.add_column("employees", sa.Column("suspensions", sa.Text(), comment="when the person is stopped; null: never"))
    op.drop_index("ix_employees_number", "employees")
    op.create_index("ix_employees_number", "employees", ["register_id", "number"])
    op.create_index("ix_employees_number_valid_from", "employees", ["register_id", *KEY], unique=True, **CURRENT)
    if op.get_bind().dialect.name == "sqlite":  # on PostgreSQL the guards name no column
        _guard_anew(op.get_bind())


def _guard_anew(connection: sa.Connection) -> None:
    """Let the guards know the new column, and the new key."""
    columns = [column["name"] for column in sa.inspect(connection).get_columns("employees")]
    for name in ("addition", "closing", "deletion"):
        connection.exec_driver_sql(f"DROP TRIGGER employees_{name}")
    for statement in guards.for_known_table("sqlite", "employees", columns, KEY):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DROP TRIGGER employees_closing")
    for statement in guards.for_erasing("sqlite", "employees", columns, PERSONAL):
        connection.exec_driver_sql(statement)
