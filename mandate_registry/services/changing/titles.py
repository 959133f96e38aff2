"""What a proposal that an import made is called: by the file, and by how many entries of what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mandate_registry.services.changing.planned import PlannedChange

NOUNS = {
    "mandates": ("mandate", "mandates"),
    "organisations": ("organisation", "organisations"),
    "bodies": ("body", "bodies"),
    "units": ("unit", "units"),
    "positions": ("position", "positions"),
    "decision_types": ("decision type", "decision types"),
    "employees": ("employee", "employees"),
    "appointments": ("appointment", "appointments"),
    "absences": ("absence", "absences"),
    "deputyships": ("deputyship", "deputyships"),
    "instruments": ("instrument", "instruments"),
    "agreements": ("agreement", "agreements"),
    "expected_checks": ("expected check", "expected checks"),
}
"""By table, what one of its entries is called, and several."""
BETWEEN = ": "


def title_of(name: str, changes: Iterable[PlannedChange]) -> str:
    """Return the title of a proposal of these changes, made from a file of this name."""
    counts = Counter(table for table, _ in {(one.table, one.key) for one in changes})
    return name + BETWEEN + ", ".join(_counted(counts[table], table) for table in NOUNS if counts[table])


def file_in(title: str) -> str:
    """Return the name of the file in a title that `title_of` made."""
    return title.rpartition(BETWEEN)[0] or title


def _counted(count: int, table: str) -> str:
    return f"{count} {NOUNS[table][count != 1]}"
