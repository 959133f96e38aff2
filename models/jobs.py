"""Long work on files that wait to be imported, each for whoever sent the file."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text, UniqueConstraint, Uuid

from models.base import metadata
from models.types import Instant

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
"""Long work on files that wait."""
