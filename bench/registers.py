"""Invented registers of any size, shaped like real ones: most mandates by position, some by unit, some in chains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import (
    EVERY_TYPE,
    Absence,
    Appointment,
    Body,
    DecisionType,
    Deputyship,
    Employee,
    Fact,
    Instrument,
    Kind,
    Mandate,
    Nature,
    Organisation,
    Position,
    Unit,
)
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period

OIN = "00000009900000000001"
ABSENT, DEPUTISED, CONDITIONED = 20, 5, 15
"""Each twentieth employee is away, each fifth position has a deputy, each fifteenth mandate a condition."""
START = Period(datetime(2024, 1, 1, tzinfo=UTC))
PER_POSITION = 10
PER_MANDATE = 3
"""How many decision types a mandate lists."""
PER_UNIT = 20
TYPES = 200


@dataclass(frozen=True, slots=True)
class Size:
    """How large a register is: its number of mandates, and how many employees hold one position."""

    mandates: int
    holders: int = 1

    @property
    def positions(self) -> int:
        """Return how many positions there are: one for every PER_POSITION mandates."""
        return max(self.mandates // PER_POSITION, 1)

    @property
    def employees(self) -> int:
        """Return how many employees there are."""
        return self.positions * self.holders

    @property
    def units(self) -> int:
        """Return how many units there are: one for every PER_UNIT positions."""
        return max(self.positions // PER_UNIT, 1)


def register(mandates: int, oin: str = OIN, holders: int = 1) -> RegisterFolder:
    """Make a register with this many mandates."""
    size = Size(mandates, holders)
    tables: dict[str, list[Fact]] = {table: [] for table in KEYS} | _staff(size)
    tables["bodies"] = [Body(code="college", name="College")]
    tables["decision_types"] = [_decision_type(n) for n in range(TYPES)]
    tables["instruments"] = [Instrument(reference="MB-2024", title="Mandaatbesluit 2024")]
    tables["mandates"] = [_mandate(n, size) for n in range(mandates)]
    return RegisterFolder(Organisation(oin=oin, name=f"Measured municipality {oin[-4:]}"), tables)


def _staff(size: Size) -> dict[str, list[Fact]]:
    """Return units, positions, and who holds them. The deputy of a position is the first holder of the next one."""
    positions, employees = range(size.positions), range(size.employees)
    return {
        "units": [Unit(code=f"u{n}", name=f"Unit {n}", parent="u0" if n else None) for n in range(size.units)],
        "positions": [Position(code=f"p{n}", title=f"Position {n}", unit=f"u{n % size.units}") for n in positions],
        "employees": [Employee(number=f"e{n}", name=f"Person {n}", valid=START) for n in employees],
        "appointments": [
            Appointment(employee=f"e{n}", position=f"p{n % size.positions}", valid=START) for n in employees
        ],
        "absences": [Absence(employee=f"e{n}", valid=START) for n in employees if n % ABSENT == ABSENT // 2],
        "deputyships": [_deputyship(n, size) for n in positions if n % DEPUTISED == 0],
    }


def _deputyship(n: int, size: Size) -> Deputyship:
    deputy = Seat(employee=f"e{(n + 1) % size.positions}")
    return Deputyship(number=f"D-{n}", principal=Seat(position=f"p{n}"), deputy=deputy, valid=START)


def _decision_type(n: int) -> DecisionType:
    heading = n % 20 == 0
    return DecisionType(
        code=f"t{n}",
        title_nl=f"Type {n}",
        parent=None if heading else f"t{n - n % 20}",
        body="college",
        nature=None if heading else Nature.DECISION,
    )


def types_of(position: int) -> range:
    """Return the numbers of the decision types that the mandates of a position list; to be taken modulo TYPES."""
    return range(position * PER_POSITION * PER_MANDATE, (position + 1) * PER_POSITION * PER_MANDATE)


def _mandate(n: int, size: Size) -> Mandate:
    """Return a mandate: the first of some positions is the reverse mandate of a unit, some are below the one before."""
    position = n // PER_POSITION
    if n % PER_POSITION == 0 and 0 < position < size.units:
        return _reverse(n, position)
    if n % 3 == 2 and n > PER_POSITION:
        return _below(n, (position + 1) % size.positions)
    return Mandate(**_common(n), sub_mandating=1, seats=(Seat(position=f"p{position}"),))


def _reverse(n: int, unit: int) -> Mandate:
    """Return a mandate for all that is not reserved."""
    reserved = Reservation("t20"), Reservation("t41", Decimal("20000.00"))
    changed = {"decision_types": (EVERY_TYPE,), "reservations": reserved, "max_amount": Decimal("25000.00")}
    return Mandate(**_common(n) | changed, seats=(Seat(unit=f"u{unit}"),))


def _below(n: int, position: int) -> Mandate:
    """Return a sub-mandate for the holder of another position: for the same types, up to half the amount."""
    above = _common(n - 1)
    changed = {"decision_types": above["decision_types"], "max_amount": above["max_amount"] / 2}
    return Mandate(**_common(n) | changed, parent=above["number"], seats=(Seat(position=f"p{position}"),))


def _common(n: int) -> dict[str, Any]:
    return {
        "number": f"{n // 100}.{n % 100}",
        "kinds": (Kind.MANDATE, Kind.AUTHORISATION),
        "on_behalf_of": "college",
        "decision_types": tuple(f"t{(n * PER_MANDATE + step) % TYPES}" for step in range(PER_MANDATE)),
        "max_amount": Decimal(1000 * (1 + n % 90)).quantize(Decimal("0.01")),
        "conditions": ("De aanvrager is gehoord.",) if n % CONDITIONED == 1 else (),
        "instrument": "MB-2024",
        "valid": START,
    }
