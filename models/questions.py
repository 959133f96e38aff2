"""The checks asked, each with what it was told."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text, Uuid

from models.base import metadata
from models.types import Instant

checks = Table(
    "checks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("register_id", ForeignKey("registers.id"), nullable=False, index=True),
    Column("asked_by", ForeignKey("api_keys.id"), comment="null: the command line of the installation"),
    Column("asker", String(20), comment="the OIN of the organisation that asked; null: the installation itself"),
    Column("answer", Text, nullable=False, comment="JSON, as it was told"),
    Column("recorded_at", Instant, nullable=False),
)
