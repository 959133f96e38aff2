"""Who gains only in decisions about people who are new is told apart; who is new himself is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.power_differences import ANY, Among, PowerDifference, PowerState, Scope, Way
from mandate_registry.rules.questions import Person
from mandate_registry.services.impact.new_entries import NewPeople
from tests.rules.register_tables import World

BEFORE = World("1", {"employees": (facts.Employee(number="old", name="Kim Bos"),)})
NEW = facts.Employee(number="new", name="Lee Kok")
YES = PowerState(Outcome.AUTHORISED, ways=(Way(("college",)),))
GAIN = PowerDifference(Person("1", "old"), "leave", Scope(abouts=Among(("new",))), PowerState(), YES)


@pytest.mark.parametrize(
    ("difference", "is_noise"),
    [
        (GAIN, True),
        (replace(GAIN, person=Person("1", "new")), False),
        (replace(GAIN, before=YES, after=PowerState()), False),
        *(
            (replace(GAIN, scope=Scope(abouts=one)), False)
            for one in (ANY, Among(("old", "new")), Among(("new",), excluded=True))
        ),
        (replace(GAIN, scope=Scope(abouts=Among(("new",), or_none=True))), False),
    ],
)
def test_only_what_is_about_new_people_alone(difference: PowerDifference, *, is_noise: bool) -> None:
    changed = replace(BEFORE.tables["employees"][0], name="Kim de Bos")
    come = {"employees": [changed, NEW]}
    after = BEFORE.having("employees", *come["employees"])
    compared = Comparison(BEFORE.register(), after.register(), {"employees": [*BEFORE.tables["employees"]]}, come)
    assert NewPeople(compared).are_all_about(difference) is is_noise
