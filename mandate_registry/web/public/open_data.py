"""Published mandates as open data: as the API writes them, and as a table in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.base import ready
from schemas.published import PublishedMandateOut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandate_registry.services.answering.publishing import Published


def as_objects(mandates: Iterable[Published]) -> list[dict[str, Any]]:
    """Write mandates as the API does."""
    found: list[dict[str, Any]] = ready(PublishedMandateOut).dump(mandates, many=True)
    return found


def as_table(mandates: Iterable[Published]) -> list[list[str]]:
    """Write mandates as rows, the first of which names the columns."""
    names = [field.data_key or name for name, field in ready(PublishedMandateOut).fields.items()]
    return [names, *([_cell(one[name]) for name in names] for one in as_objects(mandates))]


def _cell(value: Any) -> str:
    """Write a value in one cell: of an object what it is known by, of a list its items one after another."""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        known_by = ("kind", "code", "reference", "name", "title", "titleNl", "publicationUrl", "organisation")
        return " ".join(str(value[name]) for name in known_by if value.get(name))
    return "" if value is None else str(value)
