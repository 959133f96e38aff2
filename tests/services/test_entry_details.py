"""The sheets of entries, and what lists of them are filtered by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mandate_registry.errors import Forbidden, NotFound
from mandate_registry.rules.lifecycle.lifecycle import Status
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, list_entries
from mandate_registry.services.register.entry_details import EntryDetails, directory, entry_details
from mandate_registry.services.register.points_in_time import PointInTime
from tests.support import templates
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

THEN = PointInTime(datetime(2026, 11, 23, 12, tzinfo=UTC))
AUDITOR = Caller((Role.AUDITOR,), WIERDENLAND)
STRANGER = Caller((Role.AUDITOR,), DUINRAND)
HOLDER = Caller((Role.HOLDER,), WIERDENLAND, person="W-012")


@pytest.fixture(scope="module")
def template() -> Template:
    return templates.WIERDENLAND


@pytest.fixture(scope="module")
def town(shared_installation: Installation) -> Installation:
    return shared_installation


def listed(
    town: Installation, table: str, limit: int = 1000, when: PointInTime = THEN, **filters: Any
) -> list[EntryView]:
    return list_entries(AUDITOR, town, table, Slice({"organisation": WIERDENLAND, **filters}, limit=limit), when).items


def sheet_of(town: Installation, table: str, key: str, when: PointInTime = THEN) -> EntryDetails:
    name = {"employees": "number", "mandates": "number", "instruments": "reference"}.get(table, "code")
    filters: dict[str, Any] = {name: key}
    found = listed(town, table, when=when, **filters)[0]
    return entry_details(AUDITOR, town, table, found.entry.id, when)


def numbers(entries: list[EntryView]) -> set[str]:
    return {one.entry.fact.number for one in entries}


def test_a_mandate_is_shown_with_its_line_and_with_what_hangs_below_it(town: Installation) -> None:
    below, above = (sheet_of(town, "mandates", number, PointInTime()) for number in ("WL-8.5", "WL-8.4"))
    assert [one.entry.fact.number for one in below.chain] == ["WL-8.4"]
    assert "WL-8.5" in numbers(above.around["mandates"])
    assert [(str(one.bound.value), one.mandate.number) for one in below.limits] == [("5000.00", "WL-8.5")]
    assert (below.missing, above.missing) == (None, None)


def test_a_line_stops_below_a_parent_that_has_ended_by_then(town: Installation) -> None:
    found = sheet_of(town, "mandates", "WL-8.5")
    assert (found.chain, found.missing) == ((), "WL-8.4")


def test_a_person_is_shown_with_the_mandates_that_reach_him(town: Installation) -> None:
    found = sheet_of(town, "employees", "W-012")
    names = {name for one in found.around["mandates"] for seat in one.entry.fact.seats for name in seat.names}
    positions = {one.entry.fact.position for one in found.around["appointments"]}
    assert positions
    assert names & {f"position:{code}" for code in positions}
    assert not {name for name in names if name.startswith("employee:")} - {"employee:W-012"}


def test_a_decision_type_is_shown_with_the_mandates_for_what_is_above_it(town: Installation) -> None:
    found = sheet_of(town, "decision_types", "cooperation.conclude").around["mandates"]
    listed_by = {"cooperation.conclude", "cooperation.decide", "cooperation.represent", "cooperation", "*"}
    assert {"cooperation", "cooperation.decide", "cooperation.represent", "*"} <= {
        code for one in found for code in one.entry.fact.decision_types
    }
    assert all(listed_by & set(one.entry.fact.decision_types) for one in found)


def test_an_instrument_is_shown_with_what_it_grants(town: Installation) -> None:
    found = sheet_of(town, "instruments", "WL-MB-2024").around["mandates"]
    assert numbers(found) == {one.entry.fact.number for one in listed(town, "mandates", instrument="WL-MB-2024")}


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_the_mandates_of_a_status_come_page_by_page(town: Installation, limit: int) -> None:
    every = list_entries(AUDITOR, town, "mandates", Slice(limit=1000)).items
    wanted = [one.entry.fact.number for one in every if one.standing and one.standing.status is Status.EXPIRED]
    found, after = [], 0
    for _ in range(len(wanted) + 1):
        page = list_entries(AUDITOR, town, "mandates", Slice({"status": Status.EXPIRED}, limit=limit, after=after))
        assert len(page.items) <= limit
        found += [one.entry.fact.number for one in page.items]
        if page.next_after is None:
            break
        after = page.next_after
    assert wanted
    assert found == wanted


@pytest.mark.parametrize(("words", "found"), [("INKOP", {"inkoper"}), ("nobody does this", set()), ("100%", set())])
def test_words_are_found_in_titles(town: Installation, words: str, found: set[str]) -> None:
    assert {one.entry.fact.code for one in listed(town, "positions", words=words)} == found


def test_what_ends_soon_is_found(town: Installation) -> None:
    ending = listed(town, "mandates", ends_by=datetime(2027, 1, 1, tzinfo=UTC))
    assert "WL-1.1" in numbers(ending)
    assert all(one.entry.fact.valid.until for one in ending)


def test_who_reads_no_register_sees_no_sheet(town: Installation) -> None:
    identity = listed(town, "mandates", number="WL-8.5")[0].entry.id
    with pytest.raises(Forbidden):
        entry_details(HOLDER, town, "mandates", identity)
    with pytest.raises(NotFound):
        entry_details(STRANGER, town, "mandates", identity)
    with pytest.raises(Forbidden):
        directory(STRANGER, town, WIERDENLAND)
