"""A matrix as a list: a row for each mark, with what its function says of its limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mandate_registry.register_folder.amounts.function_headings import limit_of_heading
from mandate_registry.register_folder.amounts.limits import looks_like_amount
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.heading_match import names_limit
from mandate_registry.register_folder.sheet.plan import Plan

OF_MARKS = ("holder", "max_amount", "function_limit")
"""What the further columns of a matrix say that has become a list, in their order."""
FURTHER = len(OF_MARKS) + 2
"""So many columns are added: those, the place of the function, and the row in which its limit stands."""


def columns_of_marks(width: int) -> dict[str, int]:
    """Return where the further columns stand of a matrix that has so many columns."""
    return {name: width + order for order, name in enumerate(OF_MARKS)}


def width_of(laid: SheetLayout, plan: Plan) -> int:
    """Return how many columns the file has of a sheet that may have become a list."""
    return len(laid.headings) - (FURTHER if plan.functions else 0)


def unpivoted(laid: SheetLayout, functions: Sequence[int], limits: Sequence[int]) -> SheetLayout:
    """Return a matrix as a list: a row for each mark, which stands in further columns after its function.

    `limits` are the rows that hold a limit for each function. A row without a mark stays, and has no holder.
    """
    if not functions:
        return laid
    held = {place: _limit(laid, place, limits) for place in functions}
    rows = [(number, cells) for number, cells in laid.rows if number not in limits]
    headings = (*laid.headings, *[""] * FURTHER)
    return replace(laid, headings=headings, rows=list(_marks(replace(laid, rows=rows), held)))


def _marks(laid: SheetLayout, held: Mapping[int, tuple[str, str]]) -> Iterator[tuple[int, list[str]]]:
    width = len(laid.headings)
    for number, cells in laid.rows:
        wide = [*cells, *[""] * (width - len(cells))]
        marked = [place for place in held if wide[place]]
        for place in marked:
            limit, row = held[place]
            yield number, [*wide, laid.headings[place], wide[place], limit, str(place), row]
        if not marked:
            yield number, [*wide, *[""] * FURTHER]


def _limit(laid: SheetLayout, place: int, limits: Sequence[int]) -> tuple[str, str]:
    """Return the limit of a function and the row in which it stands; what stands in two places is no amount."""
    found = [(limit_of_heading(laid.headings[place]), "")]
    found += [(cell_at(cells, place), str(number)) for number, cells in laid.rows if number in limits]
    found = [(text, row) for text, row in found if text]
    return found[0] if len(found) == 1 else (" / ".join(text for text, _ in found), "")


def has_limits(plan: Plan, cells: Sequence[str]) -> bool:
    """Return True if a row of a matrix seems to hold a limit for each function: amounts, and no decision type."""
    marks = [cell_at(cells, place) for place in plan.functions]
    place = plan.columns.get("decision_types")
    about = "" if place is None else cell_at(cells, place)
    return any(map(looks_like_amount, marks)) and (not about or names_limit(about))


def heading_of(laid: SheetLayout, plan: Plan, place: int | None, cells: Sequence[str]) -> str:
    """Return the heading above a cell of a sheet as it is read: of a mark that of its function."""
    if place is None:
        return ""
    return laid.headings[place] if place < (width := width_of(laid, plan)) else cell_at(cells, width)


def origin(laid: SheetLayout, plan: Plan, place: int, row: int, cells: Sequence[str]) -> tuple[int, int] | None:
    """Return the row and the place in the file of a cell of a sheet as it is read; None of what is no cell."""
    further = place - (width := width_of(laid, plan))
    if further < 0:
        return row, place
    *_, function, limit_row = cells[width:] if len(cells) > width else ["", ""]
    if OF_MARKS[further] == "max_amount" and function:
        return row, int(function)
    return (int(limit_row), int(function)) if OF_MARKS[further] == "function_limit" and limit_row else None


def cell_at(cells: Sequence[str], place: int) -> str:
    """Return a cell of a row; of one that is shorter, an empty one."""
    return cells[place] if place < len(cells) else ""
