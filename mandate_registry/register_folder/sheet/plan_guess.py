"""What a sheet likely is, and what its headings tell: a plan for its owner to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mandate_registry.register_folder.amounts.bounds import is_doubtful
from mandate_registry.register_folder.amounts.limits import (
    AMOUNTS,
    BOUNDED,
    READ_BESIDE,
    bound_of_heading,
    is_amount,
    looks_like_amount,
    stated_values,
)
from mandate_registry.register_folder.matrix.matrix import columns_of_marks
from mandate_registry.register_folder.sheet.heading_match import NAME_PARTS, guess_columns, guess_table, names_limit
from mandate_registry.register_folder.sheet.likely_remarks import column_of_remarks
from mandate_registry.register_folder.sheet.open_questions import columns_to_tell
from mandate_registry.register_folder.sheet.plan import BY_NAME, OF_TYPES, Plan
from mandate_registry.register_folder.sheet.row_selection import repeats_headings
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.register_folder.staff.staff_columns import STAFF

TOGETHER = r"[gm]|gez\.?|gezamenlijk|samen|medeparaaf|[a-z]\+[a-z]|joint(?:ly)?|together"
"""Marks of those who often decide together."""
MARK = re.compile(rf"[x✓✔v●•*-]|ja|nee|yes|no|{TOGETHER}", re.IGNORECASE)
SURE = {"staff": ("number", "name", "position"), "mandates": ("decision_types", "holder")}
"""By kind of list, the columns that no other kind has together."""
MIN_COUNT = 2
"""So many columns with marks make a matrix."""


def guess_plan(sheets: Mapping[str, SheetLayout], file: str) -> Plan:
    """Guess what a file is: its first sheet that is not hidden, the table of its headings, and which is which."""
    laid = min(sheets.values(), key=lambda one: one.is_hidden)
    table = guess_table(laid.headings, f"{file} {laid.name}").name
    staff = guess_of(laid, STAFF.name)
    is_staff = table in ("employees", "positions", "appointments") and {"number", "position"} <= staff.columns.keys()
    return staff if is_staff and staff.says("name") else guess_of(laid, table)


def is_certain(sheets: Mapping[str, SheetLayout], plan: Plan) -> bool:
    """Return True if nothing else can be meant: a file with one sheet, whose headings tell what its list is about."""
    (laid, *others) = sheets.values()
    if others or laid.is_hidden or plan.table not in SURE:
        return False
    guessed = guess_of(laid, plan.table)
    return all(guessed.places(name) for name in SURE[plan.table])


def guess_of(laid: SheetLayout, table: str) -> Plan:
    """Guess which column is which, of a sheet that has such a table, and what its headings and amounts tell."""
    columns = _without_half_names(guess_columns(BY_NAME[table], laid.headings))
    plan = Plan(laid.name, table, columns)
    if table == "mandates":
        plan = replace(plan, by_type=dict.fromkeys(OF_TYPES, True))
    if table == "mandates" and (functions := _functions(laid, plan)):
        width = len(laid.headings)
        # A row has a mandate for each of its marks: what numbers the rows is no number of a mandate.
        columns = {name: place for name, place in columns.items() if place not in functions}
        plan = replace(plan, columns=with_marks(columns, width), functions=functions)
    return with_heading_facts(laid, plan, Plan(laid.name, table))


def suggested_plan(laid: SheetLayout, plan: Plan) -> Plan:
    """Return a guess with what is suggested beside it, for somebody to confirm: remarks may be conditions."""
    remarks = column_of_remarks(laid, plan)
    return plan if remarks is None else replace(plan, columns={**plan.columns, "conditions": remarks})


def is_complete_guess(laid: SheetLayout, plan: Plan) -> bool:
    """Return True if each column of a list, that is no matrix, has a use by its heading, and no key lacks."""
    lacking = [name for name in plan.missing_keys if (plan.table, name) != ("mandates", "number")]
    return not (plan.functions or lacking or laid.hidden or any(columns_to_tell(laid, plan)))


def with_marks(columns: Mapping[str, int], width: int) -> dict[str, int]:
    """Return the columns of a matrix with those of its marks; a column with maxima holds the limit of each row."""
    limits = {"row_limit": columns["max_amount"]} if "max_amount" in columns else {}
    return {**columns} | limits | columns_of_marks(width)


def _without_half_names(columns: dict[str, int]) -> dict[str, int]:
    """Return the columns with a name or the parts of one, not both: a family name alone is no name."""
    if "name.family" not in columns:
        return {name: place for name, place in columns.items() if name not in NAME_PARTS}
    return {name: place for name, place in columns.items() if name != "name"}


def _functions(laid: SheetLayout, plan: Plan) -> tuple[int, ...]:
    """Return the columns of a matrix that are functions: nothing but marks and amounts stand below their headings."""
    laid = replace(laid, rows=[(row, cells) for row, cells in laid.rows if not repeats_headings(laid, cells)])
    taken = {place for name, place in plan.columns.items() if name != "max_amount"}
    named = [(place, heading) for place, heading in enumerate(laid.headings) if heading and place not in taken]
    places = [place for place, heading in named if not names_limit(heading)]
    marked = [place for place in places if _is_marked(laid.column(place))]
    crossed = [place for place in marked if any(MARK.fullmatch(text) for text in laid.column(place))]
    return tuple(marked) if len(marked) >= MIN_COUNT and crossed and "holder" not in plan.columns else ()


def _is_marked(texts: Iterable[str]) -> bool:
    found = [text for text in texts if text]
    return bool(found) and all(MARK.fullmatch(text) or looks_like_amount(text) for text in found)


def with_heading_facts(laid: SheetLayout, plan: Plan, former: Plan) -> Plan:
    """Return the plan with what headings and amounts tell of columns that stand elsewhere than in a former plan."""
    moved = {name for name in BOUNDED if plan.columns.get(name) != former.columns.get(name)}
    kept = {name: bound for name, bound in former.bounds.items() if name not in moved}
    bounds = {name: bound for name, bound in _bounds(laid, plan).items() if name in moved} | kept
    multiples = {name: multiple for name, multiple in former.multiples.items() if name not in moved}
    told = {name: text for name, text in former.fixed.items() if name in READ_BESIDE} if not moved & {*AMOUNTS} else {}
    return replace(plan, bounds=bounds, multiples=multiples, fixed={**_fixed(laid, plan), **told, **plan.fixed})


def _bounds(laid: SheetLayout, plan: Plan) -> dict[str, str]:
    """Return what headings tell of the days and the amounts below them, where no cell of theirs tells otherwise.

    A mark of a matrix is itself within.
    """
    places = {name: plan.columns[name] for name in BOUNDED if name in plan.columns}
    told = {
        name: bound_of_heading(name, laid.headings[place])
        for name, place in places.items()
        if place < len(laid.headings)
    }
    return {
        name: str(bound)
        for name, bound in told.items()
        if bound and not is_doubtful(name, bound, laid.column(places[name]))
    }


def _fixed(laid: SheetLayout, plan: Plan) -> dict[str, str]:
    """Return the basis and the currency that headings tell, and the currency that all amounts tell."""
    known = {column.name for column in BY_NAME[plan.table].columns} - plan.columns.keys()
    places = [
        plan.columns[name] for name in AMOUNTS if name in plan.columns and plan.columns[name] < len(laid.headings)
    ]
    found: dict[str, set[str]] = {"vat": set(), "currency": set()}
    for name, text in (one for place in places for one in stated_values(laid.headings[place]).items()):
        found[name].add(text)
    texts = {text for place in (*places, *plan.functions) for text in laid.column(place) if is_amount(text)}
    found["currency"] = found["currency"] or {stated_values(text).get("currency", "") for text in texts}
    return {name: min(said) for name, said in found.items() if name in known and len(said) == 1 and "" not in said}
