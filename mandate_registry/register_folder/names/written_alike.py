"""Numbers and references that differ in case, blanks or dashes alone: `b1` is not another than `B1` in silence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from mandate_registry.register_folder.sheet.joined_rows import Row, gathered
from mandate_registry.register_folder.sheet.plan import Doubles, Plan

KEY = {
    "agreements": "number",
    "deputyships": "number",
    "employees": "number",
    "instruments": "reference",
    "mandates": "number",
}
"""The field that is the key of a table, where that is a free text."""
REFERRING: dict[str, tuple[str, str]] = {"mandates": ("parent", "mandates"), "appointments": ("employee", "employees")}
"""The field with which rows of a list name an entry that the same list may bring in, and the table of that."""

DASHES = re.compile("[\u2010-\u2015\u2212]")
Alike = tuple[int, str, str]
"""A row of the file, the code of what is wrong with its key, and the keys that it looks like."""


def letters_of(text: str) -> str:
    """Return a number or a reference without its case and its blanks, and with one kind of dash."""
    return DASHES.sub("-", "".join(text.casefold().split()))


def merged_variants(
    plan: Plan, rows: Sequence[Row], present: Mapping[str, Sequence[Any]]
) -> tuple[list[Row], list[Alike]]:
    """Return the rows, and those whose key differs in case and blanks alone from that of another entry.

    Entries of the register come first, then the rows before. When the plan tells that these are the same, the rows
    have the key that is there; equal rows are one.
    """
    if plan.doubles == Doubles.OTHER:
        return list(rows), []
    found, wrong = list(rows), list[Alike]()
    if plan.table in KEY:
        found, wrong = _of_keys(plan, KEY[plan.table], rows, present[plan.table])
    if plan.doubles == Doubles.SAME and plan.table in REFERRING:
        field, table = REFERRING[plan.table]
        keys = _keys(table, present[table], found if table == plan.table else ())
        found = [(row, values | _named(field, values, keys)) for row, values in found]
    return gathered(plan, found), wrong


def _of_keys(plan: Plan, key: str, rows: Sequence[Row], present: Sequence[Any]) -> tuple[list[Row], list[Alike]]:
    keys = _keys(plan.table, present)
    found: list[Row] = []
    wrong: list[Alike] = []
    for row, values in rows:
        known = keys[letters_of(values[key])]
        if not known or values[key] in known:
            known.add(values[key])
            found.append((row, values))
        elif plan.doubles != Doubles.SAME or len(known) > 1:
            wrong.append((row, "two_of_that_name" if plan.doubles else "same_number", ", ".join(sorted(known))))
        else:
            found.append((row, values | {key: min(known)}))
    return found, wrong


def _keys(table: str, present: Sequence[Any], rows: Sequence[Row] = ()) -> dict[str, set[str]]:
    """Return the keys of entries of a register and of rows, by their letters."""
    keys: dict[str, set[str]] = defaultdict(set)
    for key in (*(getattr(fact, KEY[table]) for fact in present), *(values[KEY[table]] for _, values in rows)):
        keys[letters_of(key)].add(key)
    return keys


def _named(field: str, values: Mapping[str, Any], keys: Mapping[str, set[str]]) -> dict[str, str]:
    """Return what a row names, as that is written where it is; nothing where it names none, or may name several."""
    said = values.get(field)
    known = keys.get(letters_of(said), set()) if isinstance(said, str) else set()
    return {field: min(known)} if len(known) == 1 else {}
