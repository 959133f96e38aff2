"""Who gains by what is under way: nobody approves, or lets count at once, what gives himself power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.rules.questions import Person
from mandate_registry.services.changing.comparing import LOOKED_AT, comparison

if TYPE_CHECKING:
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.registers.recording import OpenRegister


def gains(caller: Caller, register: OpenRegister) -> bool:
    """Return True if a caller may decide more by what is under way, as a holder or as a deputy."""
    if caller.person is None or register.touched.isdisjoint(LOOKED_AT):
        return False
    return comparison(register).gains(Person(caller.organisation or register.oin, caller.person))
