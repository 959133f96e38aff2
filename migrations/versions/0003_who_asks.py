"""What partners may ask about is agreed, and every question is kept with who asked it and for what purpose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import guards

revision = "0003"
down_revision = "0002"

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make room for agreements, and for what is kept of a question."""
    _make_agreements()
    _remake_checks()


def _make_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("row", ROW, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("partner", sa.String(20), nullable=False, comment="OIN"),
        sa.Column("decision_types", sa.Text(), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("lists", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True)),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.Integer()),
        sa.CheckConstraint("known_until > known_from", name=op.f("ck_agreements_known")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_agreements_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_agreements_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_id"), "agreements", ["id"])
    current = sa.text("known_until IS NULL")
    columns = ["register_id", "number"]
    op.create_index(
        "ix_agreements_number", "agreements", columns, unique=True, sqlite_where=current, postgresql_where=current
    )
    connection = op.get_bind()
    columns = [column["name"] for column in sa.inspect(connection).get_columns("agreements")]
    for statement in guards.for_known_table(connection.dialect.name, "agreements", columns, ("number",)):
        connection.exec_driver_sql(statement)


def _remake_checks() -> None:
    """Copy the checks into a table that says more; of those asked before, what can be told is told."""
    op.drop_index(op.f("ix_checks_register_id"), "checks")
    op.rename_table("checks", "checks_before")
    if op.get_bind().dialect.name == "postgresql":
        for kind, columns in {"fk": ("_asked_by_api_keys", "_register_id_registers"), "pk": ("",)}.items():
            for column in columns:
                op.execute(f"ALTER TABLE checks_before DROP CONSTRAINT {kind}_checks{column}")
    op.create_table(
        "checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("register_version", sa.Integer(), comment="which was the newest; null: asked before 0003"),
        sa.Column(
            "asker", sa.String(20), comment="the OIN of the organisation that asked; null: the installation itself"
        ),
        sa.Column("actor", sa.Text(), nullable=False, comment="who asked: a person, else a credential"),
        sa.Column("credential", sa.Text(), nullable=False, comment="by what the asker was known"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text()),
        sa.Column("trace_id", sa.String(32), nullable=False, comment="W3C Trace Context, as are the two after it"),
        sa.Column("span_id", sa.String(16), nullable=False, comment="one call may ask many questions"),
        sa.Column("parent_span_id", sa.String(16)),
        sa.Column("kind", sa.Text(), nullable=False, comment="check or search"),
        sa.Column("decision_type", sa.Text(), comment="null: every one, in a search"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="of the answer, or refused"),
        sa.Column("question", sa.Text(), comment="JSON, as it was asked; null: asked before 0003"),
        sa.Column("answer", sa.Text(), comment="JSON, as it was told; null: nothing was"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_checks_register_id_registers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    op.create_index(op.f("ix_checks_recorded_at"), "checks", ["recorded_at"])
    op.create_index("ix_checks_register", "checks", ["register_id", "recorded_at"])
    op.create_table(
        "check_subjects",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(20), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_check_subjects_check_id_checks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", "organisation", "number", name=op.f("pk_check_subjects")),
        comment="the employees whom a question was about, as the register found them: nobody else is told",
    )
    op.create_index("ix_check_subjects_employee", "check_subjects", ["organisation", "number"])
    op.execute(_COPY[op.get_bind().dialect.name])
    op.drop_table("checks_before")


_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
_HYPHENED = " || '-' || ".join(f"substr(b.asked_by, {first}, {size})" for first, size in _GROUPS)
_COPY = {
    dialect: f"""
    INSERT INTO checks (id, register_id, asker, actor, credential, channel, trace_id, span_id, kind, decision_type,
        outcome, answer, recorded_at)
    SELECT b.id, b.register_id, b.asker, coalesce(k.person, {credential}), {credential},
        CASE WHEN b.asked_by IS NULL THEN 'command-line' ELSE 'api' END, {plain}, substr({plain}, 1, 16), 'check',
        {decision_type}, {outcome}, b.answer, b.recorded_at
    FROM checks_before b LEFT JOIN api_keys k ON k.id = b.asked_by
    """
    for dialect, credential, plain, decision_type, outcome in (
        (
            "sqlite",
            f"coalesce('key ' || {_HYPHENED}, 'command line')",
            "b.id",
            "json_extract(b.answer, '$.decision_type')",
            "json_extract(b.answer, '$.outcome')",
        ),
        (
            "postgresql",
            "coalesce('key ' || b.asked_by::text, 'command line')",
            "replace(b.id::text, '-', '')",
            "b.answer::json ->> 'decision_type'",
            "b.answer::json ->> 'outcome'",
        ),
    )
}
"""How what was kept is copied: a check asked before is a trace of its own, named after it."""
