"""Findings are found once for each version of a register, and anew when anything that they rest on changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from mandate_registry.rules.facts import Unit
from mandate_registry.rules.findings.findings import Finding, FindingCode
from mandate_registry.rules.findings.health import findings
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft
from mandate_registry.services.findings.register_health import list_findings, register_health
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Slice
from tests.support import templates
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.entries import add
from tests.support.templates import Template


@pytest.fixture(scope="module")
def template() -> Template:
    return templates.BOTH_SAMPLES


@pytest.fixture
def reviews(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the moments of the reviews that were made of a register."""
    made: list[Any] = []

    def counted(register: Any, instruments: Any, at: datetime, *beside: Any) -> list[Finding]:
        made.append(at)
        return findings(register, instruments, at, *beside)

    monkeypatch.setattr("mandate_registry.services.findings.register_health.findings", counted)
    return made


def pages(installation: Installation, limit: int) -> Iterator[list[Any]]:
    after: int | None = 0
    while after is not None:
        page = list_findings(COMMAND_LINE, installation, Slice({"organisation": WIERDENLAND}, limit, after))
        yield page.items
        after = page.next_after


def test_the_same_version_is_reviewed_once(installation: Installation, reviews: list[Any]) -> None:
    first = register_health(COMMAND_LINE, installation, WIERDENLAND)
    assert register_health(COMMAND_LINE, installation, WIERDENLAND) == first
    assert len(reviews) == 1
    at = now()
    assert register_health(COMMAND_LINE, installation, WIERDENLAND, at) == first
    assert reviews[1:] == [at]


def test_pages_are_all_of_it_in_its_order(installation: Installation, reviews: list[Any]) -> None:
    found = list(pages(installation, 7))
    assert {len(page) for page in found[:-1]} == {7}
    assert [one for page in found for one in page] == register_health(COMMAND_LINE, installation, WIERDENLAND)
    assert len(reviews) == 1


@pytest.mark.parametrize("organisation", [WIERDENLAND, DUINRAND])
def test_a_change_of_a_register_that_it_looks_into_is_seen_at_once(
    installation: Installation, reviews: list[Any], organisation: str
) -> None:
    register_health(COMMAND_LINE, installation, WIERDENLAND)
    add(installation, "units", Draft(organisation, Unit(code="new", name="New")))
    register_health(COMMAND_LINE, installation, WIERDENLAND)
    assert len(reviews) == 2


def test_what_comes_to_end_soon_is_found_when_its_day_has_come(installation: Installation, reviews: list[Any]) -> None:
    counts = []
    for days in (0, 200, 400):
        with time_machine.travel(now() + timedelta(days=days)):
            counts.append(_codes(installation).count(FindingCode.EXPIRES_SOON))
            register_health(COMMAND_LINE, installation, WIERDENLAND)
    assert len(reviews) == len(set(reviews)) == 3
    assert len(set(counts)) > 1


def _codes(installation: Installation) -> list[str]:
    return [one.code for one in register_health(COMMAND_LINE, installation, WIERDENLAND)]
