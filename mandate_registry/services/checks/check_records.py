"""A question that was asked, with what came of it: what is kept, counted and told is made of this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mandate_registry.errors import Forbidden, TooMany
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.questions import Person
from mandate_registry.services.checks.check_result import CheckResult

PROBING = "probing_"
"""How the reason of a refusal for enumeration begins."""
REFUSED = "refused"
LISTED = "listed"
"""The outcomes of a question that was not answered, and of a search that was; a check has that of its answer."""


class CheckKind(StrEnum):
    """What was asked for: an answer about somebody, or all to whom or to which an answer would apply."""

    CHECK = "check"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one question lets a partner try: an amount, about each of these people.

    `names` is how it names people; `people` are those who are meant, however they are named.
    """

    names: frozenset[str]
    people: frozenset[str]
    amount: str


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A question, with what came of it. `subjects` are the employees it was about, None for one whom nobody knows.

    `attempt` is what a partner tries with it; `receipted` tells whether the answer is to be signed.
    """

    request: CheckRequest
    outcome: str
    subjects: Sequence[Person | None] = ()
    result: CheckResult | None = None
    kind: CheckKind = CheckKind.CHECK
    refusal: Forbidden | TooMany | None = None
    attempt: Attempt | None = None
    receipted: bool = False

    @property
    def reason(self) -> str | None:
        """Why it was refused: by the code of what may not be asked, or by what is tried too often."""
        if isinstance(self.refusal, TooMany):
            return PROBING + self.refusal.allowance.policy
        return next((error.code for error in self.refusal.errors), None) if self.refusal else None

    @classmethod
    def refused(
        cls,
        request: CheckRequest,
        subjects: Sequence[Person | None],
        refusal: Forbidden,
        kind: CheckKind = CheckKind.CHECK,
    ) -> CheckRecord:
        """Make what is kept of a question that the caller may not ask."""
        return cls(request, REFUSED, subjects, kind=kind, refusal=refusal)


def worst_of(answers: Sequence[CheckRecord], at: datetime | None) -> CheckRecord:
    """Return the worst of the answers to one question, as one about the moment that it states, if it states one."""
    worst = min(answers, key=lambda one: Outcome(one.outcome).rank)
    if at is None or worst.result is None:
        return worst
    return replace(worst, result=replace(worst.result, at=at))


def refusal_of(refusals: Iterable[Forbidden | TooMany]) -> Forbidden | TooMany:
    """Return one refusal for several: nobody tries too much who may not ask."""
    first, *others = refusals
    if isinstance(first, TooMany):
        return first
    errors = (error for refusal in (first, *others) if isinstance(refusal, Forbidden) for error in refusal.errors)
    return Forbidden(str(first), *dict.fromkeys(errors))
