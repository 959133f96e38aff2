"""Stopping a person at once: filled in, looked at, and then done."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.errors import Stale
from mandate_registry.services.changing import stopping
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.entry_proposals import Waiting
from mandate_registry.services.changing.foreseeing import foresee_stop
from mandate_registry.services.changing.impact import Impact
from mandate_registry.services.registers import entries
from mandate_registry.services.registers.entries import Stored
from mandate_registry.web.changing import acting
from mandate_registry.web.changing.telling import Telling
from mandate_registry.web.context import call, see_other
from mandate_registry.web.effects import effects_of
from mandate_registry.web.forms import Form
from mandate_registry.web.names import Names
from schemas.pages import guided


def stop(identity: UUID) -> Response:
    """Ask why, show what will happen, and stop the person."""
    form, is_stale = Form(), False
    if acting.pressed() in (acting.LOOK, acting.DO):
        try:
            if done := _sent(form, identity):
                return done
        except Stale:
            is_stale = True
    return _page(form, identity, is_stale=is_stale)


def _sent(form: Form, identity: UUID) -> Response | None:
    """Look at what was filled in, or do it; None when something is wrong with it."""
    with form.errors_of(guided.StopIn):
        told = form.load(guided.StopIn)
        stored = call(entries.get, "employees", identity)
        until = acting.until_day(told.get("until"), stored.time_zone)
        asked = (identity, acting.seen(), Account(reason=told["reason"]), until)
        if acting.pressed() == acting.LOOK:
            return _looked_at(form, stored, call(foresee_stop, *asked), until, told["reason"])
        if acting.pressed() == acting.DO:
            call(stopping.stop, *asked)
            return see_other("desk.sheet", kind="people", identity=identity)
    return None


def _looked_at(form: Form, stored: Stored, impact: Impact, until: datetime | None, reason: str) -> Response:
    """Show what will happen, before it does."""
    names = Names(stored.organisation)
    last = Telling(names).last_day(until) if until else ""
    shown = {"impact": impact, "effects": effects_of(impact, names), "until": last, "reason": reason}
    return _page(form, stored.entry.id, is_looked_at=True, **shown)


def resume(identity: UUID) -> Response:
    """Ask why, and propose that the person is resumed."""
    form, is_stale = Form(), False
    if acting.pressed() == acting.DO:
        try:
            with form.errors_of(guided.ResumeIn):
                told = form.load(guided.ResumeIn)
                return _leads_on(identity, call(stopping.resume, identity, acting.seen(), Account(**told)))
        except Stale:
            is_stale = True
    stored = call(entries.get, "employees", identity)
    return form.page("changing/resume.html", stored=stored, names=Names(stored.organisation), is_stale=is_stale)


def _leads_on(identity: UUID, done: Stored | Waiting) -> Response:
    """Lead to the changeset in which it waits, or to the person."""
    if isinstance(done, Waiting):
        return acting.to_changeset(done.changeset)
    return see_other("desk.sheet", kind="people", identity=identity)


def _page(form: Form, identity: UUID, **values: Any) -> Response:
    stored = call(entries.get, "employees", identity)
    names = Names(stored.organisation)
    return form.page("changing/stop.html", stored=stored, names=names, carried=acting.carried(), **values)
