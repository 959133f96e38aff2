"""Whether amounts are with VAT is told once for a list, and by decision type where it is not the same for all."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import OF_NEW, asked, columns_of, imported

HOLDER = "mandaat;college;Subsidieadviseur"
LIST = (
    "Nummer;Soort;Namens;Mandaat aan;Bevoegdheid;Grens\n"
    f"K.1;{HOLDER};Een opdracht gunnen;t/m € 25.000\nK.2;{HOLDER};Een subsidie verlenen;t/m € 5.000\n"
    f"K.3;{HOLDER};Een subsidie verlenen;t/m € 6.000 incl. btw\n"
)


def by_type(first: str, second: str) -> dict[str, str]:
    types = {"vatBy.0.word": "Een opdracht gunnen", "vatBy.1.word": "Een subsidie verlenen"}
    return OF_NEW | types | {"vatBy.0.basis": first, "vatBy.1.basis": second}


def chosen(page: str) -> dict[str, str]:
    return {name: basis for name, basis in columns_of(page).items() if name.startswith("vatBy")}


def test_vat_is_told_by_decision_type_beside_all_others(here: Site, client: Client) -> None:
    answers = asked(client, LIST)
    shown = " ".join(text_of(client.get(answers).text).split())
    assert "Not the same for all: say it by decision type" in shown
    check = sent(client, answers, by_type("", "none") | {"fixed.vat": "excl"}).location
    assert check == answers.replace("/answers", "/check")
    assert chosen(client.get(answers).text) == {"vatBy.1.basis": "none"}
    shown = " ".join(text_of(client.get(check).text).split())
    assert "VAT on the amounts of “een subsidie verlenen” no VAT on it" in shown
    assert "VAT on all other amounts that do not tell it excluding VAT" in shown
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["mandates"])
    assert {one.number: one.vat for one in found if one.number[0] == "K"} == {
        "K.1": "excl",
        "K.2": "none",
        "K.3": "incl",
    }


def test_one_type_that_is_not_told_is_asked_again(client: Client) -> None:
    answers = asked(client, LIST)
    page = sent(client, answers, by_type("", "none"))
    assert (page.status_code, re.findall(r'<a href="(#[^"]*)">', page.text)) == (400, ["#fixed-vat"])
    assert chosen(page.text) == {"vatBy.1.basis": "none"}
    assert sent(client, answers, by_type("excl", "none")).status_code == 303


def test_a_list_with_one_decision_type_is_asked_once(client: Client) -> None:
    page = client.get(asked(client, LIST.replace("Een opdracht gunnen", "Een subsidie verlenen"))).text
    assert 'name="fixed.vat"' in page
    assert "vatBy" not in page


def test_what_the_file_or_the_nature_of_a_type_says_is_suggested_and_counts_once_it_is_sent(client: Client) -> None:
    text = LIST + f"K.4;{HOLDER};Een dwangsom invorderen;t/m € 7.000\n"
    page = client.get(asked(client, text)).text
    assert chosen(page) == {"vatBy.1.basis": "incl", "vatBy.2.basis": "none"}
    shown = " ".join(text_of(page).split())
    assert "including VAT (1) : Een subsidie verlenen. Suggested from your file" in shown
    assert "other amounts of the same decision type: row 4." in shown
    assert (
        "no VAT on it (1) : Een dwangsom invorderen. Suggested, because these are payments under public law." in shown
    )
    assert "Are the amounts with VAT? t/m € 25.000 Including VAT" in shown
