"""What a plan adds, as a table with one row for each entry; what is the same for all rows is said once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.approval.shown_plan import PlanPage
from mandate_registry.services.changesets.plan_view import ChangeView
from mandate_registry.services.changesets.planned_change import EXPECTED
from mandate_registry.web.proposals.plan_rows import plan_context
from mandate_registry.web.proposals.table_maker import COLUMNS, PlanTable, Row, Source, TableMaker


def in_tables(shown: PlanPage, source: Source | None = None) -> dict[str, Any]:
    """Return what a template shows of a plan: its new entries in tables, beside the cells of the file it came from."""
    plan = plan_context(shown)
    added, otherwise = tables_of(plan["rows"], source)
    new = {fact.code for table, fact in shown.named if table == "decision_types"}
    held = [row for row in otherwise if held_back(row["seen"], new)]
    expected = [row for row in otherwise if row["seen"].change.table == EXPECTED]
    return plan | {
        "added": added,
        "held": held,
        "held_types": len({code for row in held for code in held_back(row["seen"], new)}),
        "expected": expected,
        "otherwise": [row for row in otherwise if row not in held and row not in expected],
    }


def held_back(seen: ChangeView, new: Collection[str]) -> set[str]:
    """Return the new decision types (codes) that a mandate comes to hold back, where it says nothing else anew."""
    before, after = seen.before, seen.after
    if seen.change.table != "mandates" or before is None or after is None:
        return set()
    come = {held.code for held in after.reservations if held not in before.reservations}
    is_all = replace(after, reservations=before.reservations) == before
    return come if is_all and come <= {*new} and {*before.reservations} <= {*after.reservations} else set()


def tables_of(rows: Sequence[Row], source: Source | None) -> tuple[list[PlanTable], list[Row]]:
    """Return tables of what the rows of a plan add, and the rows of whatever happens otherwise."""
    by_table: dict[str, list[Row]] = {}
    others = []
    for row in rows:
        if _is_added(row["seen"]):
            by_table.setdefault(row["seen"].change.table, []).append(row)
        else:
            others.append(row)
    return [TableMaker(table, its, source).made() for table, its in by_table.items()], others


def _is_added(seen: ChangeView) -> bool:
    return seen.kind is ChangeKind.ADDED and seen.before is None and seen.change.table in COLUMNS
