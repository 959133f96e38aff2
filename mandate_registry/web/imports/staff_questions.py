"""What is asked of a list of staff, in the words of the page: its status groups, its new units and its later days."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.grants.later_days import may_follow
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import CodesByName as Known
from mandate_registry.register_folder.sheet.plan import NONE, Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.register_folder.staff.staff_rows import (
    GONE,
    likely_values,
    names_of_rows,
    new_units,
    rows_by_value,
)
from mandate_registry.rules.moments import day_of
from mandate_registry.services.installation import now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.register import entries
from mandate_registry.view_context import call
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.question_options import enumerate_values
from mandate_registry.web.language import lazy, ngettext
from mandate_registry.web.register_names import MAX_ENTRIES, RegisterNames
from schemas.pages.upload_forms import Read

NAMED = 6
"""So many people of a group are named."""
KEPT = lazy("The rows are kept, with their last day: nobody may decide anything after it.")
SUGGESTED = lazy("Suggested from your file: the days agree.")


def chosen_proposed(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, str]:
    """Return by field the status groups that are likely read."""
    likely = likely_values(laid, plan, day_of(now(), ZoneInfo(names.zone))) if "rows" in plan.columns else []
    return {
        name: Read.READ.value for name, value in enumerate_values(list(rows_by_value(laid, plan))) if value in likely
    }


def asked_of_staff(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, Any]:
    """Return what the page shows of a list of staff."""
    units = new_units(laid, plan, _known(names)) if plan.table == "staff" else []
    return {
        "groups": _groups(laid, plan, names),
        "row_names": {row: name for row, name in names_of_rows(laid, plan).items() if name},
        "new_units": units,
        "units": [("", str(import_labels.CHOOSE_UNIT)), (NONE, str(import_labels.NO_UNIT)), *names.options("units")]
        if units
        else [],
    }


def top_unit(names: RegisterNames) -> str:
    """Return the only unit of a register that is below no other; "" where there are several, or none."""
    tops = [code for code, unit in names.facts("units").items() if unit.parent is None]
    return tops[0] if len(tops) == 1 else ""


def follows(laid: SheetLayout, plan: Plan, names: RegisterNames) -> bool:
    """Return True if a later first day may be that of what the register, or another row, has with an earlier one."""
    tables = {table: _every(names, table) for table in ("employees", "appointments", "absences", "mandates")}
    tables["positions"] = list(names.facts("positions").values())
    return may_follow(laid, plan, tables, ZoneInfo(names.zone))


def _groups(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, str]:
    """Return by field of a status how many rows have it, and who; where somebody left, what becomes of the rows."""
    likely, people = chosen_proposed(laid, plan, names), rows_by_value(laid, plan)
    return {
        name: " ".join(filter(None, (_listed(people[value]), _kept(value), str(SUGGESTED) if name in likely else "")))
        for name, value in enumerate_values(list(people))
    }


def _listed(people: list[str]) -> str:
    told = ngettext("One row", "%(num)s rows", len(people)) % {"num": len(people)}
    return f"{told}: {', '.join(people[:NAMED])}{', …' if len(people) > NAMED else ''}."


def _kept(value: str) -> str:
    return str(KEPT) if known_as(value) in GONE else ""


def _known(names: RegisterNames) -> Known:
    return Known.of({"units": list(names.facts("units").values())})


def _every(names: RegisterNames, table: str) -> list[Any]:
    """Return all facts of a table, also those with the same key."""
    return [
        one.entry.fact
        for one in call(entries.list_entries, table, Slice({"organisation": names.oin}, MAX_ENTRIES)).items
    ]
