"""Who gains by new decision types does not approve them; the pages say beforehand who may, and what can be done."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import Client

from mandate_registry.cli.demo_data import BESIDE
from mandate_registry.services.permissions import Role
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import OF_NEW, asked_what_is_new, columns_of, imported

LIST = "N.1;Opvragen van aanvullende gegevens;Griffier\nN.2;Beslissen op een uitwegmelding;Griffier\n"
USES = {"uses.c0": "number", "uses.c1": "decision_types", "uses.c2": "holder"}
SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
OF_ALL = {"ofAll.body": "college", "ofAll.nature": "decision"}
NOBODY = "Nobody who is known to approve may approve new decision types of: College van burgemeester en wethouders"
NARROW = "Or narrow first the mandate for all decision types"


@pytest.fixture
def client(here: Site) -> Client:
    for role in (Role.ADMINISTRATOR, Role.APPROVER):  # who signs in to approve is known to do so
        here.client(role)
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


def shown(client: Client, path: str) -> str:
    return " ".join(text_of(client.get(path).text).split())


def asked(client: Client) -> str:
    return asked_what_is_new(client, f"Nummer;Bevoegdheid;Mandaat aan\n{LIST}", USES | SAME)


def proposed(client: Client) -> str:
    """Propose the list with what is new in it; return the address of the changeset."""
    new = asked(client)
    inputs = dict(re.findall(r'<input[^>]*name="(decisionTypes\.[^"]+)"[^>]*value="([^"]*)"', client.get(new).text))
    how = {name.replace(".word", ".how"): "new" for name in inputs if name.endswith(".word")}
    check = sent(client, new, inputs | how | OF_ALL).location
    answers = client.get(check).location  # they would fall under mandates for everything: that is meant here
    page = client.get(answers).text
    said = dict(re.findall(r'<input[^>]*name="((?:meanings|decisionTypes)\.[^"]+)"[^>]*value="([^"]*)"', page))
    return imported(client, sent(client, answers, said | columns_of(page) | OF_NEW | {"newTypes": "covered"}).location)


def test_where_all_who_approve_would_gain_it_is_said_before_anything_is_proposed(client: Client) -> None:
    page = shown(client, asked(client))
    for text in (
        NOBODY,
        "Geert-Jan Wolthuis (W-004) would be able to decide more by new decision types of: College van burgemeester",
        "Robin Stavast (W-031) would be able to decide more by",
        "a colleague with the role approver or administrator",
        NARROW,
    ):
        assert text in page


def test_where_somebody_may_approve_what_is_new_it_is_only_said_who_may_not(here: Site, client: Client) -> None:
    here.client(Role.APPROVER, person=BESIDE)
    page = shown(client, asked(client))
    assert "Who may not approve what is new" in page
    assert "Robin Stavast (W-031) would be able to decide more by" in page
    assert [text for text in (NOBODY, NARROW, BESIDE) if text in page] == []


def test_a_proposal_that_nobody_may_approve_says_what_can_be_done_and_offers_no_split(
    here: Site, client: Client
) -> None:
    changeset = proposed(client)
    page = client.get(changeset).text
    text = " ".join(text_of(page).split())
    assert "Nobody who is known to approve may approve all of this" in text
    assert (NARROW in text, "The administrator gives that role" in text) == (True, True)
    assert 'name="approver"' not in page
    assert "split" not in text
    administrator = here.client(Role.ADMINISTRATOR)
    administrator.set_cookie("lang", "en")
    assert '<a href="/desk/keys">Keys</a></li>' in administrator.get(changeset).text


def test_the_third_approver_of_the_demo_may_approve_all_of_it(here: Site, client: Client) -> None:
    third = here.client(Role.APPROVER, person=BESIDE)
    third.set_cookie("lang", "en")
    changeset = proposed(client)
    text = shown(client, changeset)
    assert "Dirk Haanstra (W-025) may approve all of it." in text
    assert NARROW not in text
    fill(third, f"{changeset}/approve")
    assert "Approved" in shown(third, changeset)


def test_what_mandates_bring_about_that_are_there_already_is_told_apart(here: Site, client: Client) -> None:
    changeset = proposed(client)
    page = shown(client, changeset).partition("What would change if it were approved now")[2]
    own, others = page.split("By mandates that are there already")
    assert own.strip().startswith("By this proposal itself")
    assert "Beslissen op een uitwegmelding" in own  # by N.2, which is new as well
    assert "people may decide more, because mandates for whole groups of decision types cover what is new." in others
    assert "Mandate WL-1.1 covers 2 of these decision types: it is for a whole group of them." in others
    assert "Mandate N.1" not in others
    holders = re.findall(r"\(W-\d+\)", own)
    assert holders
    assert not {*holders} & {*re.findall(r"\(W-\d+\)", others)}
    assert "omvatten ook wat nieuw is" in shown(here.client(Role.ADMINISTRATOR), f"{changeset}/approve")
