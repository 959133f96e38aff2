"""Who is signed in to the pages, or on his way, without the tokens by which their browsers are known."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table, Text

from models.base import metadata
from models.types import Instant, listed

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    Column("roles", listed(), nullable=False),
    Column("organisation", String(20), comment="OIN; null for an administrator of the installation"),
    Column("credential", Text, nullable=False, comment="by what the caller is known"),
    Column("person", Text, comment="whose it is: the same person over credentials and roles"),
    Column("sign_out", Text, comment="where one signs out at the issuer too; null: nowhere else"),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False, comment="to the minute"),
    Column("ends_at", Instant, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    Column("issuer", Text, nullable=False, comment="at which he signs in"),
    Column("leads_to", Text, nullable=False, comment="the page of ours that he wants"),
    Column("ends_at", Instant, nullable=False, index=True),
)
"""Who is on his way to sign in at an issuer."""
