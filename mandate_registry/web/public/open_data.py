"""Published mandates as open data: as the API writes them, and as a table in the same words, part by part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mandate_registry.register_folder.list_files import MARK, as_lines
from mandate_registry.services.public_register.published_mandates import PublishedMandate
from schemas.base import ready
from schemas.published import PublishedMandateOut


def as_json(parts: Iterable[list[PublishedMandate]]) -> Iterator[str]:
    """Yield a JSON object with the mandates as its items, as the API writes them."""
    before = '{"items": ['
    for part in parts:
        if part:
            yield before + ", ".join(json.dumps(one) for one in _as_objects(part))
            before = ", "
    yield "]}" if before == ", " else before + "]}"


def as_table(parts: Iterable[list[PublishedMandate]]) -> Iterator[str]:
    """Yield the mandates as CSV, the first row of which names the columns."""
    names = [field.data_key or name for name, field in ready(PublishedMandateOut).fields.items()]
    yield MARK + as_lines([names])
    for part in parts:
        yield as_lines([_cell(one[name]) for name in names] for one in _as_objects(part))


def _as_objects(mandates: Iterable[PublishedMandate]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ready(PublishedMandateOut).dump(mandates, many=True)
    return found


def _cell(value: Any) -> str:
    """Write a value in one cell: of an object what it is known by, of a list its items one after another."""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        known_by = ("kind", "code", "reference", "name", "title", "titleNl", "publicationUrl", "organisation")
        return " ".join(str(value[name]) for name in known_by if value.get(name))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
