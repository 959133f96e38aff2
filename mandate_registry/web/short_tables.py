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
    "mandates": (LABELS["mandates"]["seats"], lazy("For what, and up to which amount")),
    "decision_types": (lazy("Whose decision, and what kind of act"), lazy("Decision types")),
    "positions": (lazy("Unit"), lazy("Positions")),
    "units": (lazy("Part of"), lazy("Units")),
    "appointments": (lazy("Position"), lazy("Who")),
}
"""How the two columns are called."""
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
    """Of whom or of what rows are told together, each of them, and how many more there are."""

    of: str
    each: tuple[Each, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """What stands out in rows, in how many, and the first of them."""

    text: str
    count: int
    named: tuple[str, ...]


def together(table: str, rows: Iterable[tuple[str, Mapping[str, str], tuple[str, ...]]]) -> list[Together]:
    """Return what rows (their title, what they say by field, what needs a look) add, by whom or what it is told of."""
    found: dict[str, list[Each]] = {}
    for title, said, alarms in rows:
        of = ", ".join(said[name] for name in BY.get(table, ()) if said.get(name))
        found.setdefault(of, []).append(Each(_in_short(table, title, said), alarms))
    most = MAX_EACH.get(table, len(found) + sum(map(len, found.values())))
    return [Together(of, tuple(each[:most]), len(each[most:])) for of, each in found.items()]


def _in_short(table: str, title: str, said: Mapping[str, str]) -> str:
    """Return what a row adds; a title stands without its code."""
    if table == "mandates":
        return _granted(said)
    return next((said[name] for name in ("employee", "title_nl", "title", "name") if said.get(name)), title)


def _granted(said: Mapping[str, str]) -> str:
    """Return for what a mandate is, between which amounts, and whether a condition goes with it."""
    above = said.get("above_amount")
    beside = (
        _("above %(amount)s", amount=above) if above else "",
        said.get("max_amount", "").removesuffix(f" {WITHOUT_VAT}"),
        _("condition") if said.get("conditions") else "",
    )
    text = ", ".join(filter(None, beside))
    return f"{said.get('decision_types', '')} ({text})" if text else said.get("decision_types", "")


def alike(remarks: Iterable[tuple[str, str]]) -> list[Alike]:
    """Return what stands out in rows (their titles, and the text): what is the same once."""
    found: dict[str, list[str]] = {}
    for title, text in remarks:
        found.setdefault(text, []).append(title)
    return [Alike(text, len(titles), tuple(titles[:MAX_NAMED])) for text, titles in found.items()]
