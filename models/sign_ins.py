"""Who is on his way to sign in at an issuer, without the tokens by which their browsers are known."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text

from models.base import metadata
from models.types import Instant

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    Column("issuer", Text, nullable=False, comment="at which he signs in"),
    Column("leads_to", Text, nullable=False, comment="the page of ours that he wants"),
    Column("ends_at", Instant, nullable=False, index=True),
)
