"""Whom the agreements with a partner are about."""

from __future__ import annotations

from datetime import UTC, datetime

from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, Agreement, Appointment, Employee, Position, Unit
from mandate_registry.rules.questions import Person

HERE, THERE = "00000009000000000001", "00000009000000000002"
DAY = datetime(2026, 3, 2, tzinfo=UTC)
DIRECTORY = Directory(
    HERE,
    {
        "units": [Unit(code="town", name="Stad"), Unit(code="streets", name="Straten", parent="town")],
        "positions": [Position(code="clerk", title="Medewerker", unit="streets")],
        "employees": [Employee(number="clara", name="Clara Klerk"), Employee(number="nel", name="Nel Niemand")],
        "appointments": [Appointment(employee="clara", position="clerk")],
    },
)


def reached(*units: str) -> set[Person]:
    """Return those of three people whom an agreement about these units is about."""
    people = {Person(HERE, "clara"), Person(HERE, "nel"), Person(THERE, "clara")}
    agreement = Agreement(number="A-1", partner=THERE, decision_types=(EVERY_TYPE,), units=units)
    agreed = AgreementSet.between(DIRECTORY, [agreement], THERE, DAY)
    return {person for person in people if agreed.reaches(person, DAY)}


def test_an_agreement_about_units_is_about_those_of_this_organisation_who_belong_there() -> None:
    assert reached("streets") == reached("town") == {Person(HERE, "clara")}
    assert reached("care") == set()


def test_an_agreement_about_no_unit_is_about_everybody() -> None:
    assert reached() == {Person(HERE, "clara"), Person(HERE, "nel"), Person(THERE, "clara")}
