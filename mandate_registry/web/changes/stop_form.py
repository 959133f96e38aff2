"""Stopping a person at once: filled in, looked at, and then done."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.errors import Stale
from mandate_registry.services.changesets import person_suspension
from mandate_registry.services.changesets.changeset_impact import Impact
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.preview import preview_stop
from mandate_registry.services.register import entries
from mandate_registry.services.register.entries import EntryView
from mandate_registry.view_context import call
from mandate_registry.web.changes import form_state
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.mandate_texts import MandateFormatter
from mandate_registry.web.proposals.effects import effects_of
from mandate_registry.web.register_names import RegisterNames
from schemas.pages import event_forms


def stop(identity: UUID) -> Response:
    """Ask why, show what will happen, and stop the person."""
    form, is_stale = Form(), False
    if form_state.pressed_button() in (form_state.LOOK, form_state.DO):
        try:
            if done := _sent(form, identity):
                return done
        except Stale:
            is_stale = True
    return _page(form, identity, is_stale=is_stale)


def _sent(form: Form, identity: UUID) -> Response | None:
    """Look at what was filled in, or do it; None when something is wrong with it."""
    with form.errors_of(event_forms.StopIn):
        values = form.load(event_forms.StopIn)
        stored = call(entries.get, "employees", identity)
        until = form_state.until_day(values.get("until"), stored.time_zone)
        asked = (identity, form_state.seen_version(), EventDetails(reason=values["reason"]), until)
        if form_state.pressed_button() == form_state.LOOK:
            return _looked_at(form, stored, call(preview_stop, *asked), until, values["reason"])
        if form_state.pressed_button() == form_state.DO:
            call(person_suspension.stop, *asked)
            return see_other("desk.details", kind="people", identity=identity)
    return None


def _looked_at(form: Form, stored: EntryView, impact: Impact, until: datetime | None, reason: str) -> Response:
    """Show what will happen, before it does."""
    names = RegisterNames(stored.organisation)
    last = MandateFormatter(names).last_day(until) if until else ""
    shown = {"impact": impact, "effects": effects_of(impact, names), "until": last, "reason": reason}
    return _page(form, stored.entry.id, is_looked_at=True, **shown)


def resume(identity: UUID) -> Response:
    """Ask why, and propose that the person is resumed."""
    form, is_stale = Form(), False
    if form_state.pressed_button() == form_state.DO:
        try:
            with form.errors_of(event_forms.ResumeIn):
                values = form.load(event_forms.ResumeIn)
                return _leads_on(
                    identity,
                    call(person_suspension.resume, identity, form_state.seen_version(), EventDetails(**values)),
                )
        except Stale:
            is_stale = True
    stored = call(entries.get, "employees", identity)
    return form.page("changes/resume.html", stored=stored, names=RegisterNames(stored.organisation), is_stale=is_stale)


def _leads_on(identity: UUID, done: EntryView | WaitingChange) -> Response:
    """Lead to the changeset in which it waits, or to the person."""
    if isinstance(done, WaitingChange):
        return form_state.to_changeset(done.changeset)
    return see_other("desk.details", kind="people", identity=identity)


def _page(form: Form, identity: UUID, **values: Any) -> Response:
    stored = call(entries.get, "employees", identity)
    names = RegisterNames(stored.organisation)
    return form.page("changes/stop.html", stored=stored, names=names, carried=form_state.carried_fields(), **values)
