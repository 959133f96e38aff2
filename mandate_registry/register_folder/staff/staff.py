"""A list of staff: units, positions, people and appointments from one sheet."""

from __future__ import annotations

from dataclasses import replace

from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.staff.staff_columns import STAFF

PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "units": {"code": ("unit_code", "unit"), "name": ("unit", "unit_code")},
    "positions": {
        "code": ("position_code", "position"),
        "title": ("position", "position_code"),
        "unit": ("unit_code", "unit"),
    },
    "employees": {
        name: (name,)
        for name in (
            "number",
            "name",
            "name.given",
            "name.prefix",
            "name.family",
            "email",
            "employed_from",
            "employed_until",
        )
    },
    "appointments": {
        "employee": ("number",),
        "position": ("position_code", "position"),
        "valid_from": ("valid_from", "employed_from"),
        "valid_until": ("valid_until", "employed_until"),
        "employed_from": ("employed_from",),
        "employed_until": ("employed_until",),
    },
}
"""By table, in the order in which they are read: each column, and the columns of the list that may say it.

The days of an employment are those of its appointments where these have none of their own.
"""
KEYS = {"units": ("code",), "positions": ("code",), "appointments": ("position",)}
"""The columns of a table of which an empty cell tells that the row says nothing of it. Nobody is without a number."""
LISTED = ("employees", "appointments")
"""The tables of which a complete list says that what it does not list is no longer so."""


def parts_of(plan: Plan) -> list[Plan]:
    """Return the plans that a plan is made up of: of a list of staff one for each table, otherwise itself.

    A row that says nothing of a unit or a position is not read as one. A table of which the key is missing is left
    out, unless something of the list would not be read then.
    """
    if plan.table != STAFF.name:
        return [plan]
    parts = {table: _part(plan, table) for table in PARTS}
    complete = {table for table, part in parts.items() if not part.missing_keys}
    read = {source for table in complete for source in _sources(table)}
    wanted = {table for table in PARTS if any(plan.says(source) for source in _sources(table) - read)}
    return [part for table, part in parts.items() if table in complete | wanted]


def source_of(plan: Plan, table: str, column: str) -> str:
    """Return the column of the list that says what a column of one of its tables holds."""
    sources = PARTS[table].get(column, ()) if plan.table == STAFF.name else ()
    return next((source for source in sources if plan.says(source)), column)


def _sources(table: str) -> set[str]:
    """Return the columns of the list that say something of a table."""
    return {source for sources in PARTS[table].values() for source in sources}


def _part(plan: Plan, table: str) -> Plan:
    sources = {name: [source for source in wanted if plan.says(source)] for name, wanted in PARTS[table].items()}
    chosen = {name: found[0] for name, found in sources.items() if found}
    columns = {name: plan.columns[source] for name, source in chosen.items() if source in plan.columns}
    rows = {"rows": plan.columns["rows"]} if "rows" in plan.columns else {}
    return replace(
        plan,
        table=table,
        columns=columns | rows,
        fixed={name: plan.fixed[source] for name, source in chosen.items() if plan.fixed.get(source)},
        bounds={name: plan.bounds[source] for name, source in chosen.items() if source in plan.bounds},
        meanings=_meanings(plan, table, chosen),
        unused=tuple(place for place in plan.read_places if place not in columns.values()),
        is_complete=plan.is_complete and table in LISTED,
    )


def _meanings(plan: Plan, table: str, chosen: dict[str, str]) -> dict[str, dict[str, str | None]]:
    found = {name: dict(plan.meanings.get(source, {})) for name, source in chosen.items()}
    for key in KEYS.get(table, ()):
        said = found.setdefault(key, {})
        said.setdefault("", None)
        said.update({word: None for word, meant in said.items() if meant == ""})
    return found
