"""What is asked of single values of a list, beside an answer for all: types without VAT, other days, and remarks."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mandate_registry.register_folder.contradicting import contradicting_days
from mandate_registry.register_folder.limits import AMOUNTS
from mandate_registry.register_folder.plan import word_of
from mandate_registry.register_folder.problems import MOST
from mandate_registry.register_folder.questions import Asks, types_with_amounts
from mandate_registry.register_folder.remarks import COLUMNS, remarks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandate_registry.register_folder.contradicting import Day
    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.questions import Question
    from mandate_registry.register_folder.spreadsheets import Laid


class Shown(NamedTuple):
    """A remark, in which column and in which rows it stands, and what it is."""

    column: str
    word: str
    use: str
    rows: list[int]


def asked_by_value(laid: Laid, plan: Plan, asked: Iterable[Question]) -> dict[str, Any]:
    """Return what a page shows of single values: decision types with amounts, days by column, and remarks."""
    return {"types": _types(laid, plan), "days": _days(laid, plan, asked), "remarks": _remarks(laid, plan)}


def said_by_value(laid: Laid, plan: Plan) -> dict[str, Any]:
    """Return what a plan says of single values, as the form says it."""
    told = [{"column": one.column, "word": one.word, "use": one.use} for one in _remarks(laid, plan)]
    types = [{"word": one, "basis": plan.vat_by.get(word_of(one), "")} for one in _types(laid, plan)]
    return {"vatBy": types, "remarks": told}


def answered_by_value(plan: Plan, said: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says of single values, by the names of a plan."""
    typed = {f"{one['row']}:{one['place']}": one["text"] for one in said["mended"] if one["text"]}
    by_type = {word_of(one["word"]): str(one["basis"]) for one in said["vat_by"] if one["basis"]}
    uses: dict[str, dict[str, str]] = defaultdict(dict)
    for one in said["remarks"]:
        if one["use"] != one["column"]:
            uses[one["column"]][word_of(one["word"])] = str(one["use"])
    return {"mended": {**plan.mended, **typed}, "vat_by": by_type, "remarks": dict(uses)}


def _remarks(laid: Laid, plan: Plan) -> list[Shown]:
    """Return the remarks of a list of mandates, column by column, with what each is until somebody says otherwise."""
    return [
        Shown(column, text, plan.remarks.get(column, {}).get(word_of(text), column), rows)
        for column in (COLUMNS if plan.table == "mandates" else ())
        for text, rows in remarks(laid, plan, column).items()
    ]


def _types(laid: Laid, plan: Plan) -> dict[str, list[str]]:
    """Return the decision types of which the basis of their amounts may be told, with these amounts."""
    return dict(islice(types_with_amounts(laid, plan).items(), MOST))


def _days(laid: Laid, plan: Plan, asked: Iterable[Question]) -> dict[str, list[tuple[int, Day]]]:
    """Return the days that contradict each other by the column of a question, each with its place in the form."""
    columns = [one.column for one in asked if one.asks is Asks.BOUND and one.column not in AMOUNTS]
    found = ((column, day) for column in columns for day in contradicting_days(laid, plan, column))
    days: dict[str, list[tuple[int, Day]]] = {}
    for place, (column, day) in enumerate(islice(found, MOST)):
        days.setdefault(column, []).append((place, day))
    return days
