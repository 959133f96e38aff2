"""Rows as facts and facts as rows. A column bears the name of the fact's field; the valid period stands in two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Table

from mandate_registry.rules.facts import Fact
from mandate_registry.rules.fields import FACTS, fields_of
from mandate_registry.rules.periods import Period
from models import mandates, organisations, people

TABLES: dict[str, Table] = {
    "organisations": organisations.organisations,
    "bodies": organisations.bodies,
    "units": organisations.units,
    "positions": organisations.positions,
    "decision_types": organisations.decision_types,
    "employees": people.employees,
    "appointments": people.appointments,
    "absences": people.absences,
    "deputyships": people.deputyships,
    "instruments": mandates.instruments,
    "mandates": mandates.mandates,
    "agreements": organisations.agreements,
}
"""The tables of facts, in the order in which they build on each other. A register folder has all but agreements."""

_OWN_FIELDS = {table: tuple(field.name for field in fields_of(fact)) for table, fact in FACTS.items()}


ERASED = "(erased)"
"""What stands for a title, or a name in one, of somebody who was forgotten."""


def as_fact(table: str, row: RowMapping | Mapping[str, Any]) -> Any:
    """Make the fact of a row. When it was recorded, its change says: whoever reads rows has chosen a version."""
    values = {field: row[field] for field in _OWN_FIELDS[table]}
    if table == "instruments" and row.get("sealed"):
        values["title"] = ERASED
    return FACTS[table](valid=Period(row["valid_from"], row["valid_until"]), **values)


def as_row(table: str, fact: Fact) -> dict[str, Any]:
    """Make the columns of a fact, all but its identity, its register and the version that knows it."""
    return {
        "valid_from": fact.valid.since,
        "valid_until": fact.valid.until,
        **{field: getattr(fact, field) for field in _OWN_FIELDS[table]},
    }
