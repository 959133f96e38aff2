"""Which entries of the log say for how long questions are kept."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from models.base import RowNumber, metadata

retention_terms = Table(
    "retention_terms",
    metadata,
    Column("position", RowNumber, primary_key=True, autoincrement=False, comment="of the entry, which says since when"),
    Column("days", Integer, comment="null: for ever"),
)
"""To find the last of these entries without reading them all; who verifies the log reads the entries."""
