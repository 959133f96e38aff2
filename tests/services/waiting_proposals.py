"""Proposals that wait in a town: new mandates, each for whoever holds a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from mandate_registry.config import ROOT
from mandate_registry.register_folder import read_register
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets import proposal_changes
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_register
from tests.support.demo import WIERDENLAND

HR = Caller((Role.HR,), WIERDENLAND, "key hr", "W-025")
SECRETARY = Caller((Role.APPROVER,), WIERDENLAND, "key secretary", "W-004")
SUPERVISOR = Caller((Role.APPROVER,), WIERDENLAND, "key supervisor", "W-031")
ANY = Precondition()


def founded(installation: Installation) -> Installation:
    """Found Wierdenland."""
    import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample/wierdenland"))
    return installation


def mandate(register: Any, number: str, position: str, **otherwise: Any) -> Mandate:
    """Return a mandate to award purchases, as the buyer has one, for whoever holds a position."""
    like: Mandate = next(fact for fact in register.tables["mandates"] if fact.number == "WL-3.1")
    said = {"seats": (Seat(position=position),), "parent": None, "max_amount": Decimal(1_000_000), "sub_mandating": 2}
    return replace(like, number=number, **said | otherwise)


def import_of(town: Installation, *mandates: tuple[str, str, dict[str, Any]], dry_run: bool = False) -> Preview:
    """Import new mandates: (number, position, what else they say)."""
    register = export_register(HR, town, WIERDENLAND)
    added = [mandate(register, number, position, **said) for number, position, said in mandates]
    tables = register.tables | {"mandates": [*register.tables["mandates"], *added]}
    return import_register(HR, town, replace(register, tables=tables), dry_run=dry_run)


def waiting(town: Installation, *mandates: tuple[str, str, dict[str, Any]]) -> UUID:
    """Propose new mandates, and return the changeset in which they wait."""
    changeset = import_of(town, *mandates).changeset
    assert changeset
    return changeset


def decided(town: Installation, by: Caller, changeset: UUID, event: Any) -> str:
    """Decide on a changeset, and return how far it came."""
    done = proposal_changes.decide_on(by, town, changeset, ANY, event, EventDetails())
    return done.kept.changeset.state.value


def numbers(town: Installation) -> set[str]:
    """Return the numbers of the mandates that are in the register."""
    mandates: Sequence[Any] = export_register(HR, town, WIERDENLAND).tables["mandates"]
    return {fact.number for fact in mandates}
