"""How Alembic reaches the database: through the connection that `bootstrap.upgrade` hands over."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import context

from models import metadata

REFUSAL = "what was recorded is neither edited nor deleted"


def guard_new_columns(connection: sa.Connection) -> None:
    """Add triggers by which SQLite refuses to edit columns that a revision added to a guarded table.

    A trigger of SQLite compares the columns that it names. A column that no trigger of its table names gets a trigger
    of its own. PostgreSQL compares whole rows.
    """
    triggers = connection.exec_driver_sql("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for table in sorted(one.tbl_name for one in triggers if one.name == f"{one.tbl_name}_closing"):
        named = " ".join(one.sql for one in triggers if one.name.startswith(f"{table}_closing"))
        for column in (one["name"] for one in sa.inspect(connection).get_columns(table)):
            if not re.search(rf'\bNEW\."?{column}\b', named):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {table}_closing_{column} BEFORE UPDATE ON {table} "
                    f"WHEN NEW.{column} IS NOT OLD.{column} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.name == "sqlite":
        guard_new_columns(connection)
