"""Changesets, what they did to each mandate, and the answers that an organisation expects of its register."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, Uuid

from models.base import RowNumber, known_table, metadata
from models.types import Instant, listed

changesets = known_table(
    "changesets",
    Column("title", Text, nullable=False),
    Column("instrument", Text, comment="the reference of the instrument that it carries out"),
    Column("reason", Text, nullable=False),
    Column("steps", Text, nullable=False, comment="JSON: what happens to which mandate, in order"),
    Column("is_import", Boolean, nullable=False, comment="it has a plan made of a file, and no steps"),
    Column("state", Text, nullable=False),
    Column("proposers", listed(), nullable=False, comment="everyone who had a hand in it: none of them approves it"),
    Column("salt", LargeBinary, comment="goes with title and reason into what the log commits to"),
    Column("sealed", LargeBinary, comment="what the log committed to, once title, reason and salt are erased"),
    Index("ix_changesets_state", "register_id", "state"),
    key=("id",),
)

planned_changes = known_table(
    "planned_changes",
    Column("changeset_id", Uuid, nullable=False, index=True),
    Column("position", Integer, nullable=False, comment="its place in the plan, from 1"),
    Column("table_name", Text, nullable=False, comment="of the entry"),
    Column("kind", Text, nullable=False, comment="added, changed, ended or withdrawn"),
    Column("entry_id", Uuid, nullable=False),
    Column("key", Text, nullable=False, comment="what people call the entry"),
    Column("from_row", RowNumber, comment="the row of the entry that it was made from; null where nothing was said"),
    Column("from_version", Integer, nullable=False, comment="the version of the register that it was made from"),
    Column("fact", Text, nullable=False, comment="JSON: what is to be said, or what is said no more"),
    Column("salt", LargeBinary, comment="goes with the fact into what the log commits to"),
    Column("sealed", LargeBinary, comment="what the log committed to, once the fact and the salt are erased"),
    key=("id",),
)
"""What a changeset is to do to entries, one row for each; a plan that is made anew takes the place of the former."""

wishes = Table(
    "wishes",
    metadata,
    Column("changeset_id", Uuid, primary_key=True),
    Column("name", String(100), nullable=False, comment="of the file"),
    Column("content", LargeBinary, nullable=False),
    Column("plan", Text, comment="JSON: what is made of a spreadsheet; null: the file is a register"),
)
"""The file that an import was proposed from, to make the plan anew; it goes when the changeset is decided."""

readings = Table(
    "readings",
    metadata,
    Column("changeset_id", Uuid, primary_key=True),
    Column("told", Text, nullable=False, comment="JSON: the answers, the rows, and what is left out"),
)
"""How the file was read that an import was proposed from; it goes when somebody is forgotten whom it names."""

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
    Column("salt", LargeBinary, comment="goes with the reason into what the log commits to"),
    Column("sealed", LargeBinary, comment="what the log committed to, once the reason and the salt are erased"),
    Index("ix_events_version", "register_id", "version"),
)

expected_checks = known_table(
    "expected_checks",
    Column("name", Text, nullable=False),
    Column("expectation", Text, nullable=False, comment="JSON: the question, and the answer that is expected"),
    key=("name",),
)
