"""What a remark of a list likely is by its words: on behalf of whom, with whom, and who may know; a suggestion."""

from __future__ import annotations

import re
from collections.abc import Collection

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.named_decisions import bodies_named
from mandate_registry.register_folder.sheet.empty_cells import is_without_value
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_remarks import BODY, DISCLOSURE, WITH, Remark
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.rules.facts import Body, Disclosure

HEADINGS = ("bijzonderheden", "opmerkingen", "opmerking", "remarks")
"""What a column of remarks is called."""
NAMELY = re.compile(r"namens (?:de |het )?(.+)")
INTERNAL = re.compile(r"(?:(?:alleen )?intern|niet publiceren|niet openbaar|vertrouwelijk|[,;]|en|\s)+")
OPEN = re.compile(r"openbaar|publiceren")
TOGETHER = re.compile(r"(?:te)?(?:samen|gezamenlijk) met (\S+)")


def column_of_remarks(laid: SheetLayout, plan: Plan) -> int | None:
    """Return the only column of a list of mandates that is called remarks and of which nothing is known yet."""
    if plan.table != "mandates" or "conditions" in plan.columns:
        return None
    places = [place for place, heading in enumerate(laid.headings) if is_of_remarks(heading)]
    return places[0] if len(places) == 1 and plan.use_of(places[0]) is None else None


def is_of_remarks(heading: str) -> bool:
    """Return True if a column is called remarks."""
    return folded(heading) in HEADINGS


def likely_remark(text: str, bodies: Collection[Body], others: Collection[str]) -> str:
    """Return what a remark likely is, beside a condition or an instruction; "" where its words do not say one thing.

    `others` are the numbers of the rows that have another holder than each row with this remark.
    """
    if is_without_value(Remark.CONDITION, text):
        return Remark.UNUSED.value
    if name := NAMELY.fullmatch(known_as(text)):
        found = {one.code for one in bodies if name[1] in _names(one)} or _named(name[1], bodies)
        return f"{BODY}{found.pop()}" if len(found) == 1 else ""
    if number := number_in(text):
        return next((f"{WITH}{one}" for one in others if word_of(one) == word_of(number)), "")
    if INTERNAL.fullmatch(text.casefold().strip()):
        return f"{DISCLOSURE}{Disclosure.INTERNAL}"
    return f"{DISCLOSURE}{Disclosure.PUBLIC}" if OPEN.fullmatch(known_as(text)) else ""


def number_in(text: str) -> str:
    """Return the number of a row with which words say that it is decided together; "" where they say none."""
    found = TOGETHER.fullmatch(word_of(text).rstrip("."))
    return found[1] if found else ""


def holders_apart(laid: SheetLayout, plan: Plan, rows: Collection[int]) -> list[str]:
    """Return the numbers of a list that are of one row, which has another holder than each of these rows."""
    number, holder = (plan.columns.get(name) for name in ("number", "holder"))
    if number is None or holder is None or plan.functions:
        return []
    read = selected(laid, plan).rows
    own = {word_of(cell_at(cells, holder)) for row, cells in read if row in rows}
    found: dict[str, set[str]] = {}
    for _, cells in read:
        found.setdefault(cell_at(cells, number), set()).add(word_of(cell_at(cells, holder)))
    return [one for one, holders in found.items() if one and len(holders) == 1 and not holders & own]


def _names(body: Body) -> set[str]:
    return {known_as(body.name), known_as(body.code)}


def _named(text: str, bodies: Collection[Body]) -> set[str]:
    """Return the codes of the bodies that a text names by the first word of their names, and by nothing else."""
    found = bodies_named(f" {text} ", list(bodies))
    return {one.code for one in bodies if one.name in found and text == known_as(one.name).partition(" ")[0]}
