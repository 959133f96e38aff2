"""Showing a plan: of a changeset, and of an import before it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from mandate_registry.services.callers import Caller
from mandate_registry.services.changing.importing import Preview
from mandate_registry.services.changing.new_findings import NewFindings, findings_of
from mandate_registry.services.changing.plans import beginning_of_today, read_plan, time_zone_of
from mandate_registry.services.changing.proposals import Proposal, read_proposal
from mandate_registry.services.changing.seeing import Codes, Seen, Standpoint, Summary, View
from mandate_registry.services.changing.staleness import Outdated, outdated
from mandate_registry.services.installation import Installation
from mandate_registry.services.pages import Page, Slice
from mandate_registry.services.progress import step
from mandate_registry.services.registers.changesets import OPEN
from mandate_registry.services.registers.knowledge import moment_in
from mandate_registry.services.registers.recording import find_register
from mandate_registry.services.registers.states import state_in
from models import changes, changesets, registers


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the changes of a plan, the numbers of all of it, and why it cannot be carried out any more.

    `organisation` is whose register it changes. `named` has what the plan adds that others may refer to, by table.
    """

    organisation: str
    page: Page[Seen]
    summary: Summary
    named: Sequence[tuple[str, Any]] = ()
    outdated: tuple[Outdated, ...] = ()


def show_changes(caller: Caller, installation: Installation, identity: UUID, wanted: Slice) -> Shown:
    """Show the plan of a changeset: by `table`, `kind` and `warning`. One that was decided is shown as it was then.

    NotFound when there is no such changeset.
    """
    with installation.reading() as connection:
        proposal = read_proposal(caller, connection, identity)
        plan, place = read_plan(connection, identity), _standpoint(connection, proposal)
        view = View(place, plan)
        stale: tuple[Outdated, ...] = ()
        if proposal.kept.changeset.is_open:
            stale = tuple(outdated(connection, proposal.kept.register_id, plan, place.end))
        return Shown(proposal.organisation, view.page(wanted), view.summary, view.named, stale)


def show_preview(installation: Installation, preview: Preview, wanted: Slice, codes: Codes | None = None) -> Shown:
    """Show what an import would do, in the same way; `codes` are those of `look_through`, where they are known."""
    with installation.reading() as connection:
        view = _view_of(connection, preview, codes)
        return Shown(preview.organisation, view.page(wanted), view.summary, view.named)


def look_through(installation: Installation, preview: Preview) -> tuple[Codes, NewFindings]:
    """Return the codes of what stands out in what an import would do, and what register health would find anew.

    The codes are by the identity of the change.
    """
    step("looking")
    with installation.reading() as connection:
        view = _view_of(connection, preview)
        return view.codes, findings_of(view)


def findings_of_changeset(caller: Caller, installation: Installation, identity: UUID) -> NewFindings:
    """Return what register health would find anew if an import were approved; nothing of what waits no more.

    It is found out once for a version of the register and a day. NotFound when there is no such changeset.
    """
    with installation.reading() as connection:
        proposal = read_proposal(caller, connection, identity)
        if not (proposal.kept.changeset.is_import and proposal.kept.changeset.is_open):
            return NewFindings()
        place = _standpoint(connection, proposal)

        def found() -> NewFindings:
            return findings_of(View(place, read_plan(connection, identity)))

        state = state_in(connection, place.register_id)
        return installation.remembered.get(("findings", identity), (state, place.end), found)


def _view_of(connection: Connection, preview: Preview, codes: Codes | None = None) -> View:
    plan = [replace(one, position=place) for place, one in enumerate(preview.changes, start=1)]
    register_id = find_register(connection, preview.organisation)
    version = _version(connection, register_id)
    end, zone = beginning_of_today(connection, register_id or 0), time_zone_of(connection, register_id)
    moment = moment_in(connection, register_id)
    return View(Standpoint(connection, register_id, preview.organisation, zone, version, moment, end), plan, codes)


def _standpoint(connection: Connection, proposal: Proposal) -> Standpoint:
    """Give from where a changeset is looked at: the register of now, or that in which it was decided."""
    register_id, moment = proposal.kept.register_id, moment_in(connection, proposal.kept.register_id)
    version = _version(connection, register_id)
    if not proposal.kept.changeset.is_open:
        decided = select(func.min(changesets.c.known_from)).where(
            changesets.c.id == proposal.kept.changeset.id, changesets.c.state.not_in(OPEN)
        )
        made = connection.scalar(decided)
        its = (changes.c.register_id == register_id, changes.c.version == made)
        version = (made or version) - 1
        moment = connection.scalar(select(changes.c.recorded_at).where(*its)) or moment
    end = beginning_of_today(connection, register_id, moment)
    zone = time_zone_of(connection, register_id)
    return Standpoint(connection, register_id, proposal.organisation, zone, version, moment, end)


def _version(connection: Connection, register_id: int | None) -> int:
    return int(connection.scalar(select(registers.c.version).where(registers.c.id == register_id)) or 0)
