"""The desk to change: what keeps and approves a register, as forms that say what will happen."""

from __future__ import annotations

from flask import Blueprint, request

from mandate_registry.errors import Forbidden
from mandate_registry.services.permissions import Right
from mandate_registry.web.changes import (
    changeset_pages,
    effect_lines,
    entry_forms,
    grant_form,
    mandate_event_forms,
    stop_form,
)
from mandate_registry.web.changes.form_fields import MORE_OF_MANDATES
from mandate_registry.web.chosen_register import register_choices
from mandate_registry.web.context import may
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, KIND_CHOICES

changes = Blueprint("changes", __name__, url_prefix="/desk")

WORDS = {"kinds": KIND_CHOICES, "bases": BASES, "disclosures": DISCLOSURE_CHOICES}
"""What the forms offer."""

changes.context_processor(lambda: {"words": WORDS, "homes": lambda right: register_choices(Right(right))})
changes.context_processor(lambda: {"more_of_mandates": MORE_OF_MANDATES})

READS, SENDS = ["GET"], ["GET", "POST"]

for path, endpoint, view, methods in (
    ("/mandates/new", "grant", grant_form.grant, SENDS),
    ("/mandates/<uuid:identity>/correct", "correct", grant_form.correct, SENDS),
    ("/changesets", "changesets", changeset_pages.listed, READS),
    ("/changesets/new", "begin", changeset_pages.begin, SENDS),
    ("/changesets/<uuid:identity>", "changeset", changeset_pages.show, READS),
    ("/changesets/<uuid:identity>/lines", "line_by_line", effect_lines.show, READS),
    ("/changesets/<uuid:identity>/renew", "renew", changeset_pages.renew, ["POST"]),
    ("/changesets/<uuid:identity>/split", "split", changeset_pages.split, ["POST"]),
    ("/changesets/<uuid:identity>/expect", "expect_turned", changeset_pages.expect_turned, ["POST"]),
    ("/changesets/<uuid:identity>/edit", "edit_changeset", changeset_pages.edit, SENDS),
    ("/changesets/<uuid:identity>/<decision>", "decide", changeset_pages.decide, SENDS),
    ("/people/<uuid:identity>/stop", "stop", stop_form.stop, SENDS),
    ("/people/<uuid:identity>/resume", "resume_person", stop_form.resume, SENDS),
    ("/<kind>/new", "add", entry_forms.add, SENDS),
    ("/<kind>/<uuid:identity>/edit", "edit", entry_forms.edit, SENDS),
):
    changes.add_url_rule(path, endpoint, view, methods=methods)

KEEPER_ENDPOINTS = {
    "grant",
    "correct",
    "begin",
    "edit_changeset",
    "renew",
    "expect_turned",
    "add",
    "edit",
    "stop",
    "resume_person",
    *mandate_event_forms.KINDS,
}
"""What is there only for who keeps the register; what he may do with whose, the services say."""


@changes.before_request
def must_keep() -> None:
    """Refuse a form to whoever could not send it."""
    if (request.endpoint or "").rpartition(".")[2] in KEEPER_ENDPOINTS and not may(Right.KEEP):
        raise Forbidden("Only who keeps the register may do this.")


for kind in mandate_event_forms.KINDS:
    changes.add_url_rule(f"/mandates/<uuid:identity>/{kind}", kind, mandate_event_forms.view(kind), methods=SENDS)

for decision in ("submit", "approve", "reject", "withdraw"):
    changes.add_url_rule(
        f"/mandates/<uuid:identity>/{decision}", decision, changeset_pages.of_mandate(decision), methods=READS
    )
