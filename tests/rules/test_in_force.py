"""The rows of a folder: the whole days on which a mandate was in force, and no moment more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.rules.decision.gates import kinds_in_force
from mandate_registry.rules.facts import Kind, Mandate
from mandate_registry.rules.integrity import flaws
from mandate_registry.rules.lifecycle.in_force import in_the_folder, rows_in_force
from mandate_registry.rules.lifecycle.lifecycle import EventRefusal, amend, revoke, suspend
from mandate_registry.rules.lifecycle.restated import restated
from mandate_registry.rules.moments import beginning_of, day_of, last_day_before
from mandate_registry.rules.notation import parse_seats
from mandate_registry.rules.periods import ALWAYS, Period, without
from tests.rules.mandate_lives import AFTER, AMSTERDAM, Life, granted, lives, moment


def day(number: int, hour: int = 0) -> datetime:
    """Return an hour of a day of January 2026, in Amsterdam."""
    return beginning_of(date(2026, 1, number), AMSTERDAM) + timedelta(hours=hour)


def days(rows: Iterable[Mandate]) -> list[tuple[int | None, int | None]]:
    """Return the first and the last day of each row."""
    return [
        (
            day_of(row.valid.since, AMSTERDAM).day if row.valid.since else None,
            last_day_before(row.valid.until, AMSTERDAM).day if row.valid.until else None,
        )
        for row in rows
    ]


def written(*life: Mandate) -> list[tuple[int | None, int | None]]:
    return days(rows_in_force(life, AMSTERDAM))


JANUARY = Period(day(1), day(31))


@pytest.mark.parametrize(
    ("became", "rows"),
    [
        ({}, [(1, 30)]),
        ({"valid": ALWAYS}, [(None, None)]),
        ({"approved": False}, []),
        ({"valid": Period(day(1, 9), day(31, 9))}, [(2, 30)]),
        ({"valid": Period(day(3, 9), day(4, 9))}, []),
        ({"revoked_at": day(10)}, [(1, 9)]),
        ({"revoked_at": day(10, 14)}, [(1, 9)]),
        ({"revoked_at": day(1)}, []),
        ({"revoked_at": datetime(2025, 1, 1, tzinfo=UTC)}, []),
        ({"suspensions": (Period(day(10), day(12)),)}, [(1, 9), (12, 30)]),
        ({"suspensions": (Period(day(10, 14), day(12, 9)),)}, [(1, 9), (13, 30)]),
        ({"suspensions": (Period(day(10, 9), day(10, 10)),)}, [(1, 9), (11, 30)]),
        ({"suspensions": (Period(day(10), None),)}, [(1, 9)]),
        ({"suspensions": (Period(day(10), day(12)),), "revoked_at": day(11)}, [(1, 9)]),
        ({"suspensions": (Period(day(10), day(12)), Period(day(20), day(21)))}, [(1, 9), (12, 19), (21, 30)]),
        ({"suspensions": (Period(None, None),)}, []),
    ],
)
def test_a_row_is_the_whole_days_on_which_it_held(became: dict[str, Any], rows: list[tuple[int, int]]) -> None:
    assert written(granted(**{"valid": JANUARY} | became)) == rows


def test_a_day_on_which_a_mandate_is_amended_is_left_out() -> None:
    life = amend((granted(valid=JANUARY),), day(10, 14), {"instructions": "anders"})
    assert written(*life) == [(1, 9), (11, 30)]
    assert [row.instructions for row in rows_in_force(life, AMSTERDAM)] == ["", "anders"]


@pytest.mark.parametrize(
    ("consents", "besides", "rows"),
    [
        ((day(4), day(5)), {}, [(1, 30)]),  # the row says so itself
        ((day(4), day(5, 9)), {}, [(6, 30)]),
        ((day(4), None), {}, [(1, 30)]),
        ((None, None), {}, [(1, 30)]),
        ((day(4, 9), None), {"no_superior": True}, [(5, 30)]),
        ((day(4), day(5, 9)), {"consent_statute": "Wvr art. 39"}, [(1, 30)]),
        ((day(4), day(5, 9)), {"kinds": (Kind.AUTHORISATION,)}, [(1, 30)]),
        ((day(4), day(5, 9)), {"kinds": tuple(Kind)}, [(1, 4), (6, 30)]),  # other acts than decisions needed none
    ],
)
def test_a_consent_within_a_day_counts_from_the_next(
    consents: tuple[Any, Any], besides: dict[str, Any], rows: list[Any]
) -> None:
    seats = parse_seats("00000009000000000002/employee:D-1")
    said = {"kinds": (Kind.MANDATE,), "holder_consent": consents[0], "superior_consent": consents[1]} | besides
    mandate = granted(valid=JANUARY, seats=seats, **said)
    assert written(mandate) == rows
    assert {row.superior_consent for row in rows_in_force([mandate], AMSTERDAM)} <= {None, day(5)}


def test_what_stands_below_a_mandate_without_a_row_has_none() -> None:
    mandates = [
        granted(number="1", approved=False),
        granted(number="1.1", parent="1"),
        granted(number="1.1.1", parent="1.1"),
        granted(number="2"),
        granted(number="2.1", parent="2"),
    ]
    assert list(in_the_folder(mandates, AMSTERDAM)) == ["2", "2.1"]


def test_what_is_taken_out_of_a_period_leaves_the_rest() -> None:
    assert list(without(ALWAYS, [JANUARY])) == [Period(None, day(1)), Period(day(31), None)]
    assert list(without(JANUARY, [ALWAYS])) == []
    assert list(without(JANUARY, [Period(day(1), day(3)), Period(day(2), day(4))])) == [Period(day(4), day(31))]


def in_force(stretches: Iterable[Mandate], at: datetime) -> set[Mandate]:
    """Return what is said by the stretch in force at a moment, kind by kind, apart from when."""
    fate: dict[str, Any] = {"suspensions": (), "revoked_at": None, "holder_consent": None, "superior_consent": None}
    return {replace(one, valid=ALWAYS, kinds=(kind,), **fate) for one in stretches for kind in kinds_in_force(one, at)}


@given(lives(), st.integers(-48, AFTER))
def test_no_row_says_yes_where_the_life_says_no(life: Life, hour: int) -> None:
    rows = rows_in_force(life, AMSTERDAM)
    assert in_force(rows, moment(hour)) <= in_force(life, moment(hour))


@given(lives(), st.integers(-2, 10))
def test_on_a_whole_day_the_rows_say_what_the_life_says(life: Life, number: int) -> None:
    start = beginning_of(date(2026, 3, 28) + timedelta(days=number), AMSTERDAM)
    end = beginning_of(date(2026, 3, 29) + timedelta(days=number), AMSTERDAM)
    hours = [start + timedelta(hours=hour) for hour in range(int((end - start) / timedelta(hours=1)))]
    said = [in_force(life, at) for at in hours]
    if all(one == said[0] for one in said):
        assert all(in_force(rows_in_force(life, AMSTERDAM), at) == said[0] for at in hours)


@given(lives())
def test_rows_are_rows_of_a_sound_register(life: Life) -> None:
    rows = rows_in_force(life, AMSTERDAM)
    found = [flaw.code for flaw in flaws({"mandates": rows}) if flaw.code != "unknown_code"]
    assert found == []
    assert rows_in_force(rows, AMSTERDAM) == rows


@given(lives())
def test_the_rows_of_a_life_restate_it_as_it_is(life: Life) -> None:
    granted_life = tuple(replace(stretch, approved=True) for stretch in life)
    assert set(restated(rows_in_force(granted_life, AMSTERDAM), granted_life, AMSTERDAM)) == set(granted_life)


@given(lives(), lives(), st.integers(-48, AFTER))
def test_whatever_rows_say_nothing_comes_back_that_was_taken_away(life: Life, other: Life, hour: int) -> None:
    had, rows, at = [replace(one, approved=True) for one in life], rows_in_force(other, AMSTERDAM), moment(hour)
    try:
        after = restated(rows, had, AMSTERDAM)
    except EventRefusal:
        return
    revoked = any(one.revoked_at and one.revoked_at <= at for one in had)
    suspended = any(at in period for one in had for period in one.suspensions)
    if revoked or suspended:
        assert not in_force(after, at)
    assert len({replace(one, kinds=()) for one in in_force(after, at)}) <= 1
    assert not any(row.valid.is_backward for row in after)


def edited(rows: Iterable[Mandate], **fields: Any) -> list[Mandate]:
    return [replace(row, **fields) for row in rows]


def test_an_edited_row_changes_what_a_mandate_says_and_not_what_became_of_it() -> None:
    life = revoke((granted(valid=Period(day(1), None)),), day(10, 14))
    rows = edited(rows_in_force(life, AMSTERDAM), instructions="anders")
    assert restated(rows, life, AMSTERDAM) == edited(life, instructions="anders")


def test_an_edited_row_of_a_suspended_mandate_counts_when_it_is_resumed() -> None:
    life = suspend((granted(valid=Period(day(1), None)),), day(10), None)
    rows = edited(rows_in_force(life, AMSTERDAM), instructions="anders")
    assert restated(rows, life, AMSTERDAM) == edited(life, instructions="anders")


def test_a_folder_from_before_a_revocation_does_not_undo_it() -> None:
    before = (granted(valid=Period(day(1), None)),)
    assert restated(before, revoke(before, day(10)), AMSTERDAM) == list(revoke(before, day(10)))


def test_a_row_for_other_days_stays_revoked_when_the_mandate_was() -> None:
    life = revoke((granted(valid=Period(day(1), None)),), day(10))
    (after,) = restated([granted(valid=Period(day(5), day(20)))], life, AMSTERDAM)
    assert (after.valid, after.revoked_at) == (Period(day(5), day(20)), day(10))


def test_a_row_that_begins_after_the_revocation_is_refused() -> None:
    life = revoke((granted(valid=Period(day(1), None)),), day(10))
    with pytest.raises(EventRefusal) as error:
        restated([*rows_in_force(life, AMSTERDAM), granted(valid=Period(day(12), None))], life, AMSTERDAM)
    assert (error.value.field, error.value.code) == ("number", "already_revoked")


def test_of_a_suspended_mandate_one_half_may_be_edited() -> None:
    life = suspend((granted(valid=JANUARY),), day(10), day(12))
    first, second = rows_in_force(life, AMSTERDAM)
    after = restated([first, replace(second, instructions="anders")], life, AMSTERDAM)
    assert days(after) == [(1, 9), (12, 30)]
    assert {one.suspensions for one in after} == {(Period(day(10), day(12)),)}


def test_without_a_consent_that_it_needed_a_row_begins_no_earlier() -> None:
    seats = parse_seats("00000009000000000002/employee:D-1")
    consents = {"holder_consent": day(4), "superior_consent": day(5, 9)}
    life = [granted(valid=JANUARY, seats=seats, kinds=(Kind.MANDATE,), **consents)]
    rows = edited(rows_in_force(life, AMSTERDAM), seats=parse_seats("anyone"))
    assert days(restated(rows, life, AMSTERDAM)) == [(6, 30)]


def test_an_edited_row_keeps_the_moments_of_its_consents() -> None:
    seats = parse_seats("00000009000000000002/employee:D-1")
    life = [granted(valid=JANUARY, seats=seats, holder_consent=day(4), superior_consent=day(5, 9))]
    rows = edited(rows_in_force(life, AMSTERDAM), instructions="anders")
    assert restated(rows, life, AMSTERDAM) == edited(life, instructions="anders")


def test_a_new_row_for_the_day_on_which_a_mandate_began_takes_that_whole_day() -> None:
    life = [granted(valid=Period(day(1, 9), day(31)))]
    first = granted(valid=Period(day(1), day(2)), instructions="anders")
    after = restated([first, *rows_in_force(life, AMSTERDAM)], life, AMSTERDAM)
    assert [(one.valid, one.instructions) for one in after] == [
        (Period(day(1), day(2)), "anders"),
        (Period(day(2), day(31)), ""),
    ]
