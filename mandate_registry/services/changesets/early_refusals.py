"""What is refused is refused before the register is locked: want of a right, a stale precondition, a collision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.register_writer import RegisterWriter, open_register, read_register


@contextmanager
def opened_for(
    caller: Caller,
    installation: Installation,
    right: Right,
    organisation_of: Callable[[Connection], str],
    judge: Callable[[RegisterWriter], object],
) -> Iterator[RegisterWriter]:
    """Lock the register of what a caller wants to change, unless the change is refused before.

    `organisation_of` raises NotFound when there is no such thing for the caller. Forbidden when the right does not
    reach that organisation. `judge` is given the register as it stands, not locked: it only reads, and
    raises what refuses the change. Whoever changes the register judges again what he has locked, for somebody else may
    have been faster.
    """
    with installation.reading_first() as connection:
        organisation = organisation_of(connection)
        caller.must(right, organisation)
        judge(read_register(connection, organisation))
    with installation.writing() as connection:
        yield open_register(connection, organisation)
