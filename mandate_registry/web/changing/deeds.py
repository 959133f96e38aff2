"""What happens to a mandate: filled in, looked at with its effect, and then done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.errors import FieldError, InvalidInput, Stale
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.foreseeing import Prospect, foresee
from mandate_registry.services.changing.happening import AT_ONCE, Deed, act
from mandate_registry.services.registers import entries
from mandate_registry.services.registers.entries import Stored
from mandate_registry.web.changing import acting
from mandate_registry.web.changing.telling import Telling
from mandate_registry.web.context import call, page
from mandate_registry.web.effects import effects_of
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.names import Names
from mandate_registry.web.telling import labels
from mandate_registry.web.terms import STATUSES, STEPS
from schemas.base import Schema, ready
from schemas.mandates import MANDATES
from schemas.pages import guided

KINDS: dict[str, tuple[Event, type[Schema]]] = {
    "amend": (Event.AMENDMENT, guided.AmendIn),
    "suspend": (Event.SUSPENSION, guided.SuspendIn),
    "resume": (Event.RESUMPTION, guided.DeedIn),
    "revoke": (Event.REVOCATION, guided.DeedIn),
    "consent": (Event.CONSENT, guided.ConsentedIn),
}
"""By endpoint, what happens and what is filled in of it."""


@dataclass
class Doing:
    """Somebody is about to let something happen to a mandate."""

    kind: str
    stored: Stored

    @property
    def event(self) -> Event:
        """What happens."""
        return KINDS[self.kind][0]

    @cached_property
    def telling(self) -> Telling:
        """How it is told."""
        return Telling(Names(self.stored.organisation))

    @cached_property
    def form(self) -> Form:
        """The form, which begins with what the mandate says now where it is amended."""
        mandate = self.stored.entry.fact
        wire = ready(MANDATES.gives).dump(self.stored)
        if self.event is not Event.AMENDMENT:
            return Form()
        return Form({"changes": guided.as_parts(wire, mandate, self.telling.names.titles())})

    def deed(self) -> Deed:
        """Read the form; InvalidInput names every field."""
        amends = self.event is Event.AMENDMENT
        meant = self.telling.names.meant(self.form, "changes.") if amends else {}
        told = self.form.load(KINDS[self.kind][1], meant)
        zone = self.stored.time_zone
        account = Account(
            acting.from_day(told.pop("effective_at", None), zone), told.pop("reason", ""), told.pop("instrument", None)
        )
        until = acting.until_day(told.pop("until", None), zone)
        changes = self._changes(told.pop("changes", None))
        return Deed(event=self.event, account=account, until=until, **changes, **told)

    def _changes(self, said: dict[str, Any] | None) -> dict[str, Any]:
        """Give of what the form says what the mandate does not say already."""
        if said is None:
            return {}
        now = self.stored.entry.fact
        whole = guided.whole(guided.AmendedIn, said, facts.Mandate, self.form.offered("changes."))
        days = ready(MANDATES.gives).dump(self.stored)
        shown = {"valid_from": days["validFrom"], "valid_until": days["validUntil"]}
        shown |= {"superior_consent": days["consents"]["superior"]}  # which goes where there is no superior
        values = {name: value for name, value in whole["values"].items() if value != getattr(now, name)}
        dates = {name: day for name, day in whole["dates"].items() if (day and day.isoformat()) != shown[name]}
        if not values and not dates:
            nothing = _("Nothing changes yet. Fill in what the mandate is to say otherwise.")
            raise InvalidInput(FieldError("", "required", nothing))
        return {"values": values, "dates": dates}

    def page(self, **values: Any) -> Response:
        """Show the form, or what it would do."""
        names = self.telling.names
        status = HTTPStatus.CONFLICT if values.get("is_stale") else HTTPStatus.OK
        if self.form.errors:
            status = HTTPStatus.BAD_REQUEST
        return page(
            "changing/deed.html",
            status,
            form=self.form,
            kind=self.kind,
            title=str(STEPS.get(self.event, "")) % {"number": self.stored.entry.fact.number},
            mandate=self.stored.entry.fact,
            stored=self.stored,
            standing=STATUSES[self.stored.standing.status] if self.stored.standing else None,
            lines=self.telling.mandate(self.stored.entry.fact),
            names=names,
            labels=labels("changes."),
            drafts=acting.drafts(self.stored.organisation),
            at_once=self.event in AT_ONCE,
            carried=acting.carried(),
            **values,
        )

    def foreseen(self, deed: Deed, prospect: Prospect) -> Response:
        """Show what it would do, and ask for confirmation."""
        mandate = self.stored.entry.fact
        return self.page(
            prospect=prospect,
            day=self.telling.day(prospect.effective_at) if deed.account.effective_at else "",
            until=self.telling.last_day(deed.until) if deed.until else "",
            changes=self.telling.changes(mandate, _as_step_says(deed, self.stored)),
            effects=effects_of(prospect.impact, self.telling.names),
            deed=deed,
        )


def _as_step_says(deed: Deed, stored: Stored) -> dict[str, Any]:
    zone = stored.time_zone
    moments = {
        name: acting.from_day(day, zone) if name == "valid_from" else acting.until_day(day, zone)
        for name, day in deed.dates.items()
    }
    return dict(deed.values) | moments


def view(kind: str) -> Any:
    """Make the view of one kind of deed."""

    def do(identity: UUID) -> Response:
        doing = Doing(kind, call(entries.get, "mandates", identity))
        if acting.pressed() not in (acting.LOOK, acting.DO):
            return doing.page()
        try:
            return _send(doing, identity) or doing.page()
        except Stale:
            return Doing(kind, call(entries.get, "mandates", identity)).page(is_stale=True)

    return do


def _send(doing: Doing, identity: UUID) -> Response | None:
    """Foresee or do what was filled in; None when something is wrong with it."""
    amends = doing.event is Event.AMENDMENT
    schema, within = (guided.AmendedIn, "changes") if amends else (KINDS[doing.kind][1], "")
    with doing.form.errors_of(schema, within, beside=("instrument",)):
        deed = doing.deed()
        if doing.form.is_good and acting.pressed() == acting.DO:
            return _done(identity, deed)
        if doing.form.is_good and acting.pressed() == acting.LOOK:
            return doing.foreseen(deed, call(foresee, identity, acting.seen(), deed))
    return None


def _done(identity: UUID, deed: Deed) -> Response:
    """Do it, and lead to where it went: a changeset, or the mandate itself."""
    standing = call(act, identity, acting.seen(), deed).standing
    if deed.changeset is None and deed.event in AT_ONCE:  # what else is proposed for the mandate still waits
        return acting.to_mandate(identity)
    changeset = deed.changeset or (standing and standing.changeset)
    return acting.to_changeset(changeset) if changeset else acting.to_mandate(identity)
