"""What a list leaves open is asked so that no answer misleads: by its own cells, and each answer by its name."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import TOLD_LATER, asked, imported

ONE = "mandaat;college;Subsidieadviseur;Een subsidie verlenen"
MANDATES = "Nummer;Soort;Namens;Mandaat aan;Bevoegdheid"
STAFF = (
    "Personeelsnummer;Naam;Datum in dienst;Uit dienst per;Status\n"
    "W-921;Aad Nieuw;1-1-2020;31-12-2096;actief\nW-922;Bea Oud;1-1-2020;1-1-2097;ziek\nW-923;Cor Weg;1-1-2020;;\n"
)


def seen(page: str) -> str:
    return " ".join(text_of(page).split())


def ticked(page: str) -> dict[str, str]:
    """Return what is chosen in the radio buttons of a form."""
    return dict(re.findall(r'type="radio"[^>]*name="([^"]+)" value="([^"]+)" checked', page))


def test_days_that_contradict_are_pointed_at_and_both_worked_out(client: Client) -> None:
    page = client.get(asked(client, STAFF, "employees")).text
    shown = seen(page)
    assert "The days do not say the same: some are the last of a month, others the first." in shown
    assert "last day: 31 December 2096 / 1 January 2097" in shown
    assert "last day: 30 December 2096 / 31 December 2096" in shown
    assert ticked(page) == {"chosen.v0": "read"}
    assert "One row: Aad Nieuw. Suggested from your file: the days agree." in shown
    assert "One row: Bea Oud. Read these rows" in shown


def test_they_are_typed_at_their_rows_and_then_say_the_same(client: Client) -> None:
    answers = asked(client, STAFF, "employees")
    page = client.get(answers).text
    assert re.findall(r'name="mended.(.)\.(row|place)" value="(.)"', page) == [
        ("0", "row", "2"),
        ("0", "place", "3"),
        ("1", "row", "3"),
        ("1", "place", "3"),
    ]
    assert "Row 2 (Aad Nieuw), Uit dienst per" in seen(page)
    assert "Now: 31-12-2096" in seen(page)
    told = {"bounds.employed_until": "beyond", **{f"chosen.v{at}": "read" for at in range(3)}}
    typed = {"mended.0.row": "2", "mended.0.place": "3", "mended.0.text": "1-1-2097"}
    check = sent(client, answers, told | typed | {"mended.1.row": "3", "mended.1.place": "3"}).location
    shown = seen(client.get(answers).text)
    assert "The days do not say the same" not in shown
    assert "last day: 31 December 2096" in shown
    shown = seen(client.get(check).text)
    assert shown.count("31 December 2096") == 2


def test_each_day_may_be_what_it_seems_meant_to_be(client: Client) -> None:
    answers = asked(client, STAFF, "employees")
    shown = seen(client.get(answers).text)
    assert "each day as it seems meant: 31 December 2096 is a last day; 1 January 2097 → 31 December 2096" in shown
    told = {"bounds.employed_until": "each", **{f"chosen.v{at}": "read" for at in range(3)}}
    check = sent(client, answers, told).location
    shown = seen(client.get(answers).text)
    assert "Type other days" not in shown
    assert "each day" not in shown
    assert ticked(client.get(answers).text)["bounds.employed_until"] == "within"
    assert "Row 3, Uit dienst per 1-1-2097 → 31 December 2096" in seen(client.get(check).text)
    assert seen(client.get(check).text).count("31 December 2096") == 3
    assert "1 January 2097" not in seen(client.get(check).text)


def test_a_day_that_tells_neither_is_not_taken_for_what_others_are(client: Client) -> None:
    answers = asked(client, STAFF.replace("2020;;", "2020;15-6-2096;"), "employees")
    assert "each day" not in seen(client.get(answers).text)
    told = {"bounds.employed_until": "each", **{f"chosen.v{at}": "read" for at in range(3)}}
    assert sent(client, answers, told).status_code == 400


def test_days_that_say_the_same_are_not(client: Client) -> None:
    page = client.get(asked(client, STAFF.replace("31-12-2096", "1-7-2096"), "employees")).text
    assert "The days do not say the same" not in seen(page)
    assert "last day: 30 June 2096" in seen(page)
    assert ticked(page) == {"bounds.employed_until": "beyond", "chosen.v0": "read"}


def test_each_status_that_is_not_answered_is_named(client: Client) -> None:
    answers = asked(client, STAFF, "employees")
    page = sent(client, answers, {"chosen.v0": "read", "bounds.employed_until": "within"})
    assert page.status_code == 400
    assert re.findall(r'<a href="(#chosen[^"]*)">([^<]*)</a>', page.text) == [
        ("#chosen-v1", "ziek: Fill this in."),
        ("#chosen-v2", "(empty): Fill this in."),
    ]
    assert re.findall(r'id="(chosen-v.)-error"', page.text) == ["chosen-v1", "chosen-v2"]


def test_only_what_is_an_amount_is_asked_about(client: Client) -> None:
    cells = ("tot € 5.000", "t/m € 5.000", "€ 2.500", "t/m schaal 10", "80% van de subsidie")
    rows = "".join(f"K.{at};{ONE};{cell}\n" for at, cell in enumerate(cells))
    page = client.get(asked(client, f"{MANDATES};Grens\n{rows}", "mandates")).text
    shown = seen(page)
    assert "Are the amounts with VAT? tot € 5.000 · t/m € 5.000 · € 2.500 Including VAT" in shown
    assert "Is the amount itself within the limit? Grens: € 2.500 up to and including €2,500" in shown
    assert ticked(page) == {}


@pytest.mark.parametrize(
    ("currency", "status"), [("EUR", 303), ("euro", 303), ("€", 303), ("SEK", 303), ("guldens", 400)]
)
def test_a_currency_is_one_or_it_is_asked_again(client: Client, currency: str, status: int) -> None:
    answers = asked(client, f"{MANDATES};Maximumbedrag\nK.1;{ONE};5.000\n", "mandates")
    said = {"fixed.vat": "excl", "bounds.max_amount": "within", "disclosure": "internal"} | TOLD_LATER
    page = sent(client, answers, said | {"fixed.currency": currency})
    assert page.status_code == status
    assert ('id="fixed-currency-error"' in page.text) is (status == 400)
    if page.location:
        assert "This would change" in text_of(client.get(page.location).text)


@pytest.mark.parametrize("answer", ["partners", "internal", "public"])
def test_who_may_know_of_new_mandates_is_asked_and_taken_over(here: Site, client: Client, answer: str) -> None:
    answers = asked(client, f"{MANDATES}\nK.1;{ONE}\n", "mandates")
    page = client.get(answers).text
    assert "Who may know of the new mandates?" in page
    assert ticked(page) == {}
    check = answers.replace("/answers", "/check")
    assert "This has not been answered yet." in text_of(client.get(check).text)
    assert sent(client, answers, TOLD_LATER | {"disclosure": answer}).location == check
    assert ticked(client.get(answers).text) == {"disclosure": answer, "since": "none"}
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["mandates"])
    assert [one.disclosure for one in found if one.number == "K.1"] == [answer]
