"""All that the register holds, by the table that keeps it."""

from __future__ import annotations

from schemas.mandates import INSTRUMENTS, MANDATES
from schemas.organisations import AGREEMENTS, BODIES, DECISION_TYPES, ORGANISATIONS, POSITIONS, UNITS
from schemas.people import ABSENCES, APPOINTMENTS, DEPUTYSHIPS, EMPLOYEES

WIRES = {
    "organisations": ORGANISATIONS,
    "bodies": BODIES,
    "units": UNITS,
    "positions": POSITIONS,
    "decision_types": DECISION_TYPES,
    "employees": EMPLOYEES,
    "appointments": APPOINTMENTS,
    "absences": ABSENCES,
    "deputyships": DEPUTYSHIPS,
    "instruments": INSTRUMENTS,
    "mandates": MANDATES,
    "agreements": AGREEMENTS,
}
