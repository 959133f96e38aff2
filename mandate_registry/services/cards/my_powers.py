"""What an employee may decide himself, of every type at once: a search about oneself, with the limits of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import Forbidden
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import DecisionType
from mandate_registry.rules.moments import last_day_before
from mandate_registry.rules.powers.powers import Power, power
from mandate_registry.rules.questions import Person, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.cards.card_view import DecisionView, decision
from mandate_registry.services.checks.access_basis import authorise
from mandate_registry.services.checks.call_limits import consume_questions
from mandate_registry.services.checks.check_records import LISTED, CheckKind, CheckRecord
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.recorder import find_and_record
from mandate_registry.services.checks.resolved_people import resolve
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.points_in_time import NOW, now_by_register, valid_then
from models import TABLES, as_fact, registers


@dataclass(frozen=True, slots=True)
class HeldPower:
    """What somebody may decide of one type, by which mandates (numbers), and their last day as far as they have one."""

    shown: DecisionView
    mandates: tuple[str, ...]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class MyPowers:
    """An employee as his register has him at a moment: `name` is None for who does not work there any more."""

    organisation: str
    time_zone: str
    moment: datetime
    name: str | None
    titles: tuple[str, ...]
    held: tuple[HeldPower, ...]


def read_my_powers(caller: Caller, installation: Installation) -> MyPowers:
    """Show an employee what he may decide now, alone or with somebody; it is kept as a question about himself.

    Forbidden for a caller who is not known as an employee.
    """
    home, number = employee_of(caller)
    request = CheckRequest(organisation=home, employees=(EmployeeRef(number=number),), decision_type="")

    def ask(session: CheckSession) -> tuple[MyPowers, list[CheckRecord]]:
        authorise(session, Right.SEARCH, request)
        asked = CheckRecord(request, LISTED, [Person(home, number)], kind=CheckKind.SEARCH)
        return _shown(session, request, number), [asked]

    consume_questions(caller, installation, 1)
    found, _ = find_and_record(caller, installation, ask)
    return found


def partners(caller: Caller, installation: Installation) -> list[tuple[str, str]]:
    """Return the organisations (OIN and name) that may ask the employee's own today, for whom a card can be made."""
    home, _ = employee_of(caller)
    agreements, named = TABLES["agreements"], TABLES["organisations"]
    there = registers.alias("there")
    agreed = (
        select(agreements.c.partner, named.c.name)
        .join(registers, registers.c.id == agreements.c.register_id)
        .outerjoin(there, there.c.oin == agreements.c.partner)
        .outerjoin(named, (named.c.register_id == there.c.id) & NOW.knows(named))
        .where(registers.c.oin == home, NOW.knows(agreements), valid_then(agreements, now_by_register()))
        .distinct()
    )
    with installation.reading() as connection:
        return sorted((row.partner, row.name or row.partner) for row in connection.execute(agreed))


def types_of(caller: Caller, installation: Installation) -> dict[str, DecisionType]:
    """Return the decision types of the employee's own organisation today, by code: their titles are no secret."""
    home, _ = employee_of(caller)
    types = TABLES["decision_types"]
    wanted = select(types).join(registers, registers.c.id == types.c.register_id).where(registers.c.oin == home)
    with installation.reading() as connection:
        rows = connection.execute(wanted.where(NOW.knows(types), valid_then(types, now_by_register()))).mappings()
        return {row["code"]: as_fact("decision_types", row) for row in rows}


def employee_of(caller: Caller) -> tuple[str, str]:
    """Return the organisation and the number of the employee who is calling; Forbidden when it is none."""
    if not caller.is_employee:
        raise Forbidden("Only an employee of an organisation is told what he may decide himself.")
    return caller.organisation or "", caller.person or ""


def _shown(session: CheckSession, request: CheckRequest, number: str) -> MyPowers:
    question = resolve(session, request)
    register, at = session.load(question).register, session.moment
    directory = register.directory
    positions = (directory.position(code, at) for code in directory.positions_of(number, at))
    return MyPowers(
        organisation=directory.name(at),
        time_zone=directory.time_zone(at),
        moment=at,
        name=directory.name_of(number, at),
        titles=tuple(position.title for position in positions if position),
        held=tuple(_held(register, question)),
    )


def _held(register: Register, question: Question) -> Iterator[HeldPower]:
    for fact in register.directory.decision_types(question.at):
        if not fact.is_heading:
            found = power(register, replace(question, decision_type=fact.code))
            if found is not None:
                shown = decision(register, question, fact, found, shows_limits=True)
                yield HeldPower(shown, _mandates(found), _last_day(found, register.directory.time_zone(question.at)))


def _mandates(found: Power) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leg.mandate.number for leg in found.legs if leg.mandate))


def _last_day(found: Power, zone: str) -> date | None:
    ends = [leg.period.until for leg in found.legs if leg.period.until]
    return last_day_before(min(ends), ZoneInfo(zone)) if ends else None
