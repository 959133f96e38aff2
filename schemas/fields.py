"""The fields of schemas: each kind of value of the register (`rules.values`) as a value of JSON, and a few more."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow.fields import Field

from mandate_registry.canonical import as_bytes, as_text, camel_case
from mandate_registry.rules import fields, values
from mandate_registry.rules.values import Bounds, ValueKind
from schemas.base import Listed
from schemas.values import Count, Flag, Optional, Word, Written


def of_kind(kind: ValueKind) -> partial[Written]:
    """Return what makes the field of a kind of value."""
    written = Optional if kind.may_be_empty else Written
    return partial(written, kind.pattern, kind.expected, kind.read, kind.write, kind.longest)


def of_fact(one: fields.Field) -> Field[Any]:
    """Return the field of a schema that is this field of a fact; a list that is required is not empty."""
    options: dict[str, Any] = {
        "data_key": camel_case(one.called),
        "required": one.required,
        "allow_none": one.optional,
    }
    item = _made(one.kind)
    return Listed(item(), least=1 if one.required else 0, **options) if one.many else item(**options)


def _made(kind: ValueKind | Bounds | type) -> Callable[..., Field[Any]]:
    if isinstance(kind, ValueKind):
        return of_kind(kind)
    if isinstance(kind, Bounds):
        return partial(Count, kind.least, kind.most)
    return Flag if kind is bool else partial(Word, kind)


line = of_kind(values.LINE)
sentence = of_kind(values.SENTENCE)
text = of_kind(values.TEXT)
item = of_kind(values.ITEM)
code = of_kind(values.CODE)
types = of_kind(values.TYPE)
number = of_kind(values.NUMBER)
oin = of_kind(values.OIN)
address = of_kind(values.ADDRESS)
currency = of_kind(values.CURRENCY)
amount = of_kind(values.AMOUNT)
seat_name = of_kind(values.SEAT_NAME)
reservation = of_kind(values.RESERVATION)
day = of_kind(values.DAY)
instant = of_kind(values.MOMENT)


IDENTITY = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
identity = partial(Written, IDENTITY, "a UUID", UUID)
cursor = partial(
    Written, re.compile(r"[0-9a-f]{15}"), "a cursor given before", lambda text: int(text, 16), "{:015x}".format
)


def _read_place(text: str) -> tuple[str, str]:
    first, slash, second = as_bytes(text).decode().partition("/")
    if not slash:
        raise ValueError(text)
    return first, second


place = partial(
    Written,
    re.compile(r"[A-Za-z0-9_-]{2,}"),
    "a cursor given before",
    _read_place,
    lambda place: as_text("/".join(place).encode()),
)
