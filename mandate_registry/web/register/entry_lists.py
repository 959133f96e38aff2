"""The lists of the desk: one table says what each shows and by what it is filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mandate_registry.rules.moments import rfc3339
from mandate_registry.services.checks.access_log import list_traces
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.register.entries import list_entries
from mandate_registry.terms import terms
from mandate_registry.view_context import call
from mandate_registry.web.language import lazy, said
from mandate_registry.web.register.entry_values import PATHS
from mandate_registry.web.register.file_columns import columns_of
from mandate_registry.web.register.list_columns import COLUMNS
from mandate_registry.web.register.view_query import RegisterView, filters
from mandate_registry.web.terms import STATUSES, TRACED

Options = Callable[[RegisterView], list[tuple[str, str]]]

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Filter:
    """By what a list is filtered: the name in the address, what stands above it, and what there is to choose."""

    name: str
    label: Any
    options: Options | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: what it is called, what it is for, and its filters; `dated`: it can be seen as of other days."""

    table: str
    title: Any
    lead: Any
    filters: tuple[Filter, ...]
    dated: bool = True


def _chosen(named: dict[Any, Any]) -> Options:
    return lambda _look: [(str(key), str(text)) for key, text in named.items()]


def _types(look: RegisterView) -> list[tuple[str, str]]:
    found = look.names.directory.decision_types(look.names.at)
    return sorted(((fact.code, look.names.decision_type(fact.code)) for fact in found), key=lambda one: one[1])


def _positions(look: RegisterView) -> list[tuple[str, str]]:
    found = look.names.directory.positions(look.names.at)
    return sorted(((f"position:{fact.code}", fact.title) for fact in found), key=lambda one: one[1])


_WORDS = Filter("words", lazy("Search"))
_TYPE = Filter("decisionType", lazy("Decision type"), _types)

_FILTERS: dict[str, tuple[Filter, ...]] = {
    "mandates": (
        Filter("status", lazy("Status"), _chosen({one: named.text for one, named in STATUSES.items()})),
        Filter("holder", lazy("Position"), _positions),
        _TYPE,
        Filter("endsBy", lazy("Ends by"), kind="date"),
        Filter("words", lazy("Number or legal basis")),
    ),
    "people": (),
    "traces": (
        Filter("since", lazy("From"), kind="date"),
        Filter("until", lazy("Until"), kind="date"),
        _TYPE,
        Filter("outcome", lazy("Answer"), _chosen(TRACED)),
        Filter("asker", lazy("Asked by organisation (OIN)")),
    ),
}
"""By where they are, the filters of the lists that are filtered by more than words."""
_TABLES = {path: table for table, path in PATHS.items()} | {"traces": "traces"}
LISTINGS = {
    path: Listing(
        _TABLES[path],
        said(term.texts["title"]),
        said(term.texts["lead"]),
        _FILTERS.get(path, (_WORDS,)),
        dated=path != "traces",
    )
    for path, term in terms("lists").items()
}
"""By where they are, the lists."""


def page_of(listing: Listing, look: RegisterView, asked: dict[str, Any], *, whole: bool = False) -> Page[Any]:
    """Return a page of a list as it was asked, or the whole of it."""
    limit, after = (EVERYTHING, 0) if whole else (asked.get("limit", 50), asked.get("after", 0))
    own = {name: value for name, value in asked.items() if name not in _ASIDE}
    wanted = Slice(filters(own, look.zone) | {"organisation": look.organisation}, limit, after)
    if listing.table == "traces":
        return call(list_traces, wanted)
    return call(list_entries, listing.table, wanted, look.when)


_ASIDE = ("organisation", "at", "known", "limit", "after")


def rows_of(table: str, look: RegisterView, items: Iterable[Any]) -> list[list[Any]]:
    """Return what each row shows."""
    return [[column.show(item, look) for column in COLUMNS[table]] for item in items]


def titles_of(table: str) -> list[str]:
    """Return what stands above the columns."""
    return [str(column.title) for column in COLUMNS[table]]


def table_of(listing: Listing, look: RegisterView, asked: dict[str, Any]) -> list[list[str]]:
    """Return the whole of a list as texts, its titles first; it may have more columns than the page."""
    columns = columns_of(listing.table)
    found = page_of(listing, look, asked, whole=True).items
    shown = ([plain(column.show(one, look)) for column in columns] for one in found)
    return [[str(column.title) for column in columns], *shown]


def plain(value: Any) -> str:
    """Write a value for a file: days and moments as ISO 8601, lists with a semicolon."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return " ; ".join(map(plain, value))
    return str(value)
