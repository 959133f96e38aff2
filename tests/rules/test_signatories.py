"""Who signs an authorised decision, through which position, and whether as a deputy."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from mandate_registry.rules import facts
from mandate_registry.rules.decision.case import Case
from mandate_registry.rules.decision.signatories import signatories
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money, Named, Question
from tests.rules.register_tables import World

TOWN = "00000009000000000001"
DAY = datetime(2026, 3, 2, tzinfo=UTC)
SECRETARY, CONTROLLER, MAYOR = Seat(position="secretary"), Seat(position="controller"), Seat(position="mayor")
HOLDERS = {"sanne": "secretary", "kees": "controller", "mia": "mayor", "wim": "alderman"}


def town(*seats: Seat, deputies: tuple[facts.Deputyship, ...] = (), absent: str = "", also: str = "") -> World:
    """Make a town with one mandate, for these seats; one employee may be away, and one may hold a second position."""
    appointments = [facts.Appointment(employee=number, position=code) for number, code in HOLDERS.items()]
    appointments += [facts.Appointment(employee=also, position="alderman")] if also else []
    mandate = facts.Mandate(
        number="M-1", kinds=(facts.Kind.MANDATE,), on_behalf_of="college", seats=seats, decision_types=("permit",)
    )
    permit = facts.DecisionType(code="permit", title_nl="Vergunning", body="college", nature=facts.Nature.DECISION)
    order = facts.DecisionType(code="order", title_nl="Bevel", body="mayor", nature=facts.Nature.DECISION)
    tables = {
        "bodies": (
            facts.Body(code="college", name="College"),
            facts.Body(code="mayor", name="Mayor", position="mayor"),
        ),
        "positions": tuple(facts.Position(code=code, title=code.title()) for code in HOLDERS.values()),
        "decision_types": (permit, order),
        "employees": tuple(facts.Employee(number=number, name=number.title()) for number in HOLDERS),
        "appointments": tuple(appointments),
        "absences": (facts.Absence(employee=absent),) if absent else (),
        "deputyships": deputies,
        "mandates": (mandate,),
    }
    return World(TOWN, tables)


def sign(world: World, *people: str, decision_type: str = "permit") -> list[tuple[str, str | None, bool]]:
    """Return who signs when these people act."""
    employees = tuple(Named(number=number) for number in people)
    amount = Money(Decimal("50.00"))
    question = Question(
        organisation=TOWN, employees=employees, decision_type=decision_type, at=DAY, known_at=DAY, amount=amount
    )
    (leg,) = world.ask(question).legs
    return [(one.person.number, one.position, one.is_deputy) for one in leg.signatories]


def deputy(principal: Seat, number: str, max_amount: Decimal | None = None) -> facts.Deputyship:
    return facts.Deputyship(
        number="D-1",
        principal=principal,
        deputy=Seat(employee=number),
        trigger=facts.Trigger.ABSENCE_OR_VACANCY,
        max_amount=max_amount,
    )


def test_the_holder_signs_through_the_position_that_the_seat_names() -> None:
    assert sign(
        town(
            SECRETARY,
        ),
        "sanne",
    ) == [("sanne", "secretary", False)]
    assert sign(town(SECRETARY, also="sanne"), "sanne") == [("sanne", "secretary", False)]


def test_a_seat_that_names_a_person_is_signed_with_the_only_position_held() -> None:
    assert sign(town(Seat(employee="kees")), "kees") == [("kees", "controller", False)]
    assert sign(town(Seat(employee="kees"), also="kees"), "kees") == [("kees", None, False)]


def test_nobody_signs_what_is_not_authorised() -> None:
    assert sign(town(SECRETARY), "kees") == []
    assert sign(town(SECRETARY, CONTROLLER), "kees") == []


def test_a_deputy_signs_with_the_position_for_which_he_stands_in() -> None:
    by_position = town(SECRETARY, deputies=(deputy(SECRETARY, "wim"),), absent="sanne")
    by_person = town(Seat(employee="sanne"), deputies=(deputy(Seat(employee="sanne"), "wim"),), absent="sanne")
    assert sign(by_position, "wim") == sign(by_person, "wim") == [("wim", "secretary", True)]


def test_who_can_sign_himself_does_not_sign_as_a_deputy() -> None:
    world = town(SECRETARY, CONTROLLER, deputies=(deputy(SECRETARY, "kees"),), absent="sanne")
    assert sign(world, "kees", "sanne") == [("sanne", "secretary", False), ("kees", "controller", False)]


def test_all_who_act_and_fill_a_seat_sign_in_the_order_of_the_seats_and_nobody_else() -> None:
    world = town(SECRETARY, CONTROLLER)
    assert [number for number, *_ in sign(world, "wim", "kees", "sanne")] == ["sanne", "kees"]


def test_a_body_of_one_person_signs_itself_or_by_its_deputy() -> None:
    absent = town(SECRETARY, deputies=(deputy(MAYOR, "wim"),), absent="mia")
    assert sign(town(SECRETARY), "mia", decision_type="order") == [("mia", "mayor", False)]
    assert sign(absent, "wim", decision_type="order") == [("wim", "mayor", True)]


def test_a_deputy_over_his_cap_does_not_sign_beside_the_holder() -> None:
    world = town(SECRETARY, deputies=(deputy(MAYOR, "wim", max_amount=Decimal(10)),), absent="mia")
    assert sign(world, "wim", "mia", decision_type="order") == [("mia", "mayor", False)]


def test_nobody_signs_where_a_seat_has_nobody() -> None:
    kees = Named(number="kees")
    question = Question(organisation=TOWN, employees=(kees,), decision_type="permit", at=DAY, known_at=DAY)
    assert signatories(Case(town(SECRETARY).register(), question, ()), [[], []]) == ()
