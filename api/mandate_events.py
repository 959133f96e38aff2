"""What happens to a mandate: each kind of happening is added to its own list, and all are read as one history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.request_body import load_body, precondition
from api.responses import many, one
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.changesets import mandate_events
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.mandate_events import MandateCommand
from mandate_registry.services.register.mandate_history import history
from mandate_registry.view_context import call
from schemas.base import Schema
from schemas.load import named_as_in
from schemas.mandate_events import ActIn, AmendmentIn, ConsentIn, DecisionIn, HappenedOut, RejectionIn, SuspensionIn
from schemas.mandates import MANDATES

mandate_event_views = Blueprint("mandate_events", __name__, url_prefix="/mandates/<uuid:identity>")

DECISIONS: dict[str, tuple[Event, type[Schema]]] = {
    "submissions": (Event.SUBMISSION, DecisionIn),
    "approvals": (Event.APPROVAL, DecisionIn),
    "rejections": (Event.REJECTION, RejectionIn),
    "withdrawals": (Event.WITHDRAWAL, DecisionIn),
}
"""By path, what is decided on a changeset and what has to be said of it."""
KINDS = DECISIONS | {
    "consents": (Event.CONSENT, ConsentIn),
    "amendments": (Event.AMENDMENT, AmendmentIn),
    "suspensions": (Event.SUSPENSION, SuspensionIn),
    "resumptions": (Event.RESUMPTION, ActIn),
    "revocations": (Event.REVOCATION, ActIn),
}
"""By path, what happens to a mandate and what has to be said of it."""


def post_event(identity: UUID, event: Event, values: dict[str, Any]) -> Response:
    """Apply one event to a mandate and return the mandate."""
    command = _as_command(event, values)
    beside = ("instrument",) if command.details.instrument else ()
    with named_as_in(MANDATES.corrects, within="changes", beside=beside):
        return one(MANDATES.gives, call(mandate_events.execute, identity, precondition(), command))


@mandate_event_views.get("/history")
def read_history(identity: UUID) -> Response:
    """Return the history of a mandate."""
    return many(HappenedOut, call(history, identity))


def event_view(event: Event, schema: type[Schema], answer: Callable[[UUID, Event, dict[str, Any]], Response]) -> Any:
    """Make the view to which an event is told in a schema; `answer` lets it happen."""

    def tell(identity: UUID) -> Response:
        return answer(identity, event, load_body(schema))

    return tell


def event_details(values: dict[str, Any]) -> EventDetails:
    """Return the details of an event from a request body: its moment, its reason and its instrument."""
    return EventDetails(
        **{name: values.pop(name) for name in ("effective_at", "reason", "instrument") if name in values}
    )


def _as_command(event: Event, values: dict[str, Any]) -> MandateCommand:
    details = event_details(values)
    return MandateCommand(event=event, details=details, **values.pop("changes", {}), **values)


for path, (event, schema) in KINDS.items():
    mandate_event_views.add_url_rule(f"/{path}", path, event_view(event, schema, post_event), methods=["POST"])
