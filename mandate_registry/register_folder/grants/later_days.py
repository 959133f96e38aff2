"""Whether a list tells a later first day of what a register, or another of its rows, has with an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.column_notation import Notation, as_day, notation_of_days
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.open_questions import texts_of_days
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.rules.moments import day_of

DATED: dict[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "staff": (
        ("employees", ("number",), ("employed_from",)),
        ("appointments", ("number", "position"), ("valid_from", "employed_from")),
    ),
    "employees": (("employees", ("number",), ("employed_from",)),),
    "appointments": (("appointments", ("employee", "position"), ("valid_from",)),),
    "absences": (("absences", ("employee",), ("valid_from",)),),
    "mandates": (("mandates", ("number",), ("valid_from",)),),
}
"""By kind of list: the tables with first days, the columns that tell whose they are, and those that tell the day."""
FIRST = ""
"""Comes before every day: it stands for no first day."""


class _DatedRow(NamedTuple):
    """Whose day a row tells, and the day; None where it is not understood."""

    key: tuple[str, ...]
    day: str | None


def may_follow(laid: SheetLayout, plan: Plan, tables: Mapping[str, Sequence[Any]], zone: ZoneInfo) -> bool:
    """Return True if a row tells a later first day of the same appointment, employment, absence or mandate.

    A day that is not understood may be later.
    """
    for table, names, days in DATED.get(plan.table, ()):
        keys = tuple(name for name in names if name in plan.columns and not plan.meanings.get(name))
        known = dict(_known(table, keys, tables, zone))
        for one in _rows(laid, plan, keys, days):
            is_later = one.key in known and (one.day is None or known[one.key] < one.day)
            is_other = table != "employees" and known.get(one.key, one.day) != one.day
            if is_later or is_other:
                return True
            if table != "employees":
                known.setdefault(one.key, one.day or FIRST)
    return False


def _known(
    table: str, keys: tuple[str, ...], tables: Mapping[str, Sequence[Any]], zone: ZoneInfo
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a register has by its key, by code and by title, the earliest first day last."""
    titles = {one.code: one.title for one in tables.get("positions", ())}
    found: list[tuple[tuple[str, ...], str]] = []
    for fact in tables.get(table, ()):
        own = fact.number if table in ("employees", "mandates") else fact.employee
        position = fact.position if "position" in keys else ""
        day = str(day_of(fact.valid.since, zone)) if fact.valid.since else FIRST
        keys_of = [(own, known_as(one)) for one in (position, titles.get(position, position))] if position else [(own,)]
        found += [(key, day) for key in keys_of]
    yield from sorted(found, key=lambda one: one[1], reverse=True)


def _rows(laid: SheetLayout, plan: Plan, keys: tuple[str, ...], days: tuple[str, ...]) -> Iterator[_DatedRow]:
    """Yield whose first days the rows tell that are read."""
    read = selected(laid, plan)
    notation = Notation(plan.notation) if plan.notation else notation_of_days(texts_of_days(read, plan))
    places = [plan.columns[name] for name in keys]
    dated = [plan.columns[name] for name in days if name in plan.columns]
    for row, cells in read.rows if dated and places else ():
        texts = [cell_at(cells, place) for place in places]
        place = next((one for one in dated if cell_at(cells, one)), None)
        if place is not None and all(texts):
            stored = laid.typed.get((row, place))
            key = (texts[0], *map(known_as, texts[1:]))
            yield _DatedRow(key, as_day(stored.text if stored else cell_at(cells, place), notation))
