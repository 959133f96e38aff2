"""Employees, the positions they hold, when they are away, and who stands in."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Text

from mandate_registry.rules.facts import Trigger, Vat
from mandate_registry.rules.notation import parse_principal
from models.base import fact_table
from models.types import Amount, Written, few_periods, listed

employees = fact_table(
    "employees",
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("suspensions", few_periods(), comment="when the person is stopped; null: never"),
    Column("salt", LargeBinary, comment="goes with the name and the address into what the log commits to"),
    Column(
        "sealed", LargeBinary, comment="what the log committed to, once the name, the address and the salt are erased"
    ),
    Index("ix_employees_number", "register_id", "number"),  # over all versions: who was ever known is asked too
    key=("number", "valid_from"),
)

appointments = fact_table(
    "appointments",
    Column("employee", Text, nullable=False),
    Column("position", Text, nullable=False),
    key=("employee", "position"),
    unique=False,
)

absences = fact_table(
    "absences",
    Column("employee", Text, nullable=False),
    key=("employee",),
    unique=False,
)

deputyships = fact_table(
    "deputyships",
    Column("number", Text, nullable=False),
    Column("principal", Written(parse_principal), nullable=False),
    Column("deputy", Written(parse_principal), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("trigger", Written(Trigger), nullable=False),
    Column("max_amount", Amount),
    Column("vat", Written(Vat), nullable=False),
    Column("decision_types", listed(), nullable=False),
    key=("number",),
)
