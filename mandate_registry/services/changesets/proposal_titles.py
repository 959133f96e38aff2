"""What a proposal that an import made is called: by the file, and by how many entries of what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mandate_registry.services.changesets.planned_change import PlannedChange
from mandate_registry.terms import in_english

ONE, SEVERAL = in_english("tables", "one"), in_english("tables", "several")
"""By table, what one of its entries is called, and several."""
BETWEEN = ": "


def title_of(name: str, changes: Iterable[PlannedChange]) -> str:
    """Return the title of a proposal of these changes, made from a file of this name."""
    counts = Counter(table for table, _ in {(one.table, one.key) for one in changes})
    return name + BETWEEN + ", ".join(_counted(counts[table], table) for table in SEVERAL if counts[table])


def file_in(title: str) -> str:
    """Return the name of the file in a title that `title_of` made."""
    return title.rpartition(BETWEEN)[0] or title


def _counted(count: int, table: str) -> str:
    return f"{count} {(ONE if count == 1 else SEVERAL)[table]}"
