"""Who gains by what is under way: nobody approves, or lets count at once, what gives himself power."""

from __future__ import annotations

from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.questions import Person
from mandate_registry.services.callers import Caller
from mandate_registry.services.impact.register_comparison import LOOKED_AT, comparison
from mandate_registry.services.register.register_writer import RegisterWriter, current


def gains(caller: Caller, register: RegisterWriter) -> bool:
    """Return True if a caller may decide more by what is under way, as a holder or as a deputy."""
    if caller.person is None or register.touched.isdisjoint(LOOKED_AT):
        return False
    compared, home = comparison(register), caller.organisation or register.oin
    return any(compared.gains(Person(home, number)) for number in people_of(caller, register))


def gained_by(caller: Caller, register: RegisterWriter, compared: Comparison) -> tuple[list[Person], set[str]]:
    """Return who a caller may be, and the codes of the decision types about which he may decide more then."""
    people = [Person(caller.organisation or register.oin, number) for number in people_of(caller, register)]
    return people, {code for one in people for code in compared.gained_by(one)}


def people_of(caller: Caller, register: RegisterWriter) -> frozenset[str]:
    """Return the numbers that may be a caller's: a second number under the same name may be the same person."""
    if caller.person is None or caller.organisation not in (None, register.oin):
        return frozenset([caller.person] if caller.person else [])
    known = [entry.fact for entry in current(register.connection, register.id, "employees")]
    names = {same_name(one.name) for one in known if one.number == caller.person}
    return frozenset({caller.person} | {one.number for one in known if same_name(one.name) in names - {""}})
