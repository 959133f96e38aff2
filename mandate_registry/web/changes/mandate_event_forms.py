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
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.mandate_events import EFFECTIVE_AT_ONCE, MandateCommand, execute
from mandate_registry.services.changesets.preview import EventPreview, preview_event
from mandate_registry.services.register import entries
from mandate_registry.services.register.entries import EntryView
from mandate_registry.view_context import call
from mandate_registry.web.changes import form_state
from mandate_registry.web.context import page
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.mandate_texts import MandateFormatter, labels
from mandate_registry.web.proposals.effects import effects_of
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import STATUSES, STEPS
from schemas.base import Schema, ready
from schemas.mandates import MANDATES
from schemas.pages import event_forms, mandate_forms

KINDS: dict[str, tuple[Event, type[Schema]]] = {
    "amend": (Event.AMENDMENT, event_forms.AmendIn),
    "suspend": (Event.SUSPENSION, event_forms.SuspendIn),
    "resume": (Event.RESUMPTION, event_forms.EventFormIn),
    "revoke": (Event.REVOCATION, event_forms.EventFormIn),
    "consent": (Event.CONSENT, event_forms.ConsentedIn),
}
"""By endpoint, what happens and what is filled in of it."""


@dataclass
class EventForm:
    """The form of an event of a mandate."""

    kind: str
    stored: EntryView

    @property
    def event(self) -> Event:
        """What happens."""
        return KINDS[self.kind][0]

    @cached_property
    def formatter(self) -> MandateFormatter:
        """What words the event for the page."""
        return MandateFormatter(RegisterNames(self.stored.organisation))

    @cached_property
    def form(self) -> Form:
        """The form, which begins with what the mandate says now where it is amended."""
        mandate = self.stored.entry.fact
        wire = ready(MANDATES.gives).dump(self.stored)
        if self.event is not Event.AMENDMENT:
            return Form()
        return Form({"changes": mandate_forms.as_parts(wire, mandate, self.formatter.names.titles())})

    def command(self) -> MandateCommand:
        """Read the form; InvalidInput names every field."""
        amends = self.event is Event.AMENDMENT
        meant = self.formatter.names.meant(self.form, "changes.") if amends else {}
        values = self.form.load(KINDS[self.kind][1], meant)
        zone = self.stored.time_zone
        details = EventDetails(
            form_state.from_day(values.pop("effective_at", None), zone),
            values.pop("reason", ""),
            values.pop("instrument", None),
        )
        until = form_state.until_day(values.pop("until", None), zone)
        changes = self._changes(values.pop("changes", None))
        return MandateCommand(event=self.event, details=details, until=until, **changes, **values)

    def _changes(self, said: dict[str, Any] | None) -> dict[str, Any]:
        """Return of what the form says what the mandate does not say already."""
        if said is None:
            return {}
        now = self.stored.entry.fact
        whole = mandate_forms.whole(mandate_forms.AmendedIn, said, facts.Mandate, self.form.offered("changes."))
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
        names = self.formatter.names
        status = HTTPStatus.CONFLICT if values.get("is_stale") else HTTPStatus.OK
        if self.form.errors:
            status = HTTPStatus.BAD_REQUEST
        return page(
            "changes/mandate_event.html",
            status,
            form=self.form,
            kind=self.kind,
            title=str(STEPS.get(self.event, "")) % {"number": self.stored.entry.fact.number},
            mandate=self.stored.entry.fact,
            stored=self.stored,
            standing=STATUSES[self.stored.standing.status] if self.stored.standing else None,
            lines=self.formatter.mandate(self.stored.entry.fact),
            names=names,
            labels=labels("changes."),
            drafts=form_state.drafts(self.stored.organisation),
            at_once=self.event in EFFECTIVE_AT_ONCE,
            carried=form_state.carried_fields(),
            **values,
        )

    def previewed(self, command: MandateCommand, preview: EventPreview) -> Response:
        """Return the page that shows what the event would do, and asks for confirmation."""
        mandate = self.stored.entry.fact
        return self.page(
            preview=preview,
            day=self.formatter.day(preview.effective_at) if command.details.effective_at else "",
            until=self.formatter.last_day(command.until) if command.until else "",
            changes=self.formatter.changes(mandate, _as_step_says(command, self.stored)),
            effects=effects_of(preview.impact, self.formatter.names),
            command=command,
        )


def _as_step_says(command: MandateCommand, stored: EntryView) -> dict[str, Any]:
    zone = stored.time_zone
    moments = {
        name: form_state.from_day(day, zone) if name == "valid_from" else form_state.until_day(day, zone)
        for name, day in command.dates.items()
    }
    return dict(command.values) | moments


def view(kind: str) -> Any:
    """Return the view of one kind of event."""

    def do(identity: UUID) -> Response:
        event_form = EventForm(kind, call(entries.get, "mandates", identity))
        if form_state.pressed_button() not in (form_state.LOOK, form_state.DO):
            return event_form.page()
        try:
            return _send(event_form, identity) or event_form.page()
        except Stale:
            return EventForm(kind, call(entries.get, "mandates", identity)).page(is_stale=True)

    return do


def _send(event_form: EventForm, identity: UUID) -> Response | None:
    """Preview or apply what was filled in; None when something is wrong with it."""
    amends = event_form.event is Event.AMENDMENT
    schema, within = (mandate_forms.AmendedIn, "changes") if amends else (KINDS[event_form.kind][1], "")
    with event_form.form.errors_of(schema, within, beside=("instrument",)):
        command = event_form.command()
        if event_form.form.is_good and form_state.pressed_button() == form_state.DO:
            return _done(identity, command)
        if event_form.form.is_good and form_state.pressed_button() == form_state.LOOK:
            return event_form.previewed(command, call(preview_event, identity, form_state.seen_version(), command))
    return None


def _done(identity: UUID, command: MandateCommand) -> Response:
    """Do it, and lead to where it went: a changeset, or the mandate itself."""
    standing = call(execute, identity, form_state.seen_version(), command).standing
    if command.changeset is None and command.event in EFFECTIVE_AT_ONCE:  # another proposal for it still waits
        return form_state.to_mandate(identity)
    changeset = command.changeset or (standing and standing.changeset)
    return form_state.to_changeset(changeset) if changeset else form_state.to_mandate(identity)
