"""What a list brings in as new is held back from older mandates for everything, if whoever brings it in says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import TOLD_LATER, asked, columns_of, imported

LIST = "Nummer;Bevoegdheid;Mandaat aan\nK.1;Vrij denken over straatnamen;Griffier\nK.2;Boomfeest houden;Griffier\n"
USES = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
SAID = {"disclosure": "partners", "allNew": "decision_types", "ofAll.nature": "decision"} | TOLD_LATER
NEW = ("vrij-denken-over-straatnamen", "boomfeest-houden")
FOR_EVERYTHING = ["WL-1.1", "WL-1.2", "WL-1.3", "WL-1.4", "WL-2.1", "WL-9.3"]


def words(page: str) -> dict[str, str]:
    """Return what a page says by itself of the words of a list, and of what is new."""
    hidden = dict(re.findall(r'<input type="hidden" name="((?:meanings|decisionTypes)[^"]+)" value="([^"]*)"', page))
    typed = re.findall(r'name="(decisionTypes\.\d+\.(?:title|code))"[^>]*value="([^"]*)"', page)
    return hidden | dict(typed) | {f"decisionTypes.{at}.body": "college" for at in range(len(NEW))}


def answer(here: Site, person: str, code: str) -> str:
    ref = EmployeeRef(organisation=WIERDENLAND, number=person)
    request = CheckRequest(organisation=WIERDENLAND, employees=(ref,), decision_type=code, unit="wijken")
    return check(COMMAND_LINE, here.installation, request).outcome


@pytest.mark.parametrize(("said", "may"), [("held", "not_authorised"), ("covered", "authorised")])
def test_it_is_asked_once_and_done_in_the_same_proposal(here: Site, client: Client, said: str, may: str) -> None:
    client.set_cookie("lang", "nl")
    step = asked(client, LIST, uses=USES)
    page = client.get(step).text
    assert "6 mandaten voor alles (WL-1.1, WL-1.2, WL-1.3, WL-1.4, WL-2.1, WL-9.3)" in " ".join(text_of(page).split())
    assert re.findall(r'name="newTypes" value="(\w+)" checked', page) == ["held"]
    check_page = sent(client, step, words(page) | SAID).location
    assert client.get(check_page).location == step  # nothing was chosen
    assert sent(client, step, words(page) | SAID | {"newTypes": said}).location == check_page
    shown = " ".join(text_of(client.get(check_page).text).split())

    assert ("mensen mogen dit beslissen" in shown) == (said == "covered")
    assert ("(2 bevoegdheden): niemand krijgt dat daardoor" in shown) == (said == "held")
    assert ("; Vrij denken over straatnamen" in shown.partition("niemand krijgt dat daardoor")[2]) == (said == "held")
    changeset = imported(client, check_page)
    fill(here.client(Role.APPROVER, person="W-012"), f"{changeset}/approve")
    tables: Any = export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables
    holding = [one.number for one in tables["mandates"] if {*NEW} <= {held.code for held in one.reservations}]
    assert holding == (FOR_EVERYTHING if said == "held" else [])
    assert (answer(here, "W-034", NEW[0]), answer(here, "W-005", NEW[0])) == (may, "authorised")


def test_it_is_not_asked_where_each_name_is_that_of_a_type_of_the_register(client: Client) -> None:
    client.set_cookie("lang", "nl")
    text = "Nummer;Bevoegdheid;Mandaat aan\nK.1;Weigeren van een subsidie;Griffier\n"
    for rows, is_asked in ((text, False), (f"{text}K.2;Boomfeest houden;Griffier\n", True)):
        page = text_of(client.get(asked(client, rows, uses=USES)).text)
        assert ("Wie mag over het nieuwe beslissen?" in page) is is_asked


def test_one_answer_for_all_leaves_what_a_name_says(here: Site, client: Client) -> None:
    client.set_cookie("lang", "nl")
    text = LIST.replace("Boomfeest houden", "Opzeggen van een overeenkomst")
    step = asked(client, text, uses=USES | {"fixed.kinds": "@type"})
    page = client.get(step).text
    assert "Voorgesteld: de naam zegt het" in page
    said = columns_of(page) | words(page) | SAID | {"newTypes": "held"}
    check_page = sent(client, step, said).location
    fill(here.client(Role.APPROVER, person="W-012"), f"{imported(client, check_page)}/approve")
    tables: Any = export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables
    natures = {
        one.code: str(one.nature)
        for one in tables["decision_types"]
        if one.code in (NEW[0], "opzeggen-van-een-overeenkomst")
    }
    kinds = {one.number: [str(kind) for kind in one.kinds] for one in tables["mandates"] if one.number.startswith("K.")}
    assert natures == {NEW[0]: "decision", "opzeggen-van-een-overeenkomst": "private_act"}
    assert kinds == {"K.1": ["mandate"], "K.2": ["power_of_attorney"]}
