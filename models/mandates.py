"""Instruments and the mandates that they grant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text, text

from mandate_registry.rules import facts
from models.base import fact_table, metadata
from models.types import Written, columns_of, read_periods, seldom_true, write_periods

PUBLISHED = "disclosure = 'public' AND known_until IS NULL"
"""Which mandates the indexes of the public register have. A query says so in these words, or no index is used."""
_PUBLISHED: dict[str, Any] = {"sqlite_where": text(PUBLISHED), "postgresql_where": text(PUBLISHED)}

instruments = fact_table(
    "instruments",
    *columns_of(facts.Instrument),
    Column("salt", LargeBinary, comment="goes with the title into what the log commits to"),
    Column("sealed", LargeBinary, comment="what the log committed to, once the title and the salt are erased"),
    key=("reference",),
)

_SPECIAL: tuple[Column[Any], ...] = (
    Column("no_superior", seldom_true(), comment="yes: nobody to give the second consent; null: not stated"),
    Column("consent_statute", Text, comment="the statute that provides for the mandate (Awb 10:4 lid 2)"),
    Column("not_about_oneself", seldom_true(), comment="yes: never about those who act; null: not stated"),
    Column("suspensions", Written(read_periods, write_periods), nullable=False),
)
mandates = fact_table(
    "mandates",
    *columns_of(facts.Mandate, **{column.name: column for column in _SPECIAL}),
    Index("ix_mandates_number", "register_id", "number"),  # over all versions: what was known then is asked too
    key=("number", "valid_from"),
)

_OF_A_REGISTER = (mandates.c[name] for name in ("register_id", "row", "valid_from", "valid_until"))
Index("ix_mandates_published", *_OF_A_REGISTER, **_PUBLISHED)
Index("ix_mandates_published_row", mandates.c.row, **_PUBLISHED)

mandate_seats = Table(
    "mandate_seats",
    metadata,
    Column("register_id", ForeignKey("registers.id"), primary_key=True),
    Column("name", Text, primary_key=True, comment="a name in a seat: position:CODE, employee:NUMBER, …, anyone"),
    Column("number", Text, primary_key=True, comment="of the mandate"),
    comment="every name that a seat of a mandate ever bore, for finding the mandates that could concern somebody",
)
