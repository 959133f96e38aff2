"""The log and its Merkle tree, receipts, the keys that sign, and what lets a person be forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import guards

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KNOWN = (
    "organisations", "bodies", "units", "positions", "decision_types", "employees", "appointments", "absences",
    "deputyships", "instruments", "mandates", "agreements", "changesets", "expected_checks",
)  # fmt: skip
PERSONAL = ("name", "email")
GOES = "goes with the name and the address into what the log commits to"
SEALED = "what the log committed to, once the name, the address and the salt are erased"


def upgrade() -> None:
    """Make an empty log; `bootstrap` then appends the changes that there are already."""
    _make_log()
    _make_signing()
    _let_changes_be_found()
    _let_people_be_forgotten()
    _guard()
    op.execute(sa.text("INSERT INTO log_heads (id, size, peaks) VALUES (1, 0, :none)").bindparams(none=b""))


def _make_log() -> None:
    op.create_table(
        "log_entries",
        sa.Column("position", NUMBER, autoincrement=False, nullable=False, comment="from 0, without a gap"),
        sa.Column("entry", sa.LargeBinary(), nullable=False, comment="canonical JSON (RFC 8785)"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_entries")),
    )
    op.create_table(
        "log_heads",
        sa.Column(
            "id", sa.Integer(), autoincrement=False, nullable=False, comment="always 1; who appends locks this row"
        ),
        sa.Column("size", NUMBER, nullable=False, comment="how many entries there are"),
        sa.Column(
            "peaks", sa.LargeBinary(), nullable=False, comment="the hashes of its perfect subtrees, the largest first"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_heads")),
    )
    op.create_table(
        "log_subtrees",
        sa.Column(
            "height", sa.Integer(), autoincrement=False, nullable=False, comment="8, 16, …: it has 2**height entries"
        ),
        sa.Column("position", NUMBER, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("height", "position", name=op.f("pk_log_subtrees")),
    )
    op.create_table(
        "log_commitments",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column(
            "commitment",
            sa.LargeBinary(),
            nullable=False,
            comment="canonical JSON: the digest of every row of the change",
        ),
        sa.ForeignKeyConstraint(
            ["register_id"], ["registers.id"], name=op.f("fk_log_commitments_register_id_registers")
        ),
        sa.ForeignKeyConstraint(
            ["position"], ["log_entries.position"], name=op.f("fk_log_commitments_position_log_entries")
        ),
        sa.PrimaryKeyConstraint("register_id", "version", name=op.f("pk_log_commitments")),
        sa.UniqueConstraint("position", name=op.f("uq_log_commitments_position")),
    )
    op.create_table(
        "log_receipts",
        sa.Column("id", sa.Uuid(), nullable=False, comment="the jti of a receipt, which stays when the receipt goes"),
        sa.Column("position", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["log_entries.position"], name=op.f("fk_log_receipts_position_log_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_receipts")),
        sa.UniqueConstraint("position", name=op.f("uq_log_receipts_position")),
    )
    op.create_table(
        "log_checkpoints",
        sa.Column("size", NUMBER, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="signed (C2SP tlog-checkpoint)"),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoints")),
    )


def _make_signing() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("kid", sa.String(43), nullable=False, comment="the thumbprint of the public key (RFC 7638)"),
        sa.Column(
            "algorithm", sa.Text(), nullable=False, comment="ES256 signs statements, Ed25519 the log's checkpoints"
        ),
        sa.Column("public_key", sa.Text(), nullable=False, comment="JSON Web Key"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("signs_from", MOMENT, nullable=False, comment="published before, so that others know it by then"),
        sa.Column("revoked_at", MOMENT, comment="from then on nothing that it signed is good by its signature alone"),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False, comment="its jti"),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False, comment="signed (JWS); deleted with its check"),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_receipts_check_id_checks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["id"], ["log_receipts.id"], name=op.f("fk_receipts_id_log_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("check_id", name=op.f("uq_receipts_check_id")),
    )


def _let_changes_be_found() -> None:
    """Index what a version of a register added and ended, which the log commits to."""
    op.create_index("ix_events_version", "events", ["register_id", "version"])
    ended = sa.text("known_until IS NOT NULL")
    for table in KNOWN:
        op.create_index(f"ix_{table}_known_from", table, ["known_from", "register_id"])
        columns = ["known_until", "register_id"]
        op.create_index(f"ix_{table}_known_until", table, columns, sqlite_where=ended, postgresql_where=ended)


def _let_people_be_forgotten() -> None:
    op.add_column("employees", sa.Column("salt", sa.LargeBinary(), comment=GOES))
    op.add_column("employees", sa.Column("sealed", sa.LargeBinary(), comment=SEALED))
    if op.get_bind().dialect.name == "postgresql":
        random = "decode(replace(gen_random_uuid()::text, '-', ''), 'hex')"
        op.execute("DROP TRIGGER employees_closing ON employees")
    else:
        random = "randomblob(16)"
        op.execute("DROP TRIGGER employees_closing")
    op.execute(f"UPDATE employees SET salt = {random}")  # before `_guard` lets no row be edited any more


def _guard() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    columns = [column["name"] for column in sa.inspect(connection).get_columns("employees")]
    statements = [*guards.for_erasing(dialect, "employees", columns, PERSONAL), *guards.for_log_head(dialect)]
    keys = {"entries": ["position"], "subtrees": ["height", "position"], "commitments": ["register_id", "version"]}
    for name, key in {**keys, "receipts": ["id"], "checkpoints": ["size"]}.items():
        statements += guards.for_log_table(dialect, f"log_{name}", key)
    for statement in statements:
        connection.exec_driver_sql(statement)
