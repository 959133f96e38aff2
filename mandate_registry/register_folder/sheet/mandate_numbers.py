"""Numbers made for mandates of a sheet that has none, or one for several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.columns import Table
from mandate_registry.register_folder.grants.disclosure import undisclosed
from mandate_registry.register_folder.names.written_alike import letters_of
from mandate_registry.register_folder.sheet.plan import BY_NAME, Plan
from mandate_registry.rules.periods import Period

Rows = list[tuple[int, dict[str, Any]]]


def numbered(rows: Rows, plan: Plan, present: Sequence[Any]) -> Rows:
    """Return the rows, mandates without a number with one: that of the register for the same mandate, or a new one.

    A row of a matrix grants a mandate to each function that has a mark: its number is that of the row and the function.
    What a row does not tell, the first day and to whom it may be named, makes it no other mandate.
    Raises ValueError when no numbers can be made of what they are to begin with.
    """
    if plan.functions and plan.says("number"):
        return [(row, values | {"number": stated_number(values, plan)}) for row, values in rows]
    if not plan.makes_numbers:
        return rows
    ours = [fact for fact in present if fact.number.startswith(plan.numbers)]
    untold = {"number": "", **undisclosed(plan)}
    known = {replace(fact, valid=Period(None, fact.valid.until), **untold): fact.number for fact in ours}
    known |= {replace(fact, **untold): fact.number for fact in ours}
    stated = [fact.number for fact in present] + [values["number"] for _, values in rows if "number" in values]
    taken = set(map(letters_of, stated))
    free = _free(plan.numbers, taken)
    table = BY_NAME[plan.table]
    found = []
    for row, values in rows:
        if "number" in values:
            found.append((row, values))
            continue
        number = (
            known.get(table.build({"number": ""} | values | undisclosed(plan))) if _is_whole(table, values) else None
        )
        found.append((row, values | {"number": number or next(free)}))
    return found


def stated_number(values: Mapping[str, Any], plan: Plan) -> str | None:
    """Return the number that a row states; of a matrix that of the row and its function."""
    number: str | None = values.get("number")
    return f"{number}-{_holders(values)}" if number is not None and plan.functions else number


def _holders(values: Mapping[str, Any]) -> str:
    return "-".join(str(seat).partition(":")[2] or str(seat) for seat in values["seats"])


def _is_whole(table: Table, values: Mapping[str, Any]) -> bool:
    return all(column.fields[0] in values for column in table.required if column.name != "number")


def _free(beginning: str, taken: set[str]) -> Iterator[str]:
    """Yield numbers that no mandate of the register has, in whichever case."""
    column = BY_NAME["mandates"].columns[0]
    count = 0
    while True:
        count += 1
        (number,) = column.read(f"{beginning}{count}", Dialect(ZoneInfo("UTC"))).values()
        if letters_of(number) not in taken:
            yield number
