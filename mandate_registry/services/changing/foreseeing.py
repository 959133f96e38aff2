"""What would happen if something were done to a mandate: it is done, looked at, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from mandate_registry.rules.covering import covered
from mandate_registry.services.changing.carrying import carry_out
from mandate_registry.services.changing.happening import as_step, must_be_possible
from mandate_registry.services.changing.impact import look
from mandate_registry.services.changing.writing import opened
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.loading import Loader
from models import TABLES, as_fact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from mandate_registry.rules.facts import DecisionType, Mandate
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.changing.happening import Deed
    from mandate_registry.services.changing.impact import Impact
    from mandate_registry.services.changing.writing import Precondition
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.registers.recording import OpenRegister


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a deed would do: from when it counts, which answers change, and the mandates (numbers) that rest on it."""

    effective_at: datetime
    impact: Impact
    below: tuple[str, ...]


def foresee(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, deed: Deed
) -> Prospect:
    """Give what a deed would do to a mandate if it counted now; nothing is kept. Refused as the deed itself is."""
    with opened(caller, installation, "mandates", identity) as (register, stored):
        caller.must(Right.KEEP, register.oin)
        precondition.must_hold(stored.tag)
        must_be_possible(caller, register, stored, deed)
        with register.trying():
            (done,) = carry_out(register, [as_step(stored, deed)], deed.account.instrument)
            below = _below(register, stored.entry.fact.number, done.effective_at)
            since = None if deed.dates else done.effective_at  # where it begins and ends is said of any time
            return Prospect(done.effective_at, look(register, since), below)


def _below(register: OpenRegister, number: str, at: datetime) -> tuple[str, ...]:
    """Give the numbers of the mandates below one, as far as they count at a moment or after it."""
    found: set[str] = set()
    level = {number}
    while level:
        facts = _children(register, level)
        lasting = {fact.number for fact in facts if not fact.is_revoked(at) and not fact.valid.is_over(at)}
        level = lasting - found
        found |= level
    return tuple(sorted(found))


def _children(register: OpenRegister, numbers: set[str]) -> Sequence[Mandate]:
    rows = TABLES["mandates"]
    wanted = select(rows).where(
        rows.c.register_id == register.id, rows.c.known_until.is_(None), rows.c.parent.in_(numbers), rows.c.approved
    )
    return [as_fact("mandates", row) for row in register.connection.execute(wanted).mappings()]


def foresee_reach(
    caller: Caller, installation: Installation, organisation: str, mandate: Mandate
) -> list[DecisionType]:
    """Give the decision types that a mandate would cover today, by its own words; InvalidInput without a register."""
    caller.must(Right.READ, organisation)
    moment = now()
    with installation.reading() as connection:
        directory = Loader(connection, moment, installation.remembered).directory(organisation)
    return list(covered(directory, mandate, moment))
