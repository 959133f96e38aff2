"""The body and the kinds of new mandates of which a sheet does not say them: those that their decision types need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.grants.other_bodies import other_bodies
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.translation import CodesByName, MissingValue, Translation
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.mandate_numbers import stated_number
from mandate_registry.register_folder.sheet.mapped_table import MappedTable
from mandate_registry.register_folder.sheet.plan import BY_NAME, Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.rules.facts import DecisionType
from mandate_registry.rules.lifecycle.needed_powers import Needed, needed_powers, types_below


def with_powers(
    mapped: MappedTable, laid: SheetLayout, plan: Plan, names: CodesByName, register: RegisterFolder
) -> MappedTable:
    """Return the rows, new mandates with the body and the kinds that their decision types need and nothing else tells.

    A row whose decision types do not tell it is left out, and what is wrong with it is said; so it is where they tell
    another body than the list, until somebody confirms it.
    """
    powers = _Powers(laid, plan, names, register)
    rows, errors = [], dict.fromkeys(mapped.errors)
    for row, values in mapped.rows:
        found = powers.of(row, values)
        if isinstance(found, list):
            errors |= dict.fromkeys(found)
        else:
            rows.append((row, values | found))
    errors |= dict.fromkeys(other_bodies(powers.by_type, powers.numbers, plan, register))
    return replace(mapped, rows=rows, errors=list(errors)[:MAX_ERRORS])


class _Powers:
    """What the rows of a sheet do not say of mandates, in one register.

    `by_type` has by row the body that its decision types told, `numbers` the number of that row.
    """

    def __init__(self, laid: SheetLayout, plan: Plan, names: CodesByName, register: RegisterFolder) -> None:
        self.laid, self.plan, self.names = laid, plan, names
        self.dialect = Dialect(ZoneInfo(register.organisation.time_zone))
        tables = cast("dict[str, list[Any]]", register.tables)
        self.types: dict[str, DecisionType] = {fact.code: fact for fact in tables["decision_types"]}
        self.below = types_below(self.types.values())
        self.bodies = {fact.code: fact.name for fact in tables["bodies"]}
        self.by_type: dict[int, str] = {}
        self.numbers: dict[int, str] = {}
        self.present = {fact.number for fact in tables["mandates"]}

    def of(self, row: int, values: Mapping[str, Any]) -> dict[str, Any] | list[RowError]:
        """Return what a row does not say and the register tells, or why that is not known.

        A mandate that the register has keeps what it has.
        """
        unsaid = [name for name in self.plan.of_types if name not in values]
        found = {name: self._typed(row, name) for name in unsaid if f"{row}:{name}" in self.plan.mended}
        rest = [name for name in unsaid if name not in found]
        if rest and stated_number(values, self.plan) not in self.present:
            needed = needed_powers(values.get("decision_types", ()), self.types, self.below)
            if wrong := self._not_mandated(row, needed):
                return [wrong]
            found |= {name: self._needed(row, name, needed) for name in rest}
            if "on_behalf_of" in rest and isinstance(body := found["on_behalf_of"], str):
                self.by_type[row], self.numbers[row] = body, str(values.get("number") or "")
        return [one for one in found.values() if isinstance(one, RowError)] or found

    def _typed(self, row: int, name: str) -> Any:
        """Return what somebody typed for a row, of a column that the file has not; or what is wrong with it."""
        text = self.plan.mended[f"{row}:{name}"]
        table = BY_NAME[self.plan.table]
        column = next(one for one in table.columns if one.name == name)
        try:
            written, _ = Translation.of(table, column, (), self.names, Notation.NONE, None).write(text)
            value = column.read(written, self.dialect)[name]
        except MissingValue as untold:
            return RowError(row, "", name, untold.code, text)
        except ValueError:
            return RowError(row, "", name, "invalid_value", text)
        is_known = name != "on_behalf_of" or value in self.bodies
        return value if is_known else RowError(row, "", name, "unknown_code", text)

    def _not_mandated(self, row: int, needed: Needed) -> RowError | None:
        """Return what is wrong with decision types that the register has not, or that no mandate covers."""
        if needed.unknown:
            return self._error(row, "decision_types", "unknown_code", "")
        if needed.composites:
            parts = (f"{self._title(code)} ({self._titles(self.types[code].components)})" for code in needed.composites)
            return self._error(row, "decision_types", "composite", "; ".join(parts))
        return None

    def _needed(self, row: int, name: str, needed: Needed) -> Any:
        """Return the one body, or the one kind, that decision types need; where there is not one, what they say."""
        is_body = name == "on_behalf_of"
        silent = needed.bodiless if is_body else needed.natureless
        if silent:
            return self._error(row, name, "types_silent", self._titles(silent))
        found = needed.bodies if is_body else needed.kinds
        if len(found) == 1:
            return found[0] if is_body else found
        said = [self.bodies.get(code, code) for code in needed.bodies] if is_body else list(needed.kinds)
        return self._error(row, name, "types_differ", "; ".join(said))

    def _titles(self, codes: Iterable[str]) -> str:
        return "; ".join(map(self._title, codes))

    def _title(self, code: str) -> str:
        return self.types[code].title_nl if code in self.types else code

    def _error(self, row: int, name: str, code: str, detail: str) -> RowError:
        """Return what is wrong with a row, at the cell of a column if the file has one."""
        place = self.plan.columns.get(name)
        if place is None or place >= len(self.laid.headings):
            return RowError(row, "", name, code, told=detail)
        cells = next(cells for number, cells in self.laid.rows if number == row)
        return RowError(row, self.laid.headings[place], name, code, cell_at(cells, place), place, detail)
