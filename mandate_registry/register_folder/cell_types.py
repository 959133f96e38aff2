"""How one cell is read into a value and written again.

A read function gets tidy text that is not empty, and raises ValueError with the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from mandate_registry.rules import values
from mandate_registry.rules.facts import OWN_FIELDS
from mandate_registry.rules.moments import beginning_of, day_of, end_of, last_day_before, rfc3339
from mandate_registry.rules.notation import Reservation
from mandate_registry.rules.values import ValueKind

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.IGNORECASE
)
DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]{1,2})")
YEARS = range(1800, 9999)  # the day after the last day must exist in every time zone

SEPARATOR = re.compile(r"(?:(?<!\s)\s+)?;\s*")
BLANK_SEPARATOR = re.compile(r"(?:^|(?<!\s)\s+);(?=\s|$)")  # for sentences: they may hold a semicolon, without a blank


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: `zone` is where its days begin.

    `dutch`: as a Dutch spreadsheet does, with decimal commas and day-month-year. `escaped`: with a quote
    before what a spreadsheet would take for a formula.
    """

    zone: ZoneInfo
    dutch: bool = False
    escaped: bool = False


@dataclass(frozen=True, slots=True)
class CellType:
    """A kind of cell: `write` gets any value that `read` gives, never None."""

    read: Callable[[str, Dialect], Any]
    write: Callable[[Any, ZoneInfo], str] = lambda value, _zone: str(value)


def tidy(text: str) -> str:
    """Return the text as the register keeps it: no blanks around it, line ends as a single line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def refuse_control(text: str) -> None:
    """Raise ValueError when the text holds a character that is none."""
    if found := CONTROL.search(text):
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}")


def _wrong(text: str, expected: str) -> ValueError:
    return ValueError(f"{text!r} is not {expected}")


def _of(kind: ValueKind, expected: str = "") -> CellType:
    """Make the cell of a kind of value; an error may say otherwise what is `expected` in a cell."""

    def read(text: str, _dialect: Dialect) -> Any:
        try:
            if kind.pattern.fullmatch(text):
                return kind.read(text)
        except ValueError:
            pass
        raise _wrong(text, expected or kind.expected)

    return CellType(read, lambda value, _zone: kind.write(value))


def _parsed(kind: ValueKind) -> CellType:
    """Make the cell of a kind of which the reader itself says what is wrong with a text."""
    return CellType(lambda text, _dialect: kind.read(text), lambda value, _zone: kind.write(value))


def _digits(pattern: str, expected: str) -> CellType:
    def read(text: str, _dialect: Dialect) -> int:
        if not re.fullmatch(pattern, text):
            raise _wrong(text, expected)
        return int(text)

    return CellType(read)


def one_of(words: type[StrEnum]) -> CellType:
    """Make the cell of a closed list of words."""

    def read(text: str, _dialect: Dialect) -> StrEnum:
        try:
            return words(text)
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(words)}") from None

    return CellType(read)


def list_of(item: CellType) -> CellType:
    """Make the cell of a list; an empty item is refused, lest a lone separator mean "any"."""

    def read(text: str, dialect: Dialect) -> tuple[Any, ...]:
        return tuple(item.read(part, dialect) for part in _parts(SEPARATOR, text))

    return CellType(read, lambda values, zone: " ; ".join(item.write(value, zone) for value in values))


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    parts = [part.strip() for part in separator.split(text)]
    if not all(parts):
        raise ValueError(f"{text!r} has an empty item")
    return parts


def _read_sentences(text: str, _dialect: Dialect) -> tuple[str, ...]:
    return tuple(_parts(BLANK_SEPARATOR, text))


def _write_sentences(sentences: Iterable[str], _zone: ZoneInfo) -> str:
    return " ; ".join(BLANK_SEPARATOR.sub(";", tidy(sentence)) for sentence in sentences)


def _read_types(text: str, dialect: Dialect) -> tuple[str, ...]:
    return ("*",) if text == "*" else CODES.read(text, dialect)


def _read_field(text: str, dialect: Dialect) -> str:
    return text if text in OWN_FIELDS else str(A_CODE.read(text, dialect))


def _read_address(text: str, _dialect: Dialect) -> str:
    # It becomes a link on a page: nothing but a web address may stand there.
    if not text.lower().startswith(("https://", "http://")):
        raise _wrong(text, "a web address such as https://example.org/")
    return text


def _read_yes(text: str, _dialect: Dialect) -> bool:
    if text not in {"yes", "no"}:
        raise _wrong(text, "yes or no")
    return text == "yes"


def _with_point(text: str, dialect: Dialect) -> str:
    comma = DECIMAL_COMMA.fullmatch(text) if dialect.dutch else None
    return f"{comma[1]}.{comma[2]}" if comma else text


def _read_amount(text: str, dialect: Dialect) -> Decimal:
    return cast("Decimal", values.AMOUNT.read(_with_point(text, dialect)))


def _read_reservation(text: str, dialect: Dialect) -> Reservation:
    code, mark, amount = text.partition(">=")
    return cast("Reservation", values.RESERVATION.read(code + mark + _with_point(amount.strip(), dialect)))


def _read_day(text: str, dialect: Dialect) -> date:
    dutch = DUTCH_DAY.fullmatch(text) if dialect.dutch else None
    iso = f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}" if dutch else text
    try:
        day = date.fromisoformat(iso) if ISO_DAY.fullmatch(iso) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise _wrong(text, "a date such as 2024-07-01")
    return day


def _read_first_day(text: str, dialect: Dialect) -> datetime:
    return beginning_of(_read_day(text, dialect), dialect.zone)


def _read_last_day(text: str, dialect: Dialect) -> datetime:
    return end_of(_read_day(text, dialect), dialect.zone)


def _read_instant(text: str, _dialect: Dialect) -> datetime:
    try:
        moment = datetime.fromisoformat(text.upper()) if INSTANT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise _wrong(text, "a moment with its offset, such as 2026-11-30T14:05:00+01:00")
    return moment.astimezone(UTC)


def _write_instant(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return local.isoformat() if not offset % timedelta(minutes=1) else rfc3339(moment)  # RFC 3339 has no seconds there


def _write_first_day(since: datetime, zone: ZoneInfo) -> str:
    return day_of(since, zone).isoformat()


def _write_last_day(until: datetime, zone: ZoneInfo) -> str:
    return last_day_before(until, zone).isoformat()


Consents = tuple[datetime | None, datetime | None, bool, str | None]
"""When the holder and the superior consented, whether there is no superior, and which statute provides."""


def _read_consents(text: str, dialect: Dialect) -> Consents:
    said: dict[str, str] = {}
    for part in _parts(SEPARATOR, text):
        about, _, value = (word.strip() for word in part.partition(":"))
        if about not in {"holder", "superior", "statute"} or about in said or not value:
            raise _wrong(text, "holder:DATE ; superior:DATE, or one of them; superior:none or statute:REFERENCE")
        said[about] = value
    no_superior = said.get("superior") == "none"
    days = {about: value for about, value in said.items() if about != "statute" and (about, value) != _NO_SUPERIOR}
    given = {about: _read_first_day(day, dialect) for about, day in days.items()}
    return given.get("holder"), given.get("superior"), no_superior, said.get("statute")


_NO_SUPERIOR = ("superior", "none")


def _write_consents(consents: Consents, zone: ZoneInfo) -> str:
    holder, superior, no_superior, statute = consents
    said = {
        "holder": holder and _write_first_day(holder, zone),
        "superior": "none" if no_superior else superior and _write_first_day(superior, zone),
        "statute": statute,
    }
    return " ; ".join(f"{about}:{value}" for about, value in said.items() if value)


TEXT = CellType(lambda text, _dialect: text, lambda text, _zone: tidy(text))
LINE = _of(values.LINE, "one line of text")
A_CODE = _of(values.CODE)
A_NUMBER = _of(values.NUMBER)
AN_OIN = _of(values.OIN, f"{values.OIN.expected} (in a spreadsheet: format the cell as text, or digits are lost)")
CURRENCY = _of(values.CURRENCY)
TIME_ZONE = _of(values.TIME_ZONE)
ADDRESS = CellType(_read_address, TEXT.write)
YES_OR_NO = CellType(_read_yes, lambda yes, _zone: "yes" if yes else "no")
ONLY_YES = CellType(_read_yes, lambda yes, _zone: "yes" if yes else "")
LEVELS = _digits(r"[0-9]{1,3}", "a whole number")
RANK = _digits(r"[1-9][0-9]{0,2}", "a rank: 1, 2, …")
AMOUNT = CellType(_read_amount, lambda amount, _zone: values.AMOUNT.write(amount))
DAY = CellType(_read_day)
FIRST_DAY = CellType(_read_first_day, _write_first_day)
LAST_DAY = CellType(_read_last_day, _write_last_day)
DAYS = (DAY, FIRST_DAY, LAST_DAY)
CONSENTS = CellType(_read_consents, _write_consents)
SEATS, PRINCIPAL = _parsed(values.SEATS), _parsed(values.PRINCIPAL)
INSTANTS = list_of(CellType(_read_instant, _write_instant))
CODES = list_of(A_CODE)
TYPES = CellType(_read_types, CODES.write)
LINES = list_of(LINE)
OINS = list_of(AN_OIN)
FIELDS = list_of(CellType(_read_field))
RESERVATIONS = list_of(CellType(_read_reservation))
SENTENCES = CellType(_read_sentences, _write_sentences)
