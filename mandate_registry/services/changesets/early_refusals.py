"""What is refused is refused before the register is locked: want of a right, a stale precondition, a collision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from mandate_registry.errors import Stale
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.register_writer import RegisterWriter, open_register, read_register


class Tagged(Protocol):
    """What a register keeps: whose it is (OIN), and a tag of the state that it is in."""

    @property
    def organisation(self) -> str:
        """In whose register it is."""

    @property
    def tag(self) -> str:
        """What differs in any other state."""


T = TypeVar("T", bound=Tagged)


@dataclass(frozen=True, slots=True)
class Precondition:
    """The states in which a caller wants to change an entry, by their tags; None: any, as long as it is there."""

    tags: frozenset[str] | None = None

    def must_hold(self, tag: str) -> None:
        """Refuse to change what has changed since the caller saw it."""
        if self.tags is not None and tag not in self.tags:
            raise Stale("It has changed since you read it: read it again, and then decide.")


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


@contextmanager
def opened_as_seen(
    caller: Caller,
    installation: Installation,
    right: Right,
    precondition: Precondition,
    read: Callable[[Connection], T],
    judge: Callable[[RegisterWriter, T], object],
) -> Iterator[tuple[RegisterWriter, T]]:
    """Lock the register of what `read` returns, and yield both; refused as by `opened_for`, before it is locked.

    Stale when it is not in the state that the caller saw, before or by then. `judge` raises what else refuses the
    change, before.
    """

    def present(register: RegisterWriter) -> T:
        found = read(register.connection)
        precondition.must_hold(found.tag)
        return found

    def organisation_of(connection: Connection) -> str:
        return read(connection).organisation

    with opened_for(caller, installation, right, organisation_of, lambda one: judge(one, present(one))) as register:
        yield register, present(register)
