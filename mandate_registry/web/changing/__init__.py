"""The desk to change: what keeps and approves a register, as forms that say what will happen."""

from __future__ import annotations

from flask import Blueprint, request

from mandate_registry.errors import Forbidden
from mandate_registry.services.permissions import Right
from mandate_registry.web.changing import changesets, deeds, granting, line_by_line, resources, stopping
from mandate_registry.web.changing.asked import MORE_OF_MANDATES
from mandate_registry.web.context import may
from mandate_registry.web.registers import choices
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, KIND_CHOICES

changing = Blueprint("changing", __name__, url_prefix="/desk")

WORDS = {"kinds": KIND_CHOICES, "bases": BASES, "disclosures": DISCLOSURE_CHOICES}
"""What the forms offer."""

changing.context_processor(lambda: {"words": WORDS, "homes": lambda right: choices(Right(right))})
changing.context_processor(lambda: {"more_of_mandates": MORE_OF_MANDATES})

READS, SENDS = ["GET"], ["GET", "POST"]

for path, endpoint, view, methods in (
    ("/mandates/new", "grant", granting.grant, SENDS),
    ("/mandates/<uuid:identity>/correct", "correct", granting.correct, SENDS),
    ("/changesets", "changesets", changesets.listed, READS),
    ("/changesets/new", "begin", changesets.begin, SENDS),
    ("/changesets/<uuid:identity>", "changeset", changesets.show, READS),
    ("/changesets/<uuid:identity>/lines", "line_by_line", line_by_line.show, READS),
    ("/changesets/<uuid:identity>/renew", "renew", changesets.renew, ["POST"]),
    ("/changesets/<uuid:identity>/split", "split", changesets.split, ["POST"]),
    ("/changesets/<uuid:identity>/expect", "expect_turned", changesets.expect_turned, ["POST"]),
    ("/changesets/<uuid:identity>/edit", "edit_changeset", changesets.edit, SENDS),
    ("/changesets/<uuid:identity>/<decision>", "decide", changesets.decide, SENDS),
    ("/people/<uuid:identity>/stop", "stop", stopping.stop, SENDS),
    ("/people/<uuid:identity>/resume", "resume_person", stopping.resume, SENDS),
    ("/<kind>/new", "add", resources.add, SENDS),
    ("/<kind>/<uuid:identity>/edit", "edit", resources.edit, SENDS),
):
    changing.add_url_rule(path, endpoint, view, methods=methods)

KEEPING = {
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
    *deeds.KINDS,
}
"""What is there only for who keeps the register; what he may do with whose, the services say."""


@changing.before_request
def must_keep() -> None:
    """Refuse a form to whoever could not send it."""
    if (request.endpoint or "").rpartition(".")[2] in KEEPING and not may(Right.KEEP):
        raise Forbidden("Only who keeps the register may do this.")


for kind in deeds.KINDS:
    changing.add_url_rule(f"/mandates/<uuid:identity>/{kind}", kind, deeds.view(kind), methods=SENDS)

for decision in ("submit", "approve", "reject", "withdraw"):
    changing.add_url_rule(
        f"/mandates/<uuid:identity>/{decision}", decision, changesets.of_mandate(decision), methods=READS
    )
