"""A list asks no more than it leaves open, and who approves it sees on one page what matters."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from werkzeug.test import Client

from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import TOLD_LATER, asked, imported

HOLDER = "Griffier"
ACTS = ("Vlaggen hijsen", "Vlaggen strijken", "Vrij denken over straatnamen", "Weigeren van een subsidie")
LIST = "Nummer;Bevoegdheid;Mandaat aan;Grens\n" + "".join(
    f"K.{at};{act};{HOLDER};t/m € {at}.000\n" for at, act in enumerate(ACTS, 1)
)
USES = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
SAID = TOLD_LATER | {"disclosure": "partners", "fixed.vat": "excl", "ofAll.nature": "decision", "ofAll.body": "college"}


@pytest.fixture(autouse=True)
def _dutch(client: Client) -> None:
    client.set_cookie("lang", "nl")


def seen(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


def filled(page: str) -> dict[str, str]:
    """Return what stands in the fields of a page."""
    said = dict(re.findall(r'<input type="hidden" name="((?!_)[^"]+)" value="([^"]*)"', page))
    said |= dict(re.findall(r'<input class="[^"]*textbox[^"]*"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    said |= dict(re.findall(r'<input type="radio"[^>]*name="([^"]+)" value="([^"]*)" checked', page))
    selects = re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    chosen = {name: re.search(r'<option value="([^"]+)" selected', options) for name, options in selects}
    return said | {name: found[1] for name, found in chosen.items() if found}


def checked(client: Client, **otherwise: str) -> str:
    """Answer all of the list; return the address where it is looked at."""
    step = asked(client, LIST, uses=USES)
    answer = sent(client, step, filled(client.get(step).text) | SAID | otherwise)
    assert answer.status_code == 303, text_of(answer.text)
    return answer.location


def approved(here: Site, client: Client, check: str) -> None:
    fill(here.client(Role.APPROVER, person="W-012"), f"{imported(client, check)}/approve")


def table(here: Site, name: str) -> list[Any]:
    tables: Any = export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables
    return list(tables[name])


def test_what_is_new_and_like_nothing_else_is_folded_with_its_answer(client: Client) -> None:
    page = client.get(asked(client, LIST, uses=USES)).text
    shown = " ".join(text_of(page).split())
    assert "3 bevoegdheden die het register niet heeft" in shown
    assert "3 zijn al ingevuld als nieuw. Vlaggen hijsen · Vlaggen strijken · Vrij denken over straatnamen" in shown
    assert 'name="allNew"' not in page
    assert "Wie mag over het nieuwe beslissen? Alleen wie de lijst noemt" in shown.partition("klopt dit?")[2]


def test_the_same_list_once_more_does_not_ask_in_english_who_decides_on_what_is_new(here: Site, client: Client) -> None:
    approved(here, client, checked(client))
    client.set_cookie("lang", "en")
    again = client.get(asked(client, LIST, uses=USES)).text
    assert "The same as “Refuse a subsidy”" in again
    assert 'name="newTypes"' not in again


def test_the_amount_is_required_in_the_same_proposal_where_somebody_says_so(here: Site, client: Client) -> None:
    check = checked(client)
    offer = "Over 4 bevoegdheden kan zonder bedrag worden gevraagd, naast de grenzen"
    assert offer[:40] in seen(client, check)
    amounts = check.replace("/check", "/amounts")
    assert sent(client, amounts, requiresAmount="yes").location == check
    shown = seen(client, check)
    assert "moet een toets voortaan het bedrag noemen: dat komt met dit voorstel mee" in shown
    assert offer[:40] not in shown
    sent(client, amounts)
    assert offer[:40] in seen(client, check)
    sent(client, amounts, requiresAmount="yes")
    approved(here, client, check)
    required = {one.title_nl for one in table(here, "decision_types") if one.amount_required}
    assert required >= {"Vlaggen hijsen", "Vlaggen strijken", "Vrij denken over straatnamen", "Een subsidie weigeren"}


def test_limits_that_may_have_been_merged_are_asked_once(here: Site, client: Client) -> None:
    text = LIST.replace("t/m € 2.000", "").replace("t/m € 4.000", "")
    step = asked(client, text, uses=USES)
    page = client.get(step).text
    assert "de cellen waren misschien samengevoegd" in text_of(page)
    (at,) = re.findall(r'name="(meanings\.\d+)\.column" value="max_amount"', page)
    said = filled(page) | SAID
    assert sent(client, step, said).status_code == 400
    answer = sent(client, step, said | {f"{at}.how": "above"})
    approved(here, client, answer.location)
    found = {one.number: int(one.max_amount) for one in table(here, "mandates") if one.number.startswith("K.")}
    assert found == {"K.1": 1000, "K.2": 1000, "K.3": 3000, "K.4": 3000}


def test_a_file_is_read_once_for_all_its_pages(client: Client) -> None:
    with patch("mandate_registry.services.changesets.sheets.read_sheets", side_effect=read_sheets) as read:
        step = asked(client, LIST, uses=USES)
        client.get(step)
        sent(client, step, filled(client.get(step).text) | SAID)
        client.get(step.replace("/answers", "/check"))
    assert read.call_count == 1


def test_an_approver_sees_first_who_gets_what_and_approves_on_that_page(here: Site, client: Client) -> None:
    changeset = imported(client, checked(client))
    boss = here.client(Role.APPROVER, person="W-012")
    boss.set_cookie("lang", "nl")
    page = boss.get(changeset)
    shown = " ".join(text_of(page.text).split())
    places = [shown.index(one) for one in ("Mandaten: 4", "Hoe het is gelezen", "Keurt u dit")]
    assert places == sorted(places)
    assert "Wie dit mag goedkeuren" not in shown
    tag = re.search(rf'action="{changeset}/approve">.*?name="_tag" value="([^"]+)"', page.text, re.DOTALL)
    assert tag
    assert sent(boss, f"{changeset}/approve", _tag=tag[1]).status_code == 303
    assert len([one for one in table(here, "mandates") if one.number.startswith("K.")]) == len(ACTS)
