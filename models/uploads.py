"""Files that wait to be imported, the long work on them, and what was answered about those that were imported."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table, Text, UniqueConstraint, Uuid

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
"""Files that wait to be imported, each for whoever sent it."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False, comment="who began it, and alone sees it"),
    Column("organisation", String(20), nullable=False, comment="for whose register the file is, OIN"),
    Column("upload_id", Uuid, nullable=False, comment="the file, which goes when it has been imported"),
    Column("task", String(8), nullable=False, comment="foresee or import"),
    Column("basis", String(64), nullable=False, comment="digest of what it was begun for"),
    Column("outcome", Text, comment="how it ended, and JSON: what came of it; null: it has not ended"),
    Column("made_at", Instant, nullable=False, index=True),
    UniqueConstraint("upload_id", "task"),
)
"""Long work on files that wait, each for whoever sent the file."""

import_answers = Table(
    "import_answers",
    metadata,
    Column("organisation", String(20), primary_key=True, comment="for whose register, OIN"),
    Column("layout", String(64), primary_key=True, comment="SHA-256 of the headings"),
    Column("plan", Text, nullable=False, comment="JSON: the answers, without cells, rows and names of people"),
    Column("made_at", Instant, nullable=False, index=True),
)
"""What was answered about lists, for a year and a bit: suggested for the next list with the same headings."""
