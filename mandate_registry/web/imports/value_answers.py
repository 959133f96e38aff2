"""What is asked of single values of a list, beside an answer for all: types without VAT, other days, and remarks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from mandate_registry.register_folder.amounts.conflicting_days import Day, contradicting_days
from mandate_registry.register_folder.amounts.likely_vat import likely_bases
from mandate_registry.register_folder.amounts.limits import AMOUNTS
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.register_folder.sheet.likely_answers import likely_read
from mandate_registry.register_folder.sheet.open_questions import Question, Topic, types_with_amounts
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.imports.remark_uses import remark_groups, shown_remarks, used
from mandate_registry.web.imports.vat_groups import vat_groups
from mandate_registry.web.register_names import RegisterNames


def asked_by_value(laid: SheetLayout, plan: Plan, asked: Iterable[Question], names: RegisterNames) -> dict[str, Any]:
    """Return what a page shows of single values: decision types with amounts, days by column, and remarks."""
    types = _types(laid, plan)
    groups = list(vat_groups(types, likely_bases(laid, plan, types)))
    return {
        "vat_groups": groups,
        "days": _days(laid, plan, asked),
        "remark_groups": remark_groups(shown_remarks(laid, plan, names)),
    }


def said_by_value(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, Any]:
    """Return what a plan says of single values, as the form says it; of VAT what is suggested, before anything is."""
    told = [{"column": one.column, "word": one.word, "use": one.use} for one in shown_remarks(laid, plan, names)]
    types = _types(laid, plan)
    likely = {} if plan.vat_by or plan.fixed.get("vat") else likely_bases(laid, plan, types)
    bases = {word_of(one): found.basis for one, found in likely.items()} | dict(plan.vat_by)
    return {"vatBy": [{"word": one, "basis": bases.get(word_of(one), "")} for one in types], "remarks": told}


def answered_by_value(laid: SheetLayout, plan: Plan, said: dict[str, Any], names: RegisterNames) -> dict[str, Any]:
    """Return what a form says of single values, by the names of a plan."""
    typed = {
        f"{one['row']}:{one['place']}": one["text"]
        for one in said["mended"]
        if one["text"] and one["place"] is not None
    }
    by_type = {word_of(one["word"]): str(one["basis"]) for one in said["vat_by"] if one["basis"]}
    uses = used(said["remarks"], shown_remarks(laid, likely_read(laid, plan), names))
    return {"mended": {**plan.mended, **typed}, "vat_by": by_type, "remarks": uses}


def _types(laid: SheetLayout, plan: Plan) -> dict[str, list[str]]:
    """Return the decision types of which the basis of their amounts may be told, with these amounts."""
    found = types_with_amounts(laid, plan) if plan.columns.keys() & {*AMOUNTS} else {}
    return dict(islice(found.items(), MAX_ERRORS))


def _days(laid: SheetLayout, plan: Plan, asked: Iterable[Question]) -> dict[str, list[tuple[int, Day]]]:
    """Return the days that contradict each other by the column of a question, each with its place in the form."""
    columns = [one.column for one in asked if one.asks is Topic.BOUND and one.column not in AMOUNTS]
    found = ((column, day) for column in columns for day in contradicting_days(laid, plan, column))
    days: dict[str, list[tuple[int, Day]]] = {}
    for place, (column, day) in enumerate(islice(found, MAX_ERRORS)):
        days.setdefault(column, []).append((place, day))
    return days
