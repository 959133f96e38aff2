"""Reasons of what happened and titles of instruments have a salt, so that a name in them can be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from models import guards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

revision = "0024_mend_b"
down_revision = "0023"


def upgrade() -> None:
    """Add the salts; rows that are there have none, and stay as they are."""
    _let_be_erased("instruments", "title", "closing", guards.for_erasing)
    _let_be_erased("events", "reason", "edit", guards.for_erasing_only)


def _let_be_erased(table: str, column: str, trigger: str, guard: Callable[..., Iterable[str]]) -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    salt = f"goes with the {column} into what the log commits to; null: before 0024"
    sealed = f"what the log committed to, once the {column} and the salt are erased"
    op.add_column(table, sa.Column("salt", sa.LargeBinary(), comment=salt))
    op.add_column(table, sa.Column("sealed", sa.LargeBinary(), comment=sealed))
    connection.exec_driver_sql(f"DROP TRIGGER {table}_{trigger}{f' ON {table}' if dialect == 'postgresql' else ''}")
    columns = [one["name"] for one in sa.inspect(connection).get_columns(table)]
    for statement in guard(dialect, table, columns, [column]):
        connection.exec_driver_sql(statement)
