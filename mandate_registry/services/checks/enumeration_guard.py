"""Partners that try many amounts or many names: what asking may not find (`docs/explanation/security.md`).

Who is asked about an amount learns where a limit lies, to within as many parts as it gets answers. So a partner gets
answers for only so many different amounts about one employee, whatever else the questions say: one mandate may answer
for any number of decision types. A card is asked about apart from its holder, whom it may withhold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import structlog

from mandate_registry.errors import TooMany
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_records import REFUSED, Attempt, CheckRecord
from mandate_registry.services.counter_batches import CounterBatch, Key, load, save
from mandate_registry.services.installation import Installation
from mandate_registry.services.rate_limits import allowance

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

Tried = dict[Key, list[tuple[CheckRecord, Attempt]]]


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


def over_budget(
    installation: Installation, calls: Sequence[tuple[Caller, Sequence[CheckRecord]]]
) -> list[list[CheckRecord]]:
    """Count what partners try, and return for each call the question that goes too far, refused, if one does.

    Of a call that goes too far, nothing is counted.
    """
    tried = [_tried(caller, asked) for caller, asked in calls]
    keys = _keys_of(tried)
    if not keys:
        return [[] for _ in calls]
    with installation.counters.writing() as connection:
        batches = {}
        for counted in sorted(keys):  # in one order everywhere: nobody waits for who waits for him
            batches[counted] = CounterBatch(connection, getattr(installation.settings, counted[0]), counted)
        load(connection, {batches[counted]: of_batch for counted, of_batch in keys.items()})
        refused = [_enter(batches, one) for one in tried]
        save(connection, batches.values())
    return refused


def _tried(caller: Caller, asked: Sequence[CheckRecord]) -> Tried:
    """Return what a call tries, by the counters in which it is counted: policy, partner and organisation asked."""
    found: Tried = defaultdict(list)
    for one, policy in product(asked, _POLICIES):
        if one.attempt:
            found[policy, caller.organisation or "", one.request.organisation].append((one, one.attempt))
    return found


def _keys_of(tried: Iterable[Tried]) -> dict[Key, set[Key]]:
    """Return the keys of all that is tried, by the counters in which they stand."""
    found: dict[Key, set[Key]] = defaultdict(set)
    for of_call in tried:
        for counted, attempts in of_call.items():
            keys, _ = _POLICIES[counted[0]]
            found[counted] |= {key for _, attempt in attempts for key in keys(attempt)}
    return found


def _enter(batches: Mapping[Key, CounterBatch], tried: Tried) -> list[CheckRecord]:
    """Enter what a call tries, and return the first question for which there is no room, refused; then undo it."""
    entered = []
    for counted in sorted(tried):
        batch = batches[counted]
        batch.begin()
        entered.append(batch)
        _, fits = _POLICIES[counted[0]]
        most = batch.limit.amount
        if last := next((one for one, attempt in tried[counted] if not fits(batch, attempt, most)), None):
            for one in entered:
                one.undo()
            return [replace(last, outcome=REFUSED, result=None, refusal=_refusal(counted, batch))]
    return []


def _refusal(counted: Key, batch: CounterBatch) -> TooMany:
    policy, partner, organisation = counted
    until = rfc3339(datetime.fromtimestamp(batch.expires_at, UTC))
    log.warning("a partner was stopped", partner=partner or None, organisation=organisation, probing=policy)
    detail = f"{_DETAILS[policy]}: until {until} only those asked before are answered."
    return TooMany(detail, allowance(policy, batch.limit, 0, batch.expires_at))


def _keys_of_names(attempt: Attempt) -> Iterator[Key]:
    yield _TOTAL
    yield from ((name,) for name in attempt.names)


def _fits_names(batch: CounterBatch, attempt: Attempt, most: int) -> bool:
    fresh = [name for name in attempt.names if not batch[(name,)]]
    for name in fresh:
        batch[(name,)] = 1
    batch[_TOTAL] += len(fresh)
    return batch[_TOTAL] <= most


def _keys_of_amounts(attempt: Attempt) -> Iterator[Key]:
    yield (_PEAK,)
    for who in (ALL, *sorted(attempt.people - {ALL})):
        yield from ((who,), (who, attempt.amount))


def _fits_amounts(batch: CounterBatch, attempt: Attempt, most: int) -> bool:
    return all(_fits_amount(batch, who, attempt.amount, most) for who in sorted(attempt.people))


def _fits_amount(batch: CounterBatch, who: str, amount: str, most: int) -> bool:
    """Enter an amount about an employee, unless it was answered before; tell whether there was room.

    What a search for everybody answered counts for each; for such a search counts the most asked about anybody.
    """
    if batch[(who, amount)] or batch[(ALL, amount)]:
        return True
    if batch[(who,)] + batch[(_PEAK if who == ALL else ALL,)] >= most:
        return False
    batch[(who, amount)] = 1
    batch[(who,)] += 1
    if who != ALL:
        batch[(_PEAK,)] = max(batch[(_PEAK,)], batch[(who,)])
    return True


_POLICIES: dict[str, tuple[Callable[[Attempt], Iterator[Key]], Callable[[CounterBatch, Attempt, int], bool]]] = {
    "names": (_keys_of_names, _fits_names),
    "amounts": (_keys_of_amounts, _fits_amounts),
}
_DETAILS = {
    "names": "More employees are named than one organisation may ask about",
    "amounts": "More amounts are asked about one employee than one organisation may, of whatever decision types",
}
