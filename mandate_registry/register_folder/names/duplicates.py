"""Rows that would double an entry of a register: a title that it has with another code, and units below no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.joined_rows import Row, gathered
from mandate_registry.register_folder.sheet.plan import NONE, Doubles, Plan
from mandate_registry.rules.facts import Fact

Wrong = tuple[int, str]
"""A row of the file, and the code of what is wrong with its title."""


def merged_duplicates(plan: Plan, rows: Sequence[Row], present: Sequence[Any]) -> tuple[list[Row], list[Wrong]]:
    """Return the rows of decision types, and those with a title that stands under another code already.

    When the plan tells that these are the same, they have the code that the title has; equal rows are one.
    """
    if plan.table != "decision_types" or plan.doubles == Doubles.OTHER:
        return list(rows), []
    codes: dict[str, set[str]] = defaultdict(set)
    for fact in present:
        codes[known_as(fact.title_nl)].add(fact.code)
    found: list[Row] = []
    wrong: list[Wrong] = []
    for row, values in rows:
        name = known_as(values.get("title_nl", ""))
        having = codes[name] if name else set()
        if not having or values["code"] in having:
            having.add(values["code"])
            found.append((row, values))
        elif plan.doubles != Doubles.SAME or len(having) > 1:
            wrong.append((row, "two_of_that_name" if plan.doubles else "same_title"))
        else:
            found.append((row, values | {"code": min(having)}))
    return gathered(plan, found), wrong


def placed_units(plan: Plan, before: Sequence[Any], after: Sequence[Any]) -> list[Fact] | None:
    """Return the units of a register with the new ones below the unit that the plan tells; None when it does not.

    In a register without units there is none to be below.
    """
    known = {one.code for one in before}
    new = [one for one in after if one.code not in known and one.parent is None]
    if not known or not new or plan.new_units == NONE:
        return list(after)
    if not plan.new_units:
        return None
    return [replace(one, parent=plan.new_units) if one in new else one for one in after]
