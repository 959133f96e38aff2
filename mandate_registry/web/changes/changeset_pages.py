"""The decision (besluit) as a changeset: what is proposed together, looked at before, and approved by somebody else."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound, Stale
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.rules.questions import Person
from mandate_registry.services.approval.accepted_turns import accept_turned
from mandate_registry.services.approval.approval_review import Review, reviewed
from mandate_registry.services.approval.proposal_split import parts_of
from mandate_registry.services.approval.proposal_split import split as split_in_two
from mandate_registry.services.approval.shown_plan import findings_of_changeset, show_changes
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.allowed_actions import allowed_actions
from mandate_registry.services.changesets.changeset_impact import Impact
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.file_readings import reading_of_changeset
from mandate_registry.services.changesets.proposals import Proposal
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entries
from mandate_registry.services.register.changeset_store import Step
from mandate_registry.services.register.mandate_history import decisions_on
from mandate_registry.services.uploads.proposal_renewal import renew as make_again
from mandate_registry.web.changes import form_state
from mandate_registry.web.changes.step_texts import StepFormatter
from mandate_registry.web.chosen_register import home
from mandate_registry.web.context import call, caller, may, page, see_other
from mandate_registry.web.field_errors import in_words
from mandate_registry.web.forms import Form
from mandate_registry.web.mandate_labels import LABELS
from mandate_registry.web.page_links import next_url, requested_slice
from mandate_registry.web.proposals.effects import effects_of
from mandate_registry.web.proposals.new_findings import new_finding_lines
from mandate_registry.web.proposals.plan_rows import plan_slice
from mandate_registry.web.proposals.plan_tables import in_tables
from mandate_registry.web.proposals.proposal_titles import title_of
from mandate_registry.web.proposals.review_texts import reason_of_turned, review_text
from mandate_registry.web.proposals.source_cells import SourceCells
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import CHANGESET_STATES, EVENTS
from schemas.base import Schema
from schemas.changesets import ChangesetIn, ChangesetPatch
from schemas.mandate_events import DecisionIn, PublicationIn, RejectionIn

DECISIONS: dict[str, tuple[Event, type[Schema]]] = {
    "submit": (Event.SUBMISSION, DecisionIn),
    "approve": (Event.APPROVAL, DecisionIn),
    "reject": (Event.REJECTION, RejectionIn),
    "withdraw": (Event.WITHDRAWAL, DecisionIn),
    "publish": (Event.PUBLICATION, PublicationIn),
}
"""By address, what is decided and what has to be said of it."""

LOOKED_AT = (Event.SUBMISSION, Event.APPROVAL)
"""Before what its effect is shown."""

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
                call(proposals.draft_changeset, values.pop("organisation"), values).kept.changeset.id
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
            call(proposals.edit_changeset, identity, form_state.seen_version(), values)
            return form_state.to_changeset(identity)
    return form.page("changes/besluit.html", names=RegisterNames(proposal.organisation), proposal=proposal)


def show(identity: UUID) -> Response:
    """Show one: what it does, which answers it changes, and what may be done with it."""
    return page("changes/changeset.html", **_shown(call(proposals.get_changeset, identity)))


def renew(identity: UUID) -> Response:
    """Make one again for the register as it is now; where it cannot be, say why."""
    try:
        call(make_again, identity, form_state.seen_version())
    except (Stale, Conflict) as refused:
        shown = _shown(call(proposals.get_changeset, identity))
        return page("changes/changeset.html", HTTPStatus.CONFLICT, not_renewed=str(refused), **shown)
    return form_state.to_changeset(identity)


def split(identity: UUID) -> Response:
    """Split one into what an approver may approve, and the rest, and name both; where it cannot be, say why."""
    try:
        call(split_in_two, identity, form_state.seen_version(), request.form.get("approver", ""))
    except (Stale, Conflict) as refused:
        shown = _shown(call(proposals.get_changeset, identity))
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
    shown = _shown(call(proposals.get_changeset, identity))
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
        call(proposals.publish, identity, form_state.seen_version(), values, details)
    else:
        call(proposals.decide_on, identity, form_state.seen_version(), event, details)


def _deciding(identity: UUID, decision: str, form: Form, status: HTTPStatus) -> Response:
    shown = _shown(call(proposals.get_changeset, identity), DECISIONS[decision][0])
    is_stale = status is HTTPStatus.CONFLICT
    return page("changes/decide.html", status, form=form, decision=decision, is_stale=is_stale, **shown)


def _shown(proposal: Proposal, event: Event | None = None) -> dict[str, Any]:
    """Return what is shown of a changeset; its effect where somebody is about to let it happen."""
    changeset = proposal.kept.changeset
    formatter = StepFormatter(RegisterNames(proposal.organisation))
    chosen = call(allowed_actions, proposal)
    plan = call(show_changes, changeset.id, plan_slice())
    formatter.names.add(plan.named)
    reading = call(reading_of_changeset, changeset.id)
    is_late = bool(plan.outdated)
    looks = changeset.is_open and bool(changeset.steps or plan.summary.counts) and event in (None, *LOOKED_AT)
    effect, review, refusal = effect_of(proposal) if looks and not is_late else (None, Review(), ())
    gains = effect is not None and _is_among(effect.gainers, proposal.organisation)
    blocked = effect is not None and effect.blocks
    events = chosen.events - {Event.APPROVAL} if is_late or gains or blocked else chosen.events
    return {
        "plan": in_tables(plan, SourceCells(reading) if reading else None),
        "reading": reading,
        "found": _found(proposal, reading, formatter.names) if looks and not is_late else [],
        "may_renew": changeset.is_open and may(Right.KEEP),
        "proposal": proposal,
        "changeset": changeset,
        "title": title_of(changeset),
        "parts": _parts(changeset.id),
        "state": CHANGESET_STATES[changeset.state],
        "steps": [_step_text(formatter, step, proposal) for step in changeset.steps],
        "impact": effect,
        "review": review_text(review, formatter.names),
        "expecting": Form({"motivation": reason_of_turned(review, formatter.names)}),
        "may_expect": changeset.state is ChangesetState.SUBMITTED and may(Right.KEEP),
        "may_split": changeset.state is ChangesetState.SUBMITTED and not changeset.steps and may(Right.KEEP),
        "refusal": refusal,
        "effects": effects_of(effect, formatter.names) if effect else None,
        "may_now": chosen,
        "gains": gains and Event.APPROVAL in chosen.events,
        "decisions": [(EVENTS[one.event], one) for one in call(decisions_on, changeset.id)],
        "offered": [name for name, (one, _schema) in DECISIONS.items() if one in events],
        "is_offered": event is None or event in events,
        "names": formatter.names,
    }


def _found(proposal: Proposal, reading: SheetReading | None, names: RegisterNames) -> list[dict[str, Any]]:
    """Return what register health would find anew, with the rows of the file that tell of it."""
    found = call(findings_of_changeset, proposal.kept.changeset.id)
    return new_finding_lines(found.in_rows(reading.rows) if reading else found, names)


def _parts(identity: UUID) -> list[tuple[UUID, str, str]]:
    """Return the proposals that one was split into: their ids, their titles, and how far they have come."""
    found = [one.kept.changeset for one in call(parts_of, identity)]
    return [(one.id, title_of(one), str(CHANGESET_STATES[one.state].text)) for one in found]


def _is_among(people: frozenset[Person], organisation: str) -> bool:
    """Return True if whoever is signed in is one of these people."""
    signed_in = caller()
    home = signed_in and (signed_in.organisation or organisation)
    return any((one.organisation, one.number) == (home, signed_in and signed_in.person) for one in people)


def effect_of(proposal: Proposal) -> tuple[Impact | None, Review, tuple[str, ...]]:
    """Return what it would do and what stands in its way, or why it cannot be carried out as the register is now."""
    try:
        return *call(reviewed, proposal.kept.changeset.id), ()
    except (InvalidInput, Conflict) as error:
        wrong = tuple(f"{LABELS.get(one.field, one.field)}: {in_words(one)}" for one in error.errors)
        return None, Review(), wrong or (str(error),)


def _step_text(formatter: StepFormatter, step: Step, proposal: Proposal) -> dict[str, Any]:
    """Return a step as one line, with its details or changes."""
    shown: dict[str, Any] = {
        "text": formatter.step(step, proposal.numbers[step.mandate]),
        "event": step.event,
        "mandate": step.mandate,
    }
    try:
        mandate = call(entries.get, "mandates", step.mandate).entry.fact
    except NotFound:  # a draft that was withdrawn stands in the register no longer
        return shown
    if step.event is Event.GRANT:
        return shown | {"lines": formatter.mandate(mandate), "is_draft": not mandate.approved}
    return shown | {"changes": formatter.changes(mandate, step.values) if step.values else []}
