"""Invented registers of any size, shaped like real ones: most mandates by position, some by unit, some in chains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import (
    Appointment,
    Body,
    DecisionType,
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
START = Period(datetime(2024, 1, 1, tzinfo=UTC))
PER_POSITION = 10
PER_UNIT = 20
TYPES = 200


@dataclass(frozen=True, slots=True)
class Size:
    """How large a register is, from its number of mandates."""

    mandates: int

    @property
    def positions(self) -> int:
        """One for every PER_POSITION mandates; as many employees."""
        return max(self.mandates // PER_POSITION, 1)

    @property
    def units(self) -> int:
        """One for every PER_UNIT positions."""
        return max(self.positions // PER_UNIT, 1)


def register(mandates: int) -> RegisterFolder:
    """Make a register with this many mandates."""
    size = Size(mandates)
    tables: dict[str, list[Fact]] = {table: [] for table in KEYS}
    tables["bodies"] = [Body(code="college", name="College")]
    tables["units"] = [Unit(code=f"u{n}", name=f"Unit {n}", parent="u0" if n else None) for n in range(size.units)]
    tables["positions"] = [
        Position(code=f"p{n}", title=f"Position {n}", unit=f"u{n % size.units}") for n in range(size.positions)
    ]
    tables["decision_types"] = [_decision_type(n) for n in range(TYPES)]
    tables["employees"] = [Employee(number=f"e{n}", name=f"Person {n}", valid=START) for n in range(size.positions)]
    tables["appointments"] = [
        Appointment(employee=f"e{n}", position=f"p{n}", valid=START) for n in range(size.positions)
    ]
    tables["instruments"] = [Instrument(reference="MB-2024", title="Mandaatbesluit 2024")]
    tables["mandates"] = [_mandate(n, size) for n in range(mandates)]
    return RegisterFolder(Organisation(oin=OIN, name="Measured municipality"), tables)


def _decision_type(n: int) -> DecisionType:
    heading = n % 20 == 0
    return DecisionType(
        code=f"t{n}",
        title_nl=f"Type {n}",
        parent=None if heading else f"t{n - n % 20}",
        body="college",
        nature=None if heading else Nature.DECISION,
    )


def _mandate(n: int, size: Size) -> Mandate:
    """Nine of ten by position, every tenth the reverse mandate of a unit; every third below another."""
    position = n // PER_POSITION
    reverse = n % PER_POSITION == 0 and position < size.units
    child = n % 3 == 2 and n > PER_POSITION
    return Mandate(
        number=f"{n // 100}.{n % 100}",
        kinds=(Kind.MANDATE, Kind.AUTHORISATION),
        on_behalf_of="college",
        seats=(Seat(unit=f"u{position}") if reverse else Seat(position=f"p{position}"),),
        decision_types=("*",) if reverse else tuple(f"t{(n + step) % TYPES}" for step in range(3)),
        reservations=(Reservation("t20"), Reservation("t41", Decimal("20000.00"))) if reverse else (),
        max_amount=None if reverse else Decimal(1000 * (1 + n % 90)).quantize(Decimal("0.01")),
        sub_mandating=1,
        parent=f"{(n - 1) // 100}.{(n - 1) % 100}" if child else None,
        instrument="MB-2024",
        valid=START,
    )
