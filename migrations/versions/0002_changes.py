"""Every change of a register is a row of its own, and the database refuses to edit or delete what was recorded.

Facts said from which moment to which they were recorded; now they name the versions of the register, whose moments
stand in `changes`. Who made the changes before this revision was not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from models import guards

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"

TABLES: dict[str, tuple[str, ...]] = {
    "organisations": ("oin",),
    "bodies": ("code",),
    "units": ("code",),
    "positions": ("code",),
    "decision_types": ("code",),
    "employees": ("number",),
    "appointments": (),
    "absences": (),
    "deputyships": ("number",),
    "instruments": ("reference",),
    "mandates": ("number", "valid_from"),
}
"""The tables of facts, each with the columns that no two current rows of a register share."""

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Count the changes there were, let the facts name them, and guard everything."""
    _make_changes()
    _make_changesets()
    for table in TABLES:
        _count_moments(table)
    _number_changes()
    for table, unique in TABLES.items():
        _name_versions(table, unique)
    op.drop_table("moments")
    op.add_column("organisations", sa.Column("four_eyes", sa.Boolean(), server_default=sa.true(), nullable=False))
    _guard()


def _make_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column(
            "version", sa.Integer(), autoincrement=False, nullable=False, comment="of the register, from this change on"
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            comment="from when the register is held to have known it; null: since ever",
        ),
        sa.Column(
            "entered_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it was entered: later only for a first import",
        ),
        sa.Column("actor", sa.Text(), nullable=False, comment="who did it"),
        sa.Column("act", sa.Text(), nullable=False, comment="what was done, in a word"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_changes_register_id_registers")),
        sa.PrimaryKeyConstraint("register_id", "version", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_recorded_at", "changes", ["register_id", "recorded_at"])
    op.create_table(
        "moments",
        sa.Column("register_id", sa.Integer()),
        sa.Column("moment", sa.DateTime(timezone=True)),
    )
    with op.batch_alter_table("registers") as registers:
        registers.alter_column(
            "changed_at",
            nullable=True,
            existing_type=sa.DateTime(timezone=True),
            comment="when the last change was recorded; null: since ever",
            existing_comment="when the last change was recorded",
        )


def _make_changesets() -> None:
    op.create_table(
        "changesets",
        *_known_columns("changesets"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), comment="the reference of the instrument that it carries out"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False, comment="JSON: what happens to which mandate, in order"),
        sa.Column(
            "is_import",
            sa.Boolean(),
            nullable=False,
            comment="it brings the register to a proposed folder, without steps",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "proposers", sa.Text(), nullable=False, comment="everyone who had a hand in it: none of them approves it"
        ),
    )
    op.create_index(op.f("ix_changesets_id"), "changesets", ["id"])
    current = sa.text("known_until IS NULL")
    columns = ["register_id", "id"]
    op.create_index(
        "uq_changesets_id", "changesets", columns, unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index("ix_changesets_state", "changesets", ["register_id", "state"])
    op.create_table(
        "proposed_folders",
        sa.Column("changeset_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="a zipped register folder"),
        sa.PrimaryKeyConstraint("changeset_id", name=op.f("pk_proposed_folders")),
    )
    op.create_table(
        "expected_checks",
        *_known_columns("expected_checks"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "expectation", sa.Text(), nullable=False, comment="JSON: the question, and the answer that is expected"
        ),
    )
    op.create_index(op.f("ix_expected_checks_id"), "expected_checks", ["id"])
    _index_current("expected_checks", "name")
    op.create_table(
        "events",
        sa.Column("row", ROW, autoincrement=True, nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the register: its change says who and when"),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column(
            "effective_at", sa.DateTime(timezone=True), nullable=False, comment="from when it counts in the world"
        ),
        sa.Column("retroactive", sa.Boolean(), nullable=False, comment="it counts from before it was entered"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text()),
        sa.Column("changeset_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_events_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_mandate_id"), "events", ["mandate_id"])
    op.create_table(
        "replies",
        sa.Column("asker", sa.Text(), nullable=False, comment="the key that asked"),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("request", sa.String(64), nullable=False, comment="SHA-256 of all that makes it the same request"),
        sa.Column("status", sa.Integer(), comment="null only while the request is worked on"),
        sa.Column("headers", sa.Text(), comment="JSON: those that tell of the answer, such as Location and ETag"),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("asker", "idempotency_key", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_kept_at"), "replies", ["kept_at"])
    whose = sa.Column("person", sa.Text(), comment="whose key it is: the same person over keys and roles")
    op.add_column("api_keys", whose)


def _known_columns(table: str) -> list[SchemaItem]:
    """Give what every table of what a register says has beside its own columns."""
    return [
        sa.Column("row", ROW, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.Integer()),
        sa.CheckConstraint("known_until > known_from", name=op.f(f"ck_{table}_known")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f(f"fk_{table}_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f(f"pk_{table}")),
    ]


def _index_current(table: str, *unique: str) -> None:
    """Let no two current rows of a register share these columns."""
    current = sa.text("known_until IS NULL")
    name, columns = f"ix_{table}_{'_'.join(unique)}", ["register_id", *unique]
    op.create_index(name, table, columns, unique=True, sqlite_where=current, postgresql_where=current)


def _count_moments(table: str) -> None:
    op.execute(f"INSERT INTO moments SELECT DISTINCT register_id, recorded_from FROM {table}")
    op.execute(
        f"INSERT INTO moments SELECT DISTINCT register_id, recorded_until FROM {table} WHERE recorded_until IS NOT NULL"
    )


def _number_changes() -> None:
    """Number the moments of each register, since ever being the first."""
    op.execute(
        """
        INSERT INTO changes (register_id, version, recorded_at, entered_at, actor, act)
        SELECT d.register_id,
            row_number() OVER (PARTITION BY d.register_id ORDER BY d.moment IS NOT NULL, d.moment),
            d.moment, coalesce(d.moment, registers.changed_at), 'not kept', 'before 0002'
        FROM (SELECT DISTINCT register_id, moment FROM moments) d JOIN registers ON registers.id = d.register_id
        """
    )
    newest = "SELECT {what} FROM changes WHERE register_id = registers.id"
    op.execute(
        f"UPDATE registers SET version = coalesce(({newest.format(what='max(version)')}), 0),"
        f" changed_at = ({newest.format(what='max(recorded_at)')})"
    )


def _name_versions(table: str, unique: tuple[str, ...]) -> None:
    if unique:
        op.drop_index(f"ix_{table}_{'_'.join(unique)}", table)
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("known_from", sa.Integer()))
        batch.add_column(sa.Column("known_until", sa.Integer()))
    version = f"SELECT version FROM changes WHERE changes.register_id = {table}.register_id AND changes.recorded_at"
    same = "IS NOT DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS"
    op.execute(
        f"UPDATE {table} SET known_from = ({version} {same} recorded_from), known_until = ({version} = recorded_until)"
    )
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_recorded"), type_="check")
        batch.drop_column("recorded_from")
        batch.drop_column("recorded_until")
        batch.alter_column("known_from", nullable=False, existing_type=sa.Integer())
        batch.create_check_constraint(op.f(f"ck_{table}_known"), "known_until > known_from")
    if unique:
        _index_current(table, *unique)


def _guard() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    statements = [*guards.for_dialect(dialect), *guards.for_registers(dialect)]
    statements += guards.for_log_table(dialect, "changes", ("register_id", "version"))
    statements += guards.for_log_table(dialect, "events", ("row",))
    statements += guards.for_log_table(dialect, "mandate_seats", ())
    statements += guards.for_log_table(dialect, "proposed_folders", ("changeset_id",))
    known = TABLES | {"changesets": ("id",), "expected_checks": ("name",)}
    for table, unique in known.items():
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        statements += guards.for_known_table(dialect, table, columns, unique)
    for statement in statements:
        connection.exec_driver_sql(statement)
