"""Registers of every shape that the format can hold, for Hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.cell_types import BLANK_SEPARATOR, CONTROL, tidy
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period, merged

ZONES = ["Europe/Amsterdam", "America/Havana", "Asia/Beirut", "America/Sao_Paulo", "UTC"]
BODIES, UNITS, POSITIONS, FAMILIES = ["college", "raad"], ["wijken", "wijken.oost"], ["inkoper", "jurist-2"], ["chef"]
TYPES, PEOPLE, DECISIONS = ["contract", "contract.decide", "staff"], ["W-001", "-5", "Jan 2"], ["MB-2024", "=1+1"]
OIN = "00000009000000000002"

_TRICKY = [
    "'",
    "'=",
    "=",
    "+1",
    "-",
    "@",
    ",",
    ";",
    " ; ",
    '"',
    "\n",
    "\t",
    "_x0041_",
    "é",
    "😀",
    "<&>",
    "\ufeff",
    "a",
    "0",
]
_pieces = st.lists(st.sampled_from(_TRICKY) | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)
texts = _pieces.map(lambda pieces: tidy("".join(pieces))).filter(lambda text: not CONTROL.search(text))
names = texts.filter(bool)
lines = names.map(lambda text: text.translate({10: "-", 9: "-", ord(";"): "-"})).filter(lambda text: text == tidy(text))
condition_texts = names.filter(lambda text: not BLANK_SEPARATOR.search(text))
amounts = st.decimals(Decimal(0), Decimal("999999999999999.99"), places=2)
optional_amounts = st.none() | amounts
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@st.composite
def periods(draw: st.DrawFn, zone: ZoneInfo) -> Period:
    first, length = draw(st.none() | days), draw(st.none() | st.integers(1, 5000))
    start = first or date(2020, 2, 29)
    until = midnight(start + timedelta(days=length), zone) if length else None
    return Period(midnight(start, zone) if first else None, until)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


principals = st.builds(Seat, position=st.sampled_from(POSITIONS)) | st.builds(Seat, employee=st.sampled_from(PEOPLE))
seats = st.one_of(
    principals,
    st.just(Seat()),
    st.builds(Seat, position=st.sampled_from(POSITIONS), employee=st.sampled_from(PEOPLE)),
    st.builds(Seat, category=st.sampled_from(FAMILIES)),
    st.builds(Seat, unit=st.sampled_from(UNITS)),
    st.builds(Seat, organisation=st.just(OIN), employee=st.just("D-1")),
)


@st.composite
def mandates(draw: st.DrawFn, zone: ZoneInfo, number: str, parent: str | None) -> facts.Mandate:
    instants = st.none() | days.map(lambda day: midnight(day, zone))
    reservations = st.builds(Reservation, st.sampled_from(TYPES), optional_amounts)
    no_superior = draw(st.booleans())
    return facts.Mandate(
        number=number,
        kinds=tuple(draw(st.lists(st.sampled_from(facts.Kind), min_size=1, unique=True))),
        on_behalf_of=draw(st.sampled_from(BODIES)),
        seats=tuple(draw(st.lists(seats, min_size=1, max_size=3))),
        decision_types=draw(st.just(("*",)) | some(TYPES).filter(bool)),
        reservations=tuple(draw(st.lists(reservations, max_size=3))),
        above_amount=draw(optional_amounts),
        max_amount=draw(optional_amounts),
        currency=draw(st.sampled_from(["EUR", "USD"])),
        vat=draw(st.sampled_from(facts.Vat)),
        cases=tuple(draw(st.lists(lines, max_size=2))),
        counterparties=draw(some([OIN, OIN[::-1]])),
        within=draw(some([*UNITS, "own_unit", "own_staff"])),
        conditions=tuple(draw(st.lists(condition_texts, max_size=3))),
        instructions=draw(texts),
        sub_mandating=draw(st.integers(0, 9)),
        sub_mandating_only=draw(some(TYPES)),
        sub_mandating_except=draw(some(TYPES)),
        parent=parent,
        legal_basis=draw(texts),
        instrument=draw(st.none() | st.sampled_from(DECISIONS)),
        holder_consent=draw(instants),
        superior_consent=None if no_superior else draw(instants),
        no_superior=no_superior,
        consent_statute=draw(st.none() | lines),
        not_about_oneself=draw(st.booleans()),
        disclosure=draw(st.sampled_from(facts.Disclosure)),
        valid=draw(periods(zone)),
    )


offsets = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))])
instants = st.datetimes(datetime(1901, 1, 1), datetime(2998, 1, 1), timezones=offsets)  # noqa: DTZ001 - the zone is drawn apart
pairs_of_instants = st.tuples(instants, instants).filter(lambda pair: pair[0] != pair[1])
expectations = st.builds(
    Expectation,
    id=names,
    why=texts,
    employees=st.lists(names, min_size=1, max_size=3).map(tuple),
    decision_type=names,
    at=instants,
    outcome=st.sampled_from(Outcome),
    reason=st.sampled_from(Reason),
    mandate=st.none() | names,
    amount=optional_amounts,
    vat=st.sampled_from(facts.Vat),
    currency=st.sampled_from(["EUR", "USD"]),
    case=st.none() | names | st.sampled_from(["012", "no", "2015-09-01", "~", "1e3", "0x1F", "*", "&a", "- x"]),
    unit=st.none() | names,
    about=st.none() | names,
    counterparty=st.none() | names,
    confirmed_conditions=st.just("all") | st.lists(names, max_size=2).map(tuple),
    primary_decision_by=st.lists(names, max_size=2).map(tuple),
    known_at=st.none() | instants,
)


@st.composite
def registers(draw: st.DrawFn) -> RegisterFolder:
    organisation = facts.Organisation(
        oin=OIN, name=draw(names), kind=draw(texts), time_zone=draw(st.sampled_from(ZONES))
    )
    expected = draw(st.none() | st.lists(expectations, unique_by=lambda one: one.id, max_size=2))
    return RegisterFolder(organisation, draw(_tables(ZoneInfo(organisation.time_zone))), expected)


@st.composite
def _tables(draw: st.DrawFn, zone: ZoneInfo) -> dict[str, list[Fact]]:
    held = [facts.Position(code=code, title=draw(names), unit=UNITS[0], category=FAMILIES[0]) for code in POSITIONS]
    kinds = [_decision_type(draw, code, parent) for code, parent in zip(TYPES, [None, *TYPES], strict=False)]
    people = [_employee(draw, number, zone) for number in PEOPLE]
    granted = [draw(mandates(zone, "M 1", None)), draw(mandates(zone, "@2", "M 1"))]
    employee, position = PEOPLE[0], POSITIONS[0]
    return {
        "bodies": [facts.Body(code=code, name=draw(names), position=position) for code in BODIES],
        "units": [facts.Unit(code=code, name=draw(names)) for code in UNITS],
        "positions": list(held),
        "decision_types": list(kinds),
        "employees": list(people),
        "appointments": [facts.Appointment(employee=employee, position=position, valid=draw(periods(zone)))],
        "absences": [facts.Absence(employee=employee, valid=draw(periods(zone)))],
        "deputyships": [_deputyship(draw, zone)],
        "instruments": [_instrument(draw, reference) for reference in DECISIONS],
        "mandates": list(granted),
    }


def _employee(draw: st.DrawFn, number: str, zone: ZoneInfo) -> facts.Employee:
    stopped = merged(Period(min(pair), max(pair)) for pair in draw(st.lists(pairs_of_instants, max_size=2)))
    return facts.Employee(
        number=number, name=draw(names), email=draw(texts), valid=draw(periods(zone)), suspensions=stopped
    )


def _decision_type(draw: st.DrawFn, code: str, parent: str | None) -> facts.DecisionType:
    return facts.DecisionType(
        code=code,
        title_nl=draw(names),
        title_en=draw(texts),
        parent=parent,
        body=draw(st.none() | st.sampled_from(BODIES)),
        nature=draw(st.none() | st.sampled_from(facts.Nature)),
        amount_required=draw(st.none() | st.booleans()),
        mandatable=draw(st.booleans()),
        components=(TYPES[1], TYPES[2]) if code == TYPES[0] else (),
        legal_basis=draw(texts),
    )


def _deputyship(draw: st.DrawFn, zone: ZoneInfo) -> facts.Deputyship:
    return facts.Deputyship(
        number=draw(lines),
        principal=draw(principals),
        deputy=draw(principals),
        rank=draw(st.integers(1, 9)),
        trigger=draw(st.sampled_from(facts.Trigger)),
        max_amount=draw(optional_amounts),
        vat=draw(st.sampled_from(facts.Vat)),
        decision_types=draw(some(TYPES)),
        valid=draw(periods(zone)),
    )


def _instrument(draw: st.DrawFn, reference: str) -> facts.Instrument:
    optional_days = st.none() | days
    return facts.Instrument(
        reference=reference,
        title=draw(names),
        adopted_by=draw(texts),
        adopted_on=draw(optional_days),
        published_as=draw(texts),
        publication_url=draw(st.sampled_from(["", "https://example.org/?a=1;2"])),
        in_force_from=draw(optional_days),
        retroactive_to=draw(optional_days),
    )
