"""What may be granted below a mandate holds of every pair of mandates and every question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.decision.case import Case, Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.holders import in_person
from mandate_registry.rules.facts import OWN_STAFF, Employee, Kind, Mandate, Vat
from mandate_registry.rules.lifecycle.grant_limits import overreaches
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import ALWAYS
from mandate_registry.rules.questions import Money, Question
from tests.rules.register_tables import World
from tests.rules.strategies import (
    AMOUNTS,
    CODES,
    KNOWN,
    PEOPLE,
    PERIODS,
    SEATS,
    THERE,
    questions,
    rarely,
    registers,
    reservations,
    vats,
)

seats = st.sampled_from([Seat()] * len(SEATS) + [seat for seat in SEATS if not seat.organisation]).map(
    lambda one: (one,)
)
FIELDS: list[tuple[str, ...]] = [("own_unit",), ("own_staff",), ("streets",), ("paving",), ("care", "own_unit")]
bounds = st.fixed_dictionaries(
    {
        "kinds": rarely(tuple(Kind), (Kind.MANDATE,)),
        "on_behalf_of": rarely("college", "mayor"),
        "decision_types": st.sampled_from([("*",), ("*",), ("buy",), ("buy.award", "leave")]),
        "reservations": st.lists(reservations, max_size=1).map(tuple),
        "above_amount": st.sampled_from([None, None, *AMOUNTS[:2]]),
        "max_amount": st.sampled_from([None, None, *AMOUNTS]),
        "currency": rarely("EUR", "USD"),
        "vat": vats,
        "cases": st.sampled_from([(), (), (), ("c1",), ("c1", "c2")]),
        "counterparties": st.sampled_from([(), (), (), (THERE,)]),
        "within": st.sampled_from([()] * 6 + FIELDS),
        "conditions": st.sampled_from([(), (), (), ("Na advies.",)]),
        "sub_mandating_only": rarely((), ("buy",)),
        "sub_mandating_except": rarely((), ("buy.award.small",), ("buy.conclude",)),
        "valid": rarely(ALWAYS, *PERIODS),
    }
)

MATTERS: list[dict[str, Any]] = [
    {"case": case, "counterparty": counterparty, "unit": unit}
    for case, counterparty, unit in product(("c1", "c2"), (THERE, None), ("streets", "paving", "care", None))
] + [{}]
"""One more than divides the number of amounts, so that each type and amount meets another one in turn."""


@st.composite
def families(draw: st.DrawFn) -> tuple[Mandate, Mandate]:
    """Draw a mandate that may be passed on, and one below it that is bound otherwise in a few fields."""
    own: dict[str, Any] = draw(bounds)
    other: dict[str, Any] = draw(bounds)
    otherwise = draw(st.sets(st.sampled_from(sorted(own)), min_size=1, max_size=4))
    parent = Mandate(number="M-1", seats=draw(seats), sub_mandating=1, **own)
    bound = own | {name: other[name] for name in otherwise}
    return parent, Mandate(number="M-2", parent="M-1", seats=draw(seats), **bound)


@given(registers(), families(), questions)
def test_what_is_not_found_to_overstep_allows_nothing_that_its_parent_does_not(
    world: World, family: tuple[Mandate, Mandate], question: Question
) -> None:
    parent, child = family
    world = world.having("employees", *(Employee(number=number, name=number) for number in PEOPLE))
    alone = world.having("mandates", replace(child, parent=None)).register()
    below = world.having("mandates", parent, child).register()
    taken = [one for one in asked(question) if is_yes(alone, one) and not is_yes(below, one)]
    if not is_about_a_holder(world, parent, question):
        assert not taken or overreaches(child, [parent], alone.directory, question.at), taken[0]


def asked(question: Question) -> Iterator[Question]:
    """Yield the question by one employee about every type and every amount, each in another matter."""
    currency = question.amount.currency if question.amount else "EUR"
    question = replace(question, employees=(KNOWN[0],), primary_decision_by=())
    for (code, value, vat), matter in zip(product(CODES, AMOUNTS, (Vat.INCL, Vat.EXCL)), cycle(MATTERS), strict=False):
        yield replace(question, decision_type=code, amount=Money(value, currency, vat), **matter)
    yield replace(question, decision_type="leave", amount=None)


def is_about_a_holder(world: World, parent: Mandate, question: Question) -> bool:
    """Return whether a parent for its own staff would be about who holds it: that a check alone can see."""
    case = Case(world.register(), question, ())
    people = [person for person in case.about or () for seat in parent.seats if any(in_person(case, seat, person))]
    return OWN_STAFF in parent.within and bool(people)


def is_yes(register: Register, question: Question) -> bool:
    return decide(register, question).outcome is Outcome.AUTHORISED
