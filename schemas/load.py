"""From what was sent to what a schema loads; InvalidInput names every field at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError

from mandate_registry.canonical import camel_case
from mandate_registry.errors import Conflict, FieldError, InvalidInput
from schemas.base import Schema, ready
from schemas.errors import field_errors

MAX_ERRORS = 1000


def load(schema: type[Schema], data: Mapping[str, Any]) -> Any:
    """Load a JSON object: into a dict, or into what the schema makes of it."""
    try:
        return ready(schema).load(data)
    except ValidationError as error:
        raise InvalidInput(*list(field_errors(error.messages))[:MAX_ERRORS]) from error


@contextmanager
def named_as_in(schema: type[Schema], within: str = "", beside: Collection[str] = ()) -> Iterator[None]:
    """Rename the fields of errors raised within the block from those of facts to those of the JSON.

    The fields may stand `within` an object of it; those `beside` that object bear the same names.
    """
    prefix = f"{within}." if within else ""
    fields = ready(schema).fields.items()
    names = {name: prefix + (field.data_key or name) for name, field in fields if name not in beside}
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(*_renamed(error.errors, names)) from error
    except Conflict as error:
        raise Conflict(str(error), *_renamed(error.errors, names)) from error


def _renamed(errors: tuple[FieldError, ...], names: Mapping[str, str]) -> Iterator[FieldError]:
    return (replace(error, field=names.get(error.field) or camel_case(error.field)) for error in errors)
