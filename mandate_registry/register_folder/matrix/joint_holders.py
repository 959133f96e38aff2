"""Rows of a list that say that they decide together with the holder of another row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.joint_marks import SEATS, JointRow
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.cell_sources import RowError, Source
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_remarks import COLUMNS, WITH


def with_others(laid: SheetLayout, plan: Plan, found: Sequence[JointRow]) -> tuple[list[JointRow], list[RowError]]:
    """Return the rows, those that decide together with another with its holder beside theirs; and what is wrong.

    The other row keeps its own holder alone: it says nothing of this one.
    """
    rows, errors = [], []
    for one in found:
        named = list(_named(plan, one.texts)) if one.values is not None else []
        seats = [_seats_of(number, found) for _, number in named]
        own = tuple(one.values.get(SEATS, ())) if one.values is not None else ()
        if any(not other or set(other) & set(own) for other in seats):
            errors += [Source(laid, plan, column).error(one.row, one.texts, "not_together") for column, _ in named]
        elif seats and one.values is not None:
            joint = dict.fromkeys((*own, *(seat for other in seats for seat in other)))
            rows.append(one._replace(values=one.values | {SEATS: tuple(joint)}))
        else:
            rows.append(one)
    return rows, errors


def _named(plan: Plan, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of remarks in which a row says so, and the numbers of the other rows."""
    for column in COLUMNS:
        place, meanings = plan.columns.get(column), plan.meanings.get(column, {})
        word = "" if place is None else word_of(cell_at(texts, place))
        use = "" if word in meanings else plan.remarks.get(column, {}).get(word, "")
        if use.startswith(WITH):
            yield column, use.removeprefix(WITH)


def _seats_of(number: str, found: Sequence[JointRow]) -> tuple[object, ...]:
    """Return the holders of the rows with a number; none where there is no such row, or they differ."""
    seats = {tuple(one.values[SEATS]) for one in found if one.values and one.values.get("number") == number}
    return seats.pop() if len(seats) == 1 else ()
