"""The check for a whole table: what those who sit there may decide now, alone or together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef, TableRequest
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.answer_check import check_all
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.installation import Installation


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What the people of one organisation may decide of one type: each alone, and (if several) all together."""

    organisation: str
    decision_type: str
    alone: list[CheckResult]
    together: CheckResult | None


def check_table(caller: Caller, installation: Installation, request: TableRequest) -> list[TableAnswer]:
    """Answer for every organisation at the table and every decision type; each person is asked for his own.

    The counterparty, where it is not stated, is the other organisation when two sit there. InvalidInput when the table
    is larger than one call may be.
    """
    parties: dict[str, list[EmployeeRef]] = {}
    for ref in request.employees:
        parties.setdefault(ref.organisation or "", []).append(replace(ref, organisation=None))
    places = [(party, decision_type) for party in parties for decision_type in request.decision_types]
    questions = [question for place in places for question in _questions(request, parties, *place)]
    try:
        answers = iter(check_all(caller, installation, questions, path=""))
    except InvalidInput as error:
        raise InvalidInput(*dict.fromkeys(map(_at_the_table, error.errors))) from error
    except Forbidden as error:
        raise Forbidden(str(error), *map(_at_the_table, error.errors)) from error
    return [_place(party, decision_type, len(parties[party]), answers) for party, decision_type in places]


def _at_the_table(found: FieldError) -> FieldError:
    """Name the field of the table: its organisations are those of its employees, whose places are not those there."""
    head = found.field.partition(".")[0]
    return replace(found, field="employees" if head == "employees" else _FIELDS.get(found.field, found.field))


_FIELDS = {"checks": "employees", "organisation": "employees", "decisionType": "decisionTypes"}


def _questions(
    request: TableRequest, parties: dict[str, list[EmployeeRef]], party: str, decision_type: str
) -> Iterator[CheckRequest]:
    """Yield the question for each person alone, then for all together where there are several."""
    others = [other for other in parties if other != party]
    counterparty = request.question.counterparty or (others[0] if len(others) == 1 else None)
    shared = replace(request.question, organisation=party, decision_type=decision_type, counterparty=counterparty)
    people = parties[party]
    yield from (replace(shared, employees=(ref,)) for ref in people)
    if len(people) > 1:
        yield replace(shared, employees=tuple(people))


def _place(party: str, decision_type: str, count: int, answers: Iterator[CheckResult]) -> TableAnswer:
    alone = [next(answers) for _ in range(count)]
    return TableAnswer(party, decision_type, alone, next(answers) if count > 1 else None)
