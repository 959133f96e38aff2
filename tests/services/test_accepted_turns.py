"""A proposal changes the expected checks that it turns as a part of itself: for a reason, and others approve it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, Forbidden, InvalidInput, Stale
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.approval.accepted_turns import accept_turned
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets import proposal_changes, proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.plans import read_plan
from mandate_registry.services.expected_checks.expectations import add_expected_check
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.uploads.proposal_renewal import renew
from tests.services.waiting_proposals import ANY, HR, SECRETARY, decided, founded, waiting
from tests.support.demo import WIERDENLAND

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

GUARD = Expectation(
    id="no-clerk",
    why="De griffier koopt niet in.",
    employees=("W-005",),
    decision_type="purchase.award",
    amount=Decimal("10000.00"),
    at=datetime(2026, 9, 15, 10, tzinfo=UTC),
    outcome=Outcome.NOT_AUTHORISED,
    reason=Reason.AMOUNT_ABOVE_LIMIT,
)
CLERK: tuple[str, str, dict[str, Any]] = ("X-1", "griffier", {"max_amount": None})
COLLEAGUE = Caller((Role.HR,), WIERDENLAND, "key colleague", "W-026")


@pytest.fixture
def town(installation: Installation) -> Installation:
    return founded(installation)


@pytest.fixture
def changeset(town: Installation) -> UUID:
    """Return a proposal by which a check is not met any more."""
    add_expected_check(HR, town, WIERDENLAND, GUARD)
    found = waiting(town, CLERK)
    with pytest.raises(Conflict):
        decided(town, SECRETARY, found, Event.APPROVAL)
    return found


def expected(town: Installation, name: str = "no-clerk") -> Expectation:
    return next(one for one in export_register(HR, town, WIERDENLAND).expectations or () if one.id == name)


def planned(town: Installation, changeset: UUID) -> list[tuple[str, str]]:
    with town.reading() as connection:
        return [(one.table, one.key) for one in read_plan(connection, changeset)]


def test_what_would_be_answered_is_expected_once_somebody_else_approves_both(
    town: Installation, changeset: UUID
) -> None:
    done = accept_turned(HR, town, changeset, ANY, "De griffier mag voortaan inkopen.")
    assert done.kept.changeset.reason.endswith("De griffier mag voortaan inkopen.")
    assert planned(town, changeset) == [("mandates", "X-1"), ("expected_checks", "no-clerk")]
    assert expected(town) == GUARD
    with pytest.raises(Forbidden):
        decided(town, HR, changeset, Event.APPROVAL)
    assert decided(town, SECRETARY, changeset, Event.APPROVAL) == "approved"
    found = expected(town)
    assert (found.outcome, found.reason, found.mandate, found.why) == (Outcome.AUTHORISED, None, None, GUARD.why)


def test_whoever_proposes_it_has_a_hand_in_it(town: Installation, changeset: UUID) -> None:
    done = accept_turned(COLLEAGUE, town, changeset, ANY, "Besluit van 1 juli.")
    assert done.kept.changeset.proposers == (HR.actor, COLLEAGUE.actor)


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_has_a_reason(town: Installation, changeset: UUID, reason: str) -> None:
    with pytest.raises(InvalidInput):
        accept_turned(HR, town, changeset, ANY, reason)
    assert planned(town, changeset) == [("mandates", "X-1")]


def test_who_only_approves_proposes_nothing(town: Installation, changeset: UUID) -> None:
    with pytest.raises(Forbidden):
        accept_turned(SECRETARY, town, changeset, ANY, "Besluit van 1 juli.")


def test_what_is_approved_is_what_was_read(town: Installation, changeset: UUID) -> None:
    before = proposals.get_changeset(SECRETARY, town, changeset).tag
    accept_turned(HR, town, changeset, ANY, "Besluit van 1 juli.")
    with pytest.raises(Stale):
        accept_turned(HR, town, changeset, Precondition(frozenset({before})), "Nog eens.")


def test_where_nothing_turns_there_is_nothing_to_expect(town: Installation) -> None:
    found = waiting(town, ("X-2", "inkoper", {}))
    with pytest.raises(Conflict, match="No expected check turns"):
        accept_turned(HR, town, found, ANY, "Besluit van 1 juli.")


def test_a_second_time_there_is_nothing_left_to_expect(town: Installation, changeset: UUID) -> None:
    accept_turned(HR, town, changeset, ANY, "Besluit van 1 juli.")
    with pytest.raises(Conflict, match="No expected check turns"):
        accept_turned(HR, town, changeset, ANY, "Nog eens.")


def test_what_was_decided_is_not_changed(town: Installation, changeset: UUID) -> None:
    decided(town, HR, changeset, Event.WITHDRAWAL)
    with pytest.raises(Conflict, match="does not wait"):
        accept_turned(HR, town, changeset, ANY, "Besluit van 1 juli.")


def test_a_proposal_that_is_made_again_keeps_it(town: Installation, changeset: UUID) -> None:
    accept_turned(HR, town, changeset, ANY, "Besluit van 1 juli.")
    renew(HR, town, changeset, ANY)
    assert sorted(planned(town, changeset)) == [("expected_checks", "no-clerk"), ("mandates", "X-1")]
    assert decided(town, SECRETARY, changeset, Event.APPROVAL) == "approved"


def test_the_reason_is_not_wiped_out_afterwards(town: Installation, changeset: UUID) -> None:
    accept_turned(HR, town, changeset, ANY, "Besluit van 1 juli.")
    proposal_changes.decide_on(SECRETARY, town, changeset, ANY, Event.REJECTION, EventDetails(reason="Nog niet."))
    with pytest.raises(InvalidInput) as refused:
        proposal_changes.edit_changeset(HR, town, changeset, ANY, {"reason": " "})
    assert [one.field for one in refused.value.errors] == ["reason"]
