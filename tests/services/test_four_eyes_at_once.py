"""Two who decide at the same moment: one of them does, and nobody approves what he has not read."""

from __future__ import annotations

import pytest

from mandate_registry.errors import Conflict, RegistryError, Stale
from mandate_registry.rules.lifecycle.lifecycle import Event, Status
from mandate_registry.rules.notation import Seat
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.services.concurrency import at_once
from tests.services.town import APPROVER, HR, Town, as_read, somebody

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("again", range(5))
def test_of_two_who_approve_at_once_one_does(installation: Installation, again: int) -> None:
    town, other = Town.founded(installation), somebody(Role.APPROVER, "Bo")
    mandate = town.draft(number=f"M-{again}")
    town.does(HR, Event.SUBMISSION, mandate)
    both = at_once(*(lambda by=by: town.does(by, Event.APPROVAL, mandate) for by in (APPROVER, other)))
    assert sorted(isinstance(one, Conflict) for one in both) == [False, True]
    assert town.reads(mandate).entry.fact.approved


@pytest.mark.parametrize("again", range(5))
def test_nobody_approves_what_he_has_not_read(installation: Installation, again: int) -> None:
    town = Town.founded(installation)
    mandate = town.draft(number=f"M-{again}")
    town.does(HR, Event.SUBMISSION, mandate)
    town.does(APPROVER, Event.REJECTION, mandate)
    read = town.does(HR, Event.SUBMISSION, mandate)

    def edit_again() -> object:
        town.does(APPROVER, Event.REJECTION, mandate)
        town.edits(HR, mandate, seats=(Seat(),))
        return town.does(HR, Event.SUBMISSION, mandate)

    edited, approved = at_once(edit_again, lambda: town.does(APPROVER, Event.APPROVAL, mandate, as_read(read)))
    now = town.reads(mandate)
    if isinstance(approved, RegistryError):
        assert isinstance(approved, Stale | Conflict)
        assert not isinstance(edited, RegistryError)
        assert not now.entry.fact.approved
    else:
        assert isinstance(edited, Conflict)
        assert now.entry.fact.seats == read.entry.fact.seats
    assert now.standing
    assert now.standing.status in (Status.SUBMITTED, Status.IN_FORCE)
