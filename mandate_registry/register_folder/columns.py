"""The files of a register folder, column by column: which cell is which field of a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import starmap, zip_longest
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import cells, formulas
from mandate_registry.rules import facts
from mandate_registry.rules.periods import Period, merged


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `fields` are the attributes of the fact that its cell holds, `required` never empty."""

    name: str
    cell: cells.Cell
    fields: tuple[str, ...]
    required: bool
    get: Callable[[Any], Any]

    def read(self, text: str, habits: cells.Habits) -> dict[str, Any]:
        """Read a cell into values by field; a blank cell gives none. Raises ValueError."""
        text = cells.tidy(text)
        text = formulas.unescaped(text) if habits.escaped else text
        if not text:
            return {}
        cells.refuse_control(text)
        value = self.cell.read(text, habits)
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


def _column(name: str, cell: cells.Cell = cells.TEXT, *fields: str) -> Column:
    fields = fields or (name,)
    return Column(name, cell, fields, required=False, get=attrgetter(*fields))


def _required(name: str, cell: cells.Cell, *fields: str) -> Column:
    fields = fields or (name,)
    return Column(name, cell, fields, required=True, get=attrgetter(*fields))


def _period_columns(first: str = "valid_from", last: str = "valid_until") -> tuple[Column, Column]:
    return _column(first, cells.FIRST_DAY, "valid.since"), _column(last, cells.LAST_DAY, "valid.until")


def _sinces(fact: facts.Employee) -> tuple[Any, ...] | None:
    return tuple(period.since for period in fact.suspensions) or None


def _untils(fact: facts.Employee) -> tuple[Any, ...] | None:
    return tuple(period.until for period in fact.suspensions if period.until) or None


def _suspension_columns() -> tuple[Column, Column]:
    return (
        Column("suspended_from", cells.INSTANTS, (STOPPED,), required=False, get=_sinces),
        Column("suspended_until", cells.INSTANTS, (RESUMED,), required=False, get=_untils),
    )


ORGANISATION = Table(
    "organisation",
    facts.Organisation,
    (
        _required("oin", cells.AN_OIN),
        _required("name", cells.TEXT),
        _column("kind"),
        _column("time_zone", cells.TIME_ZONE),
    ),
)

BODIES = Table(
    "bodies",
    facts.Body,
    (
        _required("code", cells.A_CODE),
        _required("name", cells.TEXT),
        _column("position", cells.A_CODE),
    ),
)

UNITS = Table(
    "units",
    facts.Unit,
    (
        _required("code", cells.A_CODE),
        _required("name", cells.TEXT),
        _column("parent", cells.A_CODE),
    ),
)

POSITIONS = Table(
    "positions",
    facts.Position,
    (
        _required("code", cells.A_CODE),
        _required("title", cells.TEXT),
        _column("unit", cells.A_CODE),
        _column("category", cells.A_CODE),
    ),
)

DECISION_TYPES = Table(
    "decision_types",
    facts.DecisionType,
    (
        _required("code", cells.A_CODE),
        _required("title_nl", cells.TEXT),
        _column("title_en"),
        _column("parent", cells.A_CODE),
        _column("body", cells.A_CODE),
        _column("nature", cells.one_of(facts.Nature)),
        _column("amount_required", cells.YES_OR_NO),
        _column("mandatable", cells.YES_OR_NO),
        _column("components", cells.CODES),
        _column("legal_basis"),
        *_period_columns(),
    ),
)

EMPLOYEES = Table(
    "employees",
    facts.Employee,
    (
        _required("number", cells.A_NUMBER),
        _required("name", cells.TEXT),
        _column("email"),
        *_period_columns("employed_from", "employed_until"),
        *_suspension_columns(),
    ),
)

APPOINTMENTS = Table(
    "appointments",
    facts.Appointment,
    (
        _required("employee", cells.A_NUMBER),
        _required("position", cells.A_CODE),
        *_period_columns(),
    ),
)

ABSENCES = Table(
    "absences",
    facts.Absence,
    (
        _required("employee", cells.A_NUMBER),
        *_period_columns(),
    ),
)

DEPUTYSHIPS = Table(
    "deputyships",
    facts.Deputyship,
    (
        _required("number", cells.LINE),
        _required("for", cells.PRINCIPAL, "principal"),
        _required("deputy", cells.PRINCIPAL),
        _column("rank", cells.RANK),
        _column("trigger", cells.one_of(facts.Trigger)),
        _column("max_amount", cells.AMOUNT),
        _column("vat", cells.one_of(facts.Vat)),
        _column("decision_types", cells.CODES),
        *_period_columns(),
    ),
)

INSTRUMENTS = Table(
    "instruments",
    facts.Instrument,
    (
        _required("reference", cells.LINE),
        _required("title", cells.TEXT),
        _column("adopted_by"),
        _column("adopted_on", cells.DAY),
        _column("published_as"),
        _column("publication_url", cells.ADDRESS),
        _column("in_force_from", cells.DAY),
        _column("retroactive_to", cells.DAY),
    ),
)

MANDATES = Table(
    "mandates",
    facts.Mandate,
    (
        _required("number", cells.LINE),
        _required("kinds", cells.list_of(cells.one_of(facts.Kind))),
        _required("on_behalf_of", cells.A_CODE),
        _required("holder", cells.SEATS, "seats"),
        _required("decision_types", cells.TYPES),
        _column("except", cells.RESERVATIONS, "reservations"),
        _column("above_amount", cells.AMOUNT),
        _column("max_amount", cells.AMOUNT),
        _column("currency", cells.CURRENCY),
        _column("vat", cells.one_of(facts.Vat)),
        _column("cases", cells.LINES),
        _column("counterparties", cells.OINS),
        _column("within", cells.FIELDS),
        _column("conditions", cells.SENTENCES),
        _column("instructions"),
        _column("sub_mandating", cells.LEVELS),
        _column("sub_mandating_only", cells.CODES),
        _column("sub_mandating_except", cells.CODES),
        _column("parent", cells.LINE),
        _column("legal_basis"),
        _column("instrument", cells.LINE),
        _column("consents", cells.CONSENTS, "holder_consent", "superior_consent", "no_superior", "consent_statute"),
        *_period_columns(),
        _column("disclosure", cells.one_of(facts.Disclosure)),
        _column("not_about_oneself", cells.ONLY_YES),
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
