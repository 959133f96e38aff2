"""The kinds of value that a field of a fact has: how the text of each is checked, read and written, in one place.

The API, the register folder and the tables each adapt a kind to what surrounds it, and add nothing to what it means.
Patterns leave out the control characters, which no value may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Annotated, Any, TypeVar

from mandate_registry.rules import notation
from mandate_registry.rules.moments import YEARS, rfc3339, time_zones
from mandate_registry.rules.notation import Reservation, Seat

D = TypeVar("D", bound=date)

EVERY_TYPE = "*"
OWN_UNIT = "own_unit"
OWN_STAFF = "own_staff"

CONTROL = r"\x00-\x1f\x7f-\x9f\ufffe\uffff"
SHORT, LONG = 200, 4000


@dataclass(frozen=True, slots=True, eq=False)
class ValueKind:
    """A kind of value that is written as a text of a `pattern`; an error says that a text is not what is `expected`.

    `read` makes the value of a text of the pattern, and raises ValueError where there is none; `write` makes the text.
    The API takes at most `longest` characters, and an empty text where that stands for nothing (`may_be_empty`).
    """

    pattern: re.Pattern[str]
    expected: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    longest: int = SHORT
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a whole number may be, both included."""

    least: int
    most: int


class Special(Enum):
    """What a field is beside a value that somebody states."""

    PERSONAL = auto()
    """It tells who somebody is: it is erased when a person is forgotten (`log.commitments`)."""
    OF_EVENTS = auto()
    """It follows from what happened to the entry, and nobody fills it in."""
    OF_CONSENTS = auto()
    """It is told together with the other consents."""
    SELDOM = auto()
    """It is true of few entries: where it is not, nothing is written."""


@dataclass(frozen=True, slots=True)
class Refers:
    """The table whose entries a field names by their codes; `seats` of those that name positions, people and units."""

    table: str


@dataclass(frozen=True, slots=True)
class Called:
    """The name of a field on the wire and in the folder, where that is not the one of the fact."""

    name: str


def _read_day(text: str) -> date:
    return _in_range(date.fromisoformat(text))


def _read_moment(text: str) -> datetime:
    return _in_range(datetime.fromisoformat(text.upper())).astimezone(UTC)


def _in_range(found: D) -> D:
    if found.year not in YEARS:
        raise ValueError(found)
    return found


def _read_time_zone(text: str) -> str:
    if text not in time_zones():
        raise ValueError(text)
    return text


def write_seats(seats: tuple[Seat, ...]) -> str:
    """Write seats that are filled together."""
    return " & ".join(map(str, seats))


_VISIBLE = rf"[^\s{CONTROL}]"
_LINE = re.compile(rf"{_VISIBLE}(?:[^{CONTROL}]*{_VISIBLE})?")
_ITEM = re.compile(rf"[^\s;{CONTROL}](?:[^;{CONTROL}]*[^\s;{CONTROL}])?")
_NUMBER = re.compile(rf"[^\s;&+/{CONTROL}]+(?: [^\s;&+/{CONTROL}]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
_CODE, _OIN = notation.CODE.pattern, notation.OIN.pattern

_POSITION, _EMPLOYEE = f"position:{_CODE}", f"employee:{_NUMBER.pattern}"
_FAMILY = f"anyone|(?:category|unit):{_CODE}"
_PRINCIPAL = re.compile(f"{_POSITION}|{_EMPLOYEE}")
_SEAT_NAME = re.compile(f"{_FAMILY}|(?:{_OIN}/)?(?:{_POSITION}|{_EMPLOYEE})")
_SEAT = rf"(?:{_FAMILY}|(?:{_OIN}/)?(?:{_POSITION}(?:\+{_EMPLOYEE})?|{_EMPLOYEE}))"
_SEATS = re.compile(f"{_SEAT}(?: & {_SEAT})*")
_RESERVATION = re.compile(f"{_CODE}(?:>={notation.AMOUNT.pattern})?")
_TEXT = "a text that begins and ends with a visible character, without control characters"

LINE = ValueKind(_LINE, _TEXT)
NAME = ValueKind(_LINE, _TEXT)
SENTENCE = ValueKind(_LINE, _TEXT, longest=LONG)
TEXT = ValueKind(_LINE, _TEXT, longest=LONG, may_be_empty=True)
ITEM = ValueKind(_ITEM, "one line of text without a semicolon")
CODE = ValueKind(notation.CODE, "a code: lower-case letters and digits, joined by - and .")
TYPE = ValueKind(re.compile(rf"\*|{_CODE}"), f"the code of a decision type, or {EVERY_TYPE}")
SCOPE = ValueKind(re.compile(f"{OWN_STAFF}|{OWN_UNIT}|{_CODE}"), "own_unit, own_staff or the code of a unit")
NUMBER = ValueKind(_NUMBER, "the number of an employee: no ; & + or / in it")
OIN = ValueKind(notation.OIN, "an OIN of 20 digits")
ADDRESS = ValueKind(
    re.compile(rf"https?://[^\s\[\]{CONTROL}]+"),
    "a web address such as https://example.org/",
    longest=LONG,
    may_be_empty=True,
)
CURRENCY = ValueKind(notation.CURRENCY, "a currency such as EUR")
TIME_ZONE = ValueKind(_LINE, "a time zone such as Europe/Amsterdam", _read_time_zone)
AMOUNT = ValueKind(notation.AMOUNT, "a text with an amount such as 50000.00", notation.parse_amount, "{:.2f}".format)
SEAT_NAME = ValueKind(_SEAT_NAME, "a seat such as position:inkoper")
SEATS = ValueKind(
    _SEATS,
    "a holder such as position:inkoper, or several joined by ' & '",
    notation.parse_seats,
    write_seats,
    longest=LONG,
)
PRINCIPAL = ValueKind(_PRINCIPAL, "position:CODE or employee:NUMBER", notation.parse_principal)
RESERVATION = ValueKind(_RESERVATION, "a decision type code, with or without >=AMOUNT", notation.parse_reservation)
DAY = ValueKind(_DAY, "a date such as 2026-07-01, from 1900 to 2999", _read_day, date.isoformat)
MOMENT = ValueKind(
    re.compile(rf"{_DAY.pattern}[Tt]{_CLOCK}"),
    "a moment with its offset such as 2026-04-15T14:30:00+02:00, from 1900 to 2999",
    _read_moment,
    rfc3339,
)
LEVELS, RANK = Bounds(0, 999), Bounds(1, 999)

Line = Annotated[str, LINE]
Name = Annotated[str, NAME]
Sentence = Annotated[str, SENTENCE]
Text = Annotated[str, TEXT]
Item = Annotated[str, ITEM]
Code = Annotated[str, CODE]
TypeCode = Annotated[str, TYPE]
Scope = Annotated[str, SCOPE]
Number = Annotated[str, NUMBER]
Oin = Annotated[str, OIN]
Address = Annotated[str, ADDRESS]
Currency = Annotated[str, CURRENCY]
TimeZone = Annotated[str, TIME_ZONE]
Amount = Annotated[Decimal, AMOUNT]
Seats = Annotated[tuple[Seat, ...], SEATS]
Principal = Annotated[Seat, PRINCIPAL]
HeldBack = Annotated[Reservation, RESERVATION]
Day = Annotated[date, DAY]
Moment = Annotated[datetime, MOMENT]
Levels = Annotated[int, LEVELS]
Rank = Annotated[int, RANK]
"""The types of the fields of facts, each with its kind of value."""
