"""What stands in the fields: the register's notation as values of JSON.

Patterns leave out the control characters, which no value may hold.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS
from mandate_registry.rules.moments import rfc3339, time_zones
from mandate_registry.rules.notation import (
    AMOUNT,
    CODE,
    OIN,
    parse_amount,
    parse_principal,
    parse_reservation,
    parse_seats,
)
from schemas.values import LONG, Optional, Written

D = TypeVar("D", bound=date)

CONTROL = r"\x00-\x1f\x7f-\x9f\ufffe\uffff"
VISIBLE = rf"[^\s{CONTROL}]"
LINE = re.compile(rf"{VISIBLE}(?:[^{CONTROL}]*{VISIBLE})?")
ITEM = re.compile(rf"[^\s;{CONTROL}](?:[^;{CONTROL}]*[^\s;{CONTROL}])?")
NUMBER = re.compile(rf"[^\s;&+/{CONTROL}]+(?: [^\s;&+/{CONTROL}]+)*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
INSTANT = re.compile(rf"{DAY.pattern}[Tt]{CLOCK}")
IDENTITY = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

_POSITION, _EMPLOYEE = f"position:{CODE.pattern}", f"employee:{NUMBER.pattern}"
_FAMILY = f"anyone|(?:category|unit):{CODE.pattern}"
PRINCIPAL = re.compile(f"{_POSITION}|{_EMPLOYEE}")
SEAT_NAME = re.compile(f"{_FAMILY}|(?:{OIN.pattern}/)?(?:{_POSITION}|{_EMPLOYEE})")
_SEAT = rf"(?:{_FAMILY}|(?:{OIN.pattern}/)?(?:{_POSITION}(?:\+{_EMPLOYEE})?|{_EMPLOYEE}))"
SEATS = re.compile(f"{_SEAT}(?: & {_SEAT})*")
RESERVATION = re.compile(f"{CODE.pattern}(?:>={AMOUNT.pattern})?")

YEARS = range(1900, 3000)  # far from the edges of the calendar, where a time zone would fall off


def _parse_day(text: str) -> date:
    return _in_range(date.fromisoformat(text))


def _parse_instant(text: str) -> datetime:
    return _in_range(datetime.fromisoformat(text.upper())).astimezone(UTC)


def _in_range(found: D) -> D:
    if found.year not in YEARS:
        raise ValueError(found)
    return found


def _parse_time_zone(text: str) -> str:
    if text not in time_zones():
        raise ValueError(text)
    return text


_TEXT = "a text that begins and ends with a visible character, without control characters"
line = partial(Written, LINE, _TEXT)
sentence = partial(Written, LINE, _TEXT, most=LONG)
text = partial(Optional, LINE, _TEXT, most=LONG)
item = partial(Written, ITEM, "one line of text without a semicolon")
code = partial(Written, CODE, "a code: lower-case letters and digits, joined by - and .")
types = partial(Written, re.compile(rf"\*|{CODE.pattern}"), f"the code of a decision type, or {EVERY_TYPE}")
scope = partial(
    Written, re.compile("|".join([*sorted(OWN_FIELDS), CODE.pattern])), "own_unit, own_staff or the code of a unit"
)
number = partial(Written, NUMBER, "the number of an employee: no ; & + or / in it")
oin = partial(Written, OIN, "an OIN of 20 digits")
ADDRESS = re.compile(rf"https?://[^\s\[\]{CONTROL}]+")
address = partial(Optional, ADDRESS, "a web address such as https://example.org/", most=LONG)
currency = partial(Written, re.compile(r"[A-Z]{3}"), "a currency such as EUR")
amount = partial(Written, AMOUNT, "a text with an amount such as 50000.00", parse_amount, "{:.2f}".format)
seat_name = partial(Written, SEAT_NAME, "a seat such as position:inkoper")
seats = partial(
    Written,
    SEATS,
    "a holder such as position:inkoper, or several joined by ' & '",
    parse_seats,
    lambda seats: " & ".join(map(str, seats)),
    most=LONG,
)
principal = partial(Written, PRINCIPAL, "position:CODE or employee:NUMBER", parse_principal)
reservation = partial(Written, RESERVATION, "a decision type code, with or without >=AMOUNT", parse_reservation)
day = partial(Written, DAY, "a date such as 2026-07-01, from 1900 to 2999", _parse_day, date.isoformat)
instant = partial(
    Written,
    INSTANT,
    "a moment with its offset such as 2026-04-15T14:30:00+02:00, from 1900 to 2999",
    _parse_instant,
    rfc3339,
)
identity = partial(Written, IDENTITY, "a UUID", UUID)
time_zone = partial(Written, LINE, "a time zone such as Europe/Amsterdam", _parse_time_zone)
cursor = partial(
    Written, re.compile(r"[0-9a-f]{15}"), "a cursor given before", lambda text: int(text, 16), "{:015x}".format
)
