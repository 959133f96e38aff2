"""Asking from memory or one snapshot, and saving what was asked with what was told, in one commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mandate_registry.errors import Forbidden, InvalidInput, Lack, NotFound, Unavailable
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.answered_calls import save, save_refusals
from mandate_registry.services.checks.check_records import CheckRecord, refusal_of
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.installation import Installation

T = TypeVar("T")
Ask = Callable[[CheckSession], tuple[T, list[CheckRecord]]]

ATTEMPTS = 10
"""How often is asked again when the register changes in the meantime."""


def ask_and_record(
    caller: Caller, installation: Installation, ask: Callable[[CheckSession], list[CheckRecord]]
) -> list[CheckRecord]:
    """Ask in a session, save every question in one commit, and return the records, now signed; as `find_and_record`."""
    return find_and_record(caller, installation, lambda session: (None, ask(session)))[1]


def find_and_record(caller: Caller, installation: Installation, ask: Ask[T]) -> tuple[T, list[CheckRecord]]:
    """Ask in a session, save every question in one commit, and return what was found with the records, now signed.

    It is asked from memory first. Where that is not the newest, or the register changed meanwhile, all is asked again
    of the database; Unavailable where it keeps changing. Forbidden or TooMany when a question is refused, or tries more
    than a partner may: then only the refusals are saved, and nothing is told. What is refused from memory is asked
    again too: memory may not know of an agreement yet.
    """
    if saved := _asked_from_memory(caller, installation, ask):
        return saved
    for _ in range(ATTEMPTS):
        with CheckSession.opened(caller, installation, from_memory=False) as session:
            found, records = ask(session)
        if refused := [one for one in records if one.refusal]:
            save_refusals(session, refused)
            raise refusal_of(one.refusal for one in refused if one.refusal)
        if (saved_records := save(session, records)) is not None:
            return found, saved_records
    raise Unavailable("The register changes faster than it can be asked; try again later.", Lack.BUSY)


def _asked_from_memory(caller: Caller, installation: Installation, ask: Ask[T]) -> tuple[T, list[CheckRecord]] | None:
    """Ask from memory and save what was told; None where something is refused, or memory is not the newest."""
    try:
        with CheckSession.opened(caller, installation, from_memory=True) as session:
            found, records = ask(session)
    except (InvalidInput, Forbidden, NotFound):
        return None
    if any(one.refusal for one in records):
        return None
    saved = save(session, records)
    return None if saved is None else (found, saved)
