"""What partners may ask about."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Text

from models.base import fact_table
from models.types import listed

agreements = fact_table(
    "agreements",
    Column("number", Text, nullable=False),
    Column("partner", String(20), nullable=False, comment="OIN"),
    Column("decision_types", listed(), nullable=False),
    Column("units", listed(), nullable=False),
    Column("lists", Boolean, nullable=False),
    Column("basis", Text, nullable=False),
    key=("number",),
)
