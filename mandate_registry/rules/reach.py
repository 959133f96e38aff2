"""How far somebody's authority reaches where no amount is stated: told of the answers of checks, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from mandate_registry.rules import amounts
from mandate_registry.rules.answers import Answer, Outcome, Reason
from mandate_registry.rules.candidates import deputyships_ever
from mandate_registry.rules.decision import decide
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.questions import Money

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from mandate_registry.rules.case import Register
    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.questions import Question

    Basis = tuple[str, Vat]

CENT = Decimal("0.01")
MOST = Decimal(10) ** 15
"""An amount above all limits: whoever reaches it has none."""


class Verdict(StrEnum):
    """What may be decided at this moment, the worst first."""

    NO = "no"
    TOGETHER = "together"
    CONDITIONAL = "conditional"
    YES = "yes"

    @property
    def rank(self) -> int:
        """The place in the order from the worst (0) to the best."""
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Limit:
    """From which amount to which a verdict holds: above `above` (None: from nothing) and up to `most` (None: no limit).

    `most` itself belongs to it unless the register holds back from it on.
    """

    currency: str
    vat: Vat
    above: Decimal | None = None
    most: Decimal | None = None
    holds_back: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be decided of one type: the verdict, the check's own answer behind it, and the limit, if it has one."""

    verdict: Verdict
    answer: Answer
    limit: Limit | None = None


def reach(register: Register, question: Question) -> Reach:
    """Tell what the people of a question without an amount may decide.

    Where the answer depends on the amount, the amounts at and beside every limit are tried, each as a check of its
    own. Of several verdicts it is the best, and of one verdict the stretch that reaches the highest amount.
    """
    answer = decide(register, question, look_ahead=False)
    if answer.reason is not Reason.AMOUNT_REQUIRED:
        return Reach(_verdict(answer), answer)
    stated = set(_stated(register, question))
    bases = sorted({basis for basis, _ in stated}) or [("EUR", Vat.EXCL)]
    found = [_stretch(register, question, basis, {value for _, value in stated}) for basis in bases]
    return max(found, key=lambda one: _rank(one, stated))


def covers(directory: Directory, chosen: Iterable[str], code: str, at: datetime) -> bool:
    """Tell whether a decision type is one of those chosen, below one of them, or a component of one."""
    within = {part for one in chosen for part in directory.parts(one, at)}
    return not within.isdisjoint(directory.types_above(code, at))


def _verdict(answer: Answer) -> Verdict:
    """Judge an answer: what cannot be judged is a no."""
    if answer.reason is Reason.CO_HOLDER_REQUIRED:
        return Verdict.TOGETHER
    return {Outcome.AUTHORISED: Verdict.YES, Outcome.CONDITIONAL: Verdict.CONDITIONAL}.get(answer.outcome, Verdict.NO)


def _rank(found: Reach, stated: Collection[tuple[Basis, Decimal]]) -> tuple[int, bool, Decimal]:
    """Prefer the better verdict, then a limit as the register states it, on its own basis, then the higher one."""
    limit = found.limit or Limit("", Vat.NONE)
    most = MOST if limit.most is None else limit.most
    return found.verdict.rank, most == MOST or ((limit.currency, limit.vat), most) in stated, most


def _stated(register: Register, question: Question) -> Iterator[tuple[Basis, Decimal]]:
    """Yield the limits and thresholds of every mandate, and the caps of those who may deputise."""
    for mandate in register.mandates.seen_at(question.at):
        thresholds = (held.threshold for held in mandate.reservations)
        for value in (mandate.above_amount, mandate.max_amount, *thresholds):
            if value is not None:
                yield (mandate.currency, mandate.vat), value
    people = {person for named in question.employees for person in register.find(named)}
    for deputyship in (fact for person in people for fact in deputyships_ever(register.directory, person)):
        for bound in amounts.cap(deputyship):
            yield (bound.currency, bound.vat), bound.value


def _stretch(register: Register, question: Question, basis: Basis, bounds: set[Decimal]) -> Reach:
    """Find the best verdict on one basis, and the highest stretch of amounts for which it holds throughout."""
    currency, vat = basis
    points = {point for value in bounds for point in (value - CENT, value, value + CENT)} | {CENT, MOST}
    tried: list[tuple[Decimal, Reach]] = []
    for value in sorted(point for point in points if point > 0):
        answer = decide(register, replace(question, amount=Money(value, currency, vat)), look_ahead=False)
        tried.append((value, Reach(_verdict(answer), answer)))
    best = max((one.verdict for _, one in tried), key=lambda verdict: verdict.rank)
    top = max(place for place, (_, one) in enumerate(tried) if one.verdict is best)
    below = [value for value, one in tried[:top] if one.verdict is not best]
    value, found = tried[top]
    above, holds_back = (below[-1] if below else None), value not in {*bounds, MOST}
    most = None if value == MOST else value + CENT if holds_back else value
    return replace(found, limit=Limit(currency, vat, above, most, holds_back))
