"""Partners that try many amounts or many names: what asking may not find (`docs/explanation/security.md`).

Who is asked about an amount learns where a limit lies, to within as many parts as it gets answers. So a partner gets
answers for only so many different amounts about one employee, whatever else the questions say: one mandate may answer
for any number of decision types. A card is asked about apart from its holder, whom it may withhold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import structlog
from limits import RateLimitItem

from mandate_registry.errors import TooMany
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_records import REFUSED, Attempt, CheckRecord
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.rate_limits import CounterBatch, Key, allowance

ALL = "*"
"""Everybody, in a search for who may."""

_PEAK = "^"
"""The most amounts that anybody was asked about."""
_TOTAL = ("",)
_CARDS_OF = "#"
"""Before a person whom a card names: one count for all his cards, apart from that of his number and name.

One count for both would tell who the holder is: whoever used it up by a code is refused for one number only.
"""

log = structlog.get_logger()


def attempt_of(
    request: CheckRequest, question: Question, register: Register, undisclosed: Collection[Named]
) -> Attempt:
    """Return what a question lets a partner try; an undisclosed subject counts by the text that names it alone."""
    home = question.organisation
    named = list(zip(request.employees, question.employees, strict=True))
    people = (_who(ref, one, register, undisclosed, home) for ref, one in named)
    return Attempt(
        names=frozenset(_text(ref, home) for ref in (*request.employees, *request.mentioned.values())),
        people=frozenset(people) if named else frozenset({ALL}),
        amount=_amount(question.amount),
    )


def _who(ref: EmployeeRef, named: Named, register: Register, undisclosed: Collection[Named], home: str) -> str:
    found = set() if named in undisclosed else register.find(named)
    person = next(iter(found)) if len(found) == 1 else None
    if person is None:
        return _text(ref, home)
    return f"{_CARDS_OF if ref.code else ''}{person.organisation}/{person.number}"


def _text(ref: EmployeeRef, home: str) -> str:
    text = ref.code.digest.hex() if ref.code else same_name(ref.number or ref.name or str(ref.id))
    return f"{ref.organisation or home}?{text}"


def _amount(amount: Money | None) -> str:
    return f"{amount.value.normalize():f} {amount.currency} {amount.vat}" if amount else "none"


def over_budget(session: CheckSession, asked: Sequence[CheckRecord]) -> list[CheckRecord]:
    """Count what a partner tries, and return the question that goes too far, refused: then nothing is counted."""
    tried: dict[str, list[tuple[CheckRecord, Attempt]]] = defaultdict(list)
    for one in asked:
        if one.attempt:
            tried[one.request.organisation].append((one, one.attempt))
    if not tried:
        return []
    books, caller, installation = [], session.caller, session.installation
    with installation.counters.writing() as connection:
        for organisation, policy in product(sorted(tried), _POLICIES):
            limit: RateLimitItem = getattr(installation.settings, policy)
            book = CounterBatch(connection, limit, (policy, caller.organisation or "", organisation))
            if last := _enter(book, policy, limit.amount, tried[organisation]):
                return [
                    replace(last, outcome=REFUSED, result=None, refusal=_refusal(policy, limit, book, caller, last))
                ]
            books.append(book)
        for book in books:
            book.save()
    return []


def _enter(
    book: CounterBatch, policy: str, most: int, tried: Sequence[tuple[CheckRecord, Attempt]]
) -> CheckRecord | None:
    """Enter what is tried into a book, and return the first question for which there is no room."""
    keys, fits = _POLICIES[policy]
    book.load({key for _, attempt in tried for key in keys(attempt)})
    return next((one for one, attempt in tried if not fits(book, attempt, most)), None)


def _refusal(policy: str, limit: RateLimitItem, book: CounterBatch, caller: Caller, asked: CheckRecord) -> TooMany:
    until = rfc3339(datetime.fromtimestamp(book.expires_at, UTC))
    log.warning(
        "a partner was stopped", partner=caller.organisation, organisation=asked.request.organisation, probing=policy
    )
    detail = f"{_DETAILS[policy]}: until {until} only those asked before are answered."
    return TooMany(detail, allowance(policy, limit, 0, book.expires_at))


def _keys_of_names(attempt: Attempt) -> Iterator[Key]:
    yield _TOTAL
    yield from ((name,) for name in attempt.names)


def _fits_names(book: CounterBatch, attempt: Attempt, most: int) -> bool:
    fresh = [name for name in attempt.names if not book[(name,)]]
    for name in fresh:
        book[(name,)] = 1
    book[_TOTAL] += len(fresh)
    return book[_TOTAL] <= most


def _keys_of_amounts(attempt: Attempt) -> Iterator[Key]:
    yield (_PEAK,)
    for who in (ALL, *sorted(attempt.people - {ALL})):
        yield from ((who,), (who, attempt.amount))


def _fits_amounts(book: CounterBatch, attempt: Attempt, most: int) -> bool:
    return all(_fits_amount(book, who, attempt.amount, most) for who in sorted(attempt.people))


def _fits_amount(book: CounterBatch, who: str, amount: str, most: int) -> bool:
    """Enter an amount about an employee, unless it was answered before; tell whether there was room.

    What a search for everybody answered counts for each; for such a search counts the most asked about anybody.
    """
    if book[(who, amount)] or book[(ALL, amount)]:
        return True
    if book[(who,)] + book[(_PEAK if who == ALL else ALL,)] >= most:
        return False
    book[(who, amount)] = 1
    book[(who,)] += 1
    if who != ALL:
        book[(_PEAK,)] = max(book[(_PEAK,)], book[(who,)])
    return True


_POLICIES: dict[str, tuple[Callable[[Attempt], Iterator[Key]], Callable[[CounterBatch, Attempt, int], bool]]] = {
    "names": (_keys_of_names, _fits_names),
    "amounts": (_keys_of_amounts, _fits_amounts),
}
_DETAILS = {
    "names": "More employees are named than one organisation may ask about",
    "amounts": "More amounts are asked about one employee than one organisation may, of whatever decision types",
}
