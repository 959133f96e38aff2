"""What guards answers is ended or changed for a reason, by two people, whichever way it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mandate_registry.errors import Conflict, Forbidden, InvalidInput
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.lifecycle.approval import weakens
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.expected_checks.expectations import (
    add_expected_check,
    delete_expected_check,
    update_expected_check,
)
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.register_writer import find_entry, open_register
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.waiting_proposals import ANY, HR, SECRETARY, decided, founded
from tests.support.demo import WIERDENLAND

pytestmark = pytest.mark.either_database

ASKED = Expectation(
    id="tender",
    employees=("W-012",),
    decision_type="cooperation.conclude",
    at=datetime(2026, 9, 15, tzinfo=UTC),
    outcome=Outcome.NOT_AUTHORISED,
    reason=Reason.AMOUNT_REQUIRED,
)
OTHERWISE: list[dict[str, Any]] = [
    {"outcome": Outcome.AUTHORISED, "reason": None},
    {"reason": Reason.REVOKED},
    {"employees": ("W-013",)},
    {"at": datetime(2020, 1, 1, tzinfo=UTC)},
    {"mandate": "WL-4.1"},
]


@pytest.fixture
def town(installation: Installation) -> Installation:
    return founded(installation)


@pytest.fixture
def kept(town: Installation) -> ExpectedCheck:
    return add_expected_check(HR, town, WIERDENLAND, ASKED)


def expected(town: Installation) -> dict[str, Expectation]:
    return {one.id: one for one in export_register(HR, town, WIERDENLAND).expectations or ()}


@pytest.mark.parametrize("values", OTHERWISE, ids=str)
def test_another_question_or_answer_waits_for_somebody_else(
    town: Installation, kept: ExpectedCheck, values: dict[str, Any]
) -> None:
    waits = update_expected_check(HR, town, kept.id, ANY, values, "Besluit van 1 juli.")
    assert isinstance(waits, WaitingChange)
    assert expected(town)["tender"] == ASKED
    with pytest.raises(Forbidden):
        decided(town, HR, waits.changeset, Event.APPROVAL)
    assert decided(town, SECRETARY, waits.changeset, Event.APPROVAL) == "approved"
    assert expected(town)["tender"] == replace(ASKED, **values)


@pytest.mark.parametrize("values", [{"why": "Artikel 3."}, {"id": "other"}], ids=str)
def test_another_name_or_why_counts_at_once(town: Installation, kept: ExpectedCheck, values: dict[str, Any]) -> None:
    assert isinstance(update_expected_check(HR, town, kept.id, ANY, values), ExpectedCheck)
    assert replace(ASKED, **values) in expected(town).values()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_weakened_without_a_reason(town: Installation, kept: ExpectedCheck, reason: str) -> None:
    for act in (
        lambda: delete_expected_check(HR, town, kept.id, ANY, reason),
        lambda: update_expected_check(HR, town, kept.id, ANY, OTHERWISE[0], reason),
        lambda: without(town, "tender", reason),
    ):
        with pytest.raises(InvalidInput, match="motivation"):
            act()
    assert expected(town)["tender"] == ASKED


def without(town: Installation, name: str, reason: str) -> Any:
    """Import the register as it is, without one of the answers that are expected."""
    register = export_register(HR, town, WIERDENLAND)
    left = [one for one in register.expectations or () if one.id != name]
    return import_register(HR, town, replace(register, expectations=left), reason=reason)


def test_a_folder_without_an_answer_waits_and_says_why(town: Installation, kept: ExpectedCheck) -> None:
    changeset = without(town, kept.expectation.id, "Besluit van 1 juli.").changeset
    assert changeset
    assert "tender" in expected(town)
    assert proposals.get_changeset(HR, town, changeset).kept.changeset.reason == "Besluit van 1 juli."
    assert decided(town, SECRETARY, changeset, Event.APPROVAL) == "approved"
    assert "tender" not in expected(town)


def test_an_answer_that_changed_since_is_not_ended(town: Installation, kept: ExpectedCheck) -> None:
    waits = delete_expected_check(HR, town, kept.id, ANY, "Vervallen.")
    assert waits
    update_expected_check(HR, town, kept.id, ANY, {"why": "Artikel 3."})
    with pytest.raises(Conflict):
        decided(town, SECRETARY, waits.changeset, Event.APPROVAL)
    assert "tender" in expected(town)


def test_where_no_four_eyes_are_asked_it_counts_at_once_and_its_reason_is_kept(
    town: Installation, kept: ExpectedCheck
) -> None:
    with town.writing() as connection:
        register = open_register(connection, WIERDENLAND)
        home = find_entry(register, "organisations", WIERDENLAND)
        assert home
        register.close("organisations", [home])
        register.put("organisations", home.id, replace(home.fact, four_eyes=False))
        register.record(COMMAND_LINE, "one person")
    assert delete_expected_check(HR, town, kept.id, ANY, "Vervallen.") is None
    assert "tender" not in expected(town)
    found = proposals.list_changesets(HR, town, Slice()).items[-1].kept.changeset
    assert (found.state, found.reason) == ("approved", "Vervallen.")


def test_adding_an_answer_weakens_nothing() -> None:
    assert not weakens(None, ASKED)
    assert not weakens(ASKED, replace(ASKED, id="x", why="y"))
    assert weakens(ASKED, None)
