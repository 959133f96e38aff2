"""What the pages that change something have in common: the state that was seen, and where they lead."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request

from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from mandate_registry.rules.moments import beginning_of, end_of
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.pagination import Slice
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.language import gettext as _
from mandate_registry.web.proposals.proposal_titles import title_of
from mandate_registry.web.register_names import Options

TAG, STEP = "_tag", "_step"
"""The fields of a form that are no data: the state that was seen, and which button was pressed."""

LOOK, DO, EDIT, MORE = "look", "do", "edit", "more"


def seen_version() -> Precondition:
    """Return the state in which whoever sent the form saw what he changes."""
    return Precondition(frozenset({request.form.get(TAG, "")}))


def pressed_button() -> str:
    """Return which button a form was sent by; empty when none was sent."""
    return request.form.get(STEP, DO) if request.method == "POST" else ""


def carried_fields() -> list[tuple[str, str]]:
    """Return what was filled in, to be carried on to the page that asks for confirmation."""
    return [(name, text) for name, text in request.form.items(multi=True) if not name.startswith("_")]


def from_day(day: date | None, zone: str) -> datetime | None:
    """Return the moment from which something counts; None for now."""
    return beginning_of(day, ZoneInfo(zone)) if day else None


def until_day(day: date | None, zone: str) -> datetime | None:
    """Return the moment at which a last day has ended; None for never."""
    return end_of(day, ZoneInfo(zone)) if day else None


def drafts(organisation: str) -> Options:
    """Return the changesets that are being drafted, to add a step to; or a proposal of its own."""
    found = [
        (str(one.kept.changeset.id), title_of(one.kept.changeset))
        for state in (ChangesetState.DRAFT, ChangesetState.REJECTED)
        for one in call(
            proposals.list_changesets, Slice({"organisation": organisation, "state": state.value}, 100)
        ).items
        if not one.kept.changeset.is_import
    ]
    return [("", _("In none: by itself")), *found]


def to_changeset(identity: UUID) -> Response:
    """Lead to a changeset."""
    return see_other("changes.changeset", identity=identity)


def to_mandate(identity: UUID) -> Response:
    """Lead to the sheet of a mandate."""
    return see_other("desk.mandate", identity=identity)
