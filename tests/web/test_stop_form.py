"""Stopping a person at once, on the sheet of the desk."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from mandate_registry.rules.facts import Employee
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.mandate_history import EntryHistory
from mandate_registry.web.register.entry_facts import in_words
from tests.support import entries
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill
from tests.web.pages import text_of
from tests.web.site import Site


@pytest.fixture
def imke(here: Site) -> UUID:
    """Return the id of Imke Ravenstein."""
    wanted = Slice({"organisation": WIERDENLAND, "number": "W-012"})
    return list_entries(COMMAND_LINE, here.installation, "employees", wanted).items[0].entry.id


def test_a_person_is_stopped_after_a_look_and_the_sheet_says_by_whom_and_why(here: Site, imke: UUID) -> None:
    client, sheet = here.client(Role.HR), f"/desk/people/{imke}"
    assert "Per direct stoppen" in text_of(client.get(sheet).text)
    looked = fill(client, f"{sheet}/stop", _step="look", reason="Ontslag op staande voet.")
    assert "niets meer beslissen" in text_of(looked.text)
    assert "kan zo niet worden goedgekeurd" not in text_of(looked.text)
    assert "Imke Ravenstein" in text_of(looked.text.partition("Wie iets anders mag beslissen")[2])
    assert "niet meer" in text_of(looked.text.partition("Wie iets anders mag beslissen")[2])
    assert "Gestopt" not in text_of(client.get(sheet).text)
    done = fill(client, f"{sheet}/stop", _step="do", reason="Ontslag op staande voet.")
    assert (done.status_code, done.location) == (303, sheet)
    told = text_of(client.get(sheet).text)
    assert all(word in told for word in ("Gestopt", "tot nader order", "Ontslag op staande voet.", "W-022"))
    card = here.client(Role.HOLDER, person="W-018").get("/me")
    assert card.status_code == 200


def test_whoever_is_stopped_is_signed_out(here: Site, imke: UUID) -> None:
    signed_in = here.client(Role.HOLDER, person="W-012")
    assert signed_in.get("/me").status_code == 200
    fill(here.client(Role.HR), f"/desk/people/{imke}/stop", _step="do", reason="Onderzoek.", until="2099-12-31")
    refused = signed_in.get("/me")
    assert refused.status_code == 401
    told = "U bent op dit moment gestopt: u kunt niets doen in dit register. Vraag het na bij personeelszaken."
    assert told in text_of(refused.text)


def test_whoever_left_is_told_so_and_not_that_he_is_stopped(here: Site, imke: UUID) -> None:
    signed_in = here.client(Role.HOLDER, person="W-012")
    entries.correct(here.installation, "employees", imke, Correction({}, {"valid_until": date(2025, 6, 30)}))
    assert "werkt u hier nu niet" in text_of(signed_in.get("/me").text)


def test_a_reason_is_needed_and_only_who_keeps_the_register_stops(here: Site, imke: UUID) -> None:
    page = f"/desk/people/{imke}/stop"
    assert fill(here.client(Role.HR), page, _step="look").status_code == 400
    assert here.client(Role.APPROVER).get(page).status_code == 403
    assert "Per direct stoppen" not in text_of(here.client(Role.AUDITOR).get(f"/desk/people/{imke}").text)


def test_the_sheet_and_the_list_show_every_employment(here: Site, imke: UUID) -> None:
    client = here.client(Role.HR)
    assert "Dienstverbanden" not in text_of(client.get(f"/desk/people/{imke}").text)
    ended = Correction({}, {"valid_until": date(2025, 6, 30)})
    entries.correct(here.installation, "employees", imke, ended)
    fact = Employee(number="W-012", name="Imke Terug")
    entries.add(here.installation, "employees", Draft(WIERDENLAND, fact, {"valid_from": date(2026, 1, 1)}))
    for page in (f"/desk/people/{imke}", "/desk/people.csv"):
        told = client.get(page).text
        assert "Imke Ravenstein" in told
        assert "Imke Terug" in told
    assert "Dienstverbanden" in text_of(client.get(f"/desk/people/{imke}").text)


def test_whoever_saw_an_earlier_state_is_told_so(here: Site, imke: UUID) -> None:
    client, page = here.client(Role.HR), f"/desk/people/{imke}/stop"
    fill(client, page, _step="do", reason="Onderzoek.")
    stale = fill(client, page, _step="do", reason="Nog eens.", _tag="0")
    assert "Nog eens." not in text_of(client.get(f"/desk/people/{imke}").text)
    assert "intussen" in text_of(stale.text)


@pytest.mark.parametrize("step", ["look", "do"])
def test_a_last_day_that_is_past_is_refused_also_when_only_looking(here: Site, imke: UUID, step: str) -> None:
    page = f"/desk/people/{imke}/stop"
    refused = fill(here.client(Role.HR), page, _step=step, reason="Onderzoek.", until="2020-01-01")
    assert refused.status_code == 400
    assert "Kies een latere dag" in text_of(refused.text)


def test_who_is_stopped_already_is_told_of_as_a_person(here: Site, imke: UUID) -> None:
    client, page = here.client(Role.HR), f"/desk/people/{imke}/stop"
    fill(client, page, _step="do", reason="Onderzoek.")
    refused = text_of(fill(client, page, _step="look", reason="Nog eens.").text)
    assert "Deze persoon is dan al gestopt." in refused
    assert "geschorst" not in refused


def test_a_stopped_person_is_called_stopped_and_nothing_else(here: Site, imke: UUID) -> None:
    client, sheet = here.client(Role.HR), f"/desk/people/{imke}"
    assert "Gestopt" not in text_of(client.get("/desk/people").text)
    fill(client, f"{sheet}/stop", _step="do", reason="Onderzoek.", until="2099-12-10")
    told = text_of(client.get(sheet).text).replace("\xa0", " ")
    assert "tot en met 10 december 2099" in told
    assert [word for word in ("Geschorst", "Afwezig Ja", "00:00") if word in told] == []
    rows = client.get("/desk/people.csv").text.splitlines()
    assert ["W-012" in row for row in rows] == ["Gestopt" in row for row in rows]


def test_the_history_of_a_person_says_that_a_resumption_was_proposed_and_approved(here: Site, imke: UUID) -> None:
    client, sheet = here.client(Role.HR), f"/desk/people/{imke}"
    fill(client, f"{sheet}/stop", _step="do", reason="Onderzoek.")
    waits = fill(client, f"{sheet}/resume", _step="do", reason="Afgerond.").location
    plan = text_of(here.client(Role.APPROVER).get(waits).text)
    assert re.search(r"Gestopt: vanaf [^,]+, tot nader order → van .+ tot ", plan), plan
    fill(here.client(Role.APPROVER), f"{waits}/approve")
    told = text_of(client.get(sheet).text)
    assert [word for word in ("Hervatten voorgesteld", "Hervatten goedgekeurd") if word not in told] == []
    assert "Wijziging voorgesteld" not in told


def test_only_what_is_decided_of_a_resumption_is_told_as_one() -> None:
    at, resumption, other = datetime(2026, 11, 30, tzinfo=UTC), UUID(int=1), UUID(int=2)
    told = [
        EntryHistory(event, at, at, "key 1", "", changeset)
        for event, changeset in (
            (Event.APPROVAL, other),
            (Event.SUSPENSION, None),
            (Event.PROPOSAL, resumption),
            (Event.REJECTION, resumption),
        )
    ]
    said = [str(what) for what, _one in in_words(told)]
    assert said == ["Approved", "Stopped", "Resumption proposed", "Resumption rejected"]
