"""What a list of mandates names and the register does not have: decision types and positions, brought in with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mandate_registry.register_folder.grants.granted_by import granting_sheet, refused_granting
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import ITEMS, CodesByName
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.sheet.plan import ADDED, Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import is_skipped, selected
from mandate_registry.rules.notation import CODE

MADE_OF = {
    "decision_types": ("code", "title_nl", "body", "nature"),
    "positions": ("code", "title", "unit"),
}
"""What is told of something new, by table: nothing of it is supposed. Only the unit may be told to be none ("")."""
ALSO = {"decision_types": ("valid_from",), "positions": ()}
"""What may be told beside that: from which day it is there; where that is empty, since ever."""
CALLED = {"decision_types": "title_nl", "positions": "title"}
"""The column that says what it is called."""
SAME = "same"
"""Stands among what is told of a name, where that is another for the entry of the register with this code."""
NEW, BY_ITSELF, WITH_ALL = "new", "by itself", "with all"
"""Stands among what is told of a name of which somebody said that it is new: of it by itself, or of all at once."""


MAX_LENGTH = 60
"""So many signs has a code at most that is made of a title."""
CODES_OF_TYPES = re.compile(r"(?=.*code)(?=.*(?:bevoegdhe|besluit|decision|power))")
"""The heading of a column of numbers that are codes of decision types, folded; other numbers are those of mandates."""


class Named(NamedTuple):
    """What a row of a list names: in which row, and in which words."""

    row: int
    text: str


def additions_of(plan: Plan, laid: SheetLayout, tables: Mapping[str, Sequence[Any]]) -> list[tuple[SheetLayout, Plan]]:
    """Return the sheets of what is brought in with a list of mandates, each with its plan, in the order of the tables.

    The decision that grants the mandates is the first.
    What the list names no longer, or the register knows by now, is not brought in.
    """
    names = CodesByName.of(tables)
    found = ((table, _wanted(plan, laid, names, table)) for table in sorted(ADDED.values()))
    new = ((table, [one for one in wanted.values() if SAME not in one[1]]) for table, wanted in found)
    return [*granting_sheet(plan), *(_sheet(table, rows) for table, rows in new if rows)]


def called(plan: Plan, laid: SheetLayout, tables: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, str]]:
    """Return by table the codes of what is brought in, by the words of the list for it."""
    names = CodesByName.of(tables)
    found = {table: _wanted(plan, laid, names, table) for table in ADDED.values()}
    return {
        table: {word: cells[SAME if SAME in cells else "code"] for word, (_, cells) in wanted.items()}
        for table, wanted in found.items()
    }


def refused(plan: Plan, laid: SheetLayout, tables: Mapping[str, Sequence[Any]]) -> list[RowError]:
    """Return what is still to be told of what is new, and what the register has under its code or its title."""
    names = CodesByName.of(tables)
    return [
        *refused_granting(plan, names),
        *_refused(plan, laid, names),
    ]


def _refused(plan: Plan, laid: SheetLayout, names: CodesByName) -> list[RowError]:
    return [
        RowError(None, cells.get(CALLED[table], word), column, code)
        for column, table in ADDED.items()
        for word, (_, cells) in _wanted(plan, laid, names, table).items()
        if (code := _wrong(table, cells, names))
    ]


def unknown(plan: Plan, column: str, text: str, names: CodesByName) -> list[str]:
    """Return what a cell names that the register does not have and that can be brought in with a list."""
    if plan.table != "mandates" or column not in ADDED:
        return []
    meant = plan.meanings.get(column, {}).get(word_of(text), text) or ""
    return [part for part in _parts(column, meant) if known_as(part) and names.is_free(ADDED[column], part)]


def with_new(
    plan: Plan,
    laid: SheetLayout,
    cells: Iterable[tuple[str, str]],
    names: CodesByName,
    chosen: Collection[tuple[str, str]] = (),
) -> Plan:
    """Return a plan that brings in what cells (a column of the register, a text) name and the register does not have.

    Of each a title and a code are proposed: the title is as the list has it, and the code is made of it. Of a decision
    type it is the number of the first row that names it, where the heading says so. No two have the same code. Of a
    name that is a part of a cell it is still to be asked whether it is new: what it may be was not shown. `chosen` are
    the cells of which it was said one by one.
    """
    added = {table: dict(plan.added.get(table, {})) for table in ADDED.values()}
    for column, text in cells:
        table = ADDED[column]
        for part in unknown(plan, column, text, names):
            if known_as(part) not in added[table]:
                taken = names.codes.get(table, set()) | {one["code"] for one in added[table].values()}
                number = _number(plan, laid, column, part) if table == "decision_types" else ""
                how = BY_ITSELF if (column, text) in chosen else WITH_ALL
                said = {NEW: how} if known_as(part) == known_as(text) else {}
                added[table][known_as(part)] = {"code": _code(number or part, taken), CALLED[table]: part} | said
    return replace(plan, added={table: found for table, found in added.items() if found})


def is_fully_described(table: str, cells: Mapping[str, str]) -> bool:
    """Return True if all is told of something new that has to be, or that it is not new."""
    return SAME in cells or all(cells.get(name) or (name == "unit" and name in cells) for name in MADE_OF[table])


def _wanted(plan: Plan, laid: SheetLayout, names: CodesByName, table: str) -> dict[str, tuple[int, Mapping[str, str]]]:
    """Return the first row that names each of the new entries of a table that are needed, and what they are."""
    added = plan.added.get(table, {}) if plan.table == "mandates" else {}
    column = next(column for column, target in ADDED.items() if target == table)
    found: dict[str, tuple[int, Mapping[str, str]]] = {}
    for one in _named(plan, laid, column) if added else ():
        word = known_as(one.text)
        if word in added and names.is_free(table, one.text):
            found.setdefault(word, (one.row, added[word]))
    return found


def _named(plan: Plan, laid: SheetLayout, column: str) -> Iterator[Named]:
    """Yield what the rows of a list name in a column, of those that are read."""
    place, fixed = plan.columns.get(column), plan.fixed.get(column, "")
    meanings = plan.meanings.get(column, {})
    for row, texts in selected(laid, plan).rows:
        text = fixed if place is None else cell_at(texts, place)
        if not is_skipped(plan, texts):
            yield from (Named(row, part) for part in _parts(column, meanings.get(word_of(text), text) or ""))


def _parts(column: str, text: str) -> list[str]:
    parts = ITEMS.split(text) if column == "decision_types" else [text]
    return [part.strip() for part in parts if any(map(str.isalpha, part))]


def _wrong(table: str, cells: Mapping[str, str], names: CodesByName) -> str:
    if SAME in cells:
        return "" if cells[SAME] in names.codes[table] else "unknown_code"
    if not is_fully_described(table, cells):
        return "added_untold"
    is_free = all(names.is_free(table, cells[name]) for name in ("code", CALLED[table]))
    return "" if is_free else "added_taken"


def _sheet(table: str, wanted: Sequence[tuple[int, Mapping[str, str]]]) -> tuple[SheetLayout, Plan]:
    columns = (*MADE_OF[table], *ALSO[table])
    rows = [(row, [cells.get(name, "") for name in columns]) for row, cells in wanted]
    return SheetLayout("", columns, rows), Plan("", table, {name: place for place, name in enumerate(columns)})


def _number(plan: Plan, laid: SheetLayout, column: str, part: str) -> str:
    """Return the number of the first row that names something, if that is the code of a type; "" where it is not."""
    place = plan.columns.get("number")
    if place is None or not CODES_OF_TYPES.match(folded(laid.headings[place])):
        return ""
    rows = dict(selected(laid, plan).rows)
    row = next((one.row for one in _named(plan, laid, column) if known_as(one.text) == known_as(part)), None)
    return cell_at(rows[row], place) if row in rows else ""


def _short(text: str) -> str:
    """Return the first words of a text, so that a code made of it is not too long."""
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH + 1].rpartition(" ")[0] or text[:MAX_LENGTH]


def _code(text: str, taken: Collection[str]) -> str:
    """Return a code made of a text that nothing else has; "" where none can be made."""
    plain = text.lower() if CODE.fullmatch(text.lower()) else _short(folded(text)).replace(" ", "-")
    further = (f"{plain}-{count}" for count in range(2, len(taken) + 3))
    return next((code for code in (plain, *further) if code not in taken), "") if plain else ""
