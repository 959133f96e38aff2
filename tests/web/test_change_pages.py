"""The desk to change: forms that say what will happen, take it once, and refuse what has changed since it was seen."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest

from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event, Status
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.permissions import Role
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent, tag_in
from tests.web.mandates import GRANT, granted, read, status
from tests.web.pages import text_of
from tests.web.site import Site

# Granting


def test_a_mandate_is_drafted_and_counts_when_somebody_else_approves_it(kept: Site) -> None:
    changeset = granted(
        kept, "T-1", **{"seats.1.employee": "W-012", "except.0.code": "permit", "except.0.threshold": "1.000"}
    )
    assert status(kept, "T-1") is Status.DRAFT
    address = f"/desk/changesets/{changeset}"
    assert fill(kept.client(Role.HR), f"{address}/submit").status_code == 303
    own = kept.client(Role.APPROVER, person="W-022")
    assert "kunt dit niet zelf goedkeuren" in text_of(own.get(address).text)
    assert fill(kept.client(Role.APPROVER), f"{address}/approve").status_code == 303
    fact = read(kept, "T-1").entry.fact
    assert (status(kept, "T-1"), str(fact.max_amount), [str(seat) for seat in fact.seats]) == (
        Status.IN_FORCE,
        "50000.00",
        ["position:griffier", "employee:W-012"],
    )
    assert [str(held) for held in fact.reservations] == ["permit>=1000.00"]


@pytest.mark.parametrize(
    ("otherwise", "field", "words"),
    [
        ({"maxAmount": "veel"}, "maxAmount", "Dit kan niet"),
        ({"number": "WL-1.1"}, "number", "Dit staat al in het register"),
        ({"decisionTypes.0": "nothing"}, "decisionTypes", "Hier past niets bij"),
        ({"seats.0.at": ""}, "seats", "Vul dit in"),
        ({"onBehalfOf": ""}, "onBehalfOf", "Vul dit in"),
        ({"validFrom": "2027-01-02", "validUntil": "2027-01-01"}, "validUntil", "De laatste dag ligt voor de eerste"),
        ({"parent": "WL-1.1"}, "parent", "laat niet toe dat dit wordt doorgegeven"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_with_what_was_typed_still_there(
    kept: Site, otherwise: dict[str, str], field: str, words: str
) -> None:
    answer = sent(kept.client(Role.HR), "/desk/mandates/new", GRANT | {"number": "T-9", "_step": "do"} | otherwise)
    assert answer.status_code == 400
    assert words in text_of(answer.text)
    assert f'href="#{field}' in answer.text
    assert f'id="{field}' in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in otherwise.values() if typed)


def test_a_mandate_for_everything_tells_what_it_covers_and_records_nothing(kept: Site) -> None:
    everything = {"reach": "everything", "decisionTypes.0": "", "except.0.code": "contract", "number": "T-8"}
    answer = sent(kept.client(Role.HR), "/desk/mandates/new", GRANT | everything | {"_step": "look"})
    covered = text_of(answer.text.partition("Wat het vandaag zou omvatten")[2].partition("</ul>")[0])
    assert "Beslissen op een Woo-verzoek" in covered
    assert "Besluiten tot een overeenkomst" not in covered
    assert 'value="T-8"' in answer.text
    with pytest.raises(IndexError):
        read(kept, "T-8")


def test_a_draft_is_corrected_as_a_whole(kept: Site) -> None:
    granted(kept, "T-2", **{"conditions.0": "Na advies."})
    address = f"/desk/mandates/{read(kept, 'T-2').entry.id}/correct"
    shown = kept.client(Role.HR).get(address).text
    assert all(f'value="{said}"' in shown for said in ("Na advies.", "50000.00", "Besluiten tot een overeenkomst"))
    corrected = {name: value for name, value in GRANT.items() if name != "maxAmount"}
    assert fill(kept.client(Role.HR), address, **corrected).status_code == 303
    fact = read(kept, "T-2").entry.fact
    assert (fact.max_amount, fact.conditions, fact.decision_types) == (None, (), ("contract.decide",))


# What happens to a mandate


def test_a_suspension_beside_an_amendment_that_waits_leads_to_the_mandate(here: Site) -> None:
    hr, address = here.client(Role.HR), f"/desk/mandates/{read(here, 'WL-5.11').entry.id}"
    execute(HR, here.installation, read(here, "WL-5.11").entry.id, Precondition(), HIGHER)
    assert "Voor dit mandaat is iets voorgesteld" in hr.get(address).text
    suspended = fill(hr, f"{address}/suspend", _step="do", reason="Onderzoek.")
    assert suspended.location == address
    assert status(here, "WL-5.11") is Status.SUSPENDED


def test_a_revocation_is_looked_at_first_and_then_done(here: Site) -> None:
    hr, address = here.client(Role.HR), f"/desk/mandates/{read(here, 'WL-1.1').entry.id}/revoke"
    told = {"reason": "De teams gaan samen.", "effectiveAt": "2026-12-01"}
    looked = fill(hr, address, _step="look", **told)
    said = text_of(looked.text)
    assert "Vanaf 1 december 2026 mag niemand meer beslissen" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "mag niet meer beslissen" in said
    assert read(here, "WL-1.1").entry.fact.revoked_at is None
    assert sent(hr, address, {"_tag": tag_in(looked), "_step": "do"} | told).status_code == 303
    revoked_at = read(here, "WL-1.1").entry.fact.revoked_at
    assert revoked_at
    assert revoked_at.isoformat() == "2026-11-30T23:00:00+00:00"


def test_a_suspension_tells_who_may_no_longer_decide_between_which_amounts(here: Site) -> None:
    address = f"/desk/mandates/{read(here, 'WL-5.4').entry.id}/suspend"
    looked = fill(here.client(Role.HR), address, _step="look", reason="Onderzoek.")
    said = text_of(looked.text).replace("\N{NO-BREAK SPACE}", " ")
    assert "Hanneke Zandstra" in said
    assert "vanaf € 25.000 tot en met € 50.000" in said
    assert "mag niet meer beslissen" in said


def test_what_hangs_under_a_mandate_is_named_when_it_is_revoked(kept: Site) -> None:
    address = f"/desk/mandates/{read(kept, 'WL-3.1').entry.id}/revoke"
    looked = fill(kept.client(Role.HR), address, _step="look", reason="Onderzoek.")
    assert looked.status_code == 200
    assert re.search(r"(hangt|hangen) eronder en (is|zijn) dan ook niet te gebruiken: WL-", text_of(looked.text))


def test_where_nobody_may_decide_otherwise_it_is_said(kept: Site) -> None:
    changeset = granted(kept, "T-7", kinds="signing")  # and the type is a decision
    assert "Voor niemand verandert er iets" in text_of(kept.client(Role.HR).get(f"/desk/changesets/{changeset}").text)


@pytest.mark.parametrize("step", ["look", "do"])
def test_what_changed_since_it_was_seen_is_shown_afresh_and_not_done(here: Site, step: str) -> None:
    hr, address = here.client(Role.HR), f"/desk/mandates/{read(here, 'WL-1.2').entry.id}/revoke"
    seen = tag_in(hr.get(address))
    fill(hr, address.replace("revoke", "suspend"), reason="Onderzoek.", _step="do")
    answer = sent(hr, address, reason="Weg.", _tag=seen, _step=step)
    assert (answer.status_code, status(here, "WL-1.2")) == (409, Status.SUSPENDED)
    assert "Dit is gewijzigd sinds u ernaar keek" in text_of(answer.text)
    assert tag_in(answer) != seen


def test_an_amendment_says_what_changes_and_waits_for_somebody_else(kept: Site) -> None:
    mandate = read(kept, "WL-1.3")
    address = f"/desk/mandates/{mandate.entry.id}/amend"
    page = kept.client(Role.HR).get(address)
    shown = re.findall(
        r'<(?:input|option)[^>]*name="(changes\.[^"]+)"[^>]*value="([^"]*)"[^>]*?( checked)?>', page.text
    )
    chosen = {"changes.onBehalfOf": "college", "changes.seats.0.at": "unit:sociaal", "changes.within.0": "own_unit"}
    ticks = ("kinds", "reach", "noSuperior", "notAboutOneself")
    as_it_is = {name: value for name, value, checked in shown if checked or not name.endswith(ticks)}
    kinds = {"changes.kinds": list(mandate.entry.fact.kinds), "changes.reach": "everything", "changes.vat": "excl"}
    known = as_it_is | chosen | kinds | {"changes.disclosure": "public", "changes.currency": "EUR"}
    answer = fill(
        kept.client(Role.HR), address, **known | {"changes.maxAmount": "25.000", "reason": "Lager.", "_step": "do"}
    )
    assert answer.status_code == 303, text_of(answer.text)
    proposal = proposals.get_changeset(COMMAND_LINE, kept.installation, UUID(answer.location.rpartition("/")[2]))
    (step,) = proposal.kept.changeset.steps
    assert ({name: str(value) for name, value in step.values.items()}, proposal.kept.changeset.state) == (
        {"max_amount": "25000.00"},
        ChangesetState.SUBMITTED,
    )
    told = text_of(kept.client(Role.APPROVER).get(answer.location).text)
    assert "Tot en met dit bedrag – €" in told
    assert "boven € 25.000" in told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("deed", ["suspend", "resume", "revoke", "amend"])
def test_nothing_is_done_without_a_reason(kept: Site, deed: str) -> None:
    answer = fill(kept.client(Role.HR), f"/desk/mandates/{read(kept, 'WL-1.4').entry.id}/{deed}", _step="do")
    assert (answer.status_code, status(kept, "WL-1.4")) == (400, Status.IN_FORCE)
    assert 'href="#reason"' in answer.text


def test_a_decision_on_a_mandate_leads_to_its_changeset(kept: Site) -> None:
    changeset = granted(kept, "T-3")
    mandate = read(kept, "T-3").entry.id
    hr = kept.client(Role.HR)
    assert hr.get(f"/desk/mandates/{mandate}/submit").location == f"/desk/changesets/{changeset}/submit"
    assert hr.get(f"/desk/mandates/{read(kept, 'WL-1.4').entry.id}/approve").status_code == 409


# Changesets


def test_a_changeset_is_begun_rejected_with_a_reason_and_taken_back(kept: Site) -> None:
    hr, approver = kept.client(Role.HR), kept.client(Role.APPROVER)
    address = sent(hr, "/desk/changesets/new", title="Besluit").location
    granted(kept, "T-4", changeset=address.rpartition("/")[2])
    assert fill(hr, f"{address}/submit").status_code == 303
    assert fill(approver, f"{address}/reject").status_code == 400
    assert fill(approver, f"{address}/reject", reason="Te ruim.").status_code == 303
    assert fill(hr, f"{address}/edit", title="Besluit 2", reason="Nauwer.").status_code == 303
    assert "Besluit 2" in hr.get("/desk/changesets?state=rejected").text
    assert fill(hr, f"{address}/withdraw").status_code == 303
    assert "Teruggenomen" in hr.get(address).text


def test_a_decision_on_a_changeset_that_changed_since_is_not_taken(kept: Site) -> None:
    hr = kept.client(Role.HR)
    address = sent(hr, "/desk/changesets/new", title="Eerst").location
    seen = tag_in(hr.get(f"{address}/withdraw"))
    fill(hr, f"{address}/edit", title="Daarna")
    assert sent(hr, f"{address}/withdraw", _tag=seen).status_code == 409
    assert "Concept" in hr.get(address).text


HR = Caller((Role.HR,), WIERDENLAND, person="W-022")
HIGHER = MandateCommand(
    event=Event.AMENDMENT, details=EventDetails(reason="Hoger."), values={"max_amount": Decimal(60000)}
)

# Who may


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.HOLDER, Role.PARTNER])
@pytest.mark.parametrize("address", ["/desk/mandates/new", "/desk/changesets/new", "/desk/employees/new"])
def test_who_does_not_keep_the_register_is_offered_no_form(kept: Site, role: Role, address: str) -> None:
    client = kept.client(role)
    assert client.get(address).status_code == 403
    assert sent(client, address, title="X").status_code == 403


def test_a_mandate_of_another_organisation_is_not_there(kept: Site) -> None:
    stranger = kept.client(Role.HR, organisation="00000009100000000002", person="D-001")
    assert stranger.get(f"/desk/mandates/{read(kept, 'WL-1.4').entry.id}/revoke").status_code == 404


def test_who_keeps_the_register_cannot_approve_what_another_proposed(kept: Site) -> None:
    address = f"/desk/changesets/{granted(kept, 'T-5')}"
    fill(kept.client(Role.HR), f"{address}/submit")
    other = kept.client(Role.HR, person="W-023")
    assert "Dit kan nu niet" in text_of(other.get(f"{address}/approve").text)
    seen = tag_in(kept.client(Role.APPROVER).get(f"{address}/approve"))
    assert (sent(other, f"{address}/approve", _tag=seen).status_code, status(kept, "T-5")) == (400, Status.SUBMITTED)
