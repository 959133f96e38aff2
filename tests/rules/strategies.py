"""Small registers and questions to try the rules on: few people, places and days, so that things meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from mandate_registry.rules import facts
from mandate_registry.rules.notation import Reservation, Seat, parse_seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.questions import Money, Named, Question
from tests.rules.register_tables import World

HERE = "00000009000000000001"
THERE = "00000009000000000002"
DAYS = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day) for day in range(6)]
PERIODS = [Period(since, until) for since, until in combinations(DAYS, 2)]
PERIODS += [Period(day, None) for day in DAYS] + [Period(None, day) for day in DAYS]
PEOPLE = ["e1", "e2", "e3", "e4"]
AMOUNTS = [Decimal(text) for text in ("99.99", "100.00", "100.01", "200.00")]

UNITS = (
    facts.Unit(code="town", name="Town"),
    facts.Unit(code="streets", name="Streets", parent="town"),
    facts.Unit(code="paving", name="Paving", parent="streets"),
    facts.Unit(code="care", name="Care", parent="town"),
)
POSITIONS = (
    facts.Position(code="mayor", title="Mayor", unit="town"),
    facts.Position(code="streets.lead", title="Lead of Streets", unit="streets", category="leads"),
    facts.Position(code="paving.lead", title="Lead of Paving", unit="paving", category="leads"),
    facts.Position(code="care.clerk", title="Clerk of Care", unit="care"),
)
BODIES = (
    facts.Body(code="college", name="College"),
    facts.Body(code="mayor", name="Mayor", position="mayor"),
)
TYPES = (
    facts.DecisionType(code="buy", title_nl="Inkoop"),
    facts.DecisionType(code="buy.award", title_nl="Gunnen", parent="buy", body="college", nature=facts.Nature.DECISION),
    facts.DecisionType(
        code="buy.award.small", title_nl="Klein", parent="buy.award", body="college", nature=facts.Nature.DECISION
    ),
    facts.DecisionType(
        code="buy.sign",
        title_nl="Tekenen",
        parent="buy",
        body="mayor",
        nature=facts.Nature.PRIVATE_ACT,
        amount_required=True,
    ),
    facts.DecisionType(code="buy.conclude", title_nl="Sluiten", components=("buy.award", "buy.sign")),
    facts.DecisionType(code="leave", title_nl="Verlof", nature=facts.Nature.FACTUAL_ACT, amount_required=False),
    facts.DecisionType(code="deal", title_nl="Alles", components=("leave", "buy.conclude")),
    facts.DecisionType(code="bylaw", title_nl="Verordening", nature=facts.Nature.DECISION, mandatable=False),
)
SEATS = [
    parse_seat(text)
    for text in (
        "position:mayor",
        "position:streets.lead",
        "position:streets.lead",
        "position:paving.lead",
        "position:care.clerk",
        "employee:e1",
        "employee:e2",
        "position:streets.lead+employee:e1",
        "category:leads",
        "unit:streets",
        "anyone",
        f"{THERE}/employee:x1",
        f"{THERE}/position:streets.lead",
    )
]
CODES = ["buy", "buy.award", "buy.award.small", "buy.sign", "leave"]
ASKED = ["buy.award"] * 6 + ["buy.award.small", "buy.sign", "leave"] * 2 + ["buy.conclude", "deal", "bylaw", "buy"]

periods = st.sampled_from([ALWAYS] * 3 * len(PERIODS) + PERIODS)
amounts = st.sampled_from(AMOUNTS)
maybe_amounts = st.none() | amounts
codes = st.sampled_from(CODES)
vats = st.sampled_from(list(facts.Vat))
deputies = st.sampled_from([Seat(position=fact.code) for fact in POSITIONS] + [Seat(employee=one) for one in PEOPLE])


def rarely(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Return the usual value nine times in ten."""
    return st.sampled_from([usual] * 9 * len(others) + list(others))


def seats_of(size: int) -> st.SearchStrategy[tuple[Seat, ...]]:
    return st.lists(st.sampled_from(SEATS), min_size=size, max_size=size).map(tuple)


reservations = st.builds(Reservation, codes, maybe_amounts)
mandates = st.builds(
    facts.Mandate,
    number=st.just("M-1"),
    kinds=rarely(tuple(facts.Kind), (facts.Kind.MANDATE,), (facts.Kind.AUTHORISATION,)),
    on_behalf_of=st.sampled_from(["college", "college", "mayor"]),
    seats=st.sampled_from([1, 1, 2]).flatmap(seats_of),
    decision_types=rarely(("*",), ("buy",), ("buy.award", "leave"), ("buy.sign",), ("buy.award.small",)),
    reservations=st.sampled_from([0, 0, 1]).flatmap(
        lambda size: st.lists(reservations, min_size=size, max_size=size).map(tuple)
    ),
    above_amount=rarely(None, Decimal("99.99"), Decimal("100.00")),
    max_amount=st.sampled_from([None, *AMOUNTS]),
    currency=rarely("EUR", "USD"),
    vat=vats,
    cases=rarely((), ("c1",)),
    counterparties=rarely((), (THERE,)),
    within=rarely((), ("own_unit",), ("own_staff",), ("streets",), ("own_unit", "own_staff"), ("care", "own_unit")),
    conditions=rarely((), ("Na advies.",)),
    not_about_oneself=rarely(False, True),  # noqa: FBT003 - a value of the field
    sub_mandating=rarely(1, 0, 2),
    sub_mandating_only=rarely((), ("buy",)),
    sub_mandating_except=rarely((), ("buy.award.small",)),
    holder_consent=rarely(DAYS[0], None, DAYS[2]),
    superior_consent=rarely(DAYS[0], None, DAYS[3]),
    no_superior=rarely(False, True),  # noqa: FBT003 - a value of the field
    consent_statute=rarely(None, "Wvr art. 39"),
    valid=periods,
    approved=rarely(True, False),  # noqa: FBT003 - a value of the field
    suspensions=rarely((), (Period(DAYS[2], DAYS[3]),)),
    revoked_at=rarely(None, DAYS[4]),
)
deputyships = st.builds(
    facts.Deputyship,
    number=st.just("P-1"),
    principal=deputies,
    deputy=deputies,
    rank=st.sampled_from([1, 1, 2]),
    trigger=st.sampled_from(list(facts.Trigger)),
    max_amount=maybe_amounts,
    vat=vats,
    decision_types=rarely((), ("buy",), ("leave",)),
    valid=periods,
)
appointments = st.builds(
    facts.Appointment,
    employee=st.sampled_from(PEOPLE),
    position=st.sampled_from([fact.code for fact in POSITIONS]),
    valid=periods,
)
absences = st.builds(facts.Absence, employee=st.sampled_from(PEOPLE), valid=periods)
KNOWN = [Named(number=one) for one in PEOPLE]
actors = st.sampled_from(KNOWN * 5 + [Named(number="x1", organisation=THERE), Named(name="Kim"), Named(name="E1")])


@st.composite
def employments(draw: st.DrawFn, number: str) -> list[facts.Employee]:
    """Draw when somebody is employed, perhaps twice, with or without a gap, and perhaps stopped for a while."""
    employed = [draw(rarely(ALWAYS, *PERIODS))]
    if draw(rarely(False, True)):  # noqa: FBT003 - drawn values
        left, back = (draw(st.sampled_from(DAYS[1:4])) for _ in range(2))
        employed = [Period(None, min(left, back)), Period(max(left, back), draw(st.sampled_from([None, DAYS[5]])))]
    pauses = rarely((), (Period(DAYS[1], DAYS[3]),), (Period(DAYS[0], DAYS[1]), Period(DAYS[4], None)))
    return [_employee(number, period, draw(pauses)) for period in employed]


@st.composite
def registers(draw: st.DrawFn) -> World:
    """Draw an organisation with a few mandates, each perhaps below one before it."""
    grown: list[facts.Mandate] = []
    for number in ["M-2", "M-10", "M-9", "M-1a"][: draw(st.integers(1, 4))]:
        parent = draw(st.sampled_from([None, *(one.number for one in grown)]))
        grown.append(numbered(draw(mandates), number, parent))
    tables = {
        "units": UNITS,
        "positions": POSITIONS,
        "bodies": BODIES,
        "decision_types": TYPES,
        "employees": tuple(one for number in PEOPLE for one in draw(employments(number))),
        "appointments": tuple(draw(st.lists(appointments, min_size=2, max_size=6))),
        "absences": tuple(draw(st.lists(absences, max_size=3))),
        "deputyships": tuple(draw(st.lists(deputyships, max_size=3))),
        "mandates": tuple(grown),
    }
    return World(HERE, tables, draw(st.sampled_from([{}, ELSEWHERE])))


def numbered(mandate: facts.Mandate, number: str, parent: str | None = None) -> facts.Mandate:
    """Return the same mandate under another number, below another."""
    fields = {field: getattr(mandate, field) for field in mandate.__dataclass_fields__}
    return facts.Mandate(**fields | {"number": number, "parent": parent})


def _employee(number: str, employed: Period, suspensions: tuple[Period, ...]) -> facts.Employee:
    name = "Kim" if number in {"e3", "e4"} else number.upper()
    return facts.Employee(number=number, name=name, valid=employed, suspensions=suspensions)


ELSEWHERE = {
    THERE: {
        "employees": (
            facts.Employee(number="x1", name="Lee", valid=Period(DAYS[0], DAYS[2])),
            facts.Employee(number="x1", name="Lee", valid=Period(DAYS[3], DAYS[4])),
        ),
        "appointments": (facts.Appointment(employee="x1", position="streets.lead", valid=Period(DAYS[1], None)),),
        "positions": POSITIONS,
        "units": UNITS,
    }
}

moneys = st.builds(Money, amounts, rarely("EUR", "USD"), st.sampled_from([*facts.Vat, facts.Vat.EXCL]))
questions = st.builds(
    Question,
    organisation=st.just(HERE),
    employees=st.lists(actors, min_size=1, max_size=2, unique=True).map(tuple),
    decision_type=st.sampled_from(ASKED),
    at=st.sampled_from(DAYS),
    known_at=st.just(DAYS[0]),
    amount=st.none() | moneys | moneys | moneys,
    case=st.sampled_from([None, "c1", "c1", "c2"]),
    counterparty=st.sampled_from([None] * 4 + [THERE] * 4 + [PEOPLE[0], KNOWN[0], KNOWN[1], Named(name="Kim")]),
    unit=st.sampled_from([None, None, "streets", "paving", "care"]),
    about=st.sampled_from([None] * 4 + KNOWN * 2 + [Named(name="Kim")]),
    confirmed_conditions=st.sampled_from([None, frozenset(), frozenset({"own_interest"})]),
    primary_decision_by=rarely(
        (), (Named(number="e1"),), (Named(number="e2"),), (Named(name="Kim"),), (KNOWN[0], Named(number="e0"))
    ),
)
