"""Who would gain by decision types that are new, told before anything is proposed: whoever gains does not approve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from mandate_registry.errors import NotFound
from mandate_registry.rules.facts import DecisionType, Nature
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.approval.approval_review import approving
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import four_eyes
from mandate_registry.services.changesets.planned_change import PlannedChange, settled
from mandate_registry.services.changesets.plans import beginning_of_today, write_changes
from mandate_registry.services.impact.gains import gained_by
from mandate_registry.services.impact.register_comparison import comparison
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.register_writer import RegisterWriter, current, open_register


@dataclass(frozen=True, slots=True)
class BarredApprover:
    """Somebody who approves, and the bodies (codes) by new decision types of which he would gain."""

    number: str
    name: str
    bodies: frozenset[str]


def barred_by_new_types(caller: Caller, installation: Installation, organisation: str) -> list[BarredApprover]:
    """Return who else is known to approve in a register, and by new decision types of which bodies each would gain.

    It is tried with one new type for each body and nature, and nothing is kept. None where one person may approve what
    he proposes himself. NotFound when there is no such register or the caller does not keep it.
    """
    if not caller.may(Right.KEEP, organisation):
        raise NotFound("There is no such register.")
    with installation.writing() as connection:
        register = open_register(connection, organisation)
        if not four_eyes(register):
            return []
        tried = {f"new-{uuid4().hex}": one for one in _tried(register)}
        with register.dry_run():
            changes = [_added(code, *one) for code, one in tried.items()]
            write_changes(register, settled(changes, beginning_of_today(connection, register.id)))
            compared = comparison(register)
        others = [one for one in approving(register, caller) if one.actor != caller.actor]
        bodies = {code: body for code, (body, _) in tried.items()}
        return [_barred_approver(register, compared, one, bodies) for one in others]


def _tried(register: RegisterWriter) -> Iterator[tuple[str, Nature]]:
    bodies = [entry.fact.code for entry in current(register.connection, register.id, "bodies")]
    yield from ((body, nature) for body in bodies for nature in Nature)


def _added(code: str, body: str, nature: Nature) -> PlannedChange:
    """Return a new decision type as a plan has it."""
    fact = DecisionType(code=code, title_nl=code, body=body, nature=nature)
    return PlannedChange(kind=ChangeKind.ADDED, table="decision_types", entry=uuid4(), key=code, fact=fact)


def _barred_approver(
    register: RegisterWriter, compared: Comparison, approver: Caller, bodies: dict[str, str]
) -> BarredApprover:
    _, gained = gained_by(approver, register, compared)
    name = compared.after.directory.called(approver.person or "") or ""
    return BarredApprover(approver.person or "", name, frozenset(bodies[code] for code in gained & bodies.keys()))
