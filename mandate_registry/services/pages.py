"""Lists, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted: what fits the filters, so many, after the last one given before.

    `filters` gives values by name, and an OIN by `organisation`; the list says which names it knows.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    limit: int = 50
    after: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_after` is where the next one begins, None at the end."""

    items: list[T]
    next_after: int | None


def page_of(
    connection: Connection, query: Any, table: Table, wanted: Slice, make: Callable[[Sequence[Any]], list[T]]
) -> Page[T]:
    """Give a page of what a query selects, in the order of the rows of `table`; `make` makes items of rows."""
    part = query.where(table.c.row > wanted.after).order_by(table.c.row).limit(wanted.limit + 1)
    rows = connection.execute(part).mappings().all()
    shown = rows[: wanted.limit]
    return Page(make(shown), shown[-1]["row"] if len(rows) > wanted.limit else None)
