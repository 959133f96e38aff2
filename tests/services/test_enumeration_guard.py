"""A partner does not find by asking what it is not told: not a limit, and not who works here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import structlog.testing
import time_machine
from limits import parse
from sqlalchemy import select

from mandate_registry.errors import Forbidden, RegistryError, TooMany
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, TableRequest
from mandate_registry.rules.facts import EVERY_TYPE, Agreement, Vat
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.authority_search import search
from mandate_registry.services.checks.check_tables import check_table
from mandate_registry.services.findings.register_health import Reported, register_health
from mandate_registry.services.idempotency import replies
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import TABLES, checks
from tests.services.concurrency import at_once
from tests.services.counters import counter_names
from tests.support import templates
from tests.support.templates import Template

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

HOME, PARTNER, OTHER = "00000009100000000001", "00000009100000000002", "00000009100000000003"
AT = datetime(2026, 9, 15, 12, 30, tzinfo=UTC)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
IMKE = EmployeeRef(number="W-012")
COLLEAGUE = EmployeeRef(number="W-016")
LIMIT = 100_000
STORY = CheckRequest(
    organisation=HOME,
    employees=(IMKE,),
    decision_type="cooperation.conclude",
    case="RS-2026-014",
    counterparty=PARTNER,
    at=AT,
    purpose="negotiation RS-2026-014",
)
partner, hr = Caller((Role.PARTNER,), PARTNER, "key 1"), Caller((Role.HR,), HOME, "key 2")


def _let_partners_ask(url: str) -> None:
    with templates.opened(url) as installation:
        for number, oin in (("A-1", PARTNER), ("A-2", OTHER)):
            agreement = Agreement(number=number, partner=oin, decision_types=(EVERY_TYPE,), lists=True)
            create(COMMAND_LINE, installation, "agreements", Draft(HOME, agreement))


@pytest.fixture(scope="module")
def template() -> Template:
    return Template("two-partners", _let_partners_ask, templates.WIERDENLAND)


@pytest.fixture
def town(installation: Installation) -> Installation:
    """Return the sample register, about which two partners may ask everything, with ten amounts, and search."""
    return replace(installation, settings=replace(installation.settings, amounts=parse("10 per 30 day")))


def asking(amount: int | None, **fields: Any) -> CheckRequest:
    return replace(STORY, amount=None if amount is None else Money(Decimal(amount)), **fields)


def id_of(town: Installation, number: str) -> EmployeeRef:
    employees = TABLES["employees"]
    with town.reading() as connection:
        return EmployeeRef(id=connection.scalar(select(employees.c.id).where(employees.c.number == number)))


def alone(town: Installation, amount: int, **fields: Any) -> bool:
    return check(partner, town, asking(amount, **fields)).decision


def at_a_table(town: Installation, amount: int) -> object:
    seated = (replace(IMKE, organisation=HOME),)
    return check_table(partner, town, TableRequest(seated, (STORY.decision_type,), asking(amount)))


WAYS: dict[str, Callable[[Installation, int], object]] = {
    "by number": alone,
    "by name": lambda town, amount: alone(town, amount, employees=(EmployeeRef(name="imke  RAVENSTEIN"),)),
    "by id": lambda town, amount: alone(town, amount, employees=(id_of(town, "W-012"),)),
    "as of the organisation": lambda town, amount: alone(town, amount, employees=(replace(IMKE, organisation=HOME),)),
    "beside somebody": lambda town, amount: alone(town, amount, employees=(COLLEAGUE, IMKE)),
    "of another type": lambda town, amount: alone(town, amount, decision_type="contract.decide"),
    "the first component": lambda town, amount: alone(town, amount, decision_type="cooperation.decide"),
    "in a batch": lambda town, amount: check_all(partner, town, [asking(1, employees=(COLLEAGUE,)), asking(amount)]),
    "at a table": at_a_table,
    "as what she may": lambda town, amount: search(partner, town, asking(amount, decision_type="")),
    "as who may": lambda town, amount: search(partner, town, asking(amount, employees=())),
    "at another time": lambda town, amount: alone(town, amount, at=AT + timedelta(hours=1)),
    "as known then": lambda town, amount: alone(town, amount, known_at=datetime.now(UTC) - timedelta(seconds=1)),
    "another case": lambda town, amount: alone(town, amount, case="RS-2026-033"),
    "for another counterparty": lambda town, amount: alone(town, amount, counterparty=OTHER),
    "with conditions": lambda town, amount: alone(town, amount, confirmed_conditions=None),
    "as an objection": lambda town, amount: alone(town, amount, primary_decision_by=(COLLEAGUE,)),
    "by another key": lambda town, amount: check(replace(partner, credential="key 9"), town, asking(amount)),
    "with VAT": lambda town, amount: check(partner, town, replace(STORY, amount=Money(Decimal(amount), vat=Vat.INCL))),
}


OTHERWISE = {"with VAT", "as who may", "as what she may"}
"""Ways in which an amount is another one, or which tell about others too."""


def bisect(ask: Callable[[int], bool]) -> tuple[int, int, int]:
    """Look for a limit until refused: what it is between, and how many answers that took."""
    low, high = 0, 10**9
    for answers in itertools.count():
        middle = (low + high) // 2
        try:
            low, high = (middle, high) if ask(middle) else (low, middle)
        except TooMany:
            return low, high, answers
    raise AssertionError


def test_who_bisects_is_stopped_before_it_knows_the_limit(town: Installation) -> None:
    assert alone(town, LIMIT, decision_type=STORY.decision_type)
    low, high, answers = bisect(lambda amount: alone(town, amount))
    assert (low, answers) == (0, 9)
    assert high > 10 * LIMIT


def test_who_bisects_in_another_way_each_time_is_stopped_as_soon(town: Installation) -> None:
    ways = itertools.cycle(WAYS.values())
    _, high, answers = bisect(lambda amount: bool(next(ways)(town, amount)) and amount <= LIMIT)
    assert answers <= 10
    assert high > 9 * LIMIT


@pytest.mark.parametrize("way", WAYS)
def test_after_ten_amounts_no_way_leads_to_an_eleventh(town: Installation, way: str) -> None:
    for amount in range(1, 11):
        alone(town, amount)
    with pytest.raises(TooMany):
        WAYS[way](town, 11)
    if way not in OTHERWISE:
        WAYS[way](town, 10)


@pytest.mark.parametrize("way", WAYS)
def test_ten_amounts_in_any_way_are_ten(town: Installation, way: str) -> None:
    for amount in range(1, 11):
        WAYS[way](town, amount)
    with pytest.raises(TooMany):
        alone(town, 11, decision_type="cooperation.decide")


def test_searches_leave_no_room_that_checks_do_not(town: Installation) -> None:
    """Four checks about her, three searches for who may, three for what she may: an eleventh amount goes nowhere."""
    for amount in range(1, 5):
        alone(town, amount)
    for amount in range(5, 8):
        WAYS["as who may"](town, amount)
    for amount in range(8, 11):
        WAYS["as what she may"](town, amount)
    for way in ("by number", "as who may", "as what she may"):
        with pytest.raises(TooMany):
            WAYS[way](town, 11)


def test_the_same_amount_is_one_however_it_is_written(town: Installation) -> None:
    for places in range(30):
        check(partner, town, replace(STORY, amount=Money(Decimal("5." + "0" * places))))
    for amount in range(10, 19):
        alone(town, amount)
    with pytest.raises(TooMany):
        check(partner, town, asking(None))


@pytest.mark.each_database
def test_never_more_are_answered_than_may_be_however_many_ask_at_once(town: Installation) -> None:
    asked = [lambda amount=amount: check(partner, town, asking(amount)) for amount in range(1, 17)]
    got = at_once(*asked)
    assert sum(isinstance(one, TooMany) for one in got) == 6
    assert sum(not isinstance(one, RegistryError) for one in got) == 10


def test_a_call_that_is_refused_uses_nothing_up(town: Installation) -> None:
    with pytest.raises(TooMany):
        check_all(partner, town, [asking(amount) for amount in range(1, 12)])
    assert len(check_all(partner, town, [asking(amount) for amount in range(21, 31)])) == 10


def test_somebody_else_may_still_be_asked_about(town: Installation) -> None:
    for amount in range(1, 11):
        alone(town, amount)
    alone(town, 11, employees=(COLLEAGUE,))
    check(Caller((Role.PARTNER,), OTHER, "key 3"), town, asking(11))


def test_nobody_of_the_organisation_is_stopped(town: Installation) -> None:
    for caller in (hr, COMMAND_LINE, Caller((Role.ADMINISTRATOR,), credential="key 4")):
        assert [check(caller, town, asking(amount)).decision for amount in range(1, 13)] == [True] * 12
    assert probing(town) == []


@pytest.mark.parametrize("name", ["W-016", "W-099"], ids=["somebody", "nobody"])
def test_who_is_nobody_is_counted_as_anybody_is(town: Installation, name: str) -> None:
    for amount in range(1, 11):
        alone(town, amount, employees=(EmployeeRef(number=name),))
    with pytest.raises(TooMany) as refused:
        alone(town, 11, employees=(EmployeeRef(number=name),))
    assert name not in str(refused.value)


def test_only_so_many_names_are_answered(town: Installation) -> None:
    few = replace(town, settings=replace(town.settings, names=parse("3/day")))
    people = [EmployeeRef(number=number) for number in ("W-012", "W-099", "W-016", "W-098", "W-013")]
    asked = [asking(1, employees=(one,)) for one in people]
    for one in asked[:3]:
        check(partner, few, one)
    for one in asked[3:]:
        with pytest.raises(TooMany):
            check(partner, few, one)
    with pytest.raises(TooMany):
        check(partner, few, asking(1, primary_decision_by=(people[4],)))
    check(partner, few, asked[1])
    check(Caller((Role.PARTNER,), OTHER, "key 3"), few, asked[3])


def test_it_is_told_when_it_may_ask_again_and_then_may(town: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for amount in range(1, 11):
            alone(town, amount)
        clock.shift(timedelta(days=1, hours=1))
        with pytest.raises(TooMany) as refused:
            alone(town, 11)
        assert "until 2027-03-31T12:00:00Z" in str(refused.value)
        assert refused.value.allowance.seconds == timedelta(days=28, hours=23).total_seconds()
        clock.shift(timedelta(days=28, hours=23))
        alone(town, 11)


def probing(town: Installation, caller: Caller = hr) -> list[Reported]:
    return [one for one in register_health(caller, town, HOME) if one.code == "partner_probing"]


def kept(town: Installation) -> Iterator[tuple[str | None, bool]]:
    with town.reading() as connection:
        for row in connection.execute(select(checks).where(checks.c.outcome == "refused")):
            yield row.reason, row.answer is None


def test_who_was_stopped_is_reported_to_the_owner(town: Installation) -> None:
    for amount in range(1, 11):
        alone(town, amount)
    with structlog.testing.capture_logs() as logs, pytest.raises(TooMany):
        check_all(partner, town, [asking(11), asking(12), asking(13)])
    assert list(kept(town)) == [("probing_amounts", True)]
    (found,) = probing(town)
    assert [(one.table, one.key) for one in found.entries] == [("agreements", "A-1"), ("employees", "W-012")]
    assert re.fullmatch(
        rf"Partner {PARTNER} .* amounts: once, last at .*, about cooperation.conclude\.", str(found.detail)
    )
    assert [{name: line[name] for name in ("partner", "organisation", "probing")} for line in logs] == [
        {"partner": PARTNER, "organisation": HOME, "probing": "amounts"}
    ]
    assert "W-012" not in str(logs)
    assert probing(town, Caller((Role.APPROVER,), HOME, "key 5")) == []


STRANGER = Caller((Role.PARTNER,), "00000009100000000009", "key 6")


@pytest.mark.parametrize(("caller", "reason"), [(partner, "probing_amounts"), (STRANGER, "not_agreed")])
def test_a_refusal_is_kept_also_when_the_request_may_be_repeated(
    town: Installation, caller: Caller, reason: str
) -> None:
    def ask() -> replies.Reply:
        check(caller, town, asking(11))
        return replies.Reply(200, {}, b"")

    for amount in range(1, 11):
        alone(town, amount)
    with pytest.raises((TooMany, Forbidden)):
        replies.once(caller, town, replies.Request("a request", "its digest"), ask)
    assert [why for why, _ in kept(town)] == [reason]


def test_no_counter_says_about_whom_was_asked(town: Installation) -> None:
    alone(town, 1)
    assert [name for name in counter_names(town.counters) if not re.fullmatch("[0-9a-f]{64}", name)] == []
