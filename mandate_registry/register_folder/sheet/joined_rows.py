"""Rows of a sheet that belong together: equal ones, and contracts of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from mandate_registry.register_folder.columns import EMPLOYEES
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.rules.periods import Period, merged

Row = tuple[int, dict[str, Any]]
"""The number of a row in the file, and the values that it says by field."""
PERIOD = ("valid.since", "valid.until")


def gathered(plan: Plan, rows: Sequence[Row]) -> list[Row]:
    """Return the rows: equal ones once, and each employment once."""
    return _employed_once(plan, _once(rows))


def _once(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, of those that say the same only the first."""
    seen: set[str] = set()
    found = []
    for row, values in rows:
        if (said := repr(sorted(values.items()))) not in seen:
            seen.add(said)
            found.append((row, values))
    return found


def _employed_once(plan: Plan, rows: Sequence[Row]) -> list[Row]:
    """Return the rows; of people with several contracts one for each time that they worked here without a gap."""
    if plan.table != EMPLOYEES.name or "valid.since" not in {name for _, values in rows for name in values}:
        return list(rows)
    alike: dict[str, list[Row]] = defaultdict(list)
    for row, values in rows:
        alike[repr(sorted((name, value) for name, value in values.items() if name not in PERIOD))].append((row, values))
    return sorted((one for group in alike.values() for one in _contracts_joined(group)), key=lambda one: one[0])


def _contracts_joined(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a person with the days of all that overlap or adjoin."""
    periods = [Period(values.get("valid.since"), values.get("valid.until")) for _, values in rows]
    if any(period.is_backward for period in periods):
        yield from rows
        return
    for whole in merged(periods):
        row, values = next(one for one, period in zip(rows, periods, strict=True) if period.meets(whole))
        bare = {name: value for name, value in values.items() if name not in PERIOD}
        days = {"valid.since": whole.since, "valid.until": whole.until}
        yield row, bare | {name: day for name, day in days.items() if day is not None}
