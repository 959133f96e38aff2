"""What may be done with a mandate, and where: by the right that it takes and by where the mandate stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from flask import url_for

from mandate_registry.rules.decision.consents import consents_of
from mandate_registry.rules.findings.findings import Severity
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Status
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.entry_details import this_moment
from mandate_registry.view_context import call
from mandate_registry.web.context import caller, may_in
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.register.displayed_names import Link


class MandateAction(NamedTuple):
    """Something to be done: the page where it is done, how it is called, the right, and at which statuses."""

    endpoint: str
    label: Any
    right: Right
    statuses: Collection[Status]


_STANDS = {Status.APPROVED, Status.CONSENTED, Status.IN_FORCE}

ACTS = (
    MandateAction("changes.submit", lazy("Submit for approval"), Right.KEEP, {Status.DRAFT}),
    MandateAction("changes.approve", lazy("Approve"), Right.APPROVE, {Status.SUBMITTED}),
    MandateAction("changes.reject", lazy("Reject"), Right.APPROVE, {Status.SUBMITTED}),
    MandateAction("changes.correct", lazy("Correct"), Right.KEEP, {Status.DRAFT}),
    MandateAction("changes.withdraw", lazy("Withdraw"), Right.KEEP, {Status.DRAFT, Status.SUBMITTED}),
    MandateAction("changes.consent", lazy("Record a consent"), Right.KEEP, {Status.APPROVED}),
    MandateAction("changes.amend", lazy("Amend"), Right.KEEP, {*_STANDS, Status.SUSPENDED}),
    MandateAction("changes.suspend", lazy("Suspend"), Right.KEEP, _STANDS),
    MandateAction("changes.resume", lazy("Resume"), Right.KEEP, {Status.SUSPENDED}),
    MandateAction("changes.revoke", lazy("Revoke"), Right.KEEP, {*_STANDS, Status.SUSPENDED}),
)


class AddLink(NamedTuple):
    """What may be added about a person or a position: of which kind, the field that names it, and how it is called."""

    kind: str
    field: str
    label: Any


MORE = {
    "employees": (
        AddLink("appointments", "employee", lazy("Add an appointment")),
        AddLink("absences", "employee", lazy("Report an absence")),
        AddLink("deputyships", "for", lazy("Propose a deputy")),
    ),
    "positions": (
        AddLink("appointments", "position", lazy("Appoint somebody")),
        AddLink("deputyships", "for", lazy("Propose a deputy")),
    ),
}
"""By table, what is added from the detail view of an entry."""

CORRECTED_IN_ROWS = ("appointments", "absences", "deputyships")
"""The tables whose entries have no detail view: where they are listed, each row leads to where it is corrected."""


def more(table: str, stored: EntryView) -> list[Link]:
    """Return where whoever keeps the register adds to a person or a position, which is filled in there already."""
    if not may_in(Right.KEEP, stored.organisation):
        return []
    return [Link(str(one.label), _begun(one, stored)) for one in MORE.get(table, ())]


def _begun(one: AddLink, stored: EntryView) -> str:
    filled_in: dict[str, Any] = {one.field: stored.entry.id}
    return url_for("changes.add", kind=one.kind, organisation=stored.organisation, **filled_in)


def corrections(table: str, listed: Sequence[EntryView]) -> list[Link]:
    """Return for each row of a table in a detail view where it is corrected; empty when the caller corrects none."""
    if table not in CORRECTED_IN_ROWS or not all(may_in(Right.KEEP, one.organisation) for one in listed):
        return []
    return [Link(_("Correct"), address) for one in listed if (address := edit(table, one))]


def acts(stored: EntryView) -> list[Link]:
    """Return what may be done with a mandate by who is signed in."""
    signed_in, standing = caller(), stored.standing
    if signed_in is None or standing is None:
        return []
    return [
        Link(str(act.label), url_for(act.endpoint, identity=stored.entry.id))
        for act in ACTS
        if standing.status in act.statuses
        and signed_in.may(act.right, stored.organisation)
        and (act.endpoint != "changes.consent" or consents_of(stored.entry.fact))
    ]


def ways_of_attention(home: str | None) -> dict[str, Any]:
    """Return where what asks for attention is to be read, of an organisation where there are several to choose from."""
    return {
        "findings_urls": {one: url_for("findings.listed", severity=one, organisation=home) for one in Severity},
        "changesets_url": url_for("changes.changesets", state=ChangesetState.SUBMITTED, organisation=home),
    }


def edit(table: str, stored: EntryView) -> str | None:
    """Return where an entry is corrected by who keeps it; a mandate is amended instead."""
    if table == "mandates" or not may_in(Right.KEEP, stored.organisation):
        return None
    return url_for("changes.edit", kind=table.replace("_", "-"), identity=stored.entry.id)


def stop(table: str, stored: EntryView) -> str | None:
    """Return where a person is stopped by who keeps the register."""
    if table != "employees" or not may_in(Right.KEEP, stored.organisation):
        return None
    return url_for("changes.stop", identity=stored.entry.id)


def resume(table: str, stored: EntryView) -> str | None:
    """Return where a person who is stopped is resumed."""
    if table != "employees" or not may_in(Right.KEEP, stored.organisation):
        return None
    if not stored.entry.fact.is_suspended(call(this_moment, stored.organisation)):
        return None
    return url_for("changes.resume_person", identity=stored.entry.id)


def add(table: str, organisation: str, home: str | None) -> str | None:
    """Return where one more is added by who keeps them."""
    endpoint = "changes.grant" if table == "mandates" else "changes.add"
    if table == "traces" or not may_in(Right.KEEP, organisation):
        return None
    kind = None if table == "mandates" else table.replace("_", "-")
    return url_for(endpoint, organisation=home, kind=kind)
