"""Who is known to approve what changes a register: by a key, by being signed in, or because he approved before."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import Right, Role
from mandate_registry.services.register.register_writer import RegisterWriter, current
from models import api_keys, changes, sessions

APPROVED = f"{Event.APPROVAL.value} of changeset"


def known_approvers(register: RegisterWriter) -> list[Caller]:
    """Return who is known to approve in a register and has not left, each once, in the order of their numbers.

    Whoever gets the role from an issuer is not known before he signs in for the first time.
    """
    employees = [entry.fact for entry in current(register.connection, register.id, "employees")]
    here = {fact.number for fact in employees if register.moment in fact.valid}
    gone = {fact.number for fact in employees} - here
    may = {one.person for one in _callers(register) if one.person and one.may(Right.APPROVE, register.oin)}
    return [as_approver(register, number) for number in sorted((may | _before(register) & here) - gone)]


def as_approver(register: RegisterWriter, person: str) -> Caller:
    """Return somebody as one who approves in a register."""
    return Caller((Role.APPROVER,), register.oin, person=person)


def _callers(register: RegisterWriter) -> Iterator[Caller]:
    """Yield those with a key that was not revoked, and those who signed in and may come back until the day ends."""
    keys = select(api_keys).where(api_keys.c.revoked_at.is_(None), api_keys.c.person.is_not(None))
    for row in register.connection.execute(keys):
        yield Caller((Role(row.role),), row.organisation, person=row.person)
    signed_in = select(sessions).where(sessions.c.ends_at > register.moment, sessions.c.person.is_not(None))
    for row in register.connection.execute(signed_in):
        yield Caller(tuple(map(Role, row.roles)), row.organisation, person=row.person)


def _before(register: RegisterWriter) -> set[str]:
    its = (changes.c.register_id == register.id, changes.c.act == APPROVED)
    return set(register.connection.scalars(select(changes.c.actor).where(*its).distinct()))
