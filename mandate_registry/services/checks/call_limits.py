"""How much one call may ask, and one organisation may have kept, so that others are answered meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from mandate_registry.errors import FieldError, InvalidInput, Unavailable
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.installation import Installation
from mandate_registry.services.rate_limits import consume

MAX_PEOPLE = 1000
"""How many people one call may ask about, each counted in each question: that is what an answer costs."""
LARGE_CALL = 50
"""Above how many of them a call is large: one at a time is answered by one process."""
BREATH = 0.001
KILOBYTE = 1000


def cost_of(requests: Sequence[CheckRequest]) -> int:
    """Return what questions cost: one for each person in each question."""
    return sum(max(1, len(request.employees)) for request in requests)


def yielding_turns(requests: Sequence[CheckRequest]) -> Iterator[CheckRequest]:
    """Yield the questions of a call; those of a large one with a moment between them, in which others go on."""
    is_large = cost_of(requests) > LARGE_CALL
    for request in requests:
        if is_large:
            time.sleep(BREATH)
        yield request


def must_be_few(cost: int) -> None:
    """Refuse (InvalidInput) a call that asks about too many people."""
    if cost > MAX_PEOPLE:
        detail = f"ask about {cost} people, each counted in each question: more than the {MAX_PEOPLE} of one call"
        raise InvalidInput(FieldError("checks", "too_large", detail))


@contextmanager
def within_limits(caller: Caller, installation: Installation, requests: Sequence[CheckRequest]) -> Iterator[None]:
    """Answer the questions of one call, counted as `consume_questions` does.

    InvalidInput where they are too many, Unavailable where they have to wait. TooMany when their organisation asks too
    many.
    """
    cost = cost_of(requests)
    must_be_few(cost)
    with _alone(installation) if cost > LARGE_CALL else nullcontext():
        consume_questions(caller, installation, cost)
        yield


@contextmanager
def _alone(installation: Installation) -> Iterator[None]:
    """Answer a large call, one at a time.

    It does not hold the database while it is answered, which all writes of a call in one transaction would.
    """
    if installation.is_in_one_write:
        detail = f"is not taken where more than {LARGE_CALL} people are asked about: ask again without it"
        raise InvalidInput(FieldError("Idempotency-Key", "not_permitted", detail))
    if not installation.large.acquire(blocking=False):
        raise Unavailable("Many questions are being answered for somebody else; try again later.")
    try:
        yield
    finally:
        installation.large.release()


def consume_questions(caller: Caller, installation: Installation, cost: int) -> None:
    """Count questions before any work is done for them; TooMany when their organisation asks too many.

    Whoever is on the command line holds the database already.
    """
    if caller.channel is not Channel.COMMAND_LINE:
        counted_for = caller.organisation or caller.credential
        consume(installation.counters, "questions", installation.settings.questions, counted_for, cost)


def consume_storage(caller: Caller, installation: Installation, requests: Sequence[CheckRequest], size: int) -> None:
    """Count the bytes that are kept of an organisation's questions to others; TooMany when that is too much."""
    home = caller.organisation
    if home and caller.channel is not Channel.COMMAND_LINE and any(one.organisation != home for one in requests):
        consume(installation.counters, "stored", installation.settings.stored, home, -(-size // KILOBYTE))
