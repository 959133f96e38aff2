"""Organisations: their bodies, units and positions, what they decide about, and what partners may ask."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, true

from mandate_registry.rules import facts
from models.base import fact_table
from models.types import columns_of

_PARTNER = Column("partner", String(20), nullable=False, comment="OIN")
_FOUR_EYES = Column("four_eyes", Boolean, nullable=False, server_default=true())

organisations = fact_table("organisations", *columns_of(facts.Organisation, four_eyes=_FOUR_EYES), key=("oin",))
bodies = fact_table("bodies", *columns_of(facts.Body), key=("code",))
units = fact_table("units", *columns_of(facts.Unit), key=("code",))
positions = fact_table("positions", *columns_of(facts.Position), key=("code",))
decision_types = fact_table("decision_types", *columns_of(facts.DecisionType), key=("code",))
agreements = fact_table("agreements", *columns_of(facts.Agreement, partner=_PARTNER), key=("number",))
