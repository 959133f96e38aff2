"""What the directory gives of its decision types, and whom it finds by name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Employee
from mandate_registry.rules.lookup import same_name

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_what_two_parts_of_a_composite_share_is_given_once() -> None:
    types = [
        DecisionType(code="project", title_nl="Project", components=("order", "decide")),
        DecisionType(code="order", title_nl="Opdracht", components=("decide", "sign")),
        DecisionType(code="decide", title_nl="Besluiten"),
        DecisionType(code="sign", title_nl="Tekenen"),
    ]
    directory = Directory("0" * 20, {"decision_types": types})
    assert list(directory.parts("project", DAY)) == ["project", "order", "decide", "sign"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoe\u0308 Andre\u0301", "Zo\u00eb Andr\u00e9"),
        ("Brian O\u2019Brien", "Brian O'Brien"),
        ("\u02bct Hart", "'t Hart"),
        ("\uff07t Hart", "\u00b4t Hart"),
        ("d\u2018Arc", "D`ARC"),
        ("Anne\u2011Marie", "Anne-Marie"),
        ("Anne\u2010Marie", "anne\u2013marie"),
        ("Anne\u2212Marie", "Anne\uff0dMarie"),
        ("Jan\u00a0de\u2009Wit", "Jan de Wit"),
        (" Jan\u3000de  Wit\t", "JAN DE WIT"),
        ("Gro\u00df", "GROSS"),
        ("\u00c9l\u00e9onore", "E\u0301LE\u0301ONORE"),
        ("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3"),
    ],
)
def test_one_name_written_in_two_ways_is_the_same(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("el Idrissi", "\u0435l Idrissi"),
        ("Jan", "J\u0430n"),
        ("Jan", "Jan\u200b"),
        ("Jan Wit", "Jan\u200bWit"),
        ("Anne-Marie", "Anne\u00adMarie"),
        ("Anne-Marie", "Anne Marie"),
        ("Anne-Marie", "Annemarie"),
        ("Andr\u00e9", "Andre"),
        ("S. el Idrissi", "Salma el Idrissi"),
        ("O'Brien", "OBrien"),
        ("Jan", "\uff2aan"),
    ],
)
def test_another_name_is_another_however_alike_it_looks(one: str, other: str) -> None:
    assert same_name(one) != same_name(other)


def test_two_who_bear_one_name_written_in_two_ways_are_both_meant() -> None:
    people = [
        Employee(number="e1", name="Anne\u2011Marie O\u2019Neil"),
        Employee(number="e2", name="anne-marie o'neil"),
    ]
    directory = Directory("0" * 20, {"employees": people})
    assert directory.meant(None, "ANNE-MARIE O\u2019NEIL") == {"e1", "e2"}
    assert directory.meant("e2", "ANNE-MARIE O\u2019NEIL") == {"e2"}
