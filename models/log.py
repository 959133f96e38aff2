"""The tamper-evident log: its entries, and what is kept of its Merkle tree."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text, Uuid

from models.base import RowNumber, metadata
from models.types import Instant

log_entries = Table(
    "log_entries",
    metadata,
    Column("position", RowNumber, primary_key=True, autoincrement=False, comment="from 0, without a gap"),
    Column("entry", LargeBinary, nullable=False, comment="canonical JSON (RFC 8785)"),
)

log_heads = Table(
    "log_heads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1; who appends locks this row"),
    Column("size", RowNumber, nullable=False, comment="how many entries there are"),
    Column("peaks", LargeBinary, nullable=False, comment="the hashes of its perfect subtrees, the largest first"),
)

log_subtrees = Table(
    "log_subtrees",
    metadata,
    Column("height", Integer, primary_key=True, autoincrement=False, comment="8, 16, …: it has 2**height entries"),
    Column("position", RowNumber, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

log_commitments = Table(
    "log_commitments",
    metadata,
    Column("register_id", ForeignKey("registers.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", ForeignKey("log_entries.position"), nullable=False, unique=True),
    Column("commitment", LargeBinary, nullable=False, comment="canonical JSON: the digest of every row of the change"),
)

log_receipts = Table(
    "log_receipts",
    metadata,
    Column("id", Uuid, primary_key=True, comment="the jti of a receipt, which stays when the receipt goes"),
    Column("position", ForeignKey("log_entries.position"), nullable=False, unique=True),
)

log_checkpoints = Table(
    "log_checkpoints",
    metadata,
    Column("size", RowNumber, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False, comment="signed (C2SP tlog-checkpoint)"),
    Column("signed_at", Instant, nullable=False),
)

retention_terms = Table(
    "retention_terms",
    metadata,
    Column("position", RowNumber, primary_key=True, autoincrement=False, comment="of the entry, which says since when"),
    Column("days", Integer, comment="null: for ever"),
)
"""Which entries say for how long questions are kept: to find the last of them without reading all of the log."""
