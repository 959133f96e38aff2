"""The pages of an employee himself: what he may decide, his cards, and who asked about him."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from werkzeug.test import Client

from mandate_registry.rules.facts import EVERY_TYPE, Absence, Agreement, Kind, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.cards import my_powers
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.register_writer import open_register
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.forms import sent
from tests.web.moments import AFTERNOON
from tests.web.pages import text_of
from tests.web.site import Site

WANTED = {"decisionTypes": "cooperation.conclude", "case": "RS-2026-014", "minutes": "60", "name": "short"}


@pytest.fixture(autouse=True)
def _in_the_afternoon() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture
def imke(kept: Site) -> Client:
    return kept.client(Role.HOLDER)


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return text_of(answer.text)


def test_somebody_sees_what_he_may_decide_with_limits_and_mandates(imke: Client) -> None:
    text = said(imke, "/me")
    shown = "Een samenwerkingsovereenkomst sluiten Ja, tot een grens"
    assert all(words in text for words in ("Imke Ravenstein", "Regisseur samenwerking", shown, "WL-4.4", "€ 10.000"))


def test_what_he_looks_up_about_himself_is_kept_as_a_question(kept: Site, imke: Client) -> None:
    before = said(imke, "/me/asked").count("Er is een lijst gegeven")
    said(imke, "/me")
    assert said(imke, "/me/asked").count("Er is een lijst gegeven") == before + 1
    assert kept.client(Role.PARTNER, organisation=DUINRAND).get("/me/asked").status_code == 403


@pytest.mark.parametrize(("role", "is_there"), [(Role.HR, True), (Role.APPROVER, True), (Role.ADMINISTRATOR, False)])
def test_who_is_no_employee_has_no_page_of_his_own(kept: Site, role: Role, is_there: bool) -> None:  # noqa: FBT001 - a parameter
    client = kept.client(role)
    assert client.get("/me").status_code == (200 if is_there else 403)
    assert ("Wat ik mag beslissen" in said(client, "/")) == is_there


def test_who_left_may_decide_nothing_and_is_told_whom_to_ask(kept: Site) -> None:
    client = kept.client(Role.HOLDER, person="W-999")
    assert "U staat vandaag niet in dit register" in said(client, "/me")
    assert "Vraag het degene die het register" in said(client, "/me/cards/new")


def test_a_card_is_made_shown_once_looked_at_and_withdrawn(imke: Client) -> None:
    made = sent(imke, "/me/cards/new", WANTED)
    assert made.status_code == 200
    address = next(iter(re.findall(r'href="http://[^/]+(/cards/[^"]+)"', made.text)))
    assert "data:image/svg+xml;base64," in made.text
    assert "I. Ravenstein" in said(imke, address)
    listed = imke.get("/me/cards")
    assert address.rpartition("/")[2] not in listed.text
    assert "1 keer, het laatst op" in text_of(listed.text)
    end = next(iter(re.findall(r'action="(/me/cards/[^"]+/end)"', listed.text)))
    assert sent(imke, end).location == "/me/cards"
    assert imke.get(address).status_code == 404
    assert "Ingetrokken" in said(imke, "/me/cards")


def test_who_keeps_the_register_makes_cards_for_himself_here(here: Site) -> None:
    client = here.client(Role.HR, person="W-012")
    assert sent(client, "/me/cards/new", WANTED).status_code == 200
    assert "Regisseur" in said(client, "/me")


def test_a_card_can_be_for_one_partner(imke: Client) -> None:
    text = text_of(sent(imke, "/me/cards/new", WANTED, partner=DUINRAND).text)
    assert DUINRAND in text or "Duinrand" in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decisionTypes": ""}, "decisionTypes"),
        ({"decisionTypes": "raadsbesluit"}, "decisionTypes.0"),
        ({"minutes": "99999"}, "minutes"),
        ({"name": "pet"}, "name"),
        ({"counterparty": "Duinrand"}, "counterparty"),
        ({"employee.number": "W-004"}, "employee"),
    ],
)
def test_a_card_that_cannot_be_is_shown_again_with_what_is_wrong(
    imke: Client, wrong: dict[str, str], field: str
) -> None:
    answer = sent(imke, "/me/cards/new", WANTED | wrong)
    assert answer.status_code == 400
    assert f'href="#{field.replace(".", "-")}"' in answer.text
    assert 'value="RS-2026-014"' in answer.text


def test_a_card_says_with_whom_it_is_to_be_agreed(imke: Client) -> None:
    assert "Met Gemeente Duinrand" in text_of(sent(imke, "/me/cards/new", WANTED, counterparty=DUINRAND).text)
    assert "Met Gemeente Duinrand" in said(imke, "/me/cards")


def test_a_card_of_somebody_else_is_not_there_to_withdraw(kept: Site, imke: Client) -> None:
    sent(imke, "/me/cards/new", WANTED)
    end = next(iter(re.findall(r'action="(/me/cards/[^"]+/end)"', imke.get("/me/cards").text)))
    another = kept.client(Role.HOLDER, person="W-004")
    assert sent(another, end).status_code == 404
    assert end not in another.get("/me/cards").text
    assert sent(imke, end).status_code == 303


def test_who_keeps_the_register_sees_here_his_own_cards_alone(kept: Site, imke: Client) -> None:
    sent(imke, "/me/cards/new", WANTED)
    assert "U hebt nog geen kaart gemaakt" in said(kept.client(Role.HR), "/me/cards")


def test_the_questions_come_page_by_page(imke: Client) -> None:
    for _ in range(21):
        said(imke, "/me")
    first = imke.get("/me/asked").text
    onward = next(iter(re.findall(r'href="(\?[^"]*cursor=[^"]+)"', first)))
    assert imke.get(f"/me/asked{onward}").status_code == 200
    assert imke.get("/me/asked?cursor=x").status_code == 400


def test_it_is_said_until_when_where_the_register_says_so(kept: Site) -> None:
    found = my_powers.read_my_powers(Caller((Role.HOLDER,), WIERDENLAND, "test", "W-018"), kept.installation)
    ends = {one.mandates: one.last_day for one in found.held}
    assert (found.moment, found.time_zone) == (now(), "Europe/Amsterdam")
    assert (ends["WL-3.3",], ends["WL-3.3", "WL-3.4"]) == (date(2026, 12, 31), date(2026, 12, 31))
    assert "31 december 2026" in said(kept.client(Role.HOLDER, person="W-018"), "/me")


def test_a_card_is_offered_for_those_who_agreed_to_ask(here: Site) -> None:
    agreement = Agreement(number="SO-1", partner=DUINRAND, decision_types=(EVERY_TYPE,), basis="x")
    assert "Gemeente Duinrand" not in said(here.client(Role.HOLDER), "/me/cards/new")
    create(COMMAND_LINE, here.installation, "agreements", Draft(WIERDENLAND, agreement))
    assert "Gemeente Duinrand" in said(here.client(Role.HOLDER), "/me/cards/new")


def test_who_looks_at_his_own_power_sees_that_it_is_not_about_himself(here: Site) -> None:
    """The alderman stands in for the mayor, who is away, and has a mandate that is never about himself."""
    mandate = Mandate(
        number="N-1",
        kinds=(Kind.MANDATE,),
        on_behalf_of="college",
        seats=(Seat(position="wethouder-ruimte"),),
        decision_types=("finance.guarantee",),
        not_about_oneself=True,
    )
    with here.installation.writing() as connection:
        register = open_register(connection, WIERDENLAND)
        register.put("absences", uuid4(), Absence(employee="W-001", valid=Period(AFTERNOON - timedelta(days=1))))
        register.put("mandates", uuid4(), mandate)
        register.record(COMMAND_LINE, "a test")
    alderman = here.client(Role.HOLDER, person="W-002")
    proviso = "Het besluit gaat niet over een van degenen die beslissen."
    assert "Beslissen op een evenementenvergunning Ja" in said(alderman, "/me")
    assert proviso in said(alderman, "/me")
    made = sent(alderman, "/me/cards/new", WANTED | {"decisionTypes": "finance.guarantee", "case": ""})
    assert proviso in said(alderman, next(iter(re.findall(r'href="http://[^/]+(/cards/[^"]+)"', made.text))))
    asked = [("W-002", kind, confirmed) for kind in ("permit.event", "finance.guarantee") for confirmed in ("", "all")]
    answers = {one: _asked_about(here, *one, about=one[0]) for one in [*asked, ("W-001", "permit.event", "")]}
    said_first = {key: text[: text.index(" Naar de inhoud")] for key, text in answers.items()}
    assert said_first == {
        ("W-002", "permit.event", ""): "Ja, als u een voorwaarde bevestigt",
        ("W-002", "permit.event", "all"): "Ja, Ruben Offringa mag dit beslissen",
        ("W-002", "finance.guarantee", ""): "Nee, niet volgens het register",
        ("W-002", "finance.guarantee", "all"): "Nee, niet volgens het register",
        ("W-001", "permit.event", ""): "Ja, Hendrikje Tolsma mag dit beslissen",
    }
    assert "er weegt geen persoonlijk belang mee" in answers["W-002", "permit.event", ""]
    assert _asked_about(here, "W-002", "finance.guarantee", "", "W-004").startswith(
        "Ja, Ruben Offringa mag dit beslissen"
    )


def _asked_about(here: Site, number: str, kind: str, confirmed: str, about: str) -> str:
    client = here.client(Role.HOLDER, person=number)
    amount = (
        {"amount.value": "100", "amount.currency": "EUR", "amount.vat": "none"} if kind == "finance.guarantee" else {}
    )
    asked = {"organisation": WIERDENLAND, "employees.0.name": number, "about.name": about, "decisionType": kind}
    answer = sent(client, "/ask", asked | amount | ({"confirmedConditions.0": confirmed} if confirmed else {}))
    assert answer.status_code == 303, text_of(answer.text)
    return said(client, str(answer.location))
