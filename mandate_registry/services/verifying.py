"""Asking the questions of a `checks.yaml`, and comparing the answers with those its owner expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandate_registry.errors import InvalidInput
from mandate_registry.rules.notation import OIN
from mandate_registry.rules.questions import Money
from mandate_registry.services.checking import CheckRequest, EmployeeRef, check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mandate_registry.register_folder.expectations import Expectation
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.disclosure import Told
    from mandate_registry.services.installation import Installation


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason and mandate; `mandate` None where it is not stated or there is none."""

    outcome: str
    reason: str | None = None
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """An expected answer that the register does not give."""

    id: str
    why: str
    expected: Verdict
    answered: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """How many expected answers there are, and those that the register does not give."""

    total: int
    differences: list[Difference]

    @property
    def agreed(self) -> int:
        """How many answers are as expected."""
        return self.total - len(self.differences)


def verify(
    caller: Caller,
    installation: Installation,
    organisation: str,
    expectations: Sequence[Expectation],
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Ask every expected question about an organisation; `progress` is told how many have been asked."""
    differences = []
    for count, expectation in enumerate(expectations, start=1):
        expected = Verdict(expectation.outcome, expectation.reason, expectation.mandate)
        answered = _ask(caller, installation, organisation, expectation)
        if not any(_agrees(expected, verdict) for verdict in answered):
            differences.append(Difference(expectation.id, expectation.why, expected, answered[0]))
        if progress:
            progress(count)
    return Report(len(expectations), differences)


def _agrees(expected: Verdict, answered: Verdict) -> bool:
    same = (expected.outcome, expected.reason) == (answered.outcome, answered.reason)
    return same and expected.mandate in (None, answered.mandate)


def _ask(caller: Caller, installation: Installation, organisation: str, expectation: Expectation) -> list[Verdict]:
    """Give the answer, once for each leg: any leg's mandate may be the one that is expected."""
    try:
        told = check(caller, installation, as_request(organisation, expectation))
    except InvalidInput as error:
        return [Verdict("not_a_question", str(error))]
    reason = told.reasons[0]["code"] if told.reasons else None
    return [Verdict(told.outcome, reason, number) for number in _numbers(told)]


def _numbers(told: Told) -> list[str | None]:
    mandates = [told.mandate, *(leg["mandate"] for leg in told.legs)]
    return [mandate["number"] if isinstance(mandate, dict) else None for mandate in mandates]


def as_request(organisation: str, expectation: Expectation) -> CheckRequest:
    """Make the question of an expectation."""
    confirmed = expectation.confirmed_conditions
    return CheckRequest(
        organisation=organisation,
        employees=tuple(as_ref(text) for text in expectation.employees),
        decision_type=expectation.decision_type,
        amount=_money(expectation),
        case=expectation.case,
        counterparty=expectation.counterparty,
        unit=expectation.unit,
        about=as_ref(expectation.about) if expectation.about else None,
        confirmed_conditions=None if confirmed == "all" else frozenset(confirmed),
        primary_decision_by=tuple(as_ref(text) for text in expectation.primary_decision_by),
        at=expectation.at,
        known_at=expectation.known_at,
    )


def _money(expectation: Expectation) -> Money | None:
    if expectation.amount is None:  # zero is an amount
        return None
    return Money(expectation.amount, expectation.currency, expectation.vat)


def as_ref(text: str) -> EmployeeRef:
    """Read how a person names an employee: by number or full name, after OIN and slash when of another organisation."""
    organisation, slash, local = text.partition("/")
    if slash and OIN.fullmatch(organisation):
        return EmployeeRef(number=local, name=local, organisation=organisation)
    return EmployeeRef(number=text, name=text)
