"""Published mandates as open data: as the API writes them, and as a table in the same words."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.columns import escaped
from schemas.base import ready
from schemas.published import PublishedMandateOut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandate_registry.services.answering.publishing import Published

BYTE_ORDER_MARK = "\ufeff"
"""By which a spreadsheet knows that a table is UTF-8."""


def as_objects(mandates: Iterable[Published]) -> list[dict[str, Any]]:
    """Write mandates as the API does."""
    found: list[dict[str, Any]] = ready(PublishedMandateOut).dump(mandates, many=True)
    return found


def as_csv(mandates: Iterable[Published]) -> str:
    """Write mandates as a table (RFC 4180); no cell is taken for a formula."""
    written = StringIO()
    writer = csv.writer(written)
    names = [field.data_key or name for name, field in ready(PublishedMandateOut).fields.items()]
    writer.writerow(names)
    for one in as_objects(mandates):
        writer.writerow([escaped(_cell(one[name])) for name in names])
    return BYTE_ORDER_MARK + written.getvalue()


def _cell(value: Any) -> str:
    """Write a value in one cell: of an object what it is known by, of a list its items one after another."""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        known_by = ("kind", "code", "reference", "name", "title", "titleNl", "publicationUrl", "organisation")
        return " ".join(str(value[name]) for name in known_by if value.get(name))
    return "" if value is None else str(value)
