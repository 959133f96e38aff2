"""How far somebody's authority reaches: whatever is told of it, a check of any such amount says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reading import read_register
from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.candidates import seat_names
from mandate_registry.rules.case import Register
from mandate_registry.rules.decision import decide
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.presentation import NameForm, Presented, make, shown_name, written
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.rules.reach import CENT, Limit, Reach, Verdict, covers, reach
from tests.rules.world import World

TOWN = "00000009000000000001"
DAY = datetime(2026, 3, 2, tzinfo=UTC)
KIM, LEE = Seat(employee="kim"), Seat(employee="lee")


def mandate(number: str, **fields: Any) -> facts.Mandate:
    usual = {"kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college", "seats": (KIM,), "decision_types": ("permit",)}
    return facts.Mandate(**usual | {"number": number} | fields)


def reached(*mandates: facts.Mandate, amount_required: bool | None = None, case: str | None = None) -> Reach:
    permit = facts.DecisionType(
        code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION, amount_required=amount_required
    )
    tables: dict[str, tuple[Any, ...]] = {
        "bodies": (facts.Body(code="college", name="College"),),
        "decision_types": (permit,),
        "employees": (facts.Employee(number="kim", name="Kim"), facts.Employee(number="lee", name="Lee")),
        "mandates": mandates,
    }
    return reach(World(TOWN, tables).register(), asked("kim", "permit", case=case))


def asked(number: str, decision_type: str, **fields: Any) -> Question:
    named = (Named(number=number),)
    usual: dict[str, Any] = {"organisation": TOWN, "at": DAY, "known_at": DAY}
    return Question(employees=named, decision_type=decision_type, **usual | fields)


def euro(value: str) -> Decimal:
    return Decimal(value)


REACHES: dict[str, tuple[Reach, Verdict, Limit | None]] = {
    "nothing": (reached(), Verdict.NO, None),
    "without a limit": (reached(mandate("1")), Verdict.YES, None),
    "up to a limit": (
        reached(mandate("1", max_amount=euro("100"))),
        Verdict.YES,
        Limit("EUR", Vat.EXCL, most=euro("100")),
    ),
    "above a minimum": (
        reached(mandate("1", above_amount=euro("10"), max_amount=euro("100"), vat=Vat.INCL)),
        Verdict.YES,
        Limit("EUR", Vat.INCL, above=euro("10"), most=euro("100")),
    ),
    "below a threshold": (
        reached(mandate("1", reservations=(Reservation("permit", euro("75")),))),
        Verdict.YES,
        Limit("EUR", Vat.EXCL, most=euro("75"), holds_back=True),
    ),
    "whatever the amount": (
        reached(mandate("1"), amount_required=True),
        Verdict.YES,
        Limit("EUR", Vat.EXCL),
    ),
    "alone before together": (
        reached(mandate("1", max_amount=euro("50")), mandate("2", seats=(KIM, LEE), max_amount=euro("100"))),
        Verdict.YES,
        Limit("EUR", Vat.EXCL, most=euro("50")),
    ),
    "together": (
        reached(mandate("1", seats=(KIM, LEE), max_amount=euro("100"))),
        Verdict.TOGETHER,
        Limit("EUR", Vat.EXCL, most=euro("100")),
    ),
    "on a condition": (
        reached(mandate("1", conditions=("Eerst vragen.",), max_amount=euro("100"))),
        Verdict.CONDITIONAL,
        Limit("EUR", Vat.EXCL, most=euro("100")),
    ),
    "with a gap": (
        reached(mandate("1", max_amount=euro("10")), mandate("2", above_amount=euro("50"), max_amount=euro("100"))),
        Verdict.YES,
        Limit("EUR", Vat.EXCL, above=euro("50"), most=euro("100")),
    ),
    "in another currency": (
        reached(mandate("1", currency="USD", max_amount=euro("100"))),
        Verdict.YES,
        Limit("USD", Vat.EXCL, most=euro("100")),
    ),
    "in its case": (
        reached(mandate("1", cases=("C-1",), max_amount=euro("100")), case="C-1"),
        Verdict.YES,
        Limit("EUR", Vat.EXCL, most=euro("100")),
    ),
}


@pytest.mark.parametrize("name", REACHES)
def test_it_reaches_as_far_as_a_check_would_say(name: str) -> None:
    found, verdict, limit = REACHES[name]
    assert (found.verdict, found.limit) == (verdict, limit)


def test_a_mandate_for_another_case_reaches_nowhere() -> None:
    assert reached(mandate("1", cases=("C-1",), max_amount=euro("100"))).verdict is Verdict.NO


def test_every_amount_within_is_answered_so_and_those_beside_it_are_not() -> None:
    """Of employees of a town and every decision type: no limit is told that a check would not bear out."""
    folder = read_register(ROOT / "data/sample/wierdenland")
    town: Any = folder.tables
    directory, mandates = Directory(folder.organisation.oin, town), Mandates(town["mandates"])
    at = datetime(2026, 9, 15, 12, tzinfo=UTC)
    tried = 0
    for number in list(directory.numbers())[::5]:
        names = seat_names(directory, {}, [Named(number=number)])
        register = Register(directory, mandates.naming(names), {})
        for fact in directory.decision_types(at):
            question = asked(number, fact.code, organisation=directory.oin, at=at, known_at=at)
            found = reach(register, question)
            if found.limit and found.verdict is not Verdict.NO:
                tried += 1
                _holds(register, question, found.limit, found.verdict)
    assert tried > 20


def _holds(register: Register, question: Question, limit: Limit, verdict: Verdict) -> None:
    lowest = CENT if limit.above is None else limit.above + CENT
    highest = limit.most or Decimal(10**9)
    highest -= CENT if limit.holds_back else 0
    for value in (lowest, (lowest + highest).quantize(CENT) / 2, highest):
        assert _told(register, question, limit, value) == verdict
    if limit.most:
        assert _told(register, question, limit, highest + CENT) != verdict
    if limit.above:
        assert _told(register, question, limit, limit.above) != verdict


def _told(register: Register, question: Question, limit: Limit, value: Decimal) -> str:
    amount = Money(value, limit.currency, limit.vat)
    answer = decide(register, replace(question, amount=amount), look_ahead=False)
    if answer.reason is Reason.CO_HOLDER_REQUIRED:
        return Verdict.TOGETHER
    return {Outcome.AUTHORISED: Verdict.YES, Outcome.CONDITIONAL: Verdict.CONDITIONAL}.get(answer.outcome, Verdict.NO)


def test_a_type_covers_what_is_below_it_and_what_it_is_made_of() -> None:
    types = [
        facts.DecisionType(code="all", title_nl="Alles"),
        facts.DecisionType(code="conclude", title_nl="Sluiten", parent="all", components=("decide", "sign")),
        facts.DecisionType(code="decide", title_nl="Besluiten", parent="all", nature=facts.Nature.DECISION),
        facts.DecisionType(code="decide.small", title_nl="Klein", parent="decide", nature=facts.Nature.DECISION),
        facts.DecisionType(code="sign", title_nl="Tekenen", parent="all", nature=facts.Nature.SIGNING),
    ]
    directory = Directory(TOWN, {"decision_types": types})
    covered = {
        chosen: {fact.code for fact in types if covers(directory, (chosen,), fact.code, DAY)}
        for chosen in ("conclude", "decide", "sign")
    }
    assert covered["conclude"] == {"conclude", "decide", "decide.small", "sign"}
    assert covered["decide"] == {"decide", "decide.small"}
    assert covered["sign"] == {"sign"}
    assert not covers(directory, ("gone",), "gone", DAY)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    codes = {make() for _ in range(100)}
    assert len(codes) == 100
    for code in codes:
        typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")
        assert (Presented.of(typed), written(typed)) == (Presented.of(code), code)
        assert code[5:] not in f"{Presented.of(code)} {Presented.of(code)!r}"


@pytest.mark.parametrize(
    ("name", "form", "shown"),
    [
        ("Imke Ravenstein", NameForm.FULL, "Imke Ravenstein"),
        ("Imke Ravenstein", NameForm.SHORT, "I. Ravenstein"),
        ("Lee de  Boer", NameForm.SHORT, "L. de Boer"),
        ("Kim", NameForm.SHORT, "Kim"),
        ("Kim", NameForm.NONE, None),
    ],
)
def test_a_name_is_shown_as_the_register_has_it_or_shorter(name: str, form: NameForm, shown: str | None) -> None:
    assert shown_name(name, form) == shown
