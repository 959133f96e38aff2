"""What may be done with a mandate, and where: by the right that it takes and by where the mandate stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from flask import url_for

from mandate_registry.rules.consents import consents_of
from mandate_registry.rules.findings import Severity
from mandate_registry.rules.lifecycle import State, Status
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.entries import Stored
from mandate_registry.services.registers.sheets import this_moment
from mandate_registry.web.context import call, caller
from mandate_registry.web.desk.naming import Link
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy


class Act(NamedTuple):
    """Something to be done: the page where it is done, how it is called, the right, and at which statuses."""

    endpoint: str
    label: Any
    right: Right
    statuses: Collection[Status]


_STANDS = {Status.APPROVED, Status.CONSENTED, Status.IN_FORCE}

ACTS = (
    Act("changing.submit", lazy("Submit for approval"), Right.KEEP, {Status.DRAFT}),
    Act("changing.approve", lazy("Approve"), Right.APPROVE, {Status.SUBMITTED}),
    Act("changing.reject", lazy("Reject"), Right.APPROVE, {Status.SUBMITTED}),
    Act("changing.correct", lazy("Correct"), Right.KEEP, {Status.DRAFT}),
    Act("changing.withdraw", lazy("Withdraw"), Right.KEEP, {Status.DRAFT, Status.SUBMITTED}),
    Act("changing.consent", lazy("Record a consent"), Right.KEEP, {Status.APPROVED}),
    Act("changing.amend", lazy("Amend"), Right.KEEP, {*_STANDS, Status.SUSPENDED}),
    Act("changing.suspend", lazy("Suspend"), Right.KEEP, _STANDS),
    Act("changing.resume", lazy("Resume"), Right.KEEP, {Status.SUSPENDED}),
    Act("changing.revoke", lazy("Revoke"), Right.KEEP, {*_STANDS, Status.SUSPENDED}),
)


class More(NamedTuple):
    """What may be added about a person or a position: of which kind, the field that names it, and how it is called."""

    kind: str
    field: str
    label: Any


MORE = {
    "employees": (
        More("appointments", "employee", lazy("Add an appointment")),
        More("absences", "employee", lazy("Report an absence")),
        More("deputyships", "for", lazy("Propose a deputy")),
    ),
    "positions": (
        More("appointments", "position", lazy("Appoint somebody")),
        More("deputyships", "for", lazy("Propose a deputy")),
    ),
}
"""By table, what is added from the sheet of an entry."""

CORRECTED_IN_ROWS = ("appointments", "absences", "deputyships")
"""The tables whose entries have no sheet: where they are listed, each row leads to where it is corrected."""


def more(table: str, stored: Stored) -> list[Link]:
    """Return where whoever keeps the register adds to a person or a position, which is filled in there already."""
    if not _keeps(stored.organisation):
        return []
    return [Link(str(one.label), _begun(one, stored)) for one in MORE.get(table, ())]


def _begun(one: More, stored: Stored) -> str:
    filled_in: dict[str, Any] = {one.field: stored.entry.id}
    return url_for("changing.add", kind=one.kind, organisation=stored.organisation, **filled_in)


def corrections(table: str, listed: Sequence[Stored]) -> list[Link]:
    """Return for each row of a table on a sheet where it is corrected; empty when the caller corrects none."""
    if table not in CORRECTED_IN_ROWS or not all(_keeps(one.organisation) for one in listed):
        return []
    return [Link(_("Correct"), address) for one in listed if (address := edit(table, one))]


def acts(stored: Stored) -> list[Link]:
    """Give what may be done with a mandate by who is signed in."""
    signed_in, standing = caller(), stored.standing
    if signed_in is None or standing is None:
        return []
    return [
        Link(str(act.label), url_for(act.endpoint, identity=stored.entry.id))
        for act in ACTS
        if standing.status in act.statuses
        and signed_in.may(act.right, stored.organisation)
        and (act.endpoint != "changing.consent" or consents_of(stored.entry.fact))
    ]


def ways_of_attention(home: str | None) -> dict[str, Any]:
    """Give where what asks for attention is to be read, of an organisation where there are several to choose from."""
    return {
        "findings_urls": {one: url_for("findings.listed", severity=one, organisation=home) for one in Severity},
        "changesets_url": url_for("changing.changesets", state=State.SUBMITTED, organisation=home),
    }


def edit(table: str, stored: Stored) -> str | None:
    """Give where an entry is corrected by who keeps it; a mandate is amended instead."""
    if table == "mandates" or not _keeps(stored.organisation):
        return None
    return url_for("changing.edit", kind=table.replace("_", "-"), identity=stored.entry.id)


def stop(table: str, stored: Stored) -> str | None:
    """Give where a person is stopped by who keeps the register."""
    if table != "employees" or not _keeps(stored.organisation):
        return None
    return url_for("changing.stop", identity=stored.entry.id)


def resume(table: str, stored: Stored) -> str | None:
    """Give where a person who is stopped is resumed."""
    if table != "employees" or not _keeps(stored.organisation):
        return None
    if not stored.entry.fact.is_suspended(call(this_moment, stored.organisation)):
        return None
    return url_for("changing.resume_person", identity=stored.entry.id)


def add(table: str, organisation: str, home: str | None) -> str | None:
    """Give where one more is added by who keeps them."""
    endpoint = "changing.grant" if table == "mandates" else "changing.add"
    if table == "traces" or not _keeps(organisation):
        return None
    kind = None if table == "mandates" else table.replace("_", "-")
    return url_for(endpoint, organisation=home, kind=kind)


def _keeps(organisation: str) -> bool:
    signed_in = caller()
    return signed_in is not None and signed_in.may(Right.KEEP, organisation)
