"""All that a list leaves open stands on one page once: what its sheet, its words and what is new in it need."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import TOLD_LATER, asked, columns_of, imported

HOLDER = "Griffier"
LIST = (
    "Nummer;Bevoegdheid;Mandaat aan;Grens;Ondermandaat;Opmerkingen\n"
    f"K.1;Uitgaven boven de begroting toestaan;{HOLDER};geen limiet;nee;Namens de burgemeester\n"
    f"K.2;Vrij denken over straatnamen;{HOLDER};onbeperkt;nee;\n"
    f"K.3;Weigeren van een subsidie;{HOLDER};t/m schaal 10;nee;\n"
    f"K.4;Vaststellen van een tijdelijke verkeersmaatregel;{HOLDER};t/m € 1.000;nee;\n"
)
NEW = ("uitgaven-boven-de-begroting-toestaan", "vrij-denken-over-straatnamen")
USES = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
ANSWERS = {"fixed.vat": "excl", "fixed.currency": "EUR", "disclosure": "partners"} | TOLD_LATER


def fields(page: TestResponse) -> dict[str, str]:
    """Return what stands in all fields of a page, as a browser sends it."""
    found = dict(re.findall(r'<input type="hidden" name="((?!_)[^"]+)" value="([^"]*)"', page.text))
    typed = re.findall(r'<input class="[^"]*textbox[^"]*"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text)
    ticked = re.findall(r'<input type="radio"[^>]*name="([^"]+)" value="([^"]*)" checked', page.text)
    return found | dict(typed) | dict(ticked) | columns_of(page.text)


def places(page: TestResponse) -> dict[str, str]:
    """Return by word its place in the form."""
    return {word: at for at, word in re.findall(r'name="(meanings\.\d+)\.word" value="([^"]*)"', page.text)}


@pytest.fixture(autouse=True)
def _dutch(client: Client) -> None:
    client.set_cookie("lang", "nl")


def page_of(client: Client, text: str) -> tuple[str, TestResponse]:
    step = asked(client, text, uses=USES)
    return step, client.get(step)


def required(answer: Any) -> list[str]:
    """Return the words that a page says to fill in."""
    return re.findall(r'<li><a href="#meanings-\d+-how">([^:]+): Beantwoord deze apart', answer.text)


def test_all_of_a_list_is_asked_on_one_page_and_then_shown(here: Site, client: Client) -> None:
    step, page = page_of(client, LIST)
    shown, at = " ".join(text_of(page.text).split()), places(page)
    answers, settled = shown.split("Al ingevuld: klopt dit?")
    assert "Grens: “geen limiet”, “onbeperkt” → Niets: geen grens (2 rijen)" in settled
    assert "→ Dezelfde als “Een subsidie weigeren” in het register (één rij)" in settled
    assert "Grens: “t/m schaal 10” → Geen bedrag: houd het aan als voorwaarde van het mandaat (één rij)" in settled
    assert "2 bevoegdheden die het register niet heeft" in answers
    assert "hersteld" not in shown
    said = fields(page)
    assert said["decisionTypes.0.body"] == "burgemeester"  # its row says so
    assert said[f"{at['Vrij denken over straatnamen']}.how"] == "new"
    spending = {f"{at['Uitgaven boven de begroting toestaan']}.how": "new"}
    traffic = "Een tijdelijke verkeersmaatregel treffen"
    assert f'value="={traffic}"' in page.text
    refused = sent(client, step, said | ANSWERS | {"ofAll.nature": "decision"})
    assert (refused.status_code, required(refused)) == (400, ["Uitgaven boven de begroting toestaan"])
    assert "<details open" not in refused.text
    said |= ANSWERS | spending | {"ofAll.nature": "decision"}
    assert said[f"{at['t/m schaal 10']}.how"] == "condition"
    assert said[f"{at['Vaststellen van een tijdelijke verkeersmaatregel']}.how"] == f"={traffic}"
    check = sent(client, step, said).location
    assert check.endswith("/check")
    fill(here.client(Role.APPROVER, person="W-012"), f"{imported(client, check)}/approve")
    tables: Any = export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables
    found = {one.number: one for one in tables["mandates"] if one.number.startswith("K.")}
    assert {name: one.conditions for name, one in found.items() if one.conditions} == {"K.3": ("Grens: t/m schaal 10",)}
    new = {one.code: (one.body, str(one.nature)) for one in tables["decision_types"] if one.code in NEW}
    assert new == {NEW[0]: ("burgemeester", "decision"), NEW[1]: ("college", "decision")}


def test_answers_are_shown_again_to_whoever_goes_back(client: Client) -> None:
    step, page = page_of(client, LIST)
    at = places(page)
    said = fields(page) | ANSWERS | {"ofAll.nature": "decision", f"{at['t/m schaal 10']}.how": "condition"}
    said |= {f"{at['Vaststellen van een tijdelijke verkeersmaatregel']}.how": "new"}
    assert f"{at['Uitgaven boven de begroting toestaan']}.how" not in said
    assert sent(client, step, said | {"allNew": "decision_types"}).location.endswith("/check")
    said |= {f"{at['Uitgaven boven de begroting toestaan']}.how": "new"}
    again = fields(client.get(step))
    names = [name for name in said if name.endswith((".how", ".code", ".title")) and said[name]]
    assert {name: again[name] for name in names} == {name: said[name] for name in names}
    changed = sent(client, step, again | ANSWERS | {f"{at['Vrij denken over straatnamen']}.how": "skip"})
    assert "Vrij denken over straatnamen" not in str(fields(client.get(changed.location.replace("/check", "/new"))))


def test_a_word_of_rows_that_are_left_out_need_not_be_answered(client: Client) -> None:
    text = (
        LIST.replace("K.3;", "\nK.3;").replace("Opmerkingen", "Status").replace("Namens de burgemeester", "vervallen")
    )
    step = asked(client, text, uses=USES | {"uses.c5": "rows"})
    page = client.get(step)
    said = fields(page) | ANSWERS | {"chosen.v0": "read", "chosen.v1": "read", "ofAll.nature": "decision"}
    assert required(sent(client, step, said)) == ["Uitgaven boven de begroting toestaan"]
    assert sent(client, step, said | {"chosen.v0": "skip"}).location.endswith("/check")


def test_what_may_be_a_slip_of_a_title_is_not_new_with_all_others(client: Client) -> None:
    step, page = page_of(client, LIST.replace("Vrij denken over straatnamen", "Een subsidie verleenen"))
    said = fields(page) | ANSWERS | {"ofAll.nature": "decision", "allNew": "decision_types"}
    assert required(sent(client, step, said)) == ["Een subsidie verleenen"]
