"""Showing a plan: of a changeset, and of an import before it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.plan_staleness import OutdatedEntry, outdated
from mandate_registry.services.changesets.plan_view import ChangeView, Codes, PlanView, Summary, ViewPoint
from mandate_registry.services.changesets.plans import beginning_of_today, read_plan, time_zone_of
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.findings.new_findings import NewFindings, findings_of
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.progress import step
from mandate_registry.services.register.changeset_store import OPEN
from mandate_registry.services.register.points_in_time import moment_in
from mandate_registry.services.register.register_writer import find_register
from mandate_registry.services.register.version_state import state_in
from mandate_registry.services.transfer.import_preview import Preview
from models import changes, changesets, registers


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A page of the changes of a plan, the numbers of all of it, and why it cannot be carried out any more.

    `organisation` is whose register it changes. `named` has what the plan adds that others may refer to, by table.
    """

    organisation: str
    page: Page[ChangeView]
    summary: Summary
    named: Sequence[tuple[str, Any]] = ()
    outdated: tuple[OutdatedEntry, ...] = ()


def show_changes(caller: Caller, installation: Installation, identity: UUID, wanted: Slice) -> PlanPage:
    """Show the plan of a changeset: by `table`, `kind` and `warning`. One that was decided is shown as it was then.

    NotFound when there is no such changeset.
    """
    with installation.reading() as connection:
        proposal = read_proposal(caller, connection, identity)
        plan, place = read_plan(connection, identity), _standpoint(connection, proposal)
        view = PlanView(place, plan)
        stale: tuple[OutdatedEntry, ...] = ()
        if proposal.kept.changeset.is_open:
            stale = tuple(outdated(connection, proposal.kept.register_id, plan, place.end))
        return PlanPage(proposal.organisation, view.page(wanted), view.summary, view.named, stale)


def show_preview(installation: Installation, preview: Preview, wanted: Slice, codes: Codes | None = None) -> PlanPage:
    """Show what an import would do, in the same way.

    `codes` are those of `warnings_and_findings`, where they are known.
    """
    with installation.reading() as connection:
        view = _view_of(connection, preview, codes)
        return PlanPage(preview.organisation, view.page(wanted), view.summary, view.named)


def warnings_and_findings(installation: Installation, preview: Preview) -> tuple[Codes, NewFindings]:
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
            return findings_of(PlanView(place, read_plan(connection, identity)))

        state = state_in(connection, place.register_id)
        return installation.remembered.get(("findings", identity), (state, place.end), found)


def _view_of(connection: Connection, preview: Preview, codes: Codes | None = None) -> PlanView:
    plan = [replace(one, position=place) for place, one in enumerate(preview.changes, start=1)]
    register_id = find_register(connection, preview.organisation)
    version = _version(connection, register_id)
    end, zone = beginning_of_today(connection, register_id or 0), time_zone_of(connection, register_id)
    moment = moment_in(connection, register_id)
    return PlanView(ViewPoint(connection, register_id, preview.organisation, zone, version, moment, end), plan, codes)


def _standpoint(connection: Connection, proposal: Proposal) -> ViewPoint:
    """Return from where a changeset is looked at: the register of now, or that in which it was decided."""
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
    return ViewPoint(connection, register_id, proposal.organisation, zone, version, moment, end)


def _version(connection: Connection, register_id: int | None) -> int:
    return int(connection.scalar(select(registers.c.version).where(registers.c.id == register_id)) or 0)
