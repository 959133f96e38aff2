"""The wire format of answers: their plain data with the names of JSON; and what else refers to as they do."""

from __future__ import annotations

from typing import Any

from mandate_registry.canonical import in_camel_case
from mandate_registry.rules.plain_data import to_plain
from schemas.base import Schema
from schemas.values import Value


def as_json(thing: object) -> Any:
    """Return an answer, or what has answers in it, as JSON has it: every field of it, by its name in camelCase."""
    return in_camel_case(to_plain(thing))


class MandateRef(Schema):
    """A mandate, by id and number."""

    id = Value()
    number = Value()


class BodyRef(Schema):
    """A body or a unit, by code and name."""

    code = Value()
    name = Value()


class ShownEmployeeOut(Schema):
    """An employee as asked about, with what this caller is told."""

    id = Value(allow_none=True)
    number = Value(allow_none=True)
    name = Value(allow_none=True)
    organisation = Value(allow_none=True)
    code = Value(allow_none=True)
