"""Registers before and after a change of any kind, small enough that the change often matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from mandate_registry.rules import facts
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.power_differences import Effect
from tests.rules.register_tables import World
from tests.rules.strategies import (
    PERIODS,
    POSITIONS,
    UNITS,
    absences,
    appointments,
    deputyships,
    mandates,
    numbered,
    registers,
)

codes = st.sampled_from([fact.code for fact in POSITIONS])
NEW: Mapping[str, st.SearchStrategy[Any]] = {
    "mandates": st.builds(numbered, mandates, st.just("M-5"), st.sampled_from([None, "M-2", "M-10"])),
    "appointments": appointments,
    "absences": absences,
    "deputyships": deputyships,
    "units": st.just(facts.Unit(code="parks", name="Parks", parent="streets")),
    "positions": st.just(facts.Position(code="parks.lead", title="Lead", unit="town", category="leads")),
    "decision_types": st.just(
        facts.DecisionType(code="buy.tree", title_nl="Boom", parent="buy", nature=facts.Nature.DECISION)
    ),
    "employees": st.just(facts.Employee(number="e9", name="E9")),
}
OTHERWISE: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "mandates": {
        "valid": st.sampled_from(PERIODS),
        "max_amount": st.sampled_from([None, Decimal("99.99"), Decimal(150), Decimal(200)]),
        "above_amount": st.sampled_from([None, Decimal(100)]),
        "seats": mandates.map(lambda one: one.seats),
        "decision_types": st.sampled_from([("*",), ("buy",), ("leave",)]),
        "reservations": mandates.map(lambda one: one.reservations),
        "currency": st.just("USD"),
        "vat": st.sampled_from(list(facts.Vat)),
        "cases": st.sampled_from([(), ("c1",), ("c1", "c2")]),
        "within": st.sampled_from([(), ("own_unit",), ("streets",), ("care",)]),
        "conditions": st.sampled_from([(), ("Na advies.",), ("Binnen de begroting.",)]),
        "sub_mandating": st.just(0),
        "revoked_at": mandates.map(lambda one: one.revoked_at),
        "suspensions": st.sampled_from(PERIODS).map(lambda period: (period,)),
        "approved": st.booleans(),
    },
    "appointments": {"position": codes, "valid": st.sampled_from(PERIODS)},
    "absences": {"valid": st.sampled_from(PERIODS)},
    "employees": {"valid": st.sampled_from(PERIODS)},
    "deputyships": {"rank": st.sampled_from([1, 2]), "max_amount": st.sampled_from([None, Decimal(100)])},
    "positions": {
        "unit": st.sampled_from([fact.code for fact in UNITS]),
        "category": st.sampled_from([None, "leads"]),
        "valid": st.sampled_from(PERIODS),
    },
    "units": {"parent": st.sampled_from([None, "town"]), "valid": st.sampled_from(PERIODS)},
    "bodies": {"position": st.sampled_from([None, "mayor", "streets.lead"])},
    "decision_types": {
        "valid": st.sampled_from(PERIODS),
        "body": st.sampled_from([None, "college", "mayor"]),
        "mandatable": st.booleans(),
        "amount_required": st.sampled_from([None, True, False]),
        "parent": st.sampled_from([None, "buy"]),
    },
}
USUAL = ["mandates"] * 5 + ["appointments", "deputyships", "absences"] * 2 + [*OTHERWISE]


@st.composite
def changes(draw: st.DrawFn) -> tuple[World, World]:
    """Draw a register, and the same after one to three facts were added, dropped or changed."""
    before = after = draw(registers())
    for table in draw(st.lists(st.sampled_from(USUAL), min_size=1, max_size=3)):
        rows = list(after.tables.get(table, ()))
        place = draw(st.integers(0, len(rows) - 1)) if rows else 0
        what = draw(st.sampled_from(["added", "dropped", "changed", "changed"]))
        if what == "added" and table in NEW:
            rows.append(draw(NEW[table]))
        elif rows and what == "dropped":
            del rows[place]
        elif rows:
            rows[place] = draw(_changed(table, rows[place]))
        after = after.having(table, *rows)
    return before, after


@st.composite
def _changed(draw: st.DrawFn, table: str, fact: Any) -> Any:
    name = draw(st.sampled_from(sorted(OTHERWISE[table])))
    return replace(fact, **{name: draw(OTHERWISE[table][name])})


def compared(before: World, after: World) -> Effect:
    """Return the differences between two registers, as the rules find them."""
    gone, come = _only_in(before, after), _only_in(after, before)
    return Comparison(before.register(), after.register(), gone, come).effect()


def _only_in(world: World, other: World) -> dict[str, list[Any]]:
    return {
        table: list((Counter(rows) - Counter(other.tables.get(table, ()))).elements())
        for table, rows in world.tables.items()
    }
