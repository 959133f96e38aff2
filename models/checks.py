"""The questions asked, each with what was told: who asked what about whom, and for what purpose."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, Uuid

from models.base import RowNumber, metadata
from models.types import Instant

checks = Table(
    "checks",
    metadata,
    Column("row", RowNumber, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("register_id", ForeignKey("registers.id"), nullable=False),
    Column("register_version", Integer, nullable=False, comment="which was the newest"),
    Column("asker", String(20), comment="the OIN of the organisation that asked; null: the installation itself"),
    Column("actor", Text, nullable=False, comment="who asked: a person, else a credential"),
    Column("credential", Text, nullable=False, comment="by what the asker was known"),
    Column("channel", Text, nullable=False),
    Column("purpose", Text),
    Column("trace_id", String(32), nullable=False, comment="W3C Trace Context, as are the two after it"),
    Column("span_id", String(16), nullable=False, comment="one call may ask many questions"),
    Column("parent_span_id", String(16)),
    Column("place", Integer, nullable=False, comment="of the questions of its call to this register, from 0"),
    Column("release", Text, nullable=False, comment="of the registry, which answered"),
    Column("kind", Text, nullable=False, comment="check or search"),
    Column("decision_type", Text, comment="null: every one, in a search"),
    Column("outcome", Text, nullable=False, comment="of the answer, or refused"),
    Column("reason", Text, comment="why it was refused"),
    Column("question", Text, nullable=False, comment="JSON, as it was asked"),
    Column("answer", LargeBinary, comment="JSON, as it was told, compressed (zlib); null: nothing was"),
    Column("recorded_at", Instant, nullable=False, index=True),
    Index("ix_checks_register", "register_id", "recorded_at"),
    Index("ix_checks_listed", "register_id", "row", "recorded_at"),
)

check_subjects = Table(
    "check_subjects",
    metadata,
    Column("check_id", ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation", String(20), primary_key=True),
    Column("number", Text, primary_key=True),
    Index("ix_check_subjects_employee", "organisation", "number"),
    comment="the employees whom a question was about, as the register found them: nobody else is told",
)
