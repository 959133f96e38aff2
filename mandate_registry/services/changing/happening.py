"""What happens to one mandate: the same few acts by every way in, API, pages and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mandate_registry.errors import Conflict, FieldError, InvalidInput
from mandate_registry.rules.lifecycle import Event, Status
from mandate_registry.services.callers import Caller
from mandate_registry.services.changing.carrying import carry_out, refuse_impossible
from mandate_registry.services.changing.deciding import TRANSITIONS, decide, must_be_decidable, right_to
from mandate_registry.services.changing.drafting import Account, must_be_free, propose, tell
from mandate_registry.services.changing.plans import has_plan
from mandate_registry.services.changing.vetting import vet_instrument
from mandate_registry.services.changing.writing import Precondition, as_instants, opened
from mandate_registry.services.installation import Installation
from mandate_registry.services.registers.changesets import Kept, Step, open_in
from mandate_registry.services.registers.entries import Stored, read
from mandate_registry.services.registers.recording import OpenRegister
from mandate_registry.services.registers.standing import Standing

AT_ONCE = (Event.SUSPENSION, Event.REVOCATION, Event.CONSENT)
"""What needs no approval: it takes away (Awb 10:8: at any time), or records what another declared (Awb 10:4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody lets happen to a mandate.

    `account` says from when, why and by which instrument; `until` ends a suspension; `giver` of a consent is holder or
    superior; `values` and `dates` are what an amendment says (as in a correction). With `changeset` it becomes a step
    of that draft.
    """

    event: Event
    account: Account
    until: datetime | None = None
    giver: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, date | None] = field(default_factory=dict)
    changeset: UUID | None = None


def act(caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, deed: Deed) -> Stored:
    """Let something happen to a mandate, and give the mandate as it stands then; a draft withdrawn, as it last stood.

    NotFound when there is no such mandate; Stale when it is not in the state that the caller saw; Forbidden when the
    caller may not; Conflict when its state does not allow it; InvalidInput when the law does not.
    """
    right = right_to(deed.event)

    def judge(register: OpenRegister, stored: Stored) -> None:
        _judge(caller, register, stored, deed)

    with opened(caller, installation, "mandates", identity, right, precondition, judge=judge) as (register, stored):
        if deed.event in TRANSITIONS:
            _decide(caller, register, stored, deed)
        else:
            _happen(caller, register, stored, deed)
        register.record(caller, deed.event.value)
        if deed.event is Event.WITHDRAWAL and not stored.entry.fact.approved:
            return _as_withdrawn(stored, register.reached)
        return read(caller, register.connection, "mandates", identity)


def _as_withdrawn(stored: Stored, version: int) -> Stored:
    """Give a draft as it last stood: the register has it no longer."""
    gone = Standing(Status.WITHDRAWN, None, version)
    return replace(stored, standing=gone, tag=f"{version}-{gone.status}")


def _judge(caller: Caller, register: OpenRegister, stored: Stored, deed: Deed) -> None:
    """Refuse what the state of a mandate does not allow, as `act` does; nothing is written."""
    if deed.event in TRANSITIONS:
        must_be_decidable(caller, register, _open_on(register, stored), deed.event, deed.account)
        return
    vet_instrument(register, deed.account.instrument)
    refuse_impossible(register, [as_step(stored, deed)], deed.account.instrument)
    if not _counts_at_once(deed):
        must_be_free(register, stored.entry.id, deed.changeset)


def _decide(caller: Caller, register: OpenRegister, stored: Stored, deed: Deed) -> None:
    """Decide on the changeset that is open on this mandate, as long as it concerns nothing else."""
    decide(caller, register, _open_on(register, stored), deed.event, deed.account)


def _open_on(register: OpenRegister, stored: Stored) -> Kept:
    kept = open_in(register.connection, [register.id]).get(stored.entry.id)
    if kept is None:
        raise Conflict("Nothing is proposed for this mandate.")
    if len(kept.changeset.mandates) > 1 or has_plan(register.connection, kept.changeset.id):
        raise Conflict(f"Changeset {kept.changeset.id} concerns other entries too: decide on it as a whole.")
    return kept


def must_be_possible(caller: Caller, register: OpenRegister, stored: Stored, deed: Deed) -> None:
    """Refuse what cannot happen, or cannot be proposed, as `act` does; nothing is kept."""
    with register.trying():
        _happen(caller, register, stored, deed)


def _happen(caller: Caller, register: OpenRegister, stored: Stored, deed: Deed) -> None:
    vet_instrument(register, deed.account.instrument)
    step = as_step(stored, deed)
    if _counts_at_once(deed):
        (done,) = carry_out(register, [step], deed.account.instrument)
        account = Account(done.effective_at, deed.account.reason, deed.account.instrument)
        tell(register, [stored.entry.id], deed.event, None, account)
        return
    with register.trying():  # what cannot be carried out is not proposed
        carry_out(register, [step], deed.account.instrument)
    title = f"{deed.event.value.capitalize()} of mandate {stored.entry.fact.number}"
    propose(caller, register, title, step, deed.account, deed.changeset)


def _counts_at_once(deed: Deed) -> bool:
    return deed.event in AT_ONCE and deed.changeset is None


def as_step(stored: Stored, deed: Deed) -> Step:
    """Give what a deed does to a mandate as a step; InvalidInput when an amendment changes nothing."""
    if deed.event is Event.AMENDMENT and not (deed.values or deed.dates):
        raise InvalidInput(FieldError("changes", "required", "an amendment says what changes"))
    values = dict(deed.values) | as_instants(deed.dates, stored.entry.fact.valid, stored.time_zone)
    period = values.pop("valid")
    ends = {"valid_from": period.since, "valid_until": period.until}
    values |= {name: moment for name, moment in ends.items() if name in deed.dates}
    return Step(deed.event, stored.entry.id, deed.account.effective_at, deed.until, values, deed.giver)
