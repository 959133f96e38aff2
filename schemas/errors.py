"""From marshmallow's messages to the errors of this house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mandate_registry.errors import FieldError

MAX_PATH_LENGTH = 200


class Wrong(NamedTuple):
    """What is wrong with a value: a code and a sentence. Every message of a schema is a list of these."""

    code: str
    detail: str


def field_errors(messages: Any, path: str = "") -> Iterator[FieldError]:
    """Yield one error for each message, with the path of its field; empty for the body as a whole."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from field_errors(inner, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    else:
        yield from (FieldError(path[:MAX_PATH_LENGTH], *wrong) for wrong in messages)
