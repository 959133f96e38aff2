"""Small registers of which units, positions, bodies and decision types begin, end and change on some days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from mandate_registry.rules.facts import Nature
from mandate_registry.rules.periods import ALWAYS, Period
from tests.rules.register_tables import World
from tests.rules.strategies import DAYS, periods, rarely, registers

CHANGES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "units": ({}, {"parent": None}, {"parent": "care"}),
    "positions": ({}, {"unit": "care"}, {"unit": "streets"}, {"category": None}, {"category": "leads"}),
    "bodies": ({}, {"position": None}, {"position": "care.clerk"}),
    "decision_types": (
        {},
        {"parent": None},
        {"body": "college"},
        {"body": "mayor"},
        {"nature": Nature.DECISION},
        {"amount_required": True},
        {"mandatable": False},
        {"components": ()},
    ),
}
"""For each table, what may be said of an entry from a later day."""


@st.composite
def reorganisations(draw: st.DrawFn) -> World:
    """Draw an organisation, and how it and another one are reorganised."""
    world = draw(registers())
    others = {oin: _reorganised(draw, tables) for oin, tables in world.others.items()}
    return replace(world, tables=_reorganised(draw, world.tables), others=others)


def _reorganised(draw: st.DrawFn, tables: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    changed = {
        table: tuple(one for fact in tables[table] for one in draw(_versions(fact, changes)))
        for table, changes in CHANGES.items()
        if table in tables
    }
    return {**tables, **changed}


@st.composite
def _versions(draw: st.DrawFn, fact: Any, changes: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Draw an entry that holds for ever or for a while, or that says something else after some day."""
    if not draw(rarely(False, True)):  # noqa: FBT003 - drawn values
        return [replace(fact, valid=draw(rarely(ALWAYS, draw(periods))))]
    first, second = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2)))
    until = draw(st.sampled_from([first, second]))
    later = replace(fact, **draw(st.sampled_from(changes)), valid=Period(second, None))
    return [replace(fact, valid=Period(None, until)), later]
