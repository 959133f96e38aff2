"""What a change is told to change where power is capped, own or never about oneself; and what hangs together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import Kind, Nature, Vat
from mandate_registry.rules.impact.power_differences import Among, Amounts, PowerDifference
from mandate_registry.rules.impact.views import View
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Money, Person
from tests.rules.register_changes import compared
from tests.rules.register_tables import World
from tests.rules.strategies import DAYS, HERE, THERE

MAYOR = Seat(position="mayor")
BEFORE = World(
    HERE,
    {
        "bodies": (
            facts.Body(code="college", name="College"),
            facts.Body(code="mayor", name="Mayor", position="mayor"),
        ),
        "positions": (facts.Position(code="mayor", title="Mayor"),),
        "decision_types": (
            facts.DecisionType(code="buy", title_nl="Inkopen", nature=Nature.DECISION),
            facts.DecisionType(code="arrest", title_nl="Ophouden", body="mayor", nature=Nature.DECISION),
            facts.DecisionType(code="both", title_nl="Beide", components=("buy", "arrest")),
            facts.DecisionType(code="all", title_nl="Alles", components=("both", "buy")),
        ),
        "employees": (facts.Employee(number="kim", name="Kim"), facts.Employee(number="lee", name="Lee")),
        "appointments": (facts.Appointment(employee="lee", position="mayor"),),
        "absences": (facts.Absence(employee="lee", valid=Period(DAYS[1], DAYS[2])),),
        "deputyships": (),
        "mandates": (),
    },
    {THERE: {"employees": (facts.Employee(number="x1", name="Xu"),)}},
)
OUTSIDER = facts.Mandate(
    number="M-1",
    kinds=(Kind.MANDATE,),
    on_behalf_of="college",
    seats=(Seat(organisation=THERE, employee="x1"),),
    decision_types=("buy",),
    consent_statute="Wet op de proef",
)


def differences(before: World = BEFORE, **tables: Any) -> list[PowerDifference]:
    """Return what these tables change, of the types that are no composites."""
    after = before
    for table, rows in tables.items():
        after = after.having(table, *rows)
    return [one for one in compared(before, after).differences if one.decision_type in {"buy", "arrest"}]


def test_who_stands_in_for_a_body_of_one_person_gains_its_own_power_up_to_his_cap() -> None:
    deputy = facts.Deputyship(number="P-1", principal=MAYOR, deputy=Seat(employee="kim"), max_amount=Decimal(10))
    found = [(one.person.number, one.after.outcome, one.scope.amounts) for one in differences(deputyships=(deputy,))]
    assert ("kim", Outcome.AUTHORISED) in {(number, outcome) for number, outcome, _ in found}
    assert {number for number, *_ in found} == {"kim"}
    beyond = Money(Decimal("10.01"), "EUR", Vat.EXCL)
    assert not any(beyond in amounts for *_, amounts in found)


def test_a_mandate_that_is_made_never_about_oneself_loses_ones_own_organisation_as_counterparty() -> None:
    was = replace(BEFORE, tables={**BEFORE.tables, "mandates": (OUTSIDER,)})
    found = differences(was, mandates=(replace(OUTSIDER, not_about_oneself=True),))
    assert {one.person for one in found} == {Person(THERE, "x1")}
    assert {one.scope.counterparties for one in found if one.loses} == {Among((THERE,))}


@pytest.mark.parametrize(
    ("amount", "is_meant"),
    [
        (Money(Decimal(5), "USD", Vat.EXCL), True),
        (Money(Decimal(5), "EUR", Vat.EXCL), False),
        (Money(Decimal(5), "USD", Vat.INCL), False),
        (None, False),
    ],
    ids=["as said", "another currency", "another VAT basis", "no amount"],
)
def test_a_range_of_amounts_is_of_its_currency_and_its_basis(amount: Money | None, *, is_meant: bool) -> None:
    assert (amount in Amounts(Among(("USD",)), Vat.EXCL, up_to=Decimal(10))) is is_meant


def test_a_type_that_is_a_part_twice_is_found_once() -> None:
    assert View(BEFORE.register()).parts("all") == {"all", "both", "buy", "arrest"}


def test_of_people_whose_register_is_not_here_no_moment_is_known() -> None:
    unknown = Person("00000009000000000003", "y1")
    assert [*View(BEFORE.register()).moments(Seat(organisation=unknown.organisation, employee="y1"), [unknown])] == []
