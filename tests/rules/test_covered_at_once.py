"""New decision types that mandates which stand cover at once: by which, by how many people, from when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.findings.covered_at_once import Standing
from mandate_registry.rules.notation import Reservation, parse_seats
from mandate_registry.rules.periods import Period
from tests.rules.support import world_of

AT = datetime(2026, 6, 15, tzinfo=UTC)
NEW = DecisionType(code="permit.stop", title_nl="Bouwstop", parent="permit", body="college", nature=Nature.DECISION)
SINCE = datetime(2024, 7, 1, tzinfo=UTC)


def mandate(**otherwise: Any) -> Mandate:
    """Return a mandate of the two clerks for what the new type is below."""
    usual = Mandate(
        number="M-1",
        kinds=(Kind.MANDATE,),
        on_behalf_of="college",
        seats=parse_seats("position:clerk"),
        decision_types=("permit",),
        approved=True,
        valid=Period(SINCE),
    )
    return replace(usual, **otherwise)


def told(*mandates: Mandate, fact: DecisionType = NEW) -> list[str]:
    directory = world_of({}, {}).having("decision_types", DecisionType(code="permit", title_nl="Vergunning"), fact)
    return [one.detail for one in Standing(mandates, directory.register().directory, AT).remarks(fact)]


def test_a_new_type_says_by_which_mandates_how_many_people_may_take_it_and_since_when() -> None:
    everybody = mandate(number="M-10", seats=parse_seats("anyone"), decision_types=("*",), valid=Period(AT))
    (detail,) = told(everybody, mandate())
    assert "mandates that exist (M-1; M-10): 13 people may take it, from 2024-07-01T00:00:00Z on" in detail


@pytest.mark.parametrize(
    "otherwise",
    [
        {"on_behalf_of": "council"},
        {"kinds": (Kind.SIGNING,)},
        {"decision_types": ("grant",)},
        {"reservations": (Reservation("permit.stop"),)},
        {"decision_types": ("permit", "permit.stop")},  # it was given with the new type in mind
        {"valid": Period(SINCE, AT)},
        {"approved": False},
        {"seats": parse_seats("position:archivist")},
    ],
    ids=str,
)
def test_a_mandate_that_does_not_cover_it_or_that_nobody_has_is_not_told(otherwise: dict[str, Any]) -> None:
    assert told(mandate(**otherwise)) == []


def test_a_heading_is_covered_by_nobody() -> None:
    assert told(mandate(), fact=replace(NEW, nature=None)) == []


def test_a_type_that_begins_later_is_taken_from_then_on() -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    (detail,) = told(mandate(), fact=replace(NEW, valid=Period(later)))
    assert detail.endswith("2 people may take it, from 2027-01-01T00:00:00Z on")


def test_a_type_that_comes_when_the_mandate_is_over_is_not_covered_by_it() -> None:
    later = replace(NEW, valid=Period(datetime(2027, 1, 1, tzinfo=UTC)))
    assert told(mandate(valid=Period(SINCE, datetime(2027, 1, 1, tzinfo=UTC))), fact=later) == []
    assert len(told(mandate(valid=Period(SINCE, datetime(2027, 1, 2, tzinfo=UTC))), fact=later)) == 1
