"""Instruments and the mandates that they grant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from mandate_registry.rules.facts import Disclosure, Kind, Vat
from mandate_registry.rules.notation import parse_reservation, parse_seats
from models.base import fact_table, metadata
from models.types import (
    Amount,
    Instant,
    Written,
    listed,
    read_periods,
    seldom_true,
    write_periods,
)

PUBLISHED = "disclosure = 'public' AND known_until IS NULL"
"""Which mandates the indexes of the public register have. A query says so in these words, or no index is used."""
_PUBLISHED: dict[str, Any] = {"sqlite_where": text(PUBLISHED), "postgresql_where": text(PUBLISHED)}

instruments = fact_table(
    "instruments",
    Column("reference", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("adopted_by", Text, nullable=False),
    Column("adopted_on", Date),
    Column("published_as", Text, nullable=False),
    Column("publication_url", Text, nullable=False),
    Column("in_force_from", Date),
    Column("retroactive_to", Date),
    Column("salt", LargeBinary, comment="goes with the title into what the log commits to"),
    Column("sealed", LargeBinary, comment="what the log committed to, once the title and the salt are erased"),
    key=("reference",),
)

mandates = fact_table(
    "mandates",
    Column("number", Text, nullable=False),
    Column("kinds", listed(Kind), nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("seats", Written(parse_seats, lambda seats: " & ".join(map(str, seats))), nullable=False),
    Column("decision_types", listed(), nullable=False),
    Column("reservations", listed(parse_reservation), nullable=False),
    Column("above_amount", Amount),
    Column("max_amount", Amount),
    Column("currency", String(3), nullable=False),
    Column("vat", Written(Vat), nullable=False),
    Column("cases", listed(), nullable=False),
    Column("counterparties", listed(), nullable=False),
    Column("within", listed(), nullable=False),
    Column("conditions", listed(), nullable=False),
    Column("instructions", Text, nullable=False),
    Column("sub_mandating", Integer, nullable=False),
    Column("sub_mandating_only", listed(), nullable=False),
    Column("sub_mandating_except", listed(), nullable=False),
    Column("parent", Text),
    Column("legal_basis", Text, nullable=False),
    Column("instrument", Text),
    Column("holder_consent", Instant),
    Column("superior_consent", Instant),
    Column("no_superior", seldom_true(), comment="yes: nobody to give the second consent; null: not stated"),
    Column("consent_statute", Text, comment="the statute that provides for the mandate (Awb 10:4 lid 2)"),
    Column("not_about_oneself", seldom_true(), comment="yes: never about those who act; null: not stated"),
    Column("disclosure", Written(Disclosure), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("suspensions", Written(read_periods, write_periods), nullable=False),
    Column("revoked_at", Instant),
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
