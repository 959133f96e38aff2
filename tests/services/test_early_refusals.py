"""A change is judged before the register is locked, and again then, for somebody else may be faster."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, InvalidInput, NotFound, Stale
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.changesets import entry_changes, validation
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.register_writer import RegisterWriter, open_register
from tests.services.town import ANY, APPROVER, HR, OIN, ORGANISATION, Town

STALE = Precondition(frozenset({"0"}))


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


def test_what_is_refused_does_not_wait_for_who_changes_the_register(town: Town) -> None:
    installation, mandate = town.installation, town.granted()
    kim = facts.Employee(number="e1", name="Kim")
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        with pytest.raises(Conflict, match="already"):
            entry_changes.create(HR, installation, "employees", Draft(OIN, kim))
        for happens in (Event.REVOCATION, Event.SUSPENSION, Event.APPROVAL):
            with pytest.raises(Stale):
                town.does(APPROVER if happens is Event.APPROVAL else HR, happens, mandate, STALE)
        with pytest.raises(InvalidInput):
            town.does(HR, Event.RESUMPTION, mandate, details=EventDetails(reason="x"))
        with pytest.raises(Stale):
            entry_changes.change(HR, installation, "organisations", ORGANISATION, STALE, Correction({"name": "X"}))
        with pytest.raises(NotFound):
            stop(HR, installation, mandate, ANY, EventDetails(reason="x"))
        assert register.version == register.reached


def test_who_was_slower_is_refused_under_the_lock(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two somebody else makes the same change."""
    unit, judged = Draft(OIN, facts.Unit(code="x", name="X")), validation.validate

    def judged_before(register: RegisterWriter, table: str, found: Iterable[Any], identity: UUID | None = None) -> None:
        judged(register, table, found, identity)
        with monkeypatch.context() as at_once:
            at_once.setattr(entry_changes, "validate", judged)
            if not list_entries(HR, town.installation, "units", Slice()).items:
                entry_changes.create(HR, town.installation, "units", unit)

    monkeypatch.setattr(entry_changes, "validate", judged_before)
    with pytest.raises(Conflict, match="already"):
        entry_changes.create(HR, town.installation, "units", unit)
    assert len(list_entries(HR, town.installation, "units", Slice()).items) == 1
