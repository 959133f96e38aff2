"""New mandates whose decision types tell another body than their list: somebody confirms on behalf of whom they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import cast

from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.rules.facts import Body, Instrument

CODE = "body_of_type"
"""What is said of such a row; the code of the body is told beside it, and its number is the value."""


def other_bodies(
    bodies: Mapping[int, str], numbers: Mapping[int, str], plan: Plan, register: RegisterFolder
) -> Iterator[RowError]:
    """Yield the rows whose decision types tell (`told`) another body than the one of the list.

    That is the body which took the decision that grants them, or else the body of most of these rows.
    """
    most = Counter(bodies.values()).most_common(1)
    expected = _adopted_by(plan, register) or (most[0][0] if most else "")
    for row, body in bodies.items():
        if body != expected:
            yield RowError(row, "", "on_behalf_of", CODE, numbers.get(row) or str(row), told=body)


def _adopted_by(plan: Plan, register: RegisterFolder) -> str:
    """Return the code of the body that took the decision which grants the mandates; "" where it is not known."""
    instruments = cast("list[Instrument]", register.tables["instruments"])
    bodies = cast("list[Body]", register.tables["bodies"])
    reference = plan.fixed.get("instrument", "")
    by = plan.granting.get("adopted_by") or next(
        (one.adopted_by for one in instruments if one.reference == reference), ""
    )
    found = {one.code for one in bodies if by and known_as(by) in (known_as(one.name), known_as(one.code))}
    return found.pop() if len(found) == 1 else ""
