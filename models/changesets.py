"""Changesets, what they did to each mandate, and the answers that an organisation expects of its register."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid

from models.base import RowNumber, known_table, metadata
from models.types import Instant, listed

changesets = known_table(
    "changesets",
    Column("title", Text, nullable=False),
    Column("instrument", Text, comment="the reference of the instrument that it carries out"),
    Column("reason", Text, nullable=False),
    Column("steps", Text, nullable=False, comment="JSON: what happens to which mandate, in order"),
    Column("is_import", Boolean, nullable=False, comment="it brings the register to a proposed folder, without steps"),
    Column("state", Text, nullable=False),
    Column("proposers", listed(), nullable=False, comment="everyone who had a hand in it: none of them approves it"),
    Index("ix_changesets_state", "register_id", "state"),
    key=("id",),
)

proposed_folders = Table(
    "proposed_folders",
    metadata,
    Column("changeset_id", Uuid, primary_key=True),
    Column("content", LargeBinary, nullable=False, comment="a zipped register folder"),
)

events = Table(
    "events",
    metadata,
    Column("row", RowNumber, primary_key=True, autoincrement=True),
    Column("register_id", ForeignKey("registers.id"), nullable=False),
    Column("version", Integer, nullable=False, comment="of the register: its change says who and when"),
    Column("mandate_id", Uuid, nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("effective_at", Instant, nullable=False, comment="from when it counts in the world"),
    Column("retroactive", Boolean, nullable=False, comment="it counts from before it was entered"),
    Column("reason", Text, nullable=False),
    Column("instrument", Text),
    Column("changeset_id", Uuid),
    Index("ix_events_version", "register_id", "version"),
)

expected_checks = known_table(
    "expected_checks",
    Column("name", Text, nullable=False),
    Column("expectation", Text, nullable=False, comment="JSON: the question, and the answer that is expected"),
    key=("name",),
)
