"""How far each approver has looked through what gave somebody power without an approval."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from models.base import metadata

looks = Table(
    "looks",
    metadata,
    Column("register_id", ForeignKey("registers.id"), primary_key=True),
    Column("actor", Text, primary_key=True, comment="who looked"),
    Column("version", Integer, nullable=False, comment="of the register, up to and including"),
)
