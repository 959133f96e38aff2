"""The credentials that were issued: what each said, and its place in a status list. The text of none is kept."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid

from models.base import RowNumber, metadata
from models.types import Instant

credentials = Table(
    "credentials",
    metadata,
    Column("row", RowNumber, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("register_id", ForeignKey("registers.id"), nullable=False),
    Column("number", Text, nullable=False, comment="of the employee who holds it"),
    Column("said", Text, nullable=False, comment="canonical JSON: the position and the powers, without the name"),
    Column("status_list", Integer, nullable=False),
    Column("place", Integer, nullable=False, comment="in the status list, drawn at random"),
    Column("issued_at", Instant, nullable=False),
    Column("issued_by", Text, nullable=False, comment="a person, else a credential of the API"),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant, comment="final, unlike what follows from the register"),
    Column("revoked_by", Text),
    Column("reason", Text, comment="why it was revoked"),
    UniqueConstraint("status_list", "place"),
    Index("ix_credentials_employee", "register_id", "number"),
)
