"""The files of a register folder, column by column: which cell is which field of a fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import starmap, zip_longest
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import cell_types, formulas
from mandate_registry.register_folder.field_cells import cell_of
from mandate_registry.rules import facts
from mandate_registry.rules.fields import stated
from mandate_registry.rules.periods import Period, merged


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `fields` are the attributes of the fact that its cell holds, `required` never empty."""

    name: str
    cell: cell_types.CellType
    fields: tuple[str, ...]
    required: bool
    get: Callable[[Any], Any]

    def read(self, text: str, dialect: cell_types.Dialect) -> dict[str, Any]:
        """Read a cell into values by field; a blank cell gives none. Raises ValueError."""
        text = cell_types.tidy(text)
        text = formulas.unescaped(text) if dialect.escaped else text
        if not text:
            return {}
        cell_types.refuse_control(text)
        value = self.cell.read(text, dialect)
        return {self.fields[0]: value} if len(self.fields) == 1 else dict(zip(self.fields, value, strict=True))

    def write(self, fact: facts.Fact, zone: ZoneInfo) -> str:
        """Write the cell of `fact`; empty when nothing is stated."""
        value = self.get(fact)
        return "" if value is None else self.cell.write(value, zone)


@dataclass(frozen=True, slots=True)
class Table:
    """One file: the facts it holds and its columns, in the order of the format."""

    name: str
    fact: Callable[..., facts.Fact]
    columns: tuple[Column, ...]

    @property
    def required(self) -> list[Column]:
        """The columns that no row may leave empty."""
        return [column for column in self.columns if column.required]

    @property
    def key(self) -> str:
        """The field by which other facts refer to these."""
        return self.columns[0].fields[0]

    def build(self, values: Mapping[str, Any]) -> facts.Fact:
        """Make the fact of a row; what the row does not state has the default of the fact."""
        stated = dict(values)
        if (since := stated.pop(STOPPED, None)) is not None:
            stated["suspensions"] = merged(starmap(Period, zip_longest(since, stated.pop(RESUMED, ()))))
        valid = _period(stated.pop("valid.since", None), stated.pop("valid.until", None))
        return self.fact(**stated, valid=valid)

    def mismatch(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Name a column that does not go with another one in a row, and say why; None when all do."""
        since, until = values.get(STOPPED, ()), values.get(RESUMED, ())
        if len(until) > len(since) or len(since) > len(until) + 1:
            return "suspended_until", "has not one moment for each of suspended_from: only the last may be missing"
        if any(end <= start for start, end in zip(since, until, strict=False)):
            return "suspended_until", "ends before it begins"
        return None

    def column_of(self, field: str) -> str | None:
        """Name the column of a field of the fact; of a whole period, that of its last day."""
        owners = (column.name for column in reversed(self.columns) if _owns(column, field))
        return next(owners, None)


STOPPED, RESUMED = "suspensions.since", "suspensions.until"
"""The two sides of suspensions, each in a column of its own."""


@lru_cache(maxsize=4096)
def _period(since: datetime | None, until: datetime | None) -> Period:
    return Period(since, until)


def _owns(column: Column, field: str) -> bool:
    return any(owned == field or owned.startswith(f"{field}.") for owned in column.fields)


def _columns(fact: type[facts.Fact], *, only: Collection[str] = (), but: Collection[str] = ()) -> tuple[Column, ...]:
    """Return a column for each field that somebody states of a fact, in its order: `only` these, or all `but` these."""
    return tuple(
        Column(one.called, cell_of(one), (one.name,), one.required, attrgetter(one.name))
        for one in stated(fact)
        if (one.name in only if only else one.name not in but)
    )


def _column(name: str, cell: cell_types.CellType, *fields: str) -> Column:
    return Column(name, cell, fields, required=False, get=attrgetter(*fields))


def _period_columns(first: str = "valid_from", last: str = "valid_until") -> tuple[Column, Column]:
    return _column(first, cell_types.FIRST_DAY, "valid.since"), _column(last, cell_types.LAST_DAY, "valid.until")


def _sinces(fact: facts.Employee) -> tuple[Any, ...] | None:
    return tuple(period.since for period in fact.suspensions) or None


def _untils(fact: facts.Employee) -> tuple[Any, ...] | None:
    return tuple(period.until for period in fact.suspensions if period.until) or None


def _suspension_columns() -> tuple[Column, Column]:
    return (
        Column("suspended_from", cell_types.INSTANTS, (STOPPED,), required=False, get=_sinces),
        Column("suspended_until", cell_types.INSTANTS, (RESUMED,), required=False, get=_untils),
    )


ORGANISATION = Table("organisation", facts.Organisation, _columns(facts.Organisation, but=("four_eyes",)))
BODIES = Table("bodies", facts.Body, _columns(facts.Body))
UNITS = Table("units", facts.Unit, _columns(facts.Unit))
POSITIONS = Table("positions", facts.Position, _columns(facts.Position))
DECISION_TYPES = Table("decision_types", facts.DecisionType, (*_columns(facts.DecisionType), *_period_columns()))
EMPLOYEES = Table(
    "employees",
    facts.Employee,
    (*_columns(facts.Employee), *_period_columns("employed_from", "employed_until"), *_suspension_columns()),
)
APPOINTMENTS = Table("appointments", facts.Appointment, (*_columns(facts.Appointment), *_period_columns()))
ABSENCES = Table("absences", facts.Absence, (*_columns(facts.Absence), *_period_columns()))
DEPUTYSHIPS = Table("deputyships", facts.Deputyship, (*_columns(facts.Deputyship), *_period_columns()))
INSTRUMENTS = Table("instruments", facts.Instrument, _columns(facts.Instrument))
MANDATES = Table(
    "mandates",
    facts.Mandate,
    (
        *_columns(facts.Mandate, but=("disclosure", "not_about_oneself")),
        _column(
            "consents", cell_types.CONSENTS, "holder_consent", "superior_consent", "no_superior", "consent_statute"
        ),
        *_period_columns(),
        *_columns(facts.Mandate, only=("disclosure",)),
        *_columns(facts.Mandate, only=("not_about_oneself",)),
    ),
)

TABLES = (
    BODIES,
    UNITS,
    POSITIONS,
    DECISION_TYPES,
    EMPLOYEES,
    APPOINTMENTS,
    ABSENCES,
    DEPUTYSHIPS,
    INSTRUMENTS,
    MANDATES,
)
"""All tables but the organisation, each after those it refers to."""

VITAL = {ORGANISATION.name, MANDATES.name}
"""Without these files it is no register."""
