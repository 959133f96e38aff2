"""API keys, of which only a digest is kept."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table, Text, Uuid

from models.base import metadata
from models.types import Instant

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False, unique=True, comment="SHA-256 of the key"),
    Column("prefix", Text, nullable=False, comment="the first characters, to recognise a key by"),
    Column("organisation", String(20), comment="OIN; null for an administrator of the installation"),
    Column("role", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("person", Text, comment="whose key it is: the same person over keys and roles"),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
