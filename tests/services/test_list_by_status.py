"""A list of the mandates of a status has all of them and no others, whatever the database leaves out beforehand."""

from __future__ import annotations

from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle.lifecycle import Status
from mandate_registry.rules.notation import parse_seats
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.points_in_time import PointInTime
from tests.rules.mandate_lives import Life, granted, lives, moment
from tests.services.registers import elsewhere, found

TIMES = [PointInTime(), *(PointInTime(valid_at=moment(24 * day + 12)) for day in (-1, 2, 5, 9))]
OF_SOMEBODY: Life = (granted(number="M-8", seats=parse_seats("employee:K-1")),)
LEFT: Life = (granted(number="M-9", seats=parse_seats("employee:K-2")),)
ENDED: Life = (granted(number="M-7", valid=Period(None, moment(24))),)
DRAFT: Life = (granted(number="M-6", approved=False),)


def by_status(installation: Installation, status: Status | None, when: PointInTime) -> dict[str, Status]:
    filters = {"status": status} if status else {}
    listed = list_entries(COMMAND_LINE, installation, "mandates", Slice(filters, 100), when).items
    return {_number(one.entry.fact): one.standing.status for one in listed if one.standing}


def _number(fact: Mandate) -> str:
    return fact.number


def test_each_mandate_is_listed_by_its_status_and_by_no_other(tmp_path: Path) -> None:
    @settings(max_examples=15, phases=[Phase.generate])
    @given(st.tuples(*(lives(f"M-{number}") for number in range(1, 6))))
    def holds(drawn: tuple[Life, ...]) -> None:
        with elsewhere(tmp_path) as installation:
            found(installation, *drawn, DRAFT, ENDED, OF_SOMEBODY, LEFT)
            for when in TIMES:
                everything = by_status(installation, None, when)
                listed = {status: by_status(installation, status, when) for status in Status}
                for status, its in listed.items():
                    assert its == {number: stands for number, stands in everything.items() if stands is status}

    holds()
