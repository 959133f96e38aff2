"""Asking the questions of a `checks.yaml`, and comparing the answers with those its owner expects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from mandate_registry.errors import InvalidInput
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.entry_changes import time_zone
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer, Evaluator, agree, expected_of
from mandate_registry.services.expected_checks.expectations import expectations_of
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.register_writer import find_register


@dataclass(frozen=True, slots=True)
class UnexpectedAnswer:
    """An expected answer that the register does not give."""

    id: str
    why: str
    expected: EvaluatedAnswer
    answered: EvaluatedAnswer


@dataclass(frozen=True, slots=True)
class Report:
    """How many expected answers there are, and those that the register does not give."""

    total: int
    differences: list[UnexpectedAnswer]

    @property
    def agreed(self) -> int:
        """How many answers are as expected."""
        return self.total - len(self.differences)


def verify(
    caller: Caller,
    installation: Installation,
    organisation: str,
    expectations: Sequence[Expectation] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Ask every expected question about an organisation, those that its register keeps when none are given.

    `progress` is told how many have been asked. InvalidInput when the organisation has no register here.
    """
    caller.must(Right.READ, organisation)
    differences = []
    with installation.reading() as connection:
        if expectations is None:
            time_zone(connection, organisation)
            expectations = expectations_of(connection, find_register(connection, organisation) or 0)
        judge = Evaluator(connection, organisation, Loader(connection, None).moment(organisation))
        with suppress(InvalidInput):  # what is no question is told below, of that one
            judge.look_at(expectations)
        for count, expectation in enumerate(expectations, start=1):
            expected, answered = expected_of(expectation), _ask(judge, expectation)
            if not agree(expected, answered):
                differences.append(UnexpectedAnswer(expectation.id, expectation.why, expected, answered[0]))
            if progress:
                progress(count)
    return Report(len(expectations), differences)


def _ask(judge: Evaluator, expectation: Expectation) -> list[EvaluatedAnswer]:
    try:
        return judge.verdicts(expectation)
    except InvalidInput as error:
        return [EvaluatedAnswer("not_a_question", str(error))]
