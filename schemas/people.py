"""The wire format of employees, the positions they hold, when they are away, and who stands in."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.base import Listed
from schemas.entries import (
    EntryIn,
    EntryOut,
    EntryPatch,
    EntryQuery,
    Home,
    PeriodOut,
    Proposed,
    Wire,
    dated,
    including,
    own,
)


class EmployeeIn(Home, Proposed, EntryIn):
    """An employee to be added."""

    fact = facts.Employee
    Meta = including(own(facts.Employee) | dated("employed"))


class EmployeePatch(Proposed, EntryPatch):
    """What is to be said otherwise of an employee."""

    Meta = including(own(facts.Employee, but=("number",)) | dated("employed"))


class Suspended:
    """What happened to a person."""

    suspensions = Listed(PeriodOut)


class EmployeeOut(Home, Suspended, EntryOut):
    """An employee as the register has it."""

    Meta = including(own(facts.Employee) | dated("employed"))


class EmployeeQuery(EntryQuery):
    """Which employees are wanted."""


class AppointmentIn(Home, Proposed, EntryIn):
    """An appointment to be added: an employee holds a position."""

    fact = facts.Appointment
    Meta = including(own(facts.Appointment) | dated())


class AppointmentPatch(Proposed, EntryPatch):
    """What is to be said otherwise of an appointment."""

    Meta = including(dated())


class AppointmentOut(Home, EntryOut):
    """An appointment as the register has it."""

    Meta = including(own(facts.Appointment) | dated())


class AppointmentQuery(EntryQuery):
    """Which appointments are wanted."""

    position = fields.code()


class AbsenceIn(Home, Proposed, EntryIn):
    """An absence of an employee to be added."""

    fact = facts.Absence
    Meta = including(own(facts.Absence) | dated())


class AbsencePatch(Proposed, EntryPatch):
    """What is to be said otherwise of an absence of an employee."""

    Meta = including(dated())


class AbsenceOut(Home, EntryOut):
    """An absence of an employee as the register has it."""

    Meta = including(own(facts.Absence) | dated())


class AbsenceQuery(EntryQuery):
    """Which absences are wanted."""


class DeputyshipIn(Home, Proposed, EntryIn):
    """A deputyship: who stands in for whom to be added."""

    fact = facts.Deputyship
    Meta = including(own(facts.Deputyship) | dated())


class DeputyshipPatch(Proposed, EntryPatch):
    """What is to be said otherwise of a deputyship: who stands in for whom."""

    Meta = including(own(facts.Deputyship, but=("number",)) | dated())


class DeputyshipOut(Home, EntryOut):
    """A deputyship: who stands in for whom as the register has it."""

    Meta = including(own(facts.Deputyship) | dated())


class DeputyshipQuery(EntryQuery):
    """Which deputyships are wanted."""

    number = fields.line()


EMPLOYEES = Wire(EmployeeIn, EmployeePatch, EmployeeOut, EmployeeQuery)
APPOINTMENTS = Wire(AppointmentIn, AppointmentPatch, AppointmentOut, AppointmentQuery)
ABSENCES = Wire(AbsenceIn, AbsencePatch, AbsenceOut, AbsenceQuery)
DEPUTYSHIPS = Wire(DeputyshipIn, DeputyshipPatch, DeputyshipOut, DeputyshipQuery)
