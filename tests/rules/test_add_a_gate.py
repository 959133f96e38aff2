"""The gate of `docs/how-to/add-a-gate.md` works as it is written there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest

from mandate_registry.config import ROOT
from mandate_registry.rules.decision import gates
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Absence, DecisionType, Employee, Kind, Mandate
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Named, Person, Question

HOME, ELSEWHERE = "00000009100000000001", "00000009100000000002"
AT = datetime(2026, 6, 15, 10, tzinfo=UTC)


def gate_of_the_page() -> Any:
    page = (ROOT / "docs/how-to/add-a-gate.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = vars(gates) | {"Reason": SimpleNamespace(HOLDER_ABSENT="holder_absent")}
    exec(dedent(code).replace("-> Reason | None", "-> object"), names)  # noqa: S102 - a page of ours
    return names["presence"]


def trial_of(*people: Person) -> Trial:
    staff = [Employee(number=number, name=number) for number in ("W-1", "W-2")]
    directory = Directory(HOME, {"employees": staff, "absences": [Absence(employee="W-2")]})
    named = tuple(Named(one.number, organisation=one.organisation) for one in people)
    question = Question(organisation=HOME, employees=named, decision_type="permit", at=AT, known_at=AT)
    case = Case(Register(directory, Mandates(()), {}), question, people)
    fact = DecisionType(code="permit", title_nl="Vergunning", body="college")
    mandate = Mandate(number="M-1", kinds=(Kind.MANDATE,), on_behalf_of="college", seats=(), decision_types=("permit",))
    return Trial(Leg(case, fact), mandate)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([(HOME, "W-1")], None),
        ([(HOME, "W-2")], "holder_absent"),
        ([(HOME, "W-1"), (HOME, "W-2")], "holder_absent"),
        ([(ELSEWHERE, "D-1")], None),
    ],
)
def test_the_example_tells_who_is_away(people: list[tuple[str, str]], reason: str | None) -> None:
    assert gate_of_the_page()(trial_of(*(Person(*one) for one in people))) == reason
