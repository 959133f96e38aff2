"""What the columns of a file are used for, as the page that asks what it leaves open shows it to be confirmed."""

from __future__ import annotations

from flask import request

from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.grant_source import AS_ITS_TYPE_SAYS
from mandate_registry.web.language import lazy
from mandate_registry.web.terms import TABLES

TOLD_HERE = "told"
"""Stands in the address of who comes from the page of the columns."""
ABOUT = lazy("What each row is about")
NOT_COMPLETE = lazy("No: what is not in it stays")
COMPLETE = lazy("Yes: what is not in it is no longer so")
IS_COMPLETE = lazy("Is this list complete?")


def were_told() -> bool:
    """Return True if somebody just said what the columns are used for, on the page that asks it."""
    return request.args.get("columns") == TOLD_HERE


def column_uses(laid: SheetLayout, plan: Plan) -> list[tuple[str, str]]:
    """Return what a file is about, what each column is used for, and what counts where the file says nothing."""
    uses = [
        (laid.headings[place] or str(import_labels.WITHOUT_HEADING) % {"number": place + 1}, _use(plan, place))
        for place in range(len(laid.headings))
        if plan.use_of(place) is not None
    ]
    of_types = [(import_labels.column(plan.table, name), str(AS_ITS_TYPE_SAYS)) for name in plan.of_types]
    about = (str(ABOUT), str(TABLES.get(plan.table) or import_labels.STAFF))
    return [about, *uses, *of_types, (str(IS_COMPLETE), str(COMPLETE if plan.is_complete else NOT_COMPLETE))]


def _use(plan: Plan, place: int) -> str:
    if place in plan.functions:
        return str(import_labels.A_FUNCTION)
    return import_labels.column(plan.table, use) if (use := plan.use_of(place)) else str(import_labels.UNUSED)
