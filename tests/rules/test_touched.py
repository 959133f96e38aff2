"""Of a mandate that holds back otherwise than before, and says nothing else anew, only that is looked at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mandate_registry.rules import facts
from mandate_registry.rules.impact.touched import touched
from mandate_registry.rules.impact.views import View
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.questions import Person
from tests.rules.register_tables import World
from tests.rules.strategies import BODIES, HERE, POSITIONS, TYPES, UNITS

WIDE = facts.Mandate(
    number="1",
    kinds=tuple(facts.Kind),
    on_behalf_of="college",
    seats=(Seat(employee="e1"),),
    decision_types=("*",),
)
BELOW = replace(WIDE, number="2", parent="1", seats=(Seat(employee="e2"),), decision_types=("buy", "leave"))
HELD = replace(WIDE, reservations=(Reservation("buy.award"),))
ONE, TWO = Person(HERE, "e1"), Person(HERE, "e2")
TABLES = {"bodies": BODIES, "units": UNITS, "positions": POSITIONS, "decision_types": TYPES, "mandates": (WIDE, BELOW)}
LEAVES = {"buy.award", "buy.award.small", "buy.conclude", "deal"}


def test_what_is_held_back_with_all_below_it_and_what_it_is_a_part_of_is_looked_at() -> None:
    view = View(World(HERE, TABLES).register())
    assert touched([view], {"mandates": [WIDE, HELD]}) == {ONE: LEAVES, TWO: LEAVES}
    below = {"buy", *LEAVES, "buy.sign", "leave"}
    for others in ([WIDE], [WIDE, replace(HELD, max_amount=Decimal(1))], [WIDE, HELD, replace(HELD, cases=("c1",))]):
        assert touched([view], {"mandates": others}) == {ONE: {"*"}, TWO: below}


def test_a_mandate_that_changes_itself_and_is_below_another_is_looked_at_once() -> None:
    view = View(World(HERE, TABLES).register())
    changed = [replace(one, max_amount=Decimal(1)) for one in (WIDE, BELOW)]
    assert touched([view], {"mandates": [WIDE, BELOW, *changed]}) == {
        ONE: {"*"},
        TWO: {"buy", *LEAVES, "buy.sign", "leave"},
    }
