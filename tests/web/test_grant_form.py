"""A form that grants or amends a sub-mandate says of each restriction that was left out what has to be filled in."""

from __future__ import annotations

import re
from itertools import count

import pytest

from mandate_registry.services.permissions import Role
from tests.web.forms import fill, sent, tag_in
from tests.web.mandates import GRANT, granted, read
from tests.web.pages import text_of
from tests.web.site import Site

PARTNER = "00000009100000000002"
RESTRICTED = {
    "except.0.code": "contract.decide",
    "except.0.threshold": "20.000",
    "cases.0": "Z-1",
    "counterparties.0": PARTNER,
    "within.0": "own_unit",
    "conditions.0": "Na advies.",
}
SAID = {
    "except": ("Behalve", "contract.decide>=20000.00"),
    "cases": ("Alleen in de zaken", "Z-1"),
    "counterparties": ("Alleen met", PARTNER),
    "within": ("Alleen binnen", "own_unit"),
    "conditions": ("Onder de voorwaarde", "Na advies."),
}

_numbers = count(20)


@pytest.fixture
def parent(kept: Site) -> str:
    """Grant a mandate that may be passed on and is restricted in every way, and return its number."""
    number = f"T-{next(_numbers)}"
    changeset = granted(kept, number, subMandating="1", **RESTRICTED)
    fill(kept.client(Role.HR), f"/desk/changesets/{changeset}/submit")
    fill(kept.client(Role.APPROVER), f"/desk/changesets/{changeset}/approve")
    return number


def test_each_restriction_that_is_left_empty_is_told_with_what_to_fill_in(kept: Site, parent: str) -> None:
    answer = sent(kept.client(Role.HR), "/desk/mandates/new", GRANT, number=f"{parent}.1", parent=parent, _step="do")
    assert answer.status_code == 400
    text = " ".join(text_of(answer.text).split())
    for field, (label, said) in SAID.items():
        told = f"Dit reikt verder dan het mandaat erboven (Awb 10:9). Maak het kleiner. Mandaat {parent} zegt: {said}; "
        told += f"goed zou bijvoorbeeld zijn: {said.removesuffix('.')}."
        assert text.count(told) == 2, field  # above the form, and beside the field
        assert re.search(rf'href="#{field}">{label}[^:<]*: ', answer.text), field
        assert f'id="{field}"' in answer.text
    assert re.search(r"<details open>\s*<summary>Meer beperkingen", answer.text)


def test_it_is_said_in_english_too(kept: Site, parent: str) -> None:
    form = GRANT | RESTRICTED | {"cases.0": "", "number": f"{parent}.1", "parent": parent, "_step": "do"}
    text = text_of(sent(kept.client(Role.HR), "/desk/mandates/new?lang=en", form).text)
    assert f"Mandate {parent} says: Z-1; right would be, for example: Z-1." in text


def test_what_was_told_to_be_filled_in_is_taken(kept: Site, parent: str) -> None:
    granted(kept, f"{parent}.1", parent=parent, **RESTRICTED)
    assert [str(held) for held in read(kept, f"{parent}.1").entry.fact.reservations] == ["contract.decide>=20000.00"]


def test_a_parent_that_is_narrowed_by_then_stands_in_the_way_of_approval(kept: Site, parent: str) -> None:
    changeset = granted(kept, f"{parent}.1", parent=parent, **RESTRICTED)
    fill(kept.client(Role.HR), f"/desk/changesets/{changeset}/submit")
    address = f"/desk/mandates/{read(kept, parent).entry.id}/amend"
    form = {f"changes.{name}": value for name, value in (GRANT | RESTRICTED | {"subMandating": "1"}).items()}
    form |= {
        "changes.conditions.1": "Na overleg.",
        "reason": "Strenger.",
        "_tag": tag_in(kept.client(Role.HR).get(address)),
    }
    amended = sent(kept.client(Role.HR), address, form | {"_step": "do"}).location
    assert fill(kept.client(Role.APPROVER), f"{amended}/approve").status_code == 303
    text = text_of(kept.client(Role.APPROVER).get(f"/desk/changesets/{changeset}").text)
    assert "Onder de voorwaarde" in text
    assert f"Mandaat {parent} zegt: Na overleg.; goed zou bijvoorbeeld zijn: Na overleg." in text


def test_that_a_consent_is_not_needed_and_that_it_is_never_about_oneself_is_filled_in_and_told(kept: Site) -> None:
    outside = {"seats.0.at": "", "seats.0.organisation": PARTNER, "seats.0.employee": "D-001"}
    said = {"noSuperior": "true", "consentStatute": "Wvr art. 39", "notAboutOneself": "true"}
    number = f"T-{next(_numbers)}"
    granted(kept, number, **outside, **said)
    fact = read(kept, number).entry.fact
    assert (fact.no_superior, fact.consent_statute, fact.not_about_oneself) == (True, "Wvr art. 39", True)
    page = text_of(kept.client(Role.HR).get(f"/desk/mandates/{read(kept, number).entry.id}").text)
    assert "Nooit over wie zelf beslist Ja" in page
    assert "Geen leidinggevende die instemt Ja" in page
    assert "Wet die het regelt Wvr art. 39" in page
