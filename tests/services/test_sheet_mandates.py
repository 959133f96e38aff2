"""Sheets of mandates that wait and are approved: who may decide today, and after a later first day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine

from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.installation import Installation
from tests.services.import_town import ANY, COLUMNS, HEADINGS, HR, Veldwijk

pytestmark = pytest.mark.either_database

NOW, THEN = "2026-11-23T12:00:00+01:00", "2027-08-02T12:00:00+02:00"
LATER = {"valid_from": "2027-07-01"}
NARROWER = "1.1;mandate;college;Inkoper;buy.award;10000,00"
WIDER = "1.1;mandate;college;Inkoper;buy.award;90000,00"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture
def town(clock: Any, installation: Installation, tmp_path: Path) -> Veldwijk:
    clock.move_to(NOW)
    return Veldwijk.founded(installation, tmp_path / "veldwijk")


def approved(town: Veldwijk, row: str, fixed: dict[str, str], **answers: Any) -> None:
    town.decides(town.sends(row, fixed={"vat": "excl", "currency": "EUR"} | fixed, **answers))


def happens(town: Veldwijk, event: Event) -> None:
    identity = town.entry("mandates", number="1.1").entry.id
    execute(HR, town.installation, identity, ANY, MandateCommand(event=event, details=EventDetails(reason="Daarom.")))


def outcomes(town: Veldwijk) -> list[str]:
    return [town.asks("E2", "buy.award", amount) for amount in ("10000.00", "50000.00", "90000.00")]


YES, NO = "authorised", "not_authorised"


def test_a_narrower_limit_from_a_later_day_leaves_today_as_it_is(town: Veldwijk, clock: Any) -> None:
    approved(town, NARROWER, LATER)
    assert outcomes(town) == [YES, YES, NO]
    clock.move_to(THEN)
    assert outcomes(town) == [YES, NO, NO]


def test_a_wider_limit_from_a_later_day_is_not_wider_today(town: Veldwijk, clock: Any) -> None:
    approved(town, WIDER, LATER)
    assert outcomes(town) == [YES, YES, NO]
    clock.move_to(THEN)
    assert outcomes(town) == [YES, YES, YES]


def test_a_limit_that_replaces_leaves_nothing_before_its_first_day(town: Veldwijk, clock: Any) -> None:
    approved(town, NARROWER, LATER, replaces=True)
    assert outcomes(town) == [NO, NO, NO]
    clock.move_to(THEN)
    assert outcomes(town) == [YES, NO, NO]


WHOLE: dict[str, Any] = {
    "headings": f"{HEADINGS};Geldig vanaf;Geldig t/m",
    "columns": COLUMNS | {"valid_from": 6, "valid_until": 7},
    "bounds": {"max_amount": "within", "valid_until": "within"},
}


@pytest.mark.parametrize("first", ["2025-01-01", "2026-01-01", "2027-07-01"])
def test_a_suspended_mandate_stays_suspended_whatever_a_sheet_says_of_it(
    town: Veldwijk, clock: Any, first: str
) -> None:
    happens(town, Event.SUSPENSION)
    town.decides(town.sends(f"{WIDER};{first};", **WHOLE))
    assert outcomes(town) == [NO, NO, NO]
    clock.move_to(THEN)
    assert outcomes(town) == [NO, NO, NO]


@pytest.mark.parametrize("first", ["2025-01-01", "2026-01-01"])
def test_a_revoked_mandate_stays_revoked_as_well(town: Veldwijk, clock: Any, first: str) -> None:
    happens(town, Event.REVOCATION)
    town.decides(town.sends(f"{WIDER};{first};", **WHOLE))
    assert outcomes(town) == [NO, NO, NO]
    clock.move_to(THEN)
    assert outcomes(town) == [NO, NO, NO]


def test_a_revoked_mandate_is_not_granted_anew_under_its_number(town: Veldwijk) -> None:
    happens(town, Event.REVOCATION)
    with pytest.raises(AssertionError, match="was revoked before"):
        town.sends(f"{WIDER};2027-07-01;", **WHOLE)


@pytest.mark.parametrize("word", ["t/m schaal 10", "80% van de subsidie", "€ 15.000 per jaar"])
def test_words_in_place_of_a_limit_are_confirmed_before_a_yes(town: Veldwijk, word: str) -> None:
    approved(town, f"9.1;mandate;college;Jurist;buy.small;{word}", {}, conditions={"max_amount": [word]})
    condition = f"Tot en met bedrag: {word}"
    asked = [town.asks("E4", "buy.small", "90000.00", confirmed) for confirmed in ((), (word,), (condition,))]
    assert asked == ["conditional", "conditional", YES]
