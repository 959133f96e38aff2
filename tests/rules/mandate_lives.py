"""Mandates to which all kinds of things happened, to the hour."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mandate_registry.rules.facts import Kind, Mandate
from mandate_registry.rules.lifecycle import lifecycle
from mandate_registry.rules.notation import parse_seats
from mandate_registry.rules.periods import Period

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = datetime(2026, 3, 27, 23, tzinfo=UTC)  # midnight in Amsterdam; two days later the clock changes
HOURS = range(0, 8 * 24, 8)
AFTER = 10 * 24
SEATS = ("anyone", "00000009000000000002/employee:D-1")

Life = tuple[Mandate, ...]


def moment(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def granted(**fields: object) -> Mandate:
    usual: dict[str, object] = {
        "number": "M-1",
        "kinds": tuple(Kind),
        "on_behalf_of": "college",
        "seats": parse_seats("anyone"),
        "decision_types": ("contract",),
    }
    return Mandate(**usual | fields)  # type: ignore[arg-type]  # (the fields of a mandate)


moments = st.sampled_from(HOURS).map(moment) | st.integers(HOURS[0], HOURS[-1]).map(moment)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    since, until = draw(st.none() | moments), draw(st.none() | moments)
    return Period(since, until) if not Period(since, until).is_backward else Period(since, None)


@st.composite
def lives(draw: st.DrawFn, number: str = "M-1", parent: str | None = None) -> Life:
    """Draw the stretches of one mandate: a draft, or granted and then amended, suspended, resumed, revoked."""
    seats, valid = parse_seats(draw(st.sampled_from(SEATS))), draw(_periods())
    life: Life = (
        granted(number=number, seats=seats, parent=parent, valid=valid, approved=draw(st.integers(0, 7)) > 0),
    )
    for happens in draw(st.lists(st.sampled_from(_HAPPENINGS), max_size=5)):
        with suppress(lifecycle.EventRefusal):
            life = happens(draw, life)
    return life


def _amend(draw: st.DrawFn, life: Life) -> Life:
    said = draw(st.sampled_from([{"instructions": "anders"}, {"instructions": ""}, {"legal_basis": "art. 4"}]))
    return lifecycle.amend(life, draw(moments), said)


def _suspend(draw: st.DrawFn, life: Life) -> Life:
    return lifecycle.suspend(life, draw(moments), draw(st.none() | moments))


def _consent(draw: st.DrawFn, life: Life) -> Life:
    given = lifecycle.consent(life, "holder", draw(moments))
    return lifecycle.consent(given, "superior", draw(moments))


_HAPPENINGS: list[Callable[[st.DrawFn, Life], Life]] = [
    _amend,
    _suspend,
    _consent,
    lambda draw, life: lifecycle.resume(life, draw(moments)),
    lambda draw, life: lifecycle.revoke(life, draw(moments)),
]
