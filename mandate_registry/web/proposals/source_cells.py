"""What the cells of a file say of what is to be recorded, where it is put otherwise there."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.sheet.plan import INSTEAD
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules.moments import day_of, last_day_before
from mandate_registry.services.changesets.plan_view import ChangeView
from mandate_registry.services.changesets.planned_change import PlannedChange

COLUMN_OF = {"seats": "holder"}
"""The column of a list that tells of a field, where it is called otherwise."""
SAID_IN_FULL = ("sub_mandating", "vat")
"""Fields of which what is to be recorded says all that the file does."""
BARE = re.compile(r"[€\d.,\-\s]*|EUR", re.IGNORECASE)
DAYS = ("valid_from", "valid_until")


class SourceCells:
    """The cells of the rows of a file, by what they tell of."""

    def __init__(self, reading: SheetReading) -> None:
        self._plan, self._rows, self._cells = reading.plan, reading.rows, reading.cells

    def row(self, change: PlannedChange) -> int:
        """Return the number of the row that tells of a change; 0 where none does."""
        return self._rows.get((change.table, change.key), 0)

    def beside(self, seen: ChangeView, name: str, shown: str) -> str:
        """Return what the file says of a field, where that is put otherwise than what is told of it."""
        cells = self._cells.get(self.row(seen.change))
        if cells is None:
            return ""
        texts = (cells.get(place, "") for place in self._places(name))
        text = next((" ".join(one.split()) for one in texts if one.strip()), "")
        return "" if not text or _is_same(text, shown) or _is_day(text, seen, name) else text

    def _places(self, name: str) -> list[int]:
        plan = self._plan
        column = "" if name in SAID_IN_FULL else COLUMN_OF.get(name, name)
        if plan.functions and column in ("holder", "max_amount"):
            return []  # a row of a matrix has a cell for each function
        names = (column, *INSTEAD.get(column, ())) if column in DAYS else (column,)
        return [place for one in names for place in plan.places(one)]


def _is_same(text: str, shown: str) -> bool:
    """Return True if a text says the same, in the same words or as the same bare number."""
    if text.casefold() == shown.casefold() or text.casefold() in shown.casefold().split("; "):
        return True
    return bool(BARE.fullmatch(text)) and _digits(text) == _digits(shown)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", re.sub(r"[.,]00(?!\d)", "", text))


def _is_day(text: str, seen: ChangeView, name: str) -> bool:
    """Return True if a text is the day that is to be recorded."""
    fact: Any = seen.after
    if name not in DAYS:
        return False
    zone = ZoneInfo(seen.time_zone)
    since, until = fact.valid.since, fact.valid.until
    day = since and day_of(since, zone) if name == "valid_from" else until and last_day_before(until, zone)
    return bool(day) and sorted(map(int, re.findall(r"\d+", text))) == sorted((day.year, day.month, day.day))
