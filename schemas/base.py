"""What all schemas share: camelCase names, no unknown fields, and messages that carry a code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import marshmallow as ma
from marshmallow.exceptions import SCHEMA

from mandate_registry.canonical import camel_case
from schemas.errors import Wrong

MAX_LIST_LENGTH = 200


class Schema(ma.Schema):
    """A JSON object. Python's names are those of the facts; JSON's are the same in camelCase, or the `data_key`."""

    error_messages: dict[str, Any] = {  # noqa: RUF012  (declared so by marshmallow, which copies it)
        "unknown": Wrong("unknown_field", "is not a field of this object"),
        "type": Wrong("wrong_type", "is not an object"),
    }

    class Meta(ma.Schema.Meta):
        """Refuse what the contract does not name."""

        unknown = ma.RAISE

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Set the JSON name of a field."""
        field_obj.data_key = field_obj.data_key or camel_case(field_name)


@cache
def ready(schema: type[Schema]) -> Schema:
    """Return the one instance of a schema that everybody uses: it keeps nothing of what it loads and dumps."""
    return schema()


class Strict:
    """A field whose messages carry a code; mixed in before a field of marshmallow's."""

    default_error_messages: dict[str, Any] = {  # noqa: RUF012  (see Schema)
        "required": [Wrong("required", "is required")],
        "null": [Wrong("required", "may not be null")],
        "validator_failed": [Wrong("invalid_value", "is not valid")],
    }


def wrong(code: str, detail: str, field: str = SCHEMA) -> ma.ValidationError:
    """Make the error that says what is wrong with one value, or with a field of it."""
    return ma.ValidationError([Wrong(code, detail)], field)


class Nested(Strict, ma.fields.Nested):
    """An object within an object."""


class Listed(Strict, ma.fields.List[Any]):
    """A list, given as a tuple; it holds from `least` to `most` items."""

    default_error_messages: dict[str, Any] = {  # noqa: RUF012  (see Schema)
        "invalid": [Wrong("wrong_type", "is not a list")]
    }

    def __init__(
        self, item: ma.fields.Field[Any] | type[Schema], least: int = 0, most: int = MAX_LIST_LENGTH, **options: Any
    ) -> None:
        super().__init__(item if isinstance(item, ma.fields.Field) else Nested(item), **options)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        if isinstance(value, list) and not self.least <= len(value) <= self.most:
            raise wrong("wrong_length", f"holds {len(value)} items; {self.least} to {self.most} are permitted")
        return tuple(super()._deserialize(value, attr, data, **options))
