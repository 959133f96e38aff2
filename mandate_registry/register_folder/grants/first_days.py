"""From which day new mandates hold, of a list that does not tell: as its owner answered, once for the file.

Without a first day a mandate holds since ever, also before the decision (besluit) that grants it: nobody means that in
silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.moments import beginning_of

FIRST = "valid.since"
"""The field of the first day."""


class FirstDayRule(StrEnum):
    """From when new mandates hold, beside a day that is typed: as the decision says that grants them, or since ever."""

    INSTRUMENT = "instrument"
    NONE = "none"


def asks_since(plan: Plan, laid: SheetLayout) -> bool:
    """Return True if a list of mandates, or some of its rows, do not tell from which day they hold."""
    if plan.table != "mandates" or not (plan.says("holder") and plan.says("decision_types")):
        return False  # it tells of no new mandates
    if not plan.says("valid_from"):
        return True
    place, meanings = plan.columns.get("valid_from"), plan.meanings.get("valid_from", {})
    texts = [] if place is None else selected(laid, plan).column(place)
    return any(meanings.get(word_of(text), text) == "" for text in texts)


class FirstDays:
    """The first days of new mandates in one register, where their rows do not tell them."""

    def __init__(self, plan: Plan, instruments: Mapping[str, Instrument], zone: ZoneInfo) -> None:
        self.plan, self.instruments, self.zone = plan, instruments, zone

    def of(self, row: int, values: Mapping[str, Any]) -> tuple[dict[str, datetime], list[RowError]]:
        """Return the first day of a new mandate, where its row tells none; or why it is not known."""
        since = self.plan.since
        if self.plan.table != "mandates" or values.get(FIRST) is not None or since == FirstDayRule.NONE:
            return {}, []
        if not since:
            return {}, [RowError(None, "", "valid_from", "open_since")]
        day = self._of_instrument(values) if since == FirstDayRule.INSTRUMENT else date.fromisoformat(since)
        if day is None:
            return {}, [RowError(row, "", "valid_from", "no_first_day", values.get("instrument", ""))]
        return {FIRST: beginning_of(day, self.zone)}, []

    def _of_instrument(self, values: Mapping[str, Any]) -> date | None:
        granted_by = self.instruments.get(values.get("instrument", ""))
        return granted_by.works_from if granted_by else None
