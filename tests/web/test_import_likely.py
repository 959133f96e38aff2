"""A word of a list that something of the register may be is never taken for new by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from mandate_registry.services.permissions import Role
from tests.web.forms import fill, sent
from tests.web.mandates import read
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import answered, asked_what_is_new, columns, imported

HEADINGS = "Nummer;Bevoegdheid;Mandaat aan\n"
USES = {"uses.c0": "number", "uses.c1": "decision_types", "uses.c2": "holder"}
SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
LIST = (
    "N.1;Opleggen van een last onder bestuursdwang;Griffier\n"
    "N.2;Toekennen van verlof;Griffier\n"
    "N.3;Opvragen van een bodemrapport;Griffier\n"
    "N.4;Vlaggen hijsen;Griffier\n"
)
OF_ALL = {"ofAll.body": "raad", "ofAll.nature": "decision"}


@pytest.fixture
def client(here: Site) -> Client:
    return here.client(Role.HR)


def asked(client: Client) -> str:
    return asked_what_is_new(client, f"{HEADINGS}{LIST}", USES | SAME)


def inputs(page: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(decisionTypes\.[^"]+)"[^>]*value="([^"]*)"', page.text))


def options(page: TestResponse, name: str) -> list[tuple[str, bool, str]]:
    """Return the options of a choice: what each sends, whether it is chosen, and what it says."""
    select = re.search(rf'<select[^>]*name="{re.escape(name)}"[^>]*>(.*?)</select>', page.text, re.DOTALL)
    assert select, name
    found = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', select[1])
    return [(value, bool(chosen), text) for value, chosen, text in found]


def said(page: TestResponse, **hows: str) -> dict[str, Any]:
    """Return what stands in the form, with an answer for each of its words."""
    return inputs(page) | OF_ALL | {f"decisionTypes.{name[1:]}.how": how for name, how in hows.items()}


def test_what_it_may_be_is_offered_and_what_says_the_same_in_other_words_is_suggested(client: Client) -> None:
    page = client.get(asked(client))
    offered = [(value, text) for value, _, text in options(page, "decisionTypes.0.how")]
    assert ("same:enforcement.coercion", "Dezelfde als “Bestuursdwang toepassen” in het register") in offered
    words = client.get(answered(client, columns(client, f"{HEADINGS}{LIST}"), USES | SAME))
    assert [(value, text) for value, chosen, text in options(words, "meanings.1.how") if chosen] == [
        ("=Verlof toestaan", "Dezelfde als “Verlof toestaan” in het register")
    ]
    shown = " ".join(text_of(words.text).split())
    assert "In het register kan het zijn: Een last onder dwangsom opleggen · Bestuursdwang toepassen" in shown


def test_who_adds_all_that_is_new_is_not_asked_again_but_for_a_slip(client: Client) -> None:
    slip = "N.5;Een pand sluitten;Griffier\n"
    new = asked_what_is_new(client, f"{HEADINGS}{LIST}{slip}", USES | SAME)
    page = client.get(new)
    chosen = [next(value for value, one, _ in options(page, f"decisionTypes.{at}.how") if one) for at in range(5)]
    assert chosen == ["", "new", "new", "new", ""]  # the first looks like "Een last onder dwangsom opleggen"
    assert sent(client, new, said(page, _0="new", _1="new", _2="new", _3="new", _4="")).status_code == 400


def test_every_type_of_the_register_can_be_named(here: Site, client: Client) -> None:
    for role in (Role.ADMINISTRATOR, Role.APPROVER):
        here.client(role)
    new = asked(client)
    page = client.get(new)
    assert '<option value="Een pand sluiten">enforcement.closure</option>' in page.text
    named = {"decisionTypes.3.same": "een pand sluiten"}
    hows = {"_0": "same:enforcement.coercion", "_1": "same:staff.leave", "_2": "same"}
    told = said(page, **hows, _3="same") | named | {"decisionTypes.2.same": "council.policy-rule"}
    check = sent(client, new, told).location
    assert "“vlaggen hijsen” staat voor Een pand sluiten" in " ".join(text_of(client.get(check).text).split())
    again = client.get(new)
    assert again.status_code == 303 or inputs(again)["decisionTypes.3.same"] == "Een pand sluiten"
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    types = [read(here, f"N.{number}").entry.fact.decision_types for number in range(1, 5)]
    assert types == [("enforcement.coercion",), ("staff.leave",), ("council.policy-rule",), ("enforcement.closure",)]


@pytest.mark.parametrize(
    ("how", "same", "error"),
    [
        ("same", "Iets dat er niet is", "Niets in het register heet zo"),
        ("same", "", "Niets in het register heet zo"),
        ("new", "Een pand sluiten", "er is een ander antwoord gekozen"),
        ("", "", "Zeg wat dit is"),
    ],
)
def test_what_is_named_beside_another_answer_or_does_not_exist_is_refused(
    client: Client, how: str, same: str, error: str
) -> None:
    new = asked(client)
    told = said(client.get(new), _0="new", _1="new", _2="new", _3=how) | {"decisionTypes.3.same": same}
    refused = sent(client, new, told)
    assert (refused.status_code, error in text_of(refused.text)) == (400, True)
