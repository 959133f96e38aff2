"""A long table of a plan in a few lines: who gets what up to which amount; of other tables what comes, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mandate_registry.web.field_labels import LABELS
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy

LONG = 10
"""Longer tables are told in short; row by row they can be opened."""
BY: dict[str, tuple[str, ...]] = {
    "mandates": ("seats",),
    "decision_types": ("body", "nature"),
    "positions": ("unit",),
    "units": ("parent",),
    "appointments": ("position",),
}
"""By which fields the rows of a table stand together."""
HEADINGS = {
    "mandates": (LABELS["mandates"]["seats"], lazy("Up to which amount"), lazy("For what")),
    "decision_types": (lazy("Whose decision, and what kind of act"), lazy("Decision types")),
    "positions": (lazy("Unit"), lazy("Positions")),
    "units": (lazy("Part of"), lazy("Units")),
    "appointments": (lazy("Position"), lazy("Who")),
}
"""How the columns are called."""
WITHOUT_VAT = lazy("no VAT applies")
MAX_NAMED = 5
"""So many rows are named of which the same stands out."""
MAX_EACH = {"decision_types": 3}
"""So many of those that stand together are named: the mandates for the others name them."""


@dataclass(frozen=True, slots=True)
class Each:
    """What is told of a row in short, and what needs a look in it."""

    text: str
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Of whom or of what rows are told together, each of them, and how many more there are.

    `bound` says of mandates between which amounts they are; "" where they have no limit, None of other tables.
    """

    of: str
    each: tuple[Each, ...]
    more: int = 0
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """What stands out in rows, in how many, and the first of them."""

    text: str
    count: int
    named: tuple[str, ...]


def together(table: str, rows: Iterable[tuple[str, Mapping[str, str], tuple[str, ...]]]) -> list[Together]:
    """Return what rows (their title, what they say by field, what needs a look) add, by whom or what it is told of."""
    found: dict[str, dict[str | None, list[Each]]] = {}
    for title, said, alarms in rows:
        of = ", ".join(said[name] for name in BY.get(table, ()) if said.get(name))
        bound = _bound(said) if table == "mandates" else None
        found.setdefault(of, {}).setdefault(bound, []).append(Each(_in_short(table, title, said), alarms))
    apart = [(of, bound, each) for of, bounds in found.items() for bound, each in bounds.items()]
    most = MAX_EACH.get(table, sum(len(each) for *__, each in apart))
    return [Together(of, tuple(each[:most]), len(each[most:]), bound) for of, bound, each in apart]


def _bound(said: Mapping[str, str]) -> str:
    """Return between which amounts a mandate is; "" where it has no limit."""
    above = said.get("above_amount")
    most = said.get("max_amount", "").removesuffix(f" {WITHOUT_VAT}")
    return ", ".join(filter(None, (_("above %(amount)s", amount=above) if above else "", most)))


def _in_short(table: str, title: str, said: Mapping[str, str]) -> str:
    """Return what a row adds; a title stands without its code."""
    if table == "mandates":
        return _granted(said)
    return next((said[name] for name in ("employee", "title_nl", "title", "name") if said.get(name)), title)


def _granted(said: Mapping[str, str]) -> str:
    """Return for what a mandate is, and whether a condition goes with it."""
    types, condition = said.get("decision_types", ""), _("condition")
    return f"{types} ({condition})" if said.get("conditions") else types


def alike(remarks: Iterable[tuple[str, str]]) -> list[Alike]:
    """Return what stands out in rows (their titles, and the text): what is the same once."""
    found: dict[str, list[str]] = {}
    for title, text in remarks:
        found.setdefault(text, []).append(title)
    return [Alike(text, len(titles), tuple(titles[:MAX_NAMED])) for text, titles in found.items()]
