"""What the rows of a list of staff are called, which of them are likely read, and which units they bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mandate_registry.register_folder.column_notation import Notation, as_day, notation_of_days
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.sheet.heading_match import ROWS
from mandate_registry.register_folder.sheet.open_questions import texts_of_days
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import selected, values_of_rows, with_corrections
from mandate_registry.register_folder.staff.staff_columns import STAFF

HERE = frozenset(("actief", "in dienst", "active", "employed"))
GONE = frozenset(("uit dienst", "vertrokken", "niet meer in dienst", "left", "terminated"))
COMING = frozenset(("nog niet begonnen", "nog niet in dienst", "toekomstig", "not started", "future"))
"""What a status is called of those who work here, who left, and who are still to come."""
FROM, UNTIL = ("employed_from", "valid_from"), ("employed_until", "valid_until")


def name_of_row(plan: Plan, cells: Sequence[str]) -> str:
    """Return what a row is called by people: the name in it; "" where it has none."""
    return " ".join(filter(None, (cell_at(cells, place) for place in plan.places("name"))))


def names_of_rows(laid: SheetLayout, plan: Plan) -> dict[int, str]:
    """Return what rows are called, by their number."""
    return {row: name_of_row(plan, cells) for row, cells in with_corrections(laid, plan).rows}


def rows_by_value(laid: SheetLayout, plan: Plan) -> dict[str, list[str]]:
    """Return what the rows are called with each value of the column that tells which are read."""
    found: dict[str, list[str]] = {value: [] for value in values_of_rows(laid, plan)}
    place = plan.columns.get(ROWS)
    for row, cells in with_corrections(laid, plan).rows if place is not None else ():
        found[cell_at(cells, place or 0)].append(name_of_row(plan, cells) or str(row))
    return found


def likely_values(laid: SheetLayout, plan: Plan, today: date) -> list[str]:
    """Return the values whose rows are likely read: their days agree with what the value says of each of them."""
    if plan.table not in (STAFF.name, "employees", "appointments"):
        return []
    notation = Notation(plan.notation) if plan.notation else notation_of_days(texts_of_days(laid, plan))
    return [one for one in values_of_rows(laid, plan) if _agree(laid, plan, one, notation, today)]


def _agree(laid: SheetLayout, plan: Plan, value: str, notation: Notation, today: date) -> bool:
    word, place = known_as(value), plan.columns[ROWS]
    rows = [(row, cells) for row, cells in with_corrections(laid, plan).rows if cell_at(cells, place) == value]
    until = [_day(laid, plan, one, UNTIL, notation) for one in rows]
    if word in HERE:
        return not any(day and day < today.isoformat() for day in until)
    if word in GONE:
        return all(day and day <= today.isoformat() for day in until)
    since = [_day(laid, plan, one, FROM, notation) for one in rows]
    return word in COMING and all(day and day > today.isoformat() for day in since)


def _day(
    laid: SheetLayout, plan: Plan, row: tuple[int, list[str]], names: tuple[str, ...], notation: Notation
) -> str | None:
    """Return the day that a row tells in the first of these columns; None where it tells none."""
    number, cells = row
    places = [plan.columns[name] for name in names if name in plan.columns]
    place = next((one for one in places if cell_at(cells, one)), None)
    if place is None:
        return None
    stored = laid.typed.get((number, place))
    return as_day(stored.text if stored else cell_at(cells, place), notation)


def new_units(laid: SheetLayout, plan: Plan, names: CodesByName) -> list[str]:
    """Return the units that a list of staff names and the register does not have; none where it has no units."""
    places = [plan.columns[name] for name in ("unit", "unit_code") if name in plan.columns]
    if plan.table != STAFF.name or not places or not names.codes.get("units"):
        return []
    found: Mapping[str, None] = {
        next(filter(None, texts)): None
        for _, cells in selected(laid, plan).rows
        if any(texts := [cell_at(cells, place) for place in places])
        and all(names.is_free("units", text) for text in texts if text)
    }
    return list(found)
