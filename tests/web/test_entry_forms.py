"""Forms of people, positions and all else that is entered as one: looked at first, saved, or waiting for approval."""

from __future__ import annotations

from uuid import UUID

import pytest

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register import entries
from tests.web.forms import fill, sent, tag_in
from tests.web.pages import text_of
from tests.web.site import Site

# Granting


NEW: dict[str, dict[str, str]] = {
    "employees": {"number": "W-900", "name": "Noor Nieuwenhuis", "employedFrom": "2096-12-01"},
    "appointments": {"employee": "W-012", "position": "gemeentesecretaris", "validFrom": "2096-12-01"},
    "absences": {"employee": "W-012", "validFrom": "2096-12-01", "validUntil": "2096-12-05"},
    "positions": {"code": "archivaris", "title": "Archivaris", "unit": "bestuur"},
    "units": {"code": "archief", "name": "Archief", "parent": "bestuur"},
    "bodies": {"code": "griffie", "name": "Griffie"},
    "decision-types": {"code": "archive.open", "titleNl": "Archief openen", "body": "college", "mandatable": "false"},
    "instruments": {"reference": "MB-900", "title": "Mandaatbesluit 900", "adoptedOn": "2026-11-01"},
    "agreements": {
        "number": "A-900",
        "partner": "00000009100000000002",
        "decisionTypes.0": "contract",
        "lists": "true",
    },
}


@pytest.mark.parametrize("kind", NEW)
def test_an_entry_is_added_and_is_corrected_as_it_was_shown(kept: Site, kind: str) -> None:
    hr = kept.client(Role.HR)
    added = sent(hr, f"/desk/{kind}/new", NEW[kind])
    assert added.status_code == 303, text_of(added.text)
    address = added.location.partition("?")[0]
    shown = hr.get(added.location)
    assert "Het is vastgelegd" in shown.text
    table, identity = kind.replace("-", "_"), UUID(address.split("/")[-2])
    before = entries.get(COMMAND_LINE, kept.installation, table, identity)
    same = {name: value for name, value in NEW[kind].items() if f'name="{name}"' in shown.text}
    assert fill(hr, address, **same).status_code == 303
    assert entries.get(COMMAND_LINE, kept.installation, table, identity).entry.fact == before.entry.fact


def test_what_is_left_empty_is_said_no_more_and_what_must_be_said_is_asked(kept: Site) -> None:
    hr, said = kept.client(Role.HR), {"reference": "MB-901", "title": "Besluit 901", "adoptedBy": "College"}
    address = sent(hr, "/desk/instruments/new", said).location.partition("?")[0]
    assert fill(hr, address, title="Besluit 901").status_code == 303
    fact = entries.get(COMMAND_LINE, kept.installation, "instruments", UUID(address.split("/")[-2])).entry.fact
    assert (fact.title, fact.adopted_by) == ("Besluit 901", "")
    assert fill(hr, address).status_code == 400


def test_what_gives_power_waits_for_somebody_else(here: Site) -> None:
    said = {"number": "V-900", "for": "position:griffier", "deputy": "employee:W-012", "trigger": "always"}
    waits = sent(here.client(Role.HR), "/desk/deputyships/new", said).location
    assert waits.startswith("/desk/changesets/")
    assert here.client(Role.HR).get("/desk/deputyships").text.count("V-900") == 0
    assert fill(here.client(Role.APPROVER), f"{waits}/approve").status_code == 303
    assert "Goedgekeurd" in here.client(Role.HR).get(waits).text


def test_who_proposed_it_reads_why_it_was_rejected(here: Site) -> None:
    said = {"number": "V-900", "for": "position:griffier", "deputy": "employee:W-012", "trigger": "always"}
    waits = sent(here.client(Role.HR), "/desk/deputyships/new", said).location
    assert fill(here.client(Role.APPROVER), f"{waits}/reject", reason="Niet zonder overleg.").status_code == 303
    told = text_of(here.client(Role.HR).get(waits).text)
    assert "Afgewezen" in told
    assert "Niet zonder overleg." in told
    assert "Wie vervangt, mag beslissen wat de ander mag beslissen." in told


def test_what_cannot_be_approved_is_not_offered_for_approval(here: Site) -> None:
    """An expected answer would no longer be given."""
    said = {"code": "directie", "title": "Directie", "category": "manager"}
    assert sent(here.client(Role.HR), "/desk/positions/new", said).status_code == 303
    found = entries.list_entries(COMMAND_LINE, here.installation, "bodies", Slice({"code": "burgemeester"})).items[0]
    waits = fill(here.client(Role.HR), f"/desk/bodies/{found.entry.id}/edit", name="Burgemeester", position="directie")
    shown = here.client(Role.APPROVER).get(waits.location).text
    assert "Zolang zij dat verwacht, kan niemand dit goedkeuren" in text_of(shown)
    assert f'href="{waits.location}/approve"' not in shown
    assert f'href="{waits.location}/reject"' in shown


def test_what_an_entry_would_do_is_looked_at_first(here: Site) -> None:
    hr, leaves = here.client(Role.HR), {"name": "Hanneke Zandstra", "employedUntil": "2026-11-01"}
    found = entries.list_entries(COMMAND_LINE, here.installation, "employees", Slice({"name": "Hanneke Zandstra"}))
    address = f"/desk/employees/{found.items[0].entry.id}/edit"
    looked = fill(hr, address, _step="look", **leaves)
    assert looked.status_code == 200
    assert "mag niet meer beslissen" in text_of(looked.text)
    assert "Alles is doorgerekend; er is nog niets gewijzigd." in text_of(looked.text)
    assert entries.get(COMMAND_LINE, here.installation, "employees", found.items[0].entry.id).tag == found.items[0].tag
    assert sent(hr, address, {"_tag": tag_in(looked), "_step": "do"} | leaves).status_code == 303


def test_what_changes_nothing_for_anybody_is_saved_at_once(here: Site) -> None:
    new = {"code": "archivaris", "title": "Archivaris", "_step": "look"}
    assert sent(here.client(Role.HR), "/desk/positions/new", new).status_code == 303


def test_an_entry_that_changed_since_it_was_seen_is_not_corrected(kept: Site) -> None:
    hr = kept.client(Role.HR)
    address = sent(hr, "/desk/bodies/new", code="commissie", name="Commissie").location.partition("?")[0]
    seen = tag_in(hr.get(address))
    fill(hr, address, name="Adviescommissie")
    assert "Dit is gewijzigd sinds u ernaar keek" in text_of(sent(hr, address, name="Raad", _tag=seen).text)
