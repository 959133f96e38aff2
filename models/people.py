"""Employees, the positions they hold, when they are away, and who stands in."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary

from mandate_registry.rules import facts
from models.base import fact_table
from models.types import columns_of, few_periods

employees = fact_table(
    "employees",
    *columns_of(
        facts.Employee,
        suspensions=Column("suspensions", few_periods(), comment="when the person is stopped; null: never"),
    ),
    Column("salt", LargeBinary, comment="goes with the name and the address into what the log commits to"),
    Column(
        "sealed", LargeBinary, comment="what the log committed to, once the name, the address and the salt are erased"
    ),
    Index("ix_employees_number", "register_id", "number"),  # over all versions: who was ever known is asked too
    key=("number", "valid_from"),
)
appointments = fact_table("appointments", *columns_of(facts.Appointment), key=("employee", "position"), unique=False)
absences = fact_table("absences", *columns_of(facts.Absence), key=("employee",), unique=False)
deputyships = fact_table("deputyships", *columns_of(facts.Deputyship), key=("number",))
