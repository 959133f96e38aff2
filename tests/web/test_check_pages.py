"""Asking on a page: what is understood, what the answer says, and who is shown it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader
from werkzeug.test import Client

from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.forms import sent
from tests.web.moments import AFTERNOON
from tests.web.pages import text_of
from tests.web.partner_forms import (
    EMPTY_TABLE,
    ON_A_CONDITION,
    QUESTION,
    TABLE,
    agree,
    answered,
    partner,
    seated,
    wrong,
)
from tests.web.site import Site

NOBODY = {"employees.0.name": ""}


@pytest.fixture(scope="module", autouse=True)
def _at_the_table() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture(scope="module")
def agreed(kept: Site) -> Site:
    return agree(kept)


@pytest.fixture
def client(agreed: Site) -> Client:
    return partner(agreed)


def shown(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200
    return text_of(found.text)


def test_a_yes_says_who_what_how_much_for_whom_and_until_when(client: Client) -> None:
    text = shown(client, answered(client))
    for words in (
        "Ja, Imke Ravenstein mag dit beslissen",
        "Een samenwerkingsovereenkomst sluiten",
        "€ 80.000 exclusief btw",
        "Namens College van burgemeester en wethouders en Burgemeester, Gemeente Wierdenland",
        "Met Gemeente Duinrand",
        "Op het moment 15 september 2026 om 14:30",
        "Geldt tot",
        "krachtens volmacht van de burgemeester",
        "Gecontroleerd: 23 november 2026, 14:32:07",
    ):
        assert words in text
    assert "Yes, Imke Ravenstein may decide this" in shown(client, answered(client) + "?lang=en")


CASES = [
    ("too much", {"amount.value": "800.000"}, "Nee, niet volgens het register", "buiten de grenzen"),
    ("no amount", {"amount.value": ""}, "Dit is zo niet te zeggen", "Er ontbreekt iets"),
    ("a stranger", {"employees.0.name": "Nemo Nergens"}, "Nee, niet volgens het register", "geen mandaat"),
    (
        "half of two",
        {"employees.0.name": "W-022", "decisionType": "compensation.award", "amount.value": "20000"},
        "Samen met iemand anders: W-022 mag dit niet alleen beslissen",
        "vraag het opnieuw met beide namen",
    ),
    (
        "both of two",
        {
            "employees.0.name": "W-022",
            "employees.1.name": "W-006",
            "decisionType": "compensation.award",
            "amount.value": "20000",
        },
        "Ja, W-022 en W-006 mogen dit samen beslissen",
        "Zo te ondertekenen",
    ),
]


@pytest.mark.parametrize(
    ("otherwise", "verdict", "beside"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_answer_says_its_verdict_and_what_to_do(
    client: Client, otherwise: dict[str, str], verdict: str, beside: str
) -> None:
    text = shown(client, answered(client, **otherwise))
    assert verdict in text
    assert beside in text


def test_a_condition_is_confirmed_on_the_page_and_asked_again(client: Client) -> None:
    address = answered(client, **ON_A_CONDITION)
    assert "als u een voorwaarde bevestigt" in shown(client, address)
    assert wrong(sent(client, address)) == ["condition-0"]
    again = sent(client, address, {"condition-0": "true"})
    assert again.status_code == 303
    text = shown(client, again.location)
    assert "Ja, Imke Ravenstein mag dit beslissen" in text
    assert "Op voorwaarde dat" in text
    assert "(door de vrager verklaard)" in text
    paper = PdfReader(BytesIO(client.get(f"{again.location}/receipt.pdf?lang=nl").data))
    assert "(door de vrager verklaard)" in " ".join(paper.pages[0].extract_text().split())
    assert "(door de vrager verklaard)" not in shown(client, address)


def test_what_is_asked_about_a_later_moment_is_shown_as_expected(agreed: Site, client: Client) -> None:
    expected = "Dit verwachtte het register op 23 november 2026 om 14:32"
    text = shown(client, answered(client, **{"at.day": "2026-12-15", "at.clock": "14:30"}))
    assert "Ja, Imke Ravenstein mag dit beslissen" in text
    assert f"{expected}. Wat later is vastgelegd, telt hierin niet mee" in text
    assert "Zoals verwacht op 23 november 2026 om 14:32" in text
    assert expected not in shown(client, answered(client))
    before, hr = AFTERNOON - timedelta(hours=1), Caller((Role.HR,), WIERDENLAND, "test hr", "W-001")
    known = CheckRequest(
        organisation=WIERDENLAND, employees=(EmployeeRef(number="W-012"),), decision_type="x", known_at=before
    )
    told = check(hr, agreed.installation, known)
    assert "Zoals verwacht op 23 november 2026 om 13:32" in shown(agreed.client(Role.HR), f"/answers/{told.id}")
    told = check(hr, agreed.installation, replace(known, at=before))
    assert "Zoals bekend op 23 november 2026 om 13:32" in shown(agreed.client(Role.HR), f"/answers/{told.id}")


def test_nobody_confirms_what_somebody_else_asked(agreed: Site, client: Client) -> None:
    address = answered(client, **ON_A_CONDITION)
    auditor = agreed.client(Role.AUDITOR)
    assert "condition-0" not in auditor.get(address).text
    assert sent(auditor, address, {"condition-0": "true"}).status_code == 404
    assert agreed.client(Role.HOLDER).get(address).status_code == 404


def test_a_card_is_asked_about_by_its_code_which_the_answer_does_not_show(agreed: Site, client: Client) -> None:
    code = agreed.card(name="none").code
    text = shown(client, answered(client, **{"employees.0.name": code.lower(), "at.day": "", "at.clock": ""}))
    assert f"Ja, {code[:4]}-… mag dit beslissen" in text
    assert code[5:] not in text


OBJECTION = {
    "employees.0.name": "W-021",
    "decisionType": "objection.decide",
    "amount.value": "",
    "primaryDecisionBy.0.name": "W-001",
    "primaryDecisionBy.1.name": "W-021",
}
LEAVE = {"employees.0.name": "W-028", "decisionType": "staff.leave", "amount.value": "", "about.name": "W-028"}


def test_who_decided_first_does_not_decide_the_objection_and_the_answer_says_who_that_was(agreed: Site) -> None:
    hr = agreed.client(Role.HR)
    text = shown(hr, address := answered(hr, **OBJECTION))
    assert "Wie een besluit nam, mag niet beslissen op het bezwaar daartegen" in text
    assert "Eerder beslist door W-001 en W-021" in text
    again = hr.get("/ask", query_string={"again": address.rpartition("/")[2]}).text
    assert all(
        f'name="primaryDecisionBy.{place}.name" type="text" value="W-0{n}1"' in again for place, n in ((0, 0), (1, 2))
    )


def test_a_decision_about_an_employee_is_asked_with_the_unit_of_the_matter_by_its_name(agreed: Site) -> None:
    hr = agreed.client(Role.HR)
    text = shown(hr, address := answered(hr, **LEAVE, unit="team inkoop en contracten"))
    assert "Aangelegenheid van Team Inkoop en Contracten" in text
    assert "Over de medewerker W-028" in text
    again = hr.get("/ask", query_string={"again": address.rpartition("/")[2]}).text
    assert 'name="unit" type="text" value="Team Inkoop en Contracten"' in again
    assert 'name="about.name" type="text" value="W-028"' in again


def test_a_partner_is_told_of_no_unit_and_names_one_by_its_code(client: Client) -> None:
    assert "Team Inkoop" not in client.get("/ask").text
    assert "Aangelegenheid van inkoop" in shown(client, answered(client, unit="inkoop"))
    assert wrong(sent(client, "/ask", QUESTION | {"unit": "Team Inkoop en Contracten"})) == ["unit"]


WRONG = [
    ("a card for whom it is about", {"about.name": "7KQ3-M9XW-2B4T-R8ND-C6HF"}, ["about-name"]),
    ("a card for who decided", {"primaryDecisionBy.0.name": "7KQ3-M9XW-2B4T-R8ND-C6HF"}, ["primaryDecisionBy-0-name"]),
    ("nobody", NOBODY, ["employees-0-name"]),
    ("nothing", {"decisionType": ""}, ["decisionType"]),
    ("what nobody decides", {"decisionType": "een raket lanceren"}, ["decisionType"]),
    ("no purpose", {"purpose": ""}, ["purpose"]),
    ("an amount in words", {"amount.value": "veel"}, ["amount-value"]),
    ("a time without a day", {"at.day": ""}, ["at-day"]),
    ("another register", {"organisation": DUINRAND}, ["organisation", "decisionType"]),
]


@pytest.mark.parametrize(("otherwise", "fields"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, otherwise: dict[str, str], fields: list[str]
) -> None:
    found = sent(client, "/ask", QUESTION | otherwise)
    assert set(wrong(found)) <= set(fields)
    assert 'value="RS-2026-014"' in found.text


def test_a_word_that_fits_several_decisions_offers_them(client: Client) -> None:
    found = sent(client, "/ask", QUESTION | {"decisionType": "samenwerkingsovereenkomst"})
    assert wrong(found) == ["decisionType"]
    assert 'type="radio" id="decisionType-cooperation.conclude"' in found.text
    assert answered(client, decisionType="cooperation.conclude")
    assert answered(client, decisionType="Conclude a cooperation agreement")


def test_a_partner_who_agreed_nothing_is_told_whom_to_ask_for_it(agreed: Site) -> None:
    stranger = agreed.client(Role.PARTNER, organisation="00000009100000000009")
    page = stranger.get("/ask").text
    assert '<form method="post" class' not in page
    assert "Ravenstein" not in page
    assert sent(stranger, "/ask", QUESTION).status_code == 400


def test_an_employee_begins_with_himself_and_asks_about_nobody_else(agreed: Site) -> None:
    holder = agreed.client(Role.HOLDER, person="W-012")
    assert 'value="W-012"' in holder.get("/ask").text
    assert "Ja, Imke Ravenstein mag dit beslissen" in shown(holder, answered(holder, **{"employees.0.name": "W-012"}))
    assert wrong(sent(holder, "/ask", QUESTION | {"employees.0.name": "W-001"})) == ["employees-0-name"]


def test_ones_own_people_are_told_the_reason_in_full(agreed: Site) -> None:
    text = shown(hr := agreed.client(Role.HR), answered(hr, **{"amount.value": "800000"}))
    assert "Het bedrag is hoger dan de grens." in text
    assert "Imke Ravenstein (W-012)" in text


def test_what_is_asked_again_has_to_be_an_answer(client: Client) -> None:
    assert client.get("/ask?again=nothing").status_code == 200
    assert client.get("/ask?again=00000000-0000-0000-0000-000000000000").status_code == 404


def test_a_question_is_asked_again_from_its_answer(client: Client) -> None:
    again = client.get("/ask", query_string={"again": answered(client).rpartition("/")[2]}).text
    assert all(f'value="{text}"' in again for text in ("Imke Ravenstein", "80000.00", "RS-2026-014", WIERDENLAND))


def test_a_table_has_a_row_for_each_decision_and_a_column_for_each_person(client: Client) -> None:
    page = client.get(seated(client)).text
    assert "Besluit Imke Ravenstein W-001 Samen Een samenwerkingsovereenkomst sluiten Ja Nee" in text_of(page)
    assert page.count('class="answer"') == 6
    wrong_at = wrong(sent(client, "/ask/table", TABLE | {"decisionTypes.4": "overeenkomst"}))
    assert wrong_at == ["decisionTypes-1"]  # rows that were left empty are closed up
    assert wrong(sent(client, "/ask/table", EMPTY_TABLE)) == ["employees-0-name", "decisionTypes-0"]


def test_a_table_is_asked_about_a_moment_and_its_cells_say_on_what_they_hang(agreed: Site, client: Client) -> None:
    asked = TABLE | {"amount.value": "800.000", "at.day": "2026-09-15", "at.clock": "14:30"}
    for asks, beside in ((client, "Buiten de grenzen van het bedrag"), (agreed.client(Role.HR), "Wel tot en met € ")):
        page = text_of(asks.get(sent(asks, "/ask/table", asked).location).text).replace("\N{NO-BREAK SPACE}", " ")
        assert "Op het moment 15 september 2026 om 14:30" in page
        assert beside in page
        assert ("Wel tot en met" in page) is (beside == "Wel tot en met € ")
    found = client.get(
        sent(client, "/ask/table", TABLE | {k: v for k, v in ON_A_CONDITION.items() if k in TABLE}).location
    )
    condition = shown(client, answered(client, **ON_A_CONDITION)).partition("Dit klopt: ")[2][:20]
    assert condition
    assert f"Ja, onder een voorwaarde {condition}" in text_of(found.text)
    assert wrong(sent(client, "/ask/table", asked | {"at.day": ""})) == ["at-day"]


def test_a_question_begins_with_ones_own_organisation_where_others_may_be_asked_too(agreed: Site) -> None:
    page = agreed.client(Role.HR, organisation=DUINRAND).get("/ask").text
    assert f'<option value="{DUINRAND}" selected>' in page
    assert f'<option value="{WIERDENLAND}">' in page


def test_an_employee_as_the_other_party_is_named_as_anybody_and_none_hides(agreed: Site) -> None:
    own = agreed.client(Role.AUDITOR)
    asked = {"decisionType": "cooperation.decide", "case": "RS-2026-033", "at.day": "", "at.clock": ""}
    unknown = shown(own, answered(own, **asked, counterparty="Imke Ravenstijn"))
    assert "Het register kent de medewerker niet die de andere partij is" in unknown
    address = answered(own, **asked, counterparty="Imke Ravenstein")
    assert "Met Imke Ravenstein" in shown(own, address)
    again = own.get(f"/ask?again={address.rpartition('/')[2]}").text
    assert re.search(r'name="counterparty"[^>]*value="Imke Ravenstein"', again)
    table = sent(own, "/ask/table", TABLE | {"counterparty": "W-012"})
    assert "Met W-012" in shown(own, str(table.location))
