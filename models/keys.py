"""API keys, and their secrets, of which only a digest is kept."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, Uuid

from models.base import metadata
from models.types import Instant

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", String(20), comment="OIN; null for an administrator of the installation"),
    Column("role", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("person", Text, comment="whose key it is: the same person over keys and roles"),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

key_secrets = Table(
    "key_secrets",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True, comment="SHA-256 of the secret"),
    Column("key_id", ForeignKey("api_keys.id"), nullable=False, index=True),
    Column("prefix", Text, nullable=False, comment="the first characters, to recognise a secret by"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, comment="from when it is worth nothing; null: it lasts as long as its key"),
    Column("last_used_at", Instant, comment="to the hour; null: never, as far as is known"),
    comment="a key keeps its id when its secret is rotated: both secrets are good while they overlap",
)
