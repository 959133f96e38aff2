"""Whether a reply that was kept may be given again: the rights are the same, and its answer is not an old one."""

from __future__ import annotations

from sqlalchemy import Connection

from mandate_registry.errors import Conflict, FieldError, Forbidden
from mandate_registry.evidence.private_keys import are_revoked
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.access_basis import are_the_same
from mandate_registry.services.checks.presented_cards import are_good
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Reach, Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.version_state import states
from mandate_registry.services.reply_basis import EVERY, ReplyBasis

OUTDATED = "What this answer rests on has changed since, so it is not given again: ask with another Idempotency-Key."


def must_have_the_rights(caller: Caller, connection: Connection, basis: ReplyBasis) -> None:
    """Refuse a caller who has not the rights any more that the reply was given on.

    Forbidden; Conflict where an organisation still lets the caller ask, and under other agreements.
    """
    is_same = (caller.organisation, caller.person) == (basis.organisation, basis.person)
    if not is_same or not all(caller.still_has(Right(right), Reach(reach)) for right, reach in basis.rights):
        raise Forbidden("This caller no longer has the rights with which this request was answered.")
    loader = Loader(connection, None)
    terms = basis.agreements.items()
    if not all(are_the_same(caller, oin, code, numbers, loader) for (_, oin, code), numbers in terms):
        raise outdated()


def must_be_current(connection: Connection, basis: ReplyBasis) -> None:
    """Refuse (Conflict) an answer whose registers have changed since, or whose time, cards or keys are over."""
    moment = now()
    is_over = basis.until is not None and basis.until <= moment.isoformat()
    newest = states(connection)
    has_changed = any(newest.get(oin) != version for oin, version in basis.registers.items())
    is_good = are_good(connection, basis.cards, moment) and not are_revoked(connection, basis.keys)
    if is_over or has_changed or not is_good:
        raise outdated()


def outdated() -> Conflict:
    """Make the refusal to give an answer again that may be another one by now."""
    return Conflict(
        OUTDATED, FieldError("Idempotency-Key", "outdated", "is of an answer that may be another one by now")
    )


def erased() -> Conflict:
    """Make the refusal to give an answer again that was erased because somebody whom it may name was forgotten."""
    return Conflict(
        "This request was answered, and what was answered is erased: somebody was forgotten. It is not done again.",
        FieldError("Idempotency-Key", "erased", "is of an answer that was erased"),
    )


def complete(basis: ReplyBasis, before: dict[str, str]) -> None:
    """Add the versions in `before` of the registers whose lists were read, or of all if none is named.

    They are those of before it was answered: what changed meanwhile is held to be unknown to it.
    """
    listed = before.keys() if EVERY in basis.lists or not (basis.lists or basis.registers) else basis.lists
    basis.registers = {oin: before[oin] for oin in listed if oin in before} | basis.registers
