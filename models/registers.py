"""Registers, and the changes that each went through: who, when, and what was done."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from models.base import metadata
from models.types import Instant

registers = Table(
    "registers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("oin", String(20), nullable=False, unique=True),
    Column("version", Integer, nullable=False, comment="counts the changes; writers lock this row"),
    Column("changed_at", Instant, comment="when the last change was recorded; null: since ever"),
)

changes = Table(
    "changes",
    metadata,
    Column("register_id", ForeignKey("registers.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False, comment="of the register, from this change on"),
    Column("recorded_at", Instant, comment="from when the register is held to have known it; null: since ever"),
    Column("entered_at", Instant, nullable=False, comment="when it was entered: later only for a first import"),
    Column("actor", Text, nullable=False, comment="who did it"),
    Column("act", Text, nullable=False, comment="what was done, in a word"),
    Index("ix_changes_recorded_at", "register_id", "recorded_at"),
)

looks = Table(
    "looks",
    metadata,
    Column("register_id", ForeignKey("registers.id"), primary_key=True),
    Column("actor", Text, primary_key=True, comment="who looked"),
    Column("version", Integer, nullable=False, comment="of the register, up to and including"),
)
"""How far each approver has looked through what gave somebody power without an approval."""
