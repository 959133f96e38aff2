"""What a change is told to change is what it changes: no question more and none less."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.rules import facts
from mandate_registry.rules.answers import Answer, Outcome, Reason
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import (
    NO,
    NONE,
    Among,
    Effect,
    EmptySeat,
    PowerDifference,
    PowerState,
    Scope,
    Way,
    gainers,
)
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import CENT, Money, Named, Person, Question
from tests.rules.register_changes import changes, compared
from tests.rules.register_tables import World
from tests.rules.strategies import AMOUNTS, ASKED, DAYS, HERE, PEOPLE, THERE
from tests.support.properties import part

VALUES = sorted({value + step * CENT for value in AMOUNTS for step in (-1, 0, 1)} | {Decimal(0), CENT, Decimal(150)})
ONE = [Named(number=one) for one in PEOPLE]
questions = st.builds(
    Question,
    organisation=st.just(HERE),
    employees=st.sampled_from([*ONE, *ONE, Named(number="x1", organisation=THERE)]).map(lambda one: (one,)),
    decision_type=st.sampled_from(ASKED),
    at=st.sampled_from([DAYS[0] - (DAYS[1] - DAYS[0]), *DAYS]),
    known_at=st.just(DAYS[0]),
    amount=st.none()
    | st.builds(
        Money, st.sampled_from(VALUES), st.sampled_from(["EUR"] * 4 + ["USD", "GBP"]), st.sampled_from(list(Vat))
    ),
    case=st.sampled_from([None, "c1", "c1", "c2", "c3"]),
    counterparty=st.sampled_from([None, THERE]),
    unit=st.sampled_from([None, None, "streets", "paving", "care", "town", "parks", "nowhere"]),
)
about_somebody = st.sampled_from([None, None, *ONE])
confirmations = st.sampled_from([None, frozenset[str](), frozenset({"Na advies."})])


def about(differences: tuple[PowerDifference, ...], question: Question) -> list[PowerDifference]:
    (named,) = question.employees
    person = Person(named.organisation or HERE, named.number or "")
    return [
        one
        for one in differences
        if one.person == person
        and one.decision_type == question.decision_type
        and question.at in one.period
        and one.scope.covers(question)
    ]


def said(answer: Answer) -> tuple[Outcome, Reason | None]:
    """Return what an answer says: of a plain no not why."""
    reasons = {leg.reason for leg in answer.legs}
    open_to = reasons <= {None, Reason.CONDITION_UNCONFIRMED, Reason.CO_HOLDER_REQUIRED}
    if answer.reason is Reason.DECISION_TYPE_UNKNOWN or (answer.outcome is Outcome.NOT_AUTHORISED and not open_to):
        return Outcome.NOT_AUTHORISED, None
    return answer.outcome, answer.reason if answer.legs else None


def told(state: PowerState) -> tuple[Outcome, Reason | None]:
    return state.outcome, state.reason


def numbers(world: World) -> list[Named]:
    return [Named(number=fact.number) for fact in world.tables["employees"]]


def has_moved(somebody: Named | None, before: World, after: World) -> bool:
    """Return whether what the register says of an employee or his appointments changes.

    It knows him before and after.
    """
    if not all(somebody in numbers(world) for world in (before, after)):
        return False
    facts_of = [
        [fact for fact in world.tables["employees"] if somebody and fact.number == somebody.number]
        + [fact for fact in world.tables["appointments"] if somebody and fact.employee == somebody.number]
        for world in (before, after)
    ]
    return facts_of[0] != facts_of[1]


@part(8)
@given(changes(), st.lists(st.tuples(questions, about_somebody, confirmations), min_size=40, max_size=40))
def test_an_answer_changes_if_and_only_if_that_was_told(change: tuple[World, World], asked: list[Any]) -> None:
    before, after = change
    differences = compared(before, after).differences
    for one_question, somebody, confirmed in asked:
        is_told = has_moved(somebody, before, after) and somebody not in one_question.employees
        question = replace(one_question, about=somebody if is_told else None)
        then, now = (world.ask(question) for world in change)
        found = about(differences, question)
        if found:
            (one,) = found
            assert (said(then), said(now)) == (told(one.before), told(one.after))
            assert one.before != one.after
        else:
            assert said(then) == said(now)
            otherwise = replace(question, confirmed_conditions=confirmed)
            assert said(before.ask(otherwise)) == said(after.ask(otherwise))


# What is told, in particular

WORK = facts.Appointment(employee="kim", position="buyer")
TABLES: dict[str, tuple[Any, ...]] = {
    "bodies": (facts.Body(code="college", name="College"), facts.Body(code="mayor", name="Mayor", position="mayor")),
    "units": (facts.Unit(code="town", name="Town"), facts.Unit(code="streets", name="Streets", parent="town")),
    "positions": (
        facts.Position(code="buyer", title="Buyer", unit="streets"),
        facts.Position(code="mayor", title="Mayor", unit="town"),
    ),
    "decision_types": (
        facts.DecisionType(code="buy", title_nl="Inkopen", nature=facts.Nature.DECISION),
        facts.DecisionType(code="arrest", title_nl="Ophouden", body="mayor", nature=facts.Nature.DECISION),
    ),
    "employees": (facts.Employee(number="kim", name="Kim"), facts.Employee(number="lee", name="Lee")),
    "appointments": (WORK, facts.Appointment(employee="lee", position="mayor")),
    "absences": (),
    "deputyships": (),
}
KIM, LEE = (Person(HERE, number) for number in ("kim", "lee"))


def mandate(number: str = "1", **fields: Any) -> facts.Mandate:
    usual: dict[str, Any] = {
        "kinds": tuple(facts.Kind),
        "on_behalf_of": "college",
        "seats": (Seat(position="buyer"),),
        "decision_types": ("buy",),
    }
    return facts.Mandate(**usual | {"number": number} | fields)


def effect(
    before: tuple[facts.Mandate, ...] = (), after: tuple[facts.Mandate, ...] | None = None, **tables: Any
) -> Effect:
    """Compare the town with these mandates with the same town with others, or with other rows in these tables."""
    was = World(HERE, TABLES | {"mandates": before})
    to_be = World(HERE, TABLES | {"mandates": before if after is None else after} | tables)
    return compared(was, to_be)


def ranges(found: Effect, vat: Vat | None = Vat.EXCL) -> list[tuple[Any, ...]]:
    """Return who may decide otherwise within which bounds, of what was or becomes a power."""
    return [
        (one.person.number, told.above, told.at_least, told.below, told.up_to, one.after.outcome)
        for one in found.differences
        if (one.gains or one.loses) and (told := one.scope.amounts).vat is vat
    ]


def test_of_two_mandates_the_wider_suspended_takes_what_the_narrower_does_not_give() -> None:
    narrow, wide = mandate("1", max_amount=Decimal(25_000)), mandate("2", max_amount=Decimal(50_000))
    found = effect((narrow, wide), (narrow, replace(wide, suspensions=(Period(DAYS[1], DAYS[2]),))))
    assert ranges(found) == [("kim", Decimal(25_000), None, None, Decimal(50_000), Outcome.NOT_AUTHORISED)]
    assert {one.period for one in found.differences} == {Period(DAYS[1], DAYS[2])}


def test_a_mandate_without_a_limit_is_told_whatever_the_amount() -> None:
    (one,) = effect((), (mandate(),)).differences
    assert (one.person, one.scope, one.before, one.gains) == (KIM, Scope(), NO, True)
    assert one.after == PowerState(Outcome.AUTHORISED, None, (Way(("college",)),))


def test_a_threshold_is_told_as_from_it_and_below_it() -> None:
    held = mandate(reservations=(Reservation("buy", Decimal(100)),))
    assert ranges(effect((mandate(),), (held,))) == [("kim", None, Decimal(100), None, None, Outcome.NOT_AUTHORISED)]


def test_on_another_vat_basis_it_is_told_as_far_as_it_is_certain() -> None:
    before, after = mandate(max_amount=Decimal(100)), mandate(max_amount=Decimal(100), vat=Vat.INCL)
    found = {
        (one.scope.amounts.vat, one.before.reason, one.after.reason) for one in effect((before,), (after,)).differences
    }
    unclear = Reason.VAT_BASIS_UNCLEAR
    assert {(Vat.EXCL, None, unclear), (Vat.INCL, unclear, None)} <= found


def test_a_new_condition_and_a_new_co_holder_are_told() -> None:
    (conditional,) = effect((mandate(),), (mandate(conditions=("Na advies.",)),)).differences
    assert (conditional.after.outcome, conditional.loses, conditional.gains) == (Outcome.CONDITIONAL, True, False)
    together = mandate(seats=(Seat(position="buyer"), Seat(position="mayor")))
    found = effect((mandate(),), (together,)).differences
    assert [(one.person, one.after.ways[0].seats) for one in found] == [
        (KIM, (Seat(position="mayor"),)),
        (LEE, (Seat(position="buyer"),)),
    ]
    assert gainers(found) == {LEE}


def test_who_acts_with_somebody_in_every_part_needs_him_once() -> None:
    deal = facts.DecisionType(code="deal", title_nl="Inkopen en ophouden", components=("buy", "arrest"))
    together = {"seats": (Seat(position="buyer"), Seat(position="mayor"))}
    buy, arrest = mandate("1", **together), mandate("2", on_behalf_of="mayor", decision_types=("arrest",), **together)
    types = (*TABLES["decision_types"], deal)
    before, after = (World(HERE, TABLES | {"decision_types": types, "mandates": has}) for has in ((), (buy, arrest)))
    (found,) = (one for one in compared(before, after).differences if (one.person, one.decision_type) == (KIM, "deal"))
    assert [way.seats for way in found.after.ways] == [(Seat(position="mayor"),)]


def test_who_leaves_may_no_longer_from_then_on_and_leaves_a_seat_empty() -> None:
    gone = (facts.Employee(number="kim", name="Kim", valid=Period(None, DAYS[3])), TABLES["employees"][1])
    found = effect((mandate(),), employees=gone)
    assert [(one.person, one.after, one.period) for one in found.differences] == [(KIM, NO, Period(DAYS[3], None))]
    assert found.empty_seats == (EmptySeat("1", Seat(position="buyer"), Period(DAYS[3], None)),)


def test_a_seat_that_another_fills_as_well_is_not_left_empty() -> None:
    gone = (facts.Employee(number="kim", name="Kim", valid=Period(None, DAYS[3])), TABLES["employees"][1])
    beside = facts.Appointment(employee="lee", position="buyer", valid=Period(None, DAYS[4]))
    was = World(HERE, TABLES | {"mandates": (mandate(),), "appointments": (*TABLES["appointments"], beside)})
    found = compared(was, was.having("employees", *gone))
    assert [one.period for one in found.empty_seats] == [Period(DAYS[4], None)]


def test_an_appointment_from_the_past_is_told_from_then() -> None:
    appointed = facts.Appointment(employee="lee", position="buyer", valid=Period(DAYS[0], None))
    found = effect((mandate(valid=Period(DAYS[1], None)),), appointments=(*TABLES["appointments"], appointed))
    assert [(one.person, one.period, one.gains) for one in found.differences] == [(LEE, Period(DAYS[1], None), True)]


def test_a_deputy_is_told_within_his_cap_and_while_it_is_triggered() -> None:
    away = facts.Absence(employee="kim", valid=Period(DAYS[1], DAYS[2]))
    deputy = facts.Deputyship(
        number="P-1", principal=Seat(position="buyer"), deputy=Seat(employee="lee"), max_amount=Decimal(10)
    )
    found = effect((mandate(),), absences=(away,), deputyships=(deputy,))
    assert ranges(found, None) == [("lee", None, None, None, Decimal(10), Outcome.AUTHORISED)]
    assert {one.period for one in found.differences} == {away.valid}
    assert gainers(found.differences) == {LEE}


def test_another_position_of_a_body_is_told_of_its_own_power() -> None:
    college, mayor = TABLES["bodies"]
    found = effect(bodies=(college, replace(mayor, position="buyer"))).differences
    assert [(one.person, one.decision_type, one.gains, one.loses) for one in found] == [
        (KIM, "arrest", True, False),
        (LEE, "arrest", False, True),
    ]


def test_a_mandate_below_another_is_told_with_it() -> None:
    above = mandate("1", seats=(Seat(position="mayor"),), sub_mandating=1)
    below = mandate("2", parent="1")
    found = effect((above, below), (replace(above, revoked_at=DAYS[1]), below)).differences
    assert {(one.person, one.loses, one.period) for one in found} == {
        (person, True, Period(DAYS[1], None)) for person in (KIM, LEE)
    }


def test_a_matter_is_told_by_its_case_and_its_unit() -> None:
    (by_case,) = effect((mandate(),), (mandate(cases=("c1",)),)).differences
    assert by_case.scope.cases == Among(("c1",), excluded=True, or_none=True)
    found = effect((mandate(),), (mandate(within=("streets",)),)).differences
    assert {(one.scope.units, one.after.outcome) for one in found} == {
        (NONE, Outcome.CONDITIONAL),
        (Among(("streets",), excluded=True), Outcome.NOT_AUTHORISED),
    }


def test_of_who_moves_to_another_unit_it_is_told_who_may_decide_about_him_and_who_no_longer() -> None:
    leave = facts.DecisionType(code="leave", title_nl="Verlof", nature=facts.Nature.FACTUAL_ACT)
    own_staff = mandate(decision_types=("leave",), within=("own_staff",), seats=(Seat(employee="kim"),))
    types = (*TABLES["decision_types"], leave)
    was = World(HERE, TABLES | {"mandates": (own_staff,), "decision_types": types})
    moved = (WORK, facts.Appointment(employee="lee", position="buyer"))
    found = compared(was, was.having("appointments", *moved)).differences
    assert [
        (one.person, one.decision_type, one.scope.abouts, one.gains) for one in found if one.scope.abouts.values
    ] == [(KIM, "leave", Among(("lee",)), True)]


def test_what_has_no_part_in_a_decision_is_no_difference() -> None:
    renamed = (facts.Employee(number="kim", name="Kim de Vries"), TABLES["employees"][1])
    after = mandate(instructions="Bel eerst.", disclosure=facts.Disclosure.PUBLIC)
    assert effect((mandate(),), (after,), employees=renamed) == Effect()


def test_who_gains_only_what_is_over_by_then_is_no_gainer() -> None:
    found = effect((), (mandate(valid=Period(DAYS[0], DAYS[1])),)).differences
    assert (gainers(found), gainers(found, DAYS[1])) == (frozenset({KIM}), frozenset())
