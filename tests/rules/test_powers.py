"""A power says no more than checks would: within its limits a yes, beyond them none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.search import is_found
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.powers.powers import Limit, Power, grounds, power
from mandate_registry.rules.questions import CENT, Money, Named, Question
from tests.rules.register_tables import World
from tests.rules.strategies import questions, registers
from tests.rules.support import CaseOfTheTable, read_cases

AT = datetime(2026, 9, 15, 10, tzinfo=UTC)
HUGE = Decimal(10_000_000_000)


@pytest.mark.parametrize(
    ("above", "below", "maximum", "is_empty"),
    [
        (None, None, None, False),
        ("99.99", "100.00", None, True),  # there is no amount between two that differ by a cent
        ("99.98", "100.00", None, False),
        ("99.99", None, "100.00", False),
        ("100.00", None, "100.00", True),
        ("99.99", "100.00", "100.00", True),
        (None, "0.01", None, True),
        (None, None, "0.01", False),
    ],
)
def test_a_limit_is_empty_where_no_amount_in_cents_lies_within(
    above: str | None, below: str | None, maximum: str | None, *, is_empty: bool
) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (above, below, maximum)]
    assert Limit("EUR", Vat.EXCL, *bounds).is_empty is is_empty


def alone(oin: str, number: str, code: str, at: datetime) -> Question:
    return Question(organisation=oin, employees=(Named(number=number),), decision_type=code, at=at, known_at=at)


def lies_within(amount: Money, limit: Limit) -> bool:
    """Return whether an amount on the limit's own basis lies within it."""
    return (
        (limit.above is None or amount.value > limit.above)
        and (limit.below is None or amount.value < limit.below)
        and (limit.maximum is None or amount.value <= limit.maximum)
    )


def around(found: Power) -> Iterator[Money]:
    """Yield amounts at, just below and just above every limit, and a huge one, on the basis of each."""
    limits = [limit for ground in found.legs for limit in ground.limits]
    values = {bound for one in limits for bound in (one.above, one.below, one.maximum) if bound is not None}
    tried = {value + step for value in values for step in (-CENT, 0, CENT)} | {HUGE, CENT}
    yield from (Money(value, *basis) for basis in {(one.currency, one.vat) for one in limits} for value in tried)


def expected(found: Power) -> set[Outcome]:
    if any(ground.jointly for ground in found.legs):
        return {Outcome.NOT_AUTHORISED}
    is_conditional = any(ground.conditions for ground in found.legs)
    return {Outcome.AUTHORISED, Outcome.CONDITIONAL} if is_conditional else {Outcome.AUTHORISED}


def must_say_no_more(register: Register, question: Question, found: Power) -> int:
    """Hold a power against checks of amounts around its limits; returns how many were held."""
    held = 0
    limits = [limit for ground in found.legs for limit in ground.limits]
    for amount in around(found):
        if not all((one.currency, one.vat) == (amount.currency, amount.vat) for one in limits):
            continue
        answer = decide(register, replace(question, amount=amount), look_ahead=False)
        if all(lies_within(amount, limit) for limit in limits):
            assert answer.outcome in expected(found), (amount, answer.reason, found)
            assert is_found(answer)
            held += 1
    if not limits:
        amount = Money(HUGE)
        answer = decide(register, replace(question, amount=amount), look_ahead=False)
        assert answer.outcome in expected(found), (answer.reason, found)
        assert is_found(answer)
        held += 1
    return held


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wierdenland", "duinrand"])
def test_what_a_power_says_every_check_says(name: str) -> None:
    folder = read_register(ROOT / "data/sample" / name)
    tables = {table: tuple(facts) for table, facts in folder.tables.items()}
    world = World(folder.organisation.oin, tables | {"organisations": (folder.organisation,)})
    register = world.register()
    held = 0
    for number in register.directory.numbers():
        for fact in register.directory.decision_types(AT):
            question = alone(world.oin, number, fact.code, AT)
            found = power(register, question)
            if found:
                held += must_say_no_more(register, question, found)
            else:
                assert decide(register, replace(question, confirmed_conditions=None)).outcome is not Outcome.AUTHORISED
    assert held > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wierdenland", "duinrand"])
def test_where_a_power_is_the_only_ground_nothing_beyond_it_is_a_yes(name: str) -> None:
    folder = read_register(ROOT / "data/sample" / name)
    world = World(folder.organisation.oin, {table: tuple(facts) for table, facts in folder.tables.items()})
    register = world.register()
    held = 0
    for number in register.directory.numbers():
        for fact in register.directory.decision_types(AT):
            question = alone(world.oin, number, fact.code, AT)
            found, every = power(register, question), grounds(register, question)
            if not found or any(len(leg) > 1 for leg in every) or len(found.legs) > 1:
                continue
            limits = found.legs[0].limits
            for amount in around(found) if len(limits) == 1 else ():
                answer = decide(register, replace(question, amount=amount, confirmed_conditions=None))
                if not lies_within(amount, limits[0]):
                    assert answer.outcome is Outcome.NOT_AUTHORISED, (amount, found)
                    held += 1
    assert held > 10


OF_ONE = [case for case in read_cases() if len(case.question.employees) == 1]


@pytest.mark.parametrize("case", OF_ONE, ids=lambda case: case.id)
def test_in_every_case_of_the_tables_a_power_says_no_more(case: CaseOfTheTable) -> None:
    asked = case.question
    question = Question(
        organisation=asked.organisation,
        employees=asked.employees,
        decision_type=asked.decision_type,
        at=asked.at,
        known_at=asked.known_at,
    )
    register = case.world.register()
    if found := power(register, question):
        must_say_no_more(register, question, found)


@given(registers(), questions)
def test_of_any_register_a_power_says_no_more(world: World, question: Question) -> None:
    asked = alone(world.oin, question.employees[0].number or "", question.decision_type, question.at)
    register = world.register()
    if found := power(register, asked):
        must_say_no_more(register, asked, found)


@given(registers(), questions)
def test_without_a_power_nothing_is_a_plain_yes(world: World, question: Question) -> None:
    asked = alone(world.oin, question.employees[0].number or "", question.decision_type, question.at)
    if power(world.register(), asked) is None:
        amount = question.amount
        assert world.ask(replace(asked, amount=amount)).outcome is not Outcome.AUTHORISED


TOWN = "00000009000000000001"
KIM, LEE = Seat(employee="kim"), Seat(employee="lee")


def mandate(number: str, **fields: Any) -> facts.Mandate:
    usual = {"kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college", "seats": (KIM,), "decision_types": ("permit",)}
    return facts.Mandate(**usual | {"number": number} | fields)


def of_kim(*mandates: facts.Mandate, amount_required: bool | None = None, case: str | None = None) -> Power | None:
    """Return the power of Kim to permit."""
    permit = facts.DecisionType(
        code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION, amount_required=amount_required
    )
    tables: dict[str, tuple[Any, ...]] = {
        "bodies": (facts.Body(code="college", name="College"),),
        "decision_types": (permit,),
        "employees": (facts.Employee(number="kim", name="Kim"), facts.Employee(number="lee", name="Lee")),
        "mandates": mandates,
    }
    return power(World(TOWN, tables).register(), replace(alone(TOWN, "kim", "permit", AT), case=case))


def up_to(value: str, **fields: Any) -> Limit:
    return replace(Limit("EUR", Vat.EXCL, maximum=Decimal(value)), **fields)


A_THRESHOLD = (Reservation("permit", Decimal(75)),)
ALONE, TOGETHER = False, True
POWERS: dict[str, tuple[Power | None, bool, tuple[Limit, ...]]] = {
    "without a limit": (of_kim(mandate("1")), ALONE, ()),
    "whatever the amount": (of_kim(mandate("1"), amount_required=True), ALONE, ()),
    "up to a limit": (of_kim(mandate("1", max_amount=Decimal(100))), ALONE, (up_to("100"),)),
    "above a minimum": (
        of_kim(mandate("1", above_amount=Decimal(10), max_amount=Decimal(100), vat=Vat.INCL)),
        ALONE,
        (up_to("100", above=Decimal(10), vat=Vat.INCL),),
    ),
    "below a threshold": (
        of_kim(mandate("1", reservations=A_THRESHOLD)),
        ALONE,
        (Limit("EUR", Vat.EXCL, below=Decimal(75)),),
    ),
    "alone before together": (
        of_kim(mandate("1", max_amount=Decimal(50)), mandate("2", seats=(KIM, LEE), max_amount=Decimal(100))),
        ALONE,
        (up_to("50"),),
    ),
    "together": (of_kim(mandate("1", seats=(KIM, LEE), max_amount=Decimal(100))), TOGETHER, (up_to("100"),)),
    "with a gap": (
        of_kim(mandate("1", max_amount=Decimal(10)), mandate("2", above_amount=Decimal(50), max_amount=Decimal(100))),
        ALONE,
        (up_to("100", above=Decimal(50)),),
    ),
    "the widest, though it has a maximum and the other has not": (
        of_kim(mandate("1", reservations=A_THRESHOLD), mandate("2", max_amount=Decimal(100))),
        ALONE,
        (up_to("100"),),
    ),
    "in another currency": (
        of_kim(mandate("1", currency="USD", max_amount=Decimal(100))),
        ALONE,
        (up_to("100", currency="USD"),),
    ),
    "in its case": (of_kim(mandate("1", cases=("C-1",), max_amount=Decimal(100)), case="C-1"), ALONE, (up_to("100"),)),
}


@pytest.mark.parametrize("name", POWERS)
def test_a_power_says_how_far_it_goes(name: str) -> None:
    found, jointly, limits = POWERS[name]
    assert found is not None
    assert (found.jointly, found.limits, found.bodies) == (jointly, limits, ("college",))


def test_a_condition_is_told_with_the_power() -> None:
    found = of_kim(mandate("1", conditions=("Eerst vragen.",)))
    assert found is not None
    assert found.conditions == ("Eerst vragen.",)


@pytest.mark.parametrize(
    "found",
    [
        of_kim(),
        of_kim(mandate("1", cases=("C-1",))),
        of_kim(mandate("1", above_amount=Decimal(100), reservations=A_THRESHOLD)),
    ],
    ids=["no mandate", "a mandate for another case", "limits between which no amount lies"],
)
def test_where_nothing_may_be_decided_there_is_no_power(found: Power | None) -> None:
    assert found is None
