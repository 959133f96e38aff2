"""What was signed, and with which keys; their private halves are in no table."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text

from models.base import metadata
from models.types import Instant

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", String(43), primary_key=True, comment="the thumbprint of the public key (RFC 7638)"),
    Column("algorithm", Text, nullable=False, comment="ES256 signs statements, Ed25519 the log's checkpoints"),
    Column("public_key", Text, nullable=False, comment="JSON Web Key"),
    Column("created_at", Instant, nullable=False),
    Column("signs_from", Instant, nullable=False, comment="published before, so that others know it by then"),
    Column("revoked_at", Instant, comment="from then on nothing that it signed is good by its signature alone"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", ForeignKey("log_receipts.id"), primary_key=True, comment="its jti"),
    Column("check_id", ForeignKey("checks.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("receipt", Text, nullable=False, comment="signed (JWS); deleted with its check"),
)
