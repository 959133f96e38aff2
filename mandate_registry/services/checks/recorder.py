"""Asking from one snapshot, and keeping what was asked with what was told, in one commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mandate_registry.errors import Lack, Unavailable
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_records import CheckRecord, refusal_of
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.check_store import save, save_refusals
from mandate_registry.services.checks.enumeration_guard import over_budget
from mandate_registry.services.installation import Installation, now

T = TypeVar("T")

ATTEMPTS = 10
"""How often is asked again when the register changes in the meantime."""


def ask_and_record(
    caller: Caller, installation: Installation, ask: Callable[[CheckSession], list[CheckRecord]]
) -> list[CheckRecord]:
    """Ask in a session, keep every question in one commit, and return the records, now signed; as `find_and_record`."""
    return find_and_record(caller, installation, lambda session: (None, ask(session)))[1]


def find_and_record(
    caller: Caller, installation: Installation, ask: Callable[[CheckSession], tuple[T, list[CheckRecord]]]
) -> tuple[T, list[CheckRecord]]:
    """Ask in a session, keep every question in one commit, and return what was found with the records, now signed.

    Where the register changed meanwhile, all is asked again; Unavailable where it keeps changing. Forbidden or TooMany
    when a question is refused, or tries more than a partner may: then only the refusals are kept, and nothing is told.
    """
    for _ in range(ATTEMPTS):
        with installation.reading() as connection:
            session = CheckSession(caller, installation, connection, now())
            found, records = ask(session)
        if refused := [one for one in records if one.refusal] or over_budget(session, records):
            save_refusals(session, refused)
            raise refusal_of(one.refusal for one in refused if one.refusal)
        if (kept := save(session, records)) is not None:
            return found, kept
    raise Unavailable("The register changes faster than it can be asked; try again later.", Lack.BUSY)
