"""What a change would do to the powers of everybody in a real register: whatever it changes, and in its whole range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.changeset_impact import Impact, compare
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.mandate_events import MandateCommand
from mandate_registry.services.changesets.preview import preview_event
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.register_writer import RegisterWriter, find_entry, open_register
from mandate_registry.services.transfer.register_import import import_register
from tests.support.demo import WIERDENLAND

pytestmark = pytest.mark.either_database

HR = Caller((Role.HR,), WIERDENLAND, person="W-021")
LATER = datetime(2030, 1, 1, tzinfo=UTC)
Change = Callable[[RegisterWriter], None]


@pytest.fixture
def town(installation: Installation, wierdenland: Path) -> Installation:
    import_register(COMMAND_LINE, installation, read_register(wierdenland))
    return installation


def tried(town: Installation, change: Change) -> Impact:
    """Look at a change, and undo it."""
    with town.writing() as connection:
        register = open_register(connection, WIERDENLAND)
        with register.dry_run():
            change(register)
            return compare(register).impact()


def otherwise(table: str, code: str, **values: Any) -> Change:
    """Return a change of the register that replaces values of an entry."""

    def change(register: RegisterWriter) -> None:
        entry = find_entry(register, table, code)
        assert entry
        register.close(table, [entry])
        register.put(table, entry.id, replace(entry.fact, **values))

    return change


def added(table: str, fact: facts.Fact) -> Change:
    return lambda register: register.put(table, uuid4(), fact)


def suspended(town: Installation, number: str) -> Impact:
    with town.writing() as connection:
        entry = find_entry(open_register(connection, WIERDENLAND), "mandates", number)
    assert entry
    deed = MandateCommand(event=Event.SUSPENSION, details=EventDetails(reason="Onderzoek."))
    return preview_event(HR, town, entry.id, Precondition(), deed).impact


def losses(impact: Impact) -> set[tuple[str | None, str, Decimal | None, Decimal | None, Decimal | None]]:
    """Return who may no longer decide what: above, from, and up to and including which amount."""
    return {
        (told.name, told.difference.decision_type, amounts.above, amounts.at_least, amounts.up_to)
        for told in impact.differences
        if told.difference.loses and not told.difference.after.ways
        for amounts in [told.difference.scope.amounts]
    }


def gains(impact: Impact) -> set[tuple[str | None, str]]:
    return {(told.name, told.difference.decision_type) for told in impact.differences if told.difference.gains}


def test_a_suspension_tells_the_whole_range_that_is_no_longer_a_yes(town: Installation) -> None:
    found = losses(suspended(town, "WL-5.4"))
    assert ("Hanneke Zandstra", "subsidy.grant", None, Decimal(25_000), Decimal(50_000)) in found
    assert {name for name, *_ in found} == {"Hanneke Zandstra"}


def test_a_suspension_tells_of_every_holder_of_the_position(town: Installation) -> None:
    found = losses(suspended(town, "WL-4.4"))
    expected = {(name, "cooperation.represent", None, None, Decimal(10_000)) for name in REGISSEURS}
    assert expected <= found
    assert {name for name, *_ in found} == REGISSEURS


REGISSEURS = {"Imke Ravenstein", "Daan Sikkema"}


def test_a_mandate_without_a_limit_for_a_position_is_told_of_whoever_holds_it(town: Installation) -> None:
    mandate = facts.Mandate(
        number="T-1",
        kinds=(facts.Kind.POWER_OF_ATTORNEY,),
        on_behalf_of="burgemeester",
        seats=(Seat(position="regisseur-samenwerking"),),
        decision_types=("cooperation.represent",),
    )
    impact = tried(town, added("mandates", mandate))
    assert {name for name, code in gains(impact) if code == "cooperation.represent"} == REGISSEURS
    assert {told.number for told in impact.gainers} == {"W-012", "W-013"}
    above = {one.difference.scope.amounts.above for one in impact.differences if one.difference.gains}
    assert Decimal(10_000) in above


def test_an_employee_who_leaves_is_told_with_the_seats_that_stay_empty(town: Installation) -> None:
    impact = tried(town, otherwise("employees", "W-038", valid=Period(None, LATER)))
    found = [told for told in impact.differences if not told.difference.scope.abouts.values]
    assert {(told.name, told.difference.period.since) for told in found} == {("Hanneke Zandstra", LATER)}
    about = [told.difference for told in impact.differences if told not in found and told.name != "Hanneke Zandstra"]
    assert {one.scope.abouts.values for one in about} == {("W-038",)}  # and what others decide about her
    assert not any(one.gains for one in about)
    assert not gains(impact)
    assert {one.mandate for one in impact.empty_seats} >= {"WL-5.4", "WL-5.5"}


def test_an_appointment_from_the_past_is_told_from_then_on(town: Installation) -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    appointed = facts.Appointment(employee="W-038", position="regisseur-samenwerking", valid=Period(since, None))
    impact = tried(town, added("appointments", appointed))
    represent = [
        one.difference for one in impact.differences if one.difference.decision_type == "cooperation.represent"
    ]
    assert {one.period.since for one in represent if one.gains and one.scope.amounts.up_to} == {since}


def test_a_deputy_is_told_of_what_he_may_in_the_place_of_another(town: Installation) -> None:
    deputy = facts.Deputyship(
        number="T-1",
        principal=Seat(position="subsidieadviseur"),
        deputy=Seat(employee="W-012"),
        trigger=facts.Trigger.ALWAYS,
        valid=Period(LATER, None),
    )
    assert ("Imke Ravenstein", "subsidy.grant") in gains(tried(town, added("deputyships", deputy)))


def test_another_position_of_a_body_is_told_of_who_becomes_it_and_who_is_it_no_more(town: Installation) -> None:
    impact = tried(town, otherwise("bodies", "burgemeester", position="regisseur-samenwerking"))
    assert {name for name, _ in gains(impact)} >= REGISSEURS
    lost = {told.name for told in impact.differences if told.difference.loses}
    assert lost
    assert not lost & REGISSEURS


@pytest.mark.parametrize(
    "change",
    [
        otherwise("units", "wijken", name="Wijken en dorpen"),
        otherwise("employees", "W-012", email="imke@voorbeeld.example"),
        otherwise("mandates", "WL-4.4", instructions="Bel eerst."),
    ],
    ids=["a name", "an address", "an instruction"],
)
def test_what_has_no_part_in_a_decision_changes_nothing_for_anybody(town: Installation, change: Change) -> None:
    impact = tried(town, change)
    assert (impact.differences, list(impact.empty_seats), impact.total) == ([], [], 0)
