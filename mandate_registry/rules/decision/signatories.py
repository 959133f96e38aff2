"""Who signs: those who act and fill a seat, and in which capacity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from mandate_registry.rules.answers import Signatory
from mandate_registry.rules.decision.case import Case
from mandate_registry.rules.decision.holders import Occupant, seating
from mandate_registry.rules.questions import Person


def signatories(case: Case, seats: Sequence[Sequence[Occupant]]) -> tuple[Signatory, ...]:
    """Return all who act and fill a seat, each once: first one for each seat, then whoever else fills one.

    Who can sign himself does not sign as a deputy. Nobody where the seats cannot all be filled.
    """
    ordered = [sorted(seat, key=lambda occupant: _order(case, occupant)) for seat in seats]
    seated = seating(ordered)
    if seated is None:
        return ()
    signing: dict[Person, Occupant] = {}
    for occupant in chain(seated, *ordered):
        signing.setdefault(occupant.person, occupant)
    return tuple(_signatory(case, occupant) for occupant in signing.values())


def _order(case: Case, occupant: Occupant) -> tuple[bool, int, str]:
    """Put who signs himself first, and the rest in an order that the order of the rows does not change."""
    return occupant.deputyship is not None, case.people.index(occupant.person), occupant.position or ""


def _signatory(case: Case, occupant: Occupant) -> Signatory:
    return Signatory(
        occupant.person, occupant.position or _only_position(case, occupant), occupant.deputyship is not None
    )


def _only_position(case: Case, occupant: Occupant) -> str | None:
    """Return the position of the holder where the seat names none; of several, none is guessed."""
    principal = occupant.deputyship and occupant.deputyship.principal.employee
    held = case.positions_of(Person(case.directory.oin, principal) if principal else occupant.person)
    return held[0] if len(held) == 1 else None
