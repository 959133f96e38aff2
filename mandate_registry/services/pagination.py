"""Lists, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, true

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted: what fits the filters, so many, after the last one given before.

    `filters` gives values by name, and an OIN by `organisation`; the list says which names it knows.
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 50
    after: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_after` is where the next one begins, None at the end."""

    items: list[T]
    next_after: int | None


def page_of(
    connection: Connection,
    query: Any,
    table: Table,
    wanted: Slice,
    make: Callable[[Sequence[Any]], list[T]],
    *,
    newest_first: bool = False,
) -> Page[T]:
    """Return a page of what a query selects, in the order of the rows of `table`; `make` makes items of rows."""
    row = table.c.row
    if newest_first:
        part = query.where(row < wanted.after if wanted.after else true()).order_by(row.desc())
    else:
        part = query.where(row > wanted.after).order_by(row)
    rows = connection.execute(part.limit(wanted.limit + 1)).mappings().all()
    shown = rows[: wanted.limit]
    return Page(make(shown), shown[-1]["row"] if len(rows) > wanted.limit else None)
