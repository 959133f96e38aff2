"""Marks of a matrix that decide together: those of one row that are the same are one mandate with several holders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.cell_sources import RowError, Source
from mandate_registry.register_folder.sheet.plan import OF_MARKS, Plan, is_joint, word_of

SEATS = "seats"
LIMITS = ("currency", "max_amount", "vat")
MIN_COUNT = 2
"""So many decide together at least."""


class JointRow(NamedTuple):
    """What a row of a sheet says by field; None where it is not read, or something is wrong with it (`is_wrong`)."""

    row: int
    texts: Sequence[str]
    values: dict[str, Any] | None
    is_wrong: bool


class JointMarks:
    """Joins what the marks of a sheet say that decide together; `errors` are those of marks that cannot be joined."""

    def __init__(self, laid: SheetLayout, plan: Plan) -> None:
        self.laid, self.plan, self.source = laid, plan, Source(laid, plan, OF_MARKS)
        self.errors: list[RowError] = []

    def joined(self, found: Sequence[JointRow]) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows with what they say, those that decide together once."""
        groups: dict[tuple[int, str], list[JointRow]] = defaultdict(list)
        keys = [self._key(one) for one in found]
        for key, one in zip(keys, found, strict=True):
            if key:
                groups[key].append(one)
        whole = {key: self._one_of(key[1], group) for key, group in groups.items()}
        rows = []
        for key, one in zip(keys, found, strict=True):
            values = whole.pop(key, None) if key else one.values
            if values is not None:
                rows.append((one.row, values))
        return rows

    def _key(self, one: JointRow) -> tuple[int, str] | None:
        """Return the row and the word of a mark that decides together; None of another."""
        if not self.source.is_of_functions:
            return None
        word = word_of(self.source.text(one.texts))
        return (one.row, word) if is_joint(self.plan, word) else None

    def _one_of(self, word: str, group: Sequence[JointRow]) -> dict[str, Any] | None:
        """Return the mandate of all who decide together; None where one is not known, or they may differ."""
        read = [(one, one.values) for one in group if one.values is not None]
        if not read or any(one.is_wrong for one in group):
            return None
        if len(read) < max(len(group), MIN_COUNT) or self._is_left_out(word, group[0].texts):
            self.errors.extend(self.source.error(one.row, one.texts, "not_together") for one in group)
            return None
        alike = [_without_seats(values) for _, values in read]
        if differing := next((place for place, values in enumerate(alike) if values != alike[0]), None):
            self.errors.append(self._differ(*read[0], *read[differing]))
            return None
        return alike[0] | {SEATS: tuple(seat for _, values in read for seat in values[SEATS])}

    def _is_left_out(self, word: str, texts: Sequence[str]) -> bool:
        """Return True if the same mark stands in a column of the row that is not used."""
        return any(word_of(cell_at(texts, place)) == word for place in self.plan.unused)

    def _differ(self, one: JointRow, its: dict[str, Any], other: JointRow, others: dict[str, Any]) -> RowError:
        stated = [
            f"{self.source.heading(found.texts)}: {_limit(values)}" for found, values in ((one, its), (other, others))
        ]
        return replace(self.source.error(other.row, other.texts, "limits_differ"), value=" / ".join(stated))


def _without_seats(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != SEATS}


def _limit(values: dict[str, Any]) -> str:
    """Return what limits a mandate, as an error names it."""
    stated = [str(values[name]) for name in LIMITS if name in values]
    return " ".join(stated) if OF_MARKS in values else "–"
