"""Files that wait to be imported, each for whoever sent it."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table, Text, Uuid

from models.base import metadata
from models.types import Instant

uploads = Table(
    "uploads",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False, comment="who sent it, and alone sees it"),
    Column("organisation", String(20), nullable=False, comment="for whose register, OIN"),
    Column("name", Text, nullable=False, comment="of the file"),
    Column("content", LargeBinary, nullable=False),
    Column("plan", Text, comment="JSON: what is made of a spreadsheet; null: the file is a register"),
    Column("made_at", Instant, nullable=False, index=True),
)
"""Files that wait to be imported."""
