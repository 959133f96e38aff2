"""The short written forms of the register: seats, principals and reservations, read and written in one place.

The register folder and the API use the same notation (`docs/reference/register-folder.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
CURRENCY = re.compile(r"[A-Z]{3}")
OIN = re.compile(r"[0-9]{20}")
AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?")
NUMBER = re.compile(r"[^\s;&+/]+(?: [^\s;&+/]+)*")  # of an employee: the notation's own marks cannot be part of it


@dataclass(frozen=True, slots=True)
class Seat:
    """One place among the holders of a mandate.

    Exactly one of these is meant: a position, an employee, an employee while in a position, a category of
    positions, a unit with all below it, or (all None) anyone. `organisation` is the OIN of another organisation.
    """

    organisation: str | None = None
    position: str | None = None
    employee: str | None = None
    category: str | None = None
    unit: str | None = None

    @property
    def is_anyone(self) -> bool:
        """Return whether any employee fills this seat."""
        return not (self.position or self.employee or self.category or self.unit)

    @property
    def names(self) -> tuple[str, ...]:
        """The written names in this seat: `position:inkoper`, `employee:W-012`, …, `anyone`."""
        prefix = f"{self.organisation}/" if self.organisation else ""
        parts = (
            ("position", self.position),
            ("employee", self.employee),
            ("category", self.category),
            ("unit", self.unit),
        )
        return tuple(f"{prefix}{kind}:{name}" for kind, name in parts if name) or ("anyone",)

    def __str__(self) -> str:
        """Write the seat as the register folder does."""
        if self.position and self.employee:
            prefix = f"{self.organisation}/" if self.organisation else ""
            return f"{prefix}position:{self.position}+employee:{self.employee}"
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a mandate holds back: a decision type with all below it, from `threshold` upward if one is stated."""

    code: str
    threshold: Decimal | None = None

    def __str__(self) -> str:
        """Write the reservation as the register folder does."""
        return self.code if self.threshold is None else f"{self.code}>={self.threshold:.2f}"


def parse_amount(text: str) -> Decimal:
    """Read a decimal amount with a point, at most two decimals and no sign; ValueError otherwise."""
    if not AMOUNT.fullmatch(text):
        message = f"{text!r} is not an amount such as 50000.00"
        raise ValueError(message)
    return Decimal(text).quantize(Decimal("0.01"))


@lru_cache(maxsize=65536)
def parse_seats(text: str) -> tuple[Seat, ...]:
    """Read the holder of a mandate: seats joined by ` & `; ValueError names the part that is wrong."""
    return tuple(parse_seat(part.strip()) for part in text.split("&"))


def parse_seat(text: str) -> Seat:
    """Read one seat; ValueError when it is none."""
    organisation, slash, local = text.rpartition("/") if OIN.match(text) else ("", "", text)
    if slash and not OIN.fullmatch(organisation):
        raise _not_a_seat(text)
    if local == "anyone" and not slash:
        return Seat()
    named = dict(_named(part, text) for part in local.split("+"))
    if set(named) == {"position", "employee"} or len(named) == 1 == len(local.split("+")):
        _refuse_external_family(named, organisation, text)
        return Seat(organisation=organisation or None, **named)
    raise _not_a_seat(text)


def _named(part: str, text: str) -> tuple[str, str]:
    kind, _, name = part.partition(":")
    pattern = NUMBER if kind == "employee" else CODE
    if kind not in {"position", "employee", "category", "unit"} or not pattern.fullmatch(name):
        raise _not_a_seat(text)
    return kind, name


def _refuse_external_family(named: dict[str, str], organisation: str, text: str) -> None:
    if organisation and not named.keys() <= {"position", "employee"}:
        raise _not_a_seat(text)


def _not_a_seat(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is not a seat: position:CODE, employee:NUMBER, position:CODE+employee:NUMBER, category:CODE, "
        "unit:CODE, anyone, OIN/position:CODE or OIN/employee:NUMBER"
    )


def parse_principal(text: str) -> Seat:
    """Read who is deputised for, or who deputises: `position:CODE` or `employee:NUMBER`; ValueError otherwise."""
    seat = parse_seat(text)
    if seat.organisation or seat.category or seat.unit or bool(seat.position) == bool(seat.employee):
        message = f"{text!r} is not position:CODE or employee:NUMBER"
        raise ValueError(message)
    return seat


@lru_cache(maxsize=65536)
def parse_reservation(text: str) -> Reservation:
    """Read `code` or `code>=20000.00`; ValueError otherwise."""
    code, mark, amount = (part.strip() for part in text.partition(">="))
    if not CODE.fullmatch(code):
        message = f"{text!r} is not a decision type code, with or without >=AMOUNT"
        raise ValueError(message)
    return Reservation(code, parse_amount(amount) if mark else None)
