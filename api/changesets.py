"""Changesets: drafted, read, decided on as a whole, and what they would do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.mandate_events import DECISIONS, event_details, event_view
from api.pagination import continued, listing, requested_page
from api.request_body import load_body, load_query, precondition, takes_query
from api.responses import created, one
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.approval.shown_plan import show_changes
from mandate_registry.services.changesets import proposal_changes, proposals
from mandate_registry.services.changesets.changeset_impact import impact
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.services.uploads.proposal_renewal import renew
from mandate_registry.view_context import call
from schemas.changesets import ChangesetIn, ChangesetOut, ChangesetPatch, ChangesetQuery
from schemas.impact import ImpactOut, ImpactQuery
from schemas.load import named_as_in
from schemas.mandate_events import PublicationIn
from schemas.mandates import MANDATES
from schemas.plans import ChangeQuery, PlannedChangeOut, about
from schemas.queries import KnowledgeQuery

changesets = Blueprint("changesets", __name__, url_prefix="/changesets")


def decide(identity: UUID, event: Event, values: dict[str, Any]) -> Response:
    """Decide on one."""
    with named_as_in(MANDATES.corrects):
        return one(
            ChangesetOut, call(proposal_changes.decide_on, identity, precondition(), event, event_details(values))
        )


@changesets.get("")
@takes_query
def listed() -> Response:
    """List them."""
    query = load_query(ChangesetQuery)
    return listing(ChangesetOut, call(proposals.list_changesets, *requested_page(query)))


@changesets.post("")
def draft() -> Response:
    """Draft a changeset and return it."""
    body = load_body(ChangesetIn)
    made = call(proposal_changes.draft_changeset, body.pop("organisation"), body)
    return created(ChangesetOut, made, "changesets.read", made.kept.changeset.id)


@changesets.get("/<uuid:identity>")
@takes_query
def read(identity: UUID) -> Response:
    """Read one."""
    return one(ChangesetOut, call(proposals.get_changeset, identity, PointInTime(**load_query(KnowledgeQuery))))


@changesets.patch("/<uuid:identity>")
def edit(identity: UUID) -> Response:
    """Change what it is called, its instrument or its reason."""
    return one(ChangesetOut, call(proposal_changes.edit_changeset, identity, precondition(), load_body(ChangesetPatch)))


@changesets.post("/<uuid:identity>/publications")
def publish(identity: UUID) -> Response:
    """Record where its instrument was published."""
    values = load_body(PublicationIn)
    details = event_details(values)
    return one(ChangesetOut, call(proposal_changes.publish, identity, precondition(), values, details))


@changesets.get("/<uuid:identity>/changes")
@takes_query
def read_changes(identity: UUID) -> Response:
    """Return what the plan of a changeset does to which entries."""
    wanted, _ = requested_page(load_query(ChangeQuery))
    shown = call(show_changes, identity, wanted)
    return listing(PlannedChangeOut, shown.page, **about(shown))


@changesets.post("/<uuid:identity>/renewals")
def make_again(identity: UUID) -> Response:
    """Make its plan again, for the register as it is now."""
    return one(ChangesetOut, call(renew, identity, precondition()))


@changesets.get("/<uuid:identity>/impact")
@takes_query
def read_impact(identity: UUID) -> Response:
    """Return what a changeset would change."""
    wanted, _ = requested_page(load_query(ImpactQuery))
    with named_as_in(MANDATES.corrects):
        part = call(impact, identity).part(wanted)
    return continued(one(ImpactOut, part), part.next_after)


for path, (event, schema) in DECISIONS.items():
    changesets.add_url_rule(f"/<uuid:identity>/{path}", path, event_view(event, schema, decide), methods=["POST"])
