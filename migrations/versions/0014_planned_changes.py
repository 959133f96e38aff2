"""What a changeset is to do to entries, one row for each, in the place of whole folders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import guards

revision = "0014"
down_revision = "0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "planned_changes"


def upgrade() -> None:
    """Make the tables, which are empty: what was proposed as a folder stays as it is."""
    _make_plans()
    op.create_table(
        "wishes",
        sa.Column("changeset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False, comment="of the file"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("plan", sa.Text(), comment="JSON: what is made of a spreadsheet; null: the file is a register"),
        sa.PrimaryKeyConstraint("changeset_id", name=op.f("pk_wishes")),
    )
    _guard()


def _make_plans() -> None:
    op.create_table(
        TABLE,
        sa.Column("row", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        *_own_columns(),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.Integer()),
        sa.CheckConstraint("known_until > known_from", name=op.f(f"ck_{TABLE}_known")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f(f"fk_{TABLE}_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f(f"pk_{TABLE}")),
    )
    current, ended = sa.text("known_until IS NULL"), sa.text("known_until IS NOT NULL")
    op.create_index(f"ix_{TABLE}_id", TABLE, ["id"])
    op.create_index(f"ix_{TABLE}_changeset_id", TABLE, ["changeset_id"])
    both = {"sqlite_where": current, "postgresql_where": current}
    op.create_index(f"uq_{TABLE}_id", TABLE, ["register_id", "id"], unique=True, **both)
    op.create_index(f"ix_{TABLE}_known_from", TABLE, ["known_from", "register_id"])
    columns = ["known_until", "register_id"]
    op.create_index(f"ix_{TABLE}_known_until", TABLE, columns, sqlite_where=ended, postgresql_where=ended)


def _own_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("changeset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="its place in the plan, from 1"),
        sa.Column("table_name", sa.Text(), nullable=False, comment="of the entry"),
        sa.Column("kind", sa.Text(), nullable=False, comment="added, changed, ended or withdrawn"),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="what people call the entry"),
        sa.Column(
            "from_row", NUMBER, comment="the row of the entry that it was made from; null where nothing was said"
        ),
        sa.Column(
            "from_version", sa.Integer(), nullable=False, comment="the version of the register that it was made from"
        ),
        sa.Column("fact", sa.Text(), nullable=False, comment="JSON: what is to be said, or what is said no more"),
        sa.Column("salt", sa.LargeBinary(), comment="goes with the fact into what the log commits to"),
        sa.Column(
            "sealed", sa.LargeBinary(), comment="what the log committed to, once the fact and the salt are erased"
        ),
    ]


def _guard() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    columns = [column["name"] for column in sa.inspect(connection).get_columns(TABLE)]
    on_table = f" ON {TABLE}" if dialect == "postgresql" else ""
    for statement in (
        *guards.for_known_table(dialect, TABLE, columns, ["id"]),
        f"DROP TRIGGER {TABLE}_closing{on_table}",
        *guards.for_erasing(dialect, TABLE, columns, ["fact"]),
    ):
        connection.exec_driver_sql(statement)
