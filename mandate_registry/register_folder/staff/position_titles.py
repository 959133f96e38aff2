"""Positions of one title in several units, in a list of staff without codes of positions: each has its own code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import CodesByName, MissingValue
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import selected, with_corrections
from mandate_registry.register_folder.staff.staff_columns import STAFF


class DistinctTitles(NamedTuple):
    """A list of staff with a further column for the codes of positions, or the rows that do not tell which is meant."""

    laid: SheetLayout
    plan: Plan
    errors: list[RowError]


def with_position_codes(laid: SheetLayout, plan: Plan, tables: Mapping[str, Sequence[Any]]) -> DistinctTitles:
    """Return a list in which the unit tells apart the positions of one title; another sheet as it is."""
    unit = next((name for name in ("unit_code", "unit") if name in plan.columns), None)
    if plan.table != STAFF.name or "position" not in plan.columns or plan.says("position_code") or unit is None:
        return DistinctTitles(laid, plan, [])
    titles = _Titles(laid, plan, unit, tables)
    codes: dict[int, str] = {}
    errors = []
    for row, texts in titles.read:
        try:
            codes[row] = titles.code(texts)
        except MissingValue as untold:
            errors.append(titles.error(row, texts, untold.code))
    width = len(laid.headings)
    mended = with_corrections(laid, plan)
    rows = [(row, [*(cell_at(texts, at) for at in range(width)), codes.get(row, "")]) for row, texts in mended.rows]
    wide = replace(mended, rows=rows, headings=(*laid.headings, ""))
    return DistinctTitles(wide, replace(plan, columns={**plan.columns, "position_code": width}), errors)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a column says: its texts, or what stands for them."""

    place: int
    meanings: Mapping[str, str | None]

    def text(self, texts: Sequence[str]) -> str:
        text = cell_at(texts, self.place)
        return (self.meanings.get(word_of(text), text) or "").strip()


class _Titles:
    """In which units each title stands, in the list and in the register."""

    def __init__(self, laid: SheetLayout, plan: Plan, unit: str, tables: Mapping[str, Sequence[Any]]) -> None:
        self.laid, self.unit, self.names = laid, unit, CodesByName.of(tables)
        self.title_words = _Words(plan.columns["position"], plan.meanings.get("position", {}))
        self.unit_words = _Words(plan.columns[unit], plan.meanings.get(unit, {}))
        self.read = selected(laid, plan).rows
        self.units: dict[str, set[str]] = defaultdict(set)
        for _, texts in self.read:
            if name := known_as(self.unit_words.text(texts)):
                self.units[known_as(self.title_words.text(texts))].add(name)
        self.known: dict[str, dict[str, str | None]] = defaultdict(dict)
        for one in tables.get("positions", ()):
            self.known[known_as(one.title)][one.code] = one.unit

    def code(self, texts: Sequence[str]) -> str:
        """Return the code of the position of a row; raise MissingValue when it does not tell which is meant."""
        title, unit = self.title_words.text(texts), self.unit_words.text(texts)
        if not title or title in self.names.codes["positions"]:
            return title
        known = self.known.get(known_as(title), {})
        here = [code for code, where in known.items() if unit and where == self._unit(unit)]
        if len(here) == 1:
            return here[0]
        if len(self.units.get(known_as(title), ())) > 1 or len(known) > 1:
            if not unit:
                raise MissingValue("required")
            return self._free(f"{title} {unit}")
        return next(iter(known), "") or self._free(title)

    def _free(self, text: str) -> str:
        """Return a code made of a text; raise MissingValue when none can be made, or something else has it."""
        code = folded(text).replace(" ", "-")
        if not code or code in self.names.codes["positions"]:
            raise MissingValue("two_of_that_name" if code else "not_a_code")
        return code

    def error(self, row: int, texts: Sequence[str], code: str) -> RowError:
        """Return what is wrong with the unit of a row, or with its title."""
        words, column = (self.unit_words, self.unit) if code == "required" else (self.title_words, "position")
        heading, value = self.laid.headings[words.place], cell_at(texts, words.place)
        return RowError(row, heading, column, code, value, words.place)

    def _unit(self, text: str) -> str:
        """Return the code of a unit of the register; "" where it is another."""
        try:
            return self.names.code("units", text) or ""
        except MissingValue:
            return ""
