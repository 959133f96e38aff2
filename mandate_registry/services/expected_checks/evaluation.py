"""Answers and the expectations that an organisation has of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Answer
from mandate_registry.rules.check_requests import request_in_words
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.search import narrowed
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.register_writer import RegisterWriter


@dataclass(frozen=True, slots=True)
class EvaluatedAnswer:
    """An outcome with its reason and mandate; `mandate` None where it is not stated or there is none."""

    outcome: str
    reason: str | None = None
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An expectation that is met before a change and not after it (`breaks`), or the other way round."""

    expectation: Expectation
    before: EvaluatedAnswer
    after: EvaluatedAnswer
    breaks: bool


class Evaluator:
    """Answers questions about an organisation within one snapshot; `versions` is as in `loader.Loader`."""

    def __init__(
        self, connection: Connection, organisation: str, moment: datetime, versions: Mapping[str, int] | None = None
    ) -> None:
        self._connection = connection
        self._organisation = organisation
        self._moment = moment
        self._versions = versions
        self._registers: dict[datetime, tuple[set[Named], Register | None]] = {}

    def look_at(self, expected: Iterable[Expectation]) -> None:
        """Load at once what the questions of all these expectations need; InvalidInput without a register here."""
        wanted: dict[datetime, set[Named]] = {}
        for question in map(self._question, expected):
            wanted.setdefault(question.known_at, set()).update(question.everybody)
        for known_at, people in wanted.items():
            self._load(known_at, people)

    def answer(self, question: Question) -> Answer:
        """Answer a question; InvalidInput when the organisation has no register here."""
        register = self._register(question.known_at, {*question.everybody})
        return decide(narrowed(register, question.everybody), question, look_ahead=False)

    def _register(self, known_at: datetime, people: set[Named]) -> Register:
        loaded, register = self._registers.get(known_at, (set(), None))
        return register if register and people <= loaded else self._load(known_at, people | loaded)

    def _load(self, known_at: datetime, people: set[Named]) -> Register:
        loader = Loader(self._connection, known_at, versions=self._versions)
        register = loader.for_people(self._organisation, tuple(people))
        self._registers[known_at] = (people, register)
        return register

    def _question(self, expectation: Expectation) -> Question:
        return as_question(self._organisation, expectation, self._moment)

    def verdicts(self, expectation: Expectation) -> list[EvaluatedAnswer]:
        """Return the answer to the question of an expectation, once for each mandate that it names."""
        return _verdicts(self.answer(self._question(expectation)))


def before_and_after(register: RegisterWriter) -> tuple[Evaluator, Evaluator]:
    """Return who answers as the register says now, and who answers as it will when what is under way is recorded."""
    before, after = (
        Evaluator(register.connection, register.oin, register.moment, {register.oin: version})
        for version in (register.version, register.reached)
    )
    return before, after


def changed_answers(expected: Sequence[Expectation], before: Evaluator, after: Evaluator) -> Iterator[ChangedAnswer]:
    """Yield the expectations that turn between what two judges answer."""
    for judge in (before, after):
        judge.look_at(expected)
    for expectation in expected:
        then, now = before.verdicts(expectation), after.verdicts(expectation)
        met, is_met = (agree(expected_of(expectation), verdicts) for verdicts in (then, now))
        if met != is_met:
            yield ChangedAnswer(expectation, then[0], now[0], breaks=met)


def _verdicts(answer: Answer) -> list[EvaluatedAnswer]:
    reason = answer.reason.value if answer.reason else None
    mandates = [answer.mandate, *(leg.mandate for leg in answer.legs)]
    return [EvaluatedAnswer(answer.outcome.value, reason, mandate.number if mandate else None) for mandate in mandates]


def agree(expected: EvaluatedAnswer, answered: Iterable[EvaluatedAnswer]) -> bool:
    """Return whether an answer is as expected; of a composite, any leg's mandate may be the one that is expected."""
    return any(
        (expected.outcome, expected.reason) == (found.outcome, found.reason)
        and expected.mandate in (None, found.mandate)
        for found in answered
    )


def expected_of(expectation: Expectation) -> EvaluatedAnswer:
    """Return what an expectation expects."""
    return EvaluatedAnswer(expectation.outcome, expectation.reason, expectation.mandate)


def as_question(organisation: str, expectation: Expectation, moment: datetime) -> Question:
    """Make the question of an expectation; knowledge that it does not date is that of this moment."""
    asked = {name: getattr(expectation, name) for name in _ASKED}
    request = request_in_words(organisation, **asked, amount=_money(expectation))
    return request.question(moment, lambda ref: ref.named)


_ASKED = (
    *("employees", "decision_type", "at", "known_at", "case", "counterparty", "unit", "about"),
    *("confirmed_conditions", "primary_decision_by"),
)
"""What an expectation asks, but for the amount."""


def details_of(question: Question) -> dict[str, str]:
    """Return what a question says beside who may decide what and how much; nothing of what it leaves open."""
    said = {
        "unit": question.unit,
        "about": _written(question.about),
        "counterparty": _written(question.counterparty),
        "case": question.case,
        "at": question.at.isoformat(),
        "vat": question.amount and question.amount.vat.value,
        "earlier": ", ".join(map(_written, question.primary_decision_by)),
    }
    return {name: text for name, text in said.items() if text}


def _written(party: str | Named | None) -> str:
    if isinstance(party, Named):
        return party.name or party.number or ""
    return party or ""


def _money(expectation: Expectation) -> Money | None:
    if expectation.amount is None:  # zero is an amount
        return None
    return Money(expectation.amount, expectation.currency, expectation.vat)
