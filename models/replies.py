"""What was answered to a request that may come again."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from models.base import metadata
from models.types import Instant

replies = Table(
    "replies",
    metadata,
    Column("asker", Text, primary_key=True, comment="the key that asked"),
    Column("idempotency_key", Text, primary_key=True),
    Column("request", String(64), nullable=False, comment="SHA-256 of all that makes it the same request"),
    Column("status", Integer, comment="null only while the request is worked on"),
    Column("headers", Text, comment="JSON: those that tell of the answer, such as Location and ETag"),
    Column("body", LargeBinary),
    Column("basis", Text, comment="JSON: the rights that were used, and what was read"),
    Column("kept_at", Instant, nullable=False, index=True),
)
