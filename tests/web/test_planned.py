"""The table of a plan leaves nothing out: each field of each fact has a label, and is shown where it differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules import facts, values
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Disclosure, Fact, Kind, Nature, Trigger, Vat
from mandate_registry.rules.fields import FACTS, fields_of
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period
from mandate_registry.services.approval.shown_plan import PlanPage
from mandate_registry.services.changesets.plan_view import ChangeView, Summary
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange
from mandate_registry.services.pagination import Page
from mandate_registry.web.mandate_texts import levels
from mandate_registry.web.proposals import plan_rows
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import REASONS
from tests.support.demo import WIERDENLAND

NOON, MIDNIGHT = datetime(2026, 11, 30, 11, tzinfo=UTC), datetime(2026, 12, 10, 23, tzinfo=UTC)
STOPPED = Period(NOON, None)

BEGUN: dict[str, Fact] = {
    "organisations": facts.Organisation(oin="1", name="A"),
    "bodies": facts.Body(code="a", name="A"),
    "units": facts.Unit(code="a", name="A"),
    "positions": facts.Position(code="a", title="A"),
    "decision_types": facts.DecisionType(code="a", title_nl="A"),
    "employees": facts.Employee(number="1", name="A"),
    "appointments": facts.Appointment(employee="1", position="a"),
    "absences": facts.Absence(employee="1"),
    "deputyships": facts.Deputyship(number="1", principal=Seat(position="a"), deputy=Seat(position="c")),
    "instruments": facts.Instrument(reference="1", title="A"),
    "agreements": facts.Agreement(number="1", partner="1", decision_types=("a",)),
    "mandates": facts.Mandate(
        number="1", kinds=(Kind.MANDATE,), on_behalf_of="a", seats=(Seat(position="a"),), decision_types=("a",)
    ),
}
OTHERWISE: dict[Any, Any] = {
    Nature: Nature.SIGNING,
    Kind: Kind.SIGNING,
    Vat: Vat.INCL,
    Trigger: Trigger.ALWAYS,
    Disclosure: Disclosure.PUBLIC,
    Period: STOPPED,
    values.PRINCIPAL: Seat(employee="2"),
    values.SEATS: (Seat(employee="2"),),
    values.RESERVATION: Reservation("b", None),
    **dict.fromkeys((values.RANK, values.LEVELS), 7),
    values.AMOUNT: Decimal(5),
    values.DAY: date(2026, 1, 2),
    values.MOMENT: NOON,
    values.CURRENCY: "USD",
}
"""What a field says otherwise, by its kind of value; a truth is turned around, and any other text is another."""


@pytest.fixture(autouse=True)
def _in_dutch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known: dict[str, dict[str, Any]] = {}
    monkeypatch.setattr(RegisterNames, "facts", lambda _self, table: known.setdefault(table, {}))
    with Flask(__name__).test_request_context("/?lang=nl"):
        yield


def otherwise(fact: Fact, name: str) -> Any:
    if name == "valid":
        return Period(NOON, MIDNIGHT)
    (one,) = (one for one in fields_of(type(fact)) if one.name == name)
    value = OTHERWISE.get(one.kind, not getattr(fact, name) if one.kind is bool else "b")
    return (value,) if one.many else value


def shown(table: str, kind: ChangeKind, before: Any, after: Any) -> dict[str, tuple[str, str]]:
    """Return by label what the table shows of a change, before and after."""
    change = PlannedChange(kind=kind, table=table, entry=UUID(int=1), key="1", fact=after or before)
    seen = ChangeView(WIERDENLAND, "Europe/Amsterdam", change, kind, before, after, ())
    (row,) = plan_rows.plan_context(PlanPage(WIERDENLAND, Page([seen], None), Summary({}, {})))["rows"]
    said = {str(one.label): (one.before, one.after) for one in row["changes"]}
    return {label: (a.replace("\xa0", " "), b.replace("\xa0", " ")) for label, (a, b) in said.items()}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (table, one.name)
        for table, fact in FACTS.items()
        for one in fields(fact)
        if (table, one.name) != ("mandates", "number")  # which is how the row is called
    ],
)
def test_every_field_of_every_fact_is_shown_when_it_differs(table: str, name: str) -> None:
    before = BEGUN[table]
    after = replace(before, **{name: otherwise(before, name)})
    said = shown(table, ChangeKind.CHANGED, before, after)
    assert said, name
    assert all(label and was != now for label, (was, now) in said.items()), said


def test_a_resumption_says_until_when_the_person_was_and_will_be_stopped() -> None:
    stopped = replace(facts.Employee(number="1", name="A"), suspensions=(STOPPED,))
    until_midnight = replace(stopped, suspensions=(Period(NOON, MIDNIGHT),))
    resumed = replace(stopped, suspensions=(Period(NOON, NOON.replace(hour=14)),))
    now = "vanaf 30 november 2026 om 12:00, tot nader order"
    then = "van 30 november 2026 om 12:00 tot 30 november 2026 om 15:00"
    assert shown("employees", ChangeKind.CHANGED, stopped, resumed) == {"Gestopt": (now, then)}
    days = "vanaf 30 november 2026 om 12:00 tot en met 10 december 2026"
    assert shown("employees", ChangeKind.CHANGED, stopped, until_midnight) == {"Gestopt": (now, days)}


def test_an_expected_answer_is_told_in_words() -> None:
    before = Expectation(
        id="reverse-circle",
        employees=("W-1",),
        decision_type="grant",
        at=NOON,
        outcome=Outcome.AUTHORISED,
    )
    after = replace(before, outcome=Outcome.NOT_AUTHORISED, reason=Reason.OUT_OF_SCOPE, vat=Vat.NONE)
    assert shown(EXPECTED, ChangeKind.CHANGED, before, after) == {
        "Het antwoord": ("mag beslissen", "mag niet beslissen"),
        "De reden": ("", str(REASONS["out_of_scope"])),
        "Btw": ("exclusief btw", "er is geen btw"),
    }


def test_how_deep_a_mandate_may_be_passed_on_is_told_in_words() -> None:
    assert [levels(count) for count in (0, 1, 4)] == ["Nee", "Ja, één laag naar onder", "Ja, 4 lagen naar onder"]


def test_what_goes_away_says_for_when_it_was() -> None:
    gone = facts.Appointment(employee="1", position="a", valid=Period(NOON, MIDNIGHT))
    said = shown("appointments", ChangeKind.WITHDRAWN, gone, None)
    assert said == {"Vanaf": ("", "30 november 2026"), "Tot en met": ("", "10 december 2026")}


def test_what_ends_says_from_when_it_was() -> None:
    before = facts.Appointment(employee="1", position="a", valid=Period(NOON, None))
    said = shown("appointments", ChangeKind.ENDED, before, replace(before, valid=Period(NOON, MIDNIGHT)))
    assert said == {"Vanaf": ("", "30 november 2026"), "Tot en met": ("", "10 december 2026")}


def test_a_new_mandate_is_not_said_to_be_approved() -> None:
    assert "Goedgekeurd" not in shown("mandates", ChangeKind.ADDED, None, BEGUN["mandates"])
