"""The wire format of employees, the positions they hold, when they are away, and who stands in."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.base import Listed
from schemas.entries import PeriodOut, wire
from schemas.values import Count, Word


class Employee:
    """A person employed by the organisation."""

    number = fields.number(required=True)
    name = fields.line(required=True)
    email = fields.text()
    valid_from = fields.day(data_key="employedFrom", allow_none=True)
    valid_until = fields.day(data_key="employedUntil", allow_none=True)

    class Told:
        """What happened to the person."""

        suspensions = Listed(PeriodOut)


class Appointment:
    """An employee holds a position."""

    employee = fields.number(required=True)
    position = fields.code(required=True)
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)


class Absence:
    """An employee is away."""

    employee = fields.number(required=True)
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)


class Deputyship:
    """Who stands in for whom."""

    number = fields.line(required=True)
    principal = fields.principal(data_key="for", required=True)
    deputy = fields.principal(required=True)
    rank = Count(1, 999)
    trigger = Word(facts.Trigger)
    max_amount = fields.amount(allow_none=True)
    vat = Word(facts.Vat)
    decision_types = Listed(fields.code())
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)


EMPLOYEES = wire(facts.Employee, Employee, ("number",), may_wait=True)
APPOINTMENTS = wire(facts.Appointment, Appointment, ("employee", "position"), may_wait=True, position=fields.code())
ABSENCES = wire(facts.Absence, Absence, ("employee",), may_wait=True)
DEPUTYSHIPS = wire(facts.Deputyship, Deputyship, ("number",), may_wait=True, number=fields.line())
