"""The cards that employees show, without the codes by which they are shown."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, Uuid

from mandate_registry.rules.presentation_code import NameForm
from models.base import RowNumber, metadata
from models.types import Instant, Written, listed

cards = Table(
    "cards",
    metadata,
    Column("row", RowNumber, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("register_id", ForeignKey("registers.id"), nullable=False),
    Column("employee", Text, nullable=False, comment="the number of whose card it is"),
    Column("digest", LargeBinary(32), nullable=False, unique=True, comment="SHA-256 of the presentation code"),
    Column("decision_types", listed(), nullable=False),
    Column("case", Text, comment="in which it is shown"),
    Column("counterparty", String(20), comment="to whom decisions would be made, OIN"),
    Column("partner", String(20), comment="for which it is alone, OIN; null: for whoever holds it"),
    Column("name", Written(NameForm), nullable=False, comment="full, short or none"),
    Column("shows_limits", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", Text),
    Column("times_shown", Integer, nullable=False),
    Column("last_shown_at", Instant),
    Index("ix_cards_employee", "register_id", "employee"),
)
