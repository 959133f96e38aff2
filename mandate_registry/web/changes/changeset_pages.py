"""The decision (besluit) as a changeset: what is proposed together, looked at before, and approved by somebody else."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound, Stale
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.approval.accepted_turns import accept_turned
from mandate_registry.services.approval.proposal_split import split as split_in_two
from mandate_registry.services.changesets import proposal_changes, proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entries
from mandate_registry.services.uploads.proposal_renewal import renew as make_again
from mandate_registry.view_context import call
from mandate_registry.web.changes import form_state
from mandate_registry.web.changes.changeset_view import DECISIONS, view_of
from mandate_registry.web.chosen_register import home
from mandate_registry.web.context import page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.proposals.proposal_titles import title_of
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import CHANGESET_STATES
from schemas.changesets import ChangesetIn, ChangesetPatch

PAGE_SIZE = 50
"""How many are listed on one page."""


def listed() -> Response:
    """List them, by how far they have come."""
    state, oin = request.args.get("state", ""), home(Right.READ).oin
    asked = {"organisation": oin, "state": state if state in list(ChangesetState) else ""}
    filters = {name: value for name, value in asked.items() if value}
    found = call(proposals.list_changesets, requested_slice(PAGE_SIZE, **filters))
    return page(
        "changes/changesets.html",
        form=Form({"state": state, "organisation": oin}),
        organisation=oin,
        proposals=found.items,
        title_of=title_of,
        states=CHANGESET_STATES,
        next_url=next_url(found),
    )


def begin() -> Response:
    """Draft a changeset and return it."""
    oin = home(Right.KEEP).oin
    form = Form({"organisation": oin})
    if form.is_sent:
        with form.errors_of(ChangesetIn):
            values = form.load(ChangesetIn, organisation=oin)
            return form_state.to_changeset(
                call(proposal_changes.draft_changeset, values.pop("organisation"), values).kept.changeset.id
            )
    return form.page("changes/besluit.html", names=RegisterNames(oin), proposal=None)


def edit(identity: UUID) -> Response:
    """Change what it is called, its instrument or its reason."""
    proposal = call(proposals.get_changeset, identity)
    changeset = proposal.kept.changeset
    form = Form({name: getattr(changeset, name) for name in ("title", "instrument", "reason")})
    if form.is_sent:
        with form.errors_of(ChangesetPatch):
            values = {"instrument": None, "reason": ""} | form.load(ChangesetPatch)
            call(proposal_changes.edit_changeset, identity, form_state.seen_version(), values)
            return form_state.to_changeset(identity)
    return form.page("changes/besluit.html", names=RegisterNames(proposal.organisation), proposal=proposal)


def show(identity: UUID) -> Response:
    """Show one: what it does, which answers it changes, and what may be done with it."""
    return page("changes/changeset.html", **view_of(call(proposals.get_changeset, identity)))


def renew(identity: UUID) -> Response:
    """Make one again for the register as it is now; where it cannot be, say why."""
    try:
        call(make_again, identity, form_state.seen_version())
    except (Stale, Conflict) as refused:
        shown = view_of(call(proposals.get_changeset, identity))
        return page("changes/changeset.html", HTTPStatus.CONFLICT, not_renewed=str(refused), **shown)
    return form_state.to_changeset(identity)


def split(identity: UUID) -> Response:
    """Split one into what an approver may approve, and the rest, and name both; where it cannot be, say why."""
    try:
        call(split_in_two, identity, form_state.seen_version(), request.form.get("approver", ""))
    except (Stale, Conflict) as refused:
        shown = view_of(call(proposals.get_changeset, identity))
        return page("changes/changeset.html", HTTPStatus.CONFLICT, not_split=str(refused), **shown)
    return form_state.to_changeset(identity)


def expect_turned(identity: UUID) -> Response:
    """Add to a changeset the expected checks that it turns, for one reason; otherwise show why not."""
    form = Form()
    try:
        with form.errors_of():
            only = form.values("isExpected")
            if not only:
                raise InvalidInput(FieldError("isExpected", "wrong_length", ""))
            call(accept_turned, identity, form_state.seen_version(), form.value("motivation"), only)
            return form_state.to_changeset(identity)
    except Stale as refused:
        form.errors.append(FieldError("", "refused", str(refused)))
    shown = view_of(call(proposals.get_changeset, identity))
    return form.page("changes/changeset.html", **shown | {"expecting": form})


def decide(identity: UUID, decision: str) -> Response:
    """Show what a decision on a changeset would do, and decide when the form is sent."""
    if decision not in DECISIONS:
        raise NotFound("There is no such decision.")
    event, schema = DECISIONS[decision]
    form = Form()
    if form.is_sent:
        try:
            with form.errors_of(schema):
                _decided(identity, event, form.load(schema))
                return form_state.to_changeset(identity)
        except Stale:
            form = Form()
            return _deciding(identity, decision, form, HTTPStatus.CONFLICT)
    return _deciding(identity, decision, form, HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)


def of_mandate(decision: str) -> Any:
    """Make the view that leads from a mandate to a decision on what is proposed for it."""

    def lead(identity: UUID) -> Response:
        standing = call(entries.get, "mandates", identity).standing
        if standing is None or standing.changeset is None:
            raise Conflict("Nothing is proposed for this mandate.")
        return see_other("changes.decide", identity=standing.changeset, decision=decision)

    return lead


def _decided(identity: UUID, event: Event, values: dict[str, Any]) -> None:
    details = EventDetails(values.pop("effective_at", None), values.pop("reason", ""), values.pop("instrument", None))
    if event is Event.PUBLICATION:
        call(proposal_changes.publish, identity, form_state.seen_version(), values, details)
    else:
        call(proposal_changes.decide_on, identity, form_state.seen_version(), event, details)


def _deciding(identity: UUID, decision: str, form: Form, status: HTTPStatus) -> Response:
    shown = view_of(call(proposals.get_changeset, identity), DECISIONS[decision][0])
    is_stale = status is HTTPStatus.CONFLICT
    return page("changes/decide.html", status, form=form, decision=decision, is_stale=is_stale, **shown)
