"""Who may not change a register is refused before it is locked."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mandate_registry.services.registers.recording import open_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.permissions import Right
    from mandate_registry.services.registers.recording import OpenRegister


@contextmanager
def opened_for(
    caller: Caller, installation: Installation, right: Right, whose: Callable[[Connection], str]
) -> Iterator[OpenRegister]:
    """Lock the register of what a caller wants to change.

    `whose` returns the organisation, and raises NotFound when there is no such thing for the caller. Forbidden when the
    right does not reach that organisation.
    """
    with installation.reading_first() as connection:
        organisation = whose(connection)
    caller.must(right, organisation)
    with installation.writing() as connection:
        yield open_register(connection, organisation)
