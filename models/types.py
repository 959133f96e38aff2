"""Column types that are the same on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from mandate_registry.rules import values
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.fields import Field, fields_of
from mandate_registry.rules.periods import Period
from mandate_registry.rules.values import Bounds, ValueKind

HUNDREDTH = Decimal("0.01")


class Instant(TypeDecorator[datetime]):
    """A moment, kept in UTC to the microsecond: `timestamptz`, on SQLite text that sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without offset: it would mean something else on every machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs an offset"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Amount(TypeDecorator[Decimal]):
    """An amount of money, kept as whole hundredths: exact on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - any dialect
        """Return the hundredths."""
        return None if value is None else int(value / HUNDREDTH)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - any dialect
        """Return the amount with two decimals."""
        return None if value is None else value * HUNDREDTH


class Written(TypeDecorator[Any]):
    """A value kept as text; `read` turns the text into the value and `write` the value into text.

    Reading is remembered: the same few texts come back in many rows.
    """

    impl = Text
    cache_ok = True

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str] = str) -> None:
        super().__init__()
        self.read = read
        self.write = write
        self.remembered = lru_cache(maxsize=65536)(read)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """Return what writes a value: an import writes a million, and SQLAlchemy's own takes three calls for each."""
        return partial(self.process_bind_param, dialect=dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - any type
        """Return what reads a value."""
        return partial(self.process_result_value, dialect=dialect)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - any dialect
        """Write the value."""
        return None if value is None else self.write(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - any dialect
        """Read the value."""
        return None if value is None else self.remembered(value)


class DefaultOmitted(Written):
    """A value that most rows do not state: that is kept as null, as rows are from before there was such a column."""

    cache_ok = True

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str], nothing: Any) -> None:
        super().__init__(read, write)
        self.nothing = nothing

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the value, if one is stated."""
        return super().process_bind_param(value or None, dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value."""
        return super().process_result_value(value, dialect) or self.nothing


def few_periods() -> DefaultOmitted:
    """Make a column of periods, of which most rows have none."""
    return DefaultOmitted(read_periods, write_periods, ())


def seldom_true() -> DefaultOmitted:
    """Make a column that is true for few rows."""
    return DefaultOmitted(lambda text: text == "yes", lambda value: "yes" if value else "no", nothing=False)


def read_periods(text: str) -> tuple[Period, ...]:
    """Read periods written by `write_periods`."""
    moments = ([moment and datetime.fromisoformat(moment) for moment in pair] for pair in json.loads(text))
    return tuple(Period(since, until) for since, until in moments)


def write_periods(periods: tuple[Period, ...]) -> str:
    """Write periods as a JSON list of pairs of RFC 3339 moments, null for open-ended."""
    ends = ((period.since, period.until) for period in periods)
    return json.dumps([[moment and moment.isoformat() for moment in pair] for pair in ends])


_LIST = json.JSONEncoder(ensure_ascii=False)


def listed(read: Callable[[str], Any] = str, write: Callable[[Any], str] = str) -> Written:
    """Make a column of a tuple, kept as a JSON list of texts in its order."""
    return Written(
        lambda text: tuple(read(item) for item in json.loads(text)),
        lambda items: _LIST.encode([write(item) for item in items]) if items else "[]",
    )


def columns_of(fact: type[Fact], **otherwise: Column[Any]) -> list[Column[Any]]:
    """Return a column for each field of a fact, in its order: what is optional may be null.

    `otherwise` has the columns that are made otherwise, by name.
    """
    return [
        otherwise[one.name] if one.name in otherwise else Column(one.name, _type_of(one), nullable=one.optional)
        for one in fields_of(fact)
    ]


def _type_of(one: Field) -> Any:
    """Return the type in which the values of a field are kept: an amount in hundredths, what has parts as text."""
    kind = one.kind
    if isinstance(kind, ValueKind):
        return listed(kind.read, kind.write) if one.many else OF_KINDS.get(kind, Text)
    if isinstance(kind, Bounds) or kind is bool:
        return Boolean if kind is bool else Integer
    return listed(kind) if one.many else Written(kind)


OF_KINDS: dict[ValueKind, Any] = {
    values.AMOUNT: Amount,
    values.DAY: Date,
    values.MOMENT: Instant,
    values.OIN: String(20),
    values.CURRENCY: String(3),
    values.SEATS: Written(values.SEATS.read, values.SEATS.write),
    values.PRINCIPAL: Written(values.PRINCIPAL.read),
}
"""The types of the kinds of value that are not kept as the text that they are."""
