"""What the page of a changeset shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mandate_registry.errors import Conflict, InvalidInput, NotFound
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.rules.questions import Person
from mandate_registry.services.approval.approval_review import reviewed
from mandate_registry.services.approval.proposal_split import parts_of
from mandate_registry.services.approval.review import Review
from mandate_registry.services.approval.shown_plan import findings_of_changeset, show_changes
from mandate_registry.services.changesets.allowed_actions import allowed_actions
from mandate_registry.services.changesets.changeset_impact import Impact
from mandate_registry.services.changesets.file_readings import reading_of_changeset
from mandate_registry.services.changesets.proposals import Proposal
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entries
from mandate_registry.services.register.changeset_store import Step
from mandate_registry.services.register.mandate_history import decisions_on
from mandate_registry.view_context import call
from mandate_registry.web.context import caller, may
from mandate_registry.web.field_errors import in_words
from mandate_registry.web.field_labels import MANDATE_LABELS
from mandate_registry.web.forms import Form
from mandate_registry.web.mandate_texts import MandateFormatter
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


def view_of(proposal: Proposal, event: Event | None = None) -> dict[str, Any]:
    """Return what is shown of a changeset; its effect where somebody is about to let it happen."""
    changeset = proposal.kept.changeset
    formatter = MandateFormatter(RegisterNames(proposal.organisation))
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
        wrong = tuple(f"{MANDATE_LABELS.get(one.field, one.field)}: {in_words(one)}" for one in error.errors)
        return None, Review(), wrong or (str(error),)


def _step_text(formatter: MandateFormatter, step: Step, proposal: Proposal) -> dict[str, Any]:
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
