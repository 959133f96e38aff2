"""What a mandate covers by itself: above all of one for everything except what it holds back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mandate_registry.rules.decision import gates
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Mandate
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Question

GATES = (gates.decision_type, gates.reservation, gates.kind)
"""What a check asks of a mandate about a decision type alone: neither who acts, nor when, nor how much."""


def covered(directory: Directory, mandate: Mandate, at: datetime) -> Iterator[DecisionType]:
    """Yield the decision types that a mandate covers at a moment, by code, its parents left out of account.

    A type that is held back from a threshold is covered below it. Headings and composites cannot be covered themselves.
    """
    return covered_of(directory.decision_types(at), directory, mandate, at)


def covered_of(
    types: Iterable[DecisionType], directory: Directory, mandate: Mandate, at: datetime
) -> Iterator[DecisionType]:
    """Yield those of some decision types that a mandate covers, as `covered`."""
    question = Question(organisation=directory.oin, employees=(), decision_type="", at=at, known_at=at)
    case = Case(Register(directory, Mandates((mandate,)), {}), question, ())
    for fact in types:
        if fact.nature and fact.mandatable:
            trial = Trial(Leg(case, fact), mandate)
            if not any(gate(trial) for gate in GATES):
                yield fact
