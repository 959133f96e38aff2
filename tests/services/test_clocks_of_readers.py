"""What is shown of a register is what was committed, whatever the clock of the host that shows it says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from mandate_registry.errors import Departed, InvalidInput, NotFound
from mandate_registry.rules.facts import Agreement, DecisionType, Disclosure, Nature, Organisation
from mandate_registry.rules.lifecycle.lifecycle import Event, Status
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.cards import my_powers
from mandate_registry.services.changesets.proposals import list_changesets
from mandate_registry.services.checks import query_targets
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.privacy.forgotten_people import forget_employee
from mandate_registry.services.public_register.public_list import find_published, publishers, read_page
from mandate_registry.services.public_register.published_mandates import list_published
from mandate_registry.services.public_register.search_terms import SearchTerms
from mandate_registry.services.public_register.state import nothing_cached
from mandate_registry.services.public_register.whole_file import open_whole, read_part
from mandate_registry.services.register import entry_details
from mandate_registry.services.register.employment import must_work_here
from mandate_registry.services.register.entries import get, list_entries
from mandate_registry.services.register.organisation_names import names_of
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_differences import differences
from mandate_registry.services.register.register_writer import current, open_register
from mandate_registry.services.transfer.export import export_register
from tests.services.town import APPROVER, HR, OIN, Town

AHEAD, BACK, RIGHT = timedelta(hours=3), timedelta(hours=-3), timedelta()
KIM = Caller((Role.HOLDER,), OIN, "key 9", "e1")
THIRD = "00000009000000000077"
PARTNER = Caller((Role.PARTNER,), THIRD)
skewed = pytest.mark.parametrize(("writer", "reader"), [(AHEAD, RIGHT), (RIGHT, BACK)], ids=["ahead", "set back"])


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


def at(skew: timedelta) -> time_machine.travel | nullcontext[None]:
    return time_machine.travel(datetime.now(UTC) + skew) if skew else nullcontext()


def published(town: Town) -> tuple[set[str], dict[str, list[str]]]:
    """Return the states of what is published, and the numbers that each way to read it shows."""
    state, listed = list_published(town.installation, Slice({"organisation": OIN}))
    shown, page = read_page(town.installation, OIN)
    _, looked, parts = open_whole(town.installation, OIN, None, nothing_cached)
    everywhere, found = publishers(town.installation)
    assert listed
    assert page
    assert parts is not None
    assert [one.oin for one in found or ()] == [OIN]
    in_file = [one for part in parts for one in read_part(town.installation, looked, SearchTerms(), part)]
    told = {"list": listed.items, "page": [one for _, held in page.by_holder for one in held], "file": in_file}
    return {state, shown, everywhere}, {way: [one.mandate.number for one in some] for way, some in told.items()}


@skewed
def test_a_revocation_is_shown_everywhere_as_soon_as_it_is_committed(
    town: Town, writer: timedelta, reader: timedelta
) -> None:
    mandate = town.granted()
    town.amends(HR, mandate, disclosure=Disclosure.PUBLIC)
    town.does(APPROVER, Event.APPROVAL, mandate)
    states, numbers = published(town)
    assert numbers == {"list": ["M-1"], "page": ["M-1"], "file": ["M-1"]}
    with at(writer):
        town.does(HR, Event.REVOCATION, mandate)
    with at(reader):
        assert _statuses(town, mandate, NOW) == [Status.REVOKED] * 3
        assert [len(_with_status(town, one)) for one in (Status.IN_FORCE, Status.REVOKED)] == [0, 1]
        after, numbers = published(town)
        with pytest.raises(NotFound):
            find_published(town.installation, mandate)
        recorded = town.reads(mandate).recorded_at
        assert recorded
        for moment in (recorded, recorded - timedelta(microseconds=1)):
            expected = Status.REVOKED if moment == recorded else Status.IN_FORCE
            assert _statuses(town, mandate, PointInTime(known_at=moment)) == [expected] * 3
        _refuses_the_future(town, mandate, recorded + timedelta(hours=4))
    assert numbers == {"list": [], "page": [], "file": []}
    assert not after & states


def _statuses(town: Town, mandate: UUID, when: PointInTime) -> list[Status]:
    read, sheet = (
        get(HR, town.installation, "mandates", mandate, when),
        entry_details.entry_details(HR, town.installation, "mandates", mandate, when),
    )
    (listed,) = list_entries(HR, town.installation, "mandates", Slice(), when).items
    return [one.standing.status for one in (read, sheet.stored, listed) if one.standing]


def _with_status(town: Town, status: Status) -> list[object]:
    return [*list_entries(HR, town.installation, "mandates", Slice({"status": status})).items]


def _refuses_the_future(town: Town, mandate: UUID, moment: datetime) -> None:
    """Assert that nobody is told what will be known: later than now, and than the last change."""
    known, opened = PointInTime(known_at=moment), town.installation
    ways: list[Callable[[], object]] = [
        lambda: get(HR, opened, "mandates", mandate, known),
        lambda: list_entries(HR, opened, "mandates", Slice(), known),
        lambda: entry_details.entry_details(HR, opened, "mandates", mandate, known),
        lambda: list_changesets(HR, opened, Slice(), known),
        lambda: export_register(HR, opened, OIN, known),
        lambda: register_health(HR, opened, OIN, known_at=moment),
        lambda: differences(HR, opened, OIN, (NOW, known)),
    ]
    for way in ways:
        with pytest.raises(InvalidInput, match="future"):
            way()


@skewed
def test_what_begins_or_ends_when_it_is_recorded_does_so_at_once(
    town: Town, writer: timedelta, reader: timedelta
) -> None:
    with at(writer):
        _change(town)
    with at(reader):
        opened = town.installation
        (asked,) = query_targets.list_query_targets(PARTNER, opened)
        assert (asked.name, [one.code for one in asked.decision_types]) == ("New Town", ["fence"])
        assert names_of(COMMAND_LINE, opened, [OIN]) == {OIN: "New Town"}
        assert (set(my_powers.types_of(KIM, opened)), my_powers.partners(KIM, opened)) == ({"fence"}, [(THIRD, THIRD)])
        with opened.reading() as connection, pytest.raises(Departed):
            must_work_here(connection, KIM)
        assert forget_employee(Caller((Role.ADMINISTRATOR,)), opened, OIN, "e1") == 2


def _change(town: Town) -> None:
    """Rename the town, replace permits by fences, agree with a partner, and end the employment of Kim."""
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        now = register.moment
        town_from_now = Organisation(oin=OIN, name="New Town", valid=Period(now))
        for table in ("decision_types", "employees", "organisations"):
            (entry,) = current(connection, register.id, table)
            register.close(table, [entry])
            last = replace(entry.fact, valid=Period(None, now))
            register.put(table, entry.id, town_from_now if table == "organisations" else last)
        fence = DecisionType(code="fence", title_nl="Hek", nature=Nature.DECISION, valid=Period(now))
        register.put("decision_types", uuid4(), fence)
        agreement = Agreement(number="1", partner=THIRD, decision_types=("*",), valid=Period(now))
        register.put("agreements", uuid4(), agreement)
        register.record(COMMAND_LINE, "a test")
