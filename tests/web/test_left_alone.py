"""A form leaves alone what it did not offer: what it lacks, and the API set, is never erased by a page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from mandate_registry.canonical import camel_case
from mandate_registry.rules import facts
from mandate_registry.rules.fields import fields_of
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets import proposals
from mandate_registry.services.permissions import Role
from mandate_registry.services.register import entries
from tests.web.forms import offered_in, sent, tag_in
from tests.web.mandates import granted, read
from tests.web.pages import text_of
from tests.web.site import Site

pytestmark = pytest.mark.either_database

EVERYTHING = {
    "kinds": "signing",
    "seats.1.employee": "W-012",
    "except.0.code": "contract.decide",
    "aboveAmount": "10",
    "currency": "USD",
    "vat": "incl",
    "within.0": "own_unit",
    "cases.0": "Z-1",
    "counterparties.0": "00000009100000000002",
    "conditions.0": "Na advies.",
    "instructions": "Alleen bij spoed.",
    "notAboutOneself": "true",
    "noSuperior": "true",
    "consentStatute": "Wvr art. 39",
    "subMandating": "2",
    "subMandatingOnly.0": "contract.decide",
    "subMandatingExcept.0": "permit",
    "legalBasis": "Awb 10:3",
    "validFrom": "2096-01-01",
    "validUntil": "2096-12-31",
    "disclosure": "internal",
}
"""Beside `GRANT`, all that the form of a mandate can say but its parent and its instrument."""


def test_a_draft_keeps_all_that_the_form_did_not_offer(kept: Site) -> None:
    granted(kept, "L-1", **EVERYTHING)
    before, hr = read(kept, "L-1"), kept.client(Role.HR)
    assert _unsaid(before.entry.fact).isdisjoint(name.partition(".")[0] for name in EVERYTHING)
    address = f"/desk/mandates/{before.entry.id}/correct"
    lower = {"maxAmount": "900", "_tag": tag_in(hr.get(address)), "_step": "do"}
    assert sent(hr, address, lower).status_code == 303
    assert read(kept, "L-1").entry.fact == replace(before.entry.fact, max_amount=Decimal("900.00"))


def _unsaid(fact: facts.Mandate) -> set[str]:
    """Return the fields that say nothing of a mandate, as a form names them."""
    return {camel_case(one.called) for one in fields_of(type(fact)) if getattr(fact, one.name) in (None, "", ())}


def test_an_amendment_says_nothing_of_what_the_form_did_not_offer(kept: Site) -> None:
    mandate = read(kept, "WL-5.4")
    address, hr = f"/desk/mandates/{mandate.entry.id}/amend", kept.client(Role.HR)
    told = {"changes.instructions": "Eerst bellen.", "reason": "Zo is het.", "_tag": tag_in(hr.get(address))}
    answer = sent(hr, address, told | {"_step": "do"})
    assert answer.status_code == 303, text_of(answer.text)
    changeset = UUID(answer.location.rpartition("/")[2])
    (step,) = proposals.get_changeset(COMMAND_LINE, kept.installation, changeset).kept.changeset.steps
    assert dict(step.values) == {"instructions": "Eerst bellen."}


def test_a_form_that_is_sent_empty_offers_all_that_can_be_amended(kept: Site) -> None:
    """So that a box that is no longer ticked, and a list that is emptied, is taken for what it is."""
    page = kept.client(Role.HR).get(f"/desk/mandates/{read(kept, 'WL-5.4').entry.id}/amend")
    sent_empty = {name for name in offered_in(page) if f'type="hidden" name="{name}" value=""' in page.text}
    assert {name for name in sent_empty if name.startswith("changes.")} == {
        f"changes.{name}" for name in ("kinds", "noSuperior", "notAboutOneself")
    }
    assert 'type="checkbox"' in page.text
    boxes = {name for name in offered_in(page) if f'type="checkbox" id="{name.replace(".", "-")}' in page.text}
    assert boxes == sent_empty


def test_an_entry_keeps_all_that_the_form_did_not_offer(kept: Site) -> None:
    hr, said = (
        kept.client(Role.HR),
        {"code": "left.alone", "titleNl": "Iets", "titleEn": "Something", "body": "college"},
    )
    address = sent(hr, "/desk/decision-types/new", said | {"mandatable": "false"}).location.partition("?")[0]
    assert sent(hr, address, titleEn="", _tag=tag_in(hr.get(address))).status_code == 303
    identity = UUID(address.split("/")[-2])
    fact = entries.get(COMMAND_LINE, kept.installation, "decision_types", identity).entry.fact
    assert fact == facts.DecisionType(code="left.alone", title_nl="Iets", body="college", mandatable=False)
