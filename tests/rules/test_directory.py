"""What the directory gives of its decision types."""

from __future__ import annotations

from datetime import UTC, datetime

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType

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
