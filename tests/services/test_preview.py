"""What would happen to a mandate is told beforehand, refused as the deed itself would be, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from mandate_registry.errors import Conflict, Forbidden, InvalidInput, RegistryError, Stale
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.allowed_actions import AllowedActions, allowed_actions
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand
from mandate_registry.services.changesets.preview import EventPreview, preview_event, preview_reach
from mandate_registry.services.changesets.proposal_changes import decide_on, draft_changeset
from mandate_registry.services.changesets.proposals import get_changeset
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import changes, events
from tests.services.town import ANY, APPROVER, HR, MANDATE, OIN, Town, somebody
from tests.support import entries

pytestmark = pytest.mark.either_database

NOW = datetime.now(UTC)
BELOW = replace(MANDATE, number="M-2", parent="M-1")
READER = somebody(Role.AUDITOR, "Rita")


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


def foreseen(town: Town, mandate: UUID, event: Event, caller: Caller = HR, **given: Any) -> EventPreview:
    when = given.pop("when", ANY)
    deed = MandateCommand(event=event, details=given.pop("details", EventDetails()), **given)
    return preview_event(caller, town.installation, mandate, when, deed)


def with_one_below(town: Town) -> UUID:
    """Grant a mandate with another below it, which two people may then rest on."""
    mandate = town.draft(caller=HR)
    town.edits(HR, mandate, sub_mandating=1)
    town.does(HR, Event.SUBMISSION, mandate)
    town.does(APPROVER, Event.APPROVAL, mandate)
    below = entries.add(town.installation, "mandates", Draft(OIN, BELOW), HR).entry.id
    town.does(HR, Event.SUBMISSION, below)
    town.does(APPROVER, Event.APPROVAL, below)
    return mandate


def test_a_revocation_tells_who_may_no_longer_decide_and_what_rests_on_it(town: Town) -> None:
    mandate = with_one_below(town)
    prospect = foreseen(town, mandate, Event.REVOCATION)
    assert prospect.below == ("M-2",)
    assert {told.name for told in prospect.impact.differences if told.difference.loses} == {"Kim"}
    assert not any(told.difference.gains for told in prospect.impact.differences)


def test_a_revocation_that_counts_later_tells_from_when(town: Town) -> None:
    mandate, later = town.granted(), NOW + timedelta(days=30)
    prospect = foreseen(town, mandate, Event.REVOCATION, details=EventDetails(later))
    assert prospect.effective_at == later
    assert {told.difference.period for told in prospect.impact.differences} == {Period(later, None)}


def test_an_amendment_tells_the_amounts_that_become_a_yes(town: Town) -> None:
    prospect = foreseen(town, town.granted(), Event.AMENDMENT, values={"max_amount": None})
    told = [one.difference for one in prospect.impact.differences]
    assert all(one.gains for one in told)
    assert {
        (one.scope.amounts.above, one.scope.amounts.up_to) for one in told if one.scope.amounts.vat is Vat.EXCL
    } == {(Decimal("100.00"), None)}


def test_nothing_of_what_is_foreseen_is_kept(town: Town) -> None:
    mandate = with_one_below(town)
    before, counted = town.reads(mandate), count(town)
    for event in (Event.REVOCATION, Event.SUSPENSION):
        foreseen(town, mandate, event)
    foreseen(town, mandate, Event.AMENDMENT, values={"max_amount": None})
    assert (town.reads(mandate), count(town)) == (before, counted)
    assert town.does(HR, Event.REVOCATION, mandate).standing != before.standing


def count(town: Town) -> tuple[int, int]:
    with town.installation.reading() as connection:
        changed, happened = (connection.scalar(select(func.count()).select_from(table)) for table in (changes, events))
        return changed or 0, happened or 0


def revoked_already(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.REVOCATION, mandate)
    foreseen(town, mandate, Event.REVOCATION)


def seen_before_it_changed(town: Town, mandate: UUID) -> None:
    seen = Precondition(frozenset({town.reads(mandate).tag}))
    town.does(HR, Event.SUSPENSION, mandate)
    foreseen(town, mandate, Event.REVOCATION, when=seen)


def while_another_change_waits(town: Town, mandate: UUID) -> None:
    town.amends(HR, mandate, max_amount=None)
    foreseen(town, mandate, Event.AMENDMENT, values={"max_amount": None})


def by_an_instrument_that_is_not_there(town: Town, mandate: UUID) -> None:
    foreseen(town, mandate, Event.REVOCATION, details=EventDetails(instrument="MB-0"))


def by_who_does_not_keep_the_register(town: Town, mandate: UUID) -> None:
    foreseen(town, mandate, Event.REVOCATION, READER)


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        (revoked_already, InvalidInput),
        (seen_before_it_changed, Stale),
        (while_another_change_waits, Conflict),
        (by_an_instrument_that_is_not_there, InvalidInput),
        (by_who_does_not_keep_the_register, Forbidden),
    ],
)
def test_what_would_be_refused_is_refused_when_it_is_foreseen(
    town: Town, case: Any, refusal: type[RegistryError]
) -> None:
    with pytest.raises(refusal):
        case(town, town.granted())


def test_what_a_mandate_for_everything_would_cover_is_told(town: Town) -> None:
    mandate = replace(MANDATE, decision_types=("*",))
    assert [fact.code for fact in preview_reach(READER, town.installation, OIN, mandate)] == ["permit"]


# What a caller may do with a changeset


def chosen(town: Town, caller: Caller, changeset: UUID) -> AllowedActions:
    return allowed_actions(caller, town.installation, get_changeset(caller, town.installation, changeset))


def drafted(town: Town) -> UUID:
    draft = draft_changeset(HR, town.installation, OIN, {"title": "Reorganisation"}).kept.changeset.id
    town.draft(HR, "M-1", draft)
    return draft


def test_an_empty_changeset_can_be_edited_and_withdrawn_and_not_submitted(town: Town) -> None:
    draft = draft_changeset(HR, town.installation, OIN, {"title": "Empty"}).kept.changeset.id
    assert chosen(town, HR, draft) == AllowedActions(frozenset({Event.WITHDRAWAL}), editing=True, has_hand=False)


def test_who_keeps_the_register_submits_and_who_approves_decides(town: Town) -> None:
    draft = drafted(town)
    assert chosen(town, HR, draft).events == {Event.SUBMISSION, Event.WITHDRAWAL}
    assert chosen(town, APPROVER, draft).events == frozenset()
    decide_on(HR, town.installation, draft, ANY, Event.SUBMISSION, EventDetails())
    assert chosen(town, HR, draft).events == {Event.WITHDRAWAL}
    assert chosen(town, APPROVER, draft).events == {Event.APPROVAL, Event.REJECTION}


@pytest.mark.parametrize("four_eyes", [True, False])
def test_who_had_a_hand_in_it_is_told_so_where_four_eyes_are_asked_for(
    installation: Installation, *, four_eyes: bool
) -> None:
    town = Town.founded(installation, four_eyes=four_eyes)
    draft = drafted(town)
    decide_on(HR, town.installation, draft, ANY, Event.SUBMISSION, EventDetails())
    found = chosen(town, somebody(Role.APPROVER, "Hanna"), draft)
    assert (found.has_hand, Event.APPROVAL in found.events) == (four_eyes, not four_eyes)
