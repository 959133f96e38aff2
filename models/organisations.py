"""Organisations, with their bodies, units, positions, and what they decide about."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Text, true

from mandate_registry.rules.facts import Nature
from models.base import fact_table
from models.types import Written, listed

organisations = fact_table(
    "organisations",
    Column("oin", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("four_eyes", Boolean, nullable=False, server_default=true()),
    key=("oin",),
)

bodies = fact_table(
    "bodies",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Text),
    key=("code",),
)

units = fact_table(
    "units",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("parent", Text),
    key=("code",),
)

positions = fact_table(
    "positions",
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text),
    Column("category", Text),
    key=("code",),
)

decision_types = fact_table(
    "decision_types",
    Column("code", Text, nullable=False),
    Column("title_nl", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("parent", Text),
    Column("body", Text),
    Column("nature", Written(Nature)),
    Column("amount_required", Boolean),
    Column("mandatable", Boolean, nullable=False),
    Column("components", listed(), nullable=False),
    Column("legal_basis", Text, nullable=False),
    key=("code",),
)
