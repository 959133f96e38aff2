"""A change is judged before the register is locked, and again then, for somebody else may be faster."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, InvalidInput, NotFound, Stale
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.changing import vetting, writing
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.stopping import stop
from mandate_registry.services.changing.writing import Correction, Draft, Precondition
from mandate_registry.services.installation import Installation
from mandate_registry.services.pages import Slice
from mandate_registry.services.registers.entries import list_entries
from mandate_registry.services.registers.recording import OpenRegister, open_register
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
            writing.create(HR, installation, "employees", Draft(OIN, kim))
        for happens in (Event.REVOCATION, Event.SUSPENSION, Event.APPROVAL):
            with pytest.raises(Stale):
                town.does(APPROVER if happens is Event.APPROVAL else HR, happens, mandate, STALE)
        with pytest.raises(InvalidInput):
            town.does(HR, Event.RESUMPTION, mandate, account=Account(reason="x"))
        with pytest.raises(Stale):
            writing.change(HR, installation, "organisations", ORGANISATION, STALE, Correction({"name": "X"}))
        with pytest.raises(NotFound):
            stop(HR, installation, mandate, ANY, Account(reason="x"))
        assert register.version == register.reached


def test_who_was_slower_is_refused_under_the_lock(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two somebody else makes the same change."""
    unit, judged = Draft(OIN, facts.Unit(code="x", name="X")), vetting.vet

    def judged_before(register: OpenRegister, table: str, found: Iterable[Any], identity: UUID | None = None) -> None:
        judged(register, table, found, identity)
        with monkeypatch.context() as at_once:
            at_once.setattr(writing, "vet", judged)
            if not list_entries(HR, town.installation, "units", Slice()).items:
                writing.create(HR, town.installation, "units", unit)

    monkeypatch.setattr(writing, "vet", judged_before)
    with pytest.raises(Conflict, match="already"):
        writing.create(HR, town.installation, "units", unit)
    assert len(list_entries(HR, town.installation, "units", Slice()).items) == 1
