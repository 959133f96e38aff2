"""What partners may ask about."""

from __future__ import annotations

from sqlalchemy import Column, String

from mandate_registry.rules import facts
from models.base import fact_table
from models.types import columns_of

_PARTNER = Column("partner", String(20), nullable=False, comment="OIN")

agreements = fact_table("agreements", *columns_of(facts.Agreement, partner=_PARTNER), key=("number",))
