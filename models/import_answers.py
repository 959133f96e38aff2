"""What was answered about the lists that were imported, to be suggested for the next list with the same headings."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from models.base import metadata
from models.types import Instant

import_answers = Table(
    "import_answers",
    metadata,
    Column("organisation", String(20), primary_key=True, comment="for whose register, OIN"),
    Column("layout", String(64), primary_key=True, comment="SHA-256 of the headings"),
    Column("plan", Text, nullable=False, comment="JSON: the answers, without cells, rows and names of people"),
    Column("made_at", Instant, nullable=False, index=True),
)
"""The answers about lists that were imported last, for a year and a bit."""
