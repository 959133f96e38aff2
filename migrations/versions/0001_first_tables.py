"""The first tables: registers with their facts, checks and keys.

Every table of facts has a valid and a recorded period; `models/` says what each column means.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False, comment="SHA-256 of the key"),
        sa.Column("prefix", sa.Text(), nullable=False, comment="the first characters, to recognise a key by"),
        sa.Column(
            "organisation",
            sa.String(length=20),
            nullable=True,
            comment="OIN; null for an administrator of the installation",
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )
    op.create_table(
        "registers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="counts the changes; writers lock this row"),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the last change was recorded",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registers")),
        sa.UniqueConstraint("oin", name=op.f("uq_registers_oin")),
    )
    op.create_table(
        "absences",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_absences_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_absences_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_absences_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_employee", "absences", ["register_id", "employee"], unique=False)
    op.create_index(op.f("ix_absences_id"), "absences", ["id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_appointments_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_appointments_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_appointments_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_employee_position",
        "appointments",
        ["register_id", "employee", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_appointments_id"), "appointments", ["id"], unique=False)
    op.create_table(
        "bodies",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_bodies_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_bodies_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_bodies_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_bodies")),
    )
    op.create_index(
        "ix_bodies_code",
        "bodies",
        ["register_id", "code"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_index(op.f("ix_bodies_id"), "bodies", ["id"], unique=False)
    op.create_table(
        "checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True, comment="null: the command line of the installation"),
        sa.Column(
            "asker",
            sa.String(length=20),
            nullable=True,
            comment="the OIN of the organisation that asked; null: the installation itself",
        ),
        sa.Column("answer", sa.Text(), nullable=False, comment="JSON, as it was told"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["api_keys.id"], name=op.f("fk_checks_asked_by_api_keys")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_checks_register_id_registers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    op.create_index(op.f("ix_checks_register_id"), "checks", ["register_id"], unique=False)
    op.create_table(
        "decision_types",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_nl", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=True),
        sa.Column("amount_required", sa.Boolean(), nullable=True),
        sa.Column("mandatable", sa.Boolean(), nullable=False),
        sa.Column("components", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_decision_types_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_decision_types_valid")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["registers.id"], name=op.f("fk_decision_types_register_id_registers")
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_decision_types")),
    )
    op.create_index(
        "ix_decision_types_code",
        "decision_types",
        ["register_id", "code"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_index(op.f("ix_decision_types_id"), "decision_types", ["id"], unique=False)
    op.create_table(
        "deputyships",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("max_amount", sa.BigInteger(), nullable=True),
        sa.Column("vat", sa.Text(), nullable=False),
        sa.Column("decision_types", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_deputyships_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_deputyships_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_deputyships_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deputyships")),
    )
    op.create_index(op.f("ix_deputyships_id"), "deputyships", ["id"], unique=False)
    op.create_index(
        "ix_deputyships_number",
        "deputyships",
        ["register_id", "number"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_table(
        "employees",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_employees_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_employees_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_employees_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_employees")),
    )
    op.create_index(op.f("ix_employees_id"), "employees", ["id"], unique=False)
    op.create_index(
        "ix_employees_number",
        "employees",
        ["register_id", "number"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_table(
        "instruments",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("published_as", sa.Text(), nullable=False),
        sa.Column("publication_url", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("retroactive_to", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_instruments_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_instruments_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_instruments_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_instruments")),
    )
    op.create_index(op.f("ix_instruments_id"), "instruments", ["id"], unique=False)
    op.create_index(
        "ix_instruments_reference",
        "instruments",
        ["register_id", "reference"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_table(
        "mandate_seats",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="a name in a seat: position:CODE, employee:NUMBER, …, anyone",
        ),
        sa.Column("number", sa.Text(), nullable=False, comment="of the mandate"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_mandate_seats_register_id_registers")),
        sa.PrimaryKeyConstraint("register_id", "name", "number", name=op.f("pk_mandate_seats")),
        comment="every name that a seat of a mandate ever bore, for finding the mandates that could concern somebody",
    )
    op.create_table(
        "mandates",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("seats", sa.Text(), nullable=False),
        sa.Column("decision_types", sa.Text(), nullable=False),
        sa.Column("reservations", sa.Text(), nullable=False),
        sa.Column("above_amount", sa.BigInteger(), nullable=True),
        sa.Column("max_amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("vat", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("counterparties", sa.Text(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("sub_mandating", sa.Integer(), nullable=False),
        sa.Column("sub_mandating_only", sa.Text(), nullable=False),
        sa.Column("sub_mandating_except", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=True),
        sa.Column("holder_consent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superior_consent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("suspensions", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_mandates_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_mandates_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_mandates_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_mandates")),
    )
    op.create_index(op.f("ix_mandates_id"), "mandates", ["id"], unique=False)
    op.create_index("ix_mandates_number", "mandates", ["register_id", "number"], unique=False)
    op.create_index(
        "ix_mandates_number_valid_from",
        "mandates",
        ["register_id", "number", "valid_from"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_table(
        "organisations",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_organisations_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_organisations_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_organisations_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_organisations")),
    )
    op.create_index(op.f("ix_organisations_id"), "organisations", ["id"], unique=False)
    op.create_index(
        "ix_organisations_oin",
        "organisations",
        ["register_id", "oin"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_table(
        "positions",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_positions_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_positions_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_positions_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_positions")),
    )
    op.create_index(
        "ix_positions_code",
        "positions",
        ["register_id", "code"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_index(op.f("ix_positions_id"), "positions", ["id"], unique=False)
    op.create_table(
        "units",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recorded_until > recorded_from", name=op.f("ck_units_recorded")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_units_valid")),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_units_register_id_registers")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_units")),
    )
    op.create_index(
        "ix_units_code",
        "units",
        ["register_id", "code"],
        unique=True,
        sqlite_where=sa.text("recorded_until IS NULL"),
        postgresql_where=sa.text("recorded_until IS NULL"),
    )
    op.create_index(op.f("ix_units_id"), "units", ["id"], unique=False)
