"""The page of the columns says what a file looks like, and asks in plain words for what no column says."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.uploads import columns, columns_of, upload

STAFF = "Personeelsnummer;Naam;Functie;Afdeling;Datum in dienst\nW-970;Aad Een;Inkoper;Team Haar;1-1-2025\n"
MANDATES = "Nummer;Bevoegdheid;Mandaat aan;Grens\nK.1;Een subsidie verlenen;Subsidieadviseur;t/m € 5.000\n"


def seen(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


@pytest.mark.parametrize(("text", "what"), [(STAFF, "Staff: who works here"), (MANDATES, "Mandates")])
def test_what_a_file_is_is_asked_only_of_who_wants_to_change_it(client: Client, text: str, what: str) -> None:
    table = upload(client, text, "lijst.csv").location
    columns = table.replace("/table", "/columns")
    answers = client.get(table).location
    assert answers == table.replace("/table", "/answers")  # each column has a use by its heading
    assert f"What each row is about {what}" in seen(client, answers)
    assert f'href="{columns}"' in client.get(answers).text
    assert f"This looks like: {what}" in seen(client, columns)
    assert f'href="{table}?change=yes"' in client.get(columns).text
    assert "What each row is about" in seen(client, f"{table}?change=yes")
    assert sent(client, table, sheet="lijst", table="employees").location == columns
    assert "What each row is about" in seen(client, table)  # what was changed is not certain


@pytest.mark.parametrize("text", ["Naam;Functie\nAad;Inkoper\n", "Nummer;Omschrijving\n1;Iets\n"])
def test_what_may_be_something_else_is_asked(client: Client, text: str) -> None:
    assert "What each row is about" in seen(client, upload(client, text, "lijst.csv").location)


def test_the_use_of_each_column_is_shown_to_be_confirmed_where_it_was_not_asked(client: Client) -> None:
    text = MANDATES.replace("Grens", "Grens;Bijzonderheden").replace("€ 5.000", "€ 5.000;Na advies")
    answers = client.get(upload(client, text, "lijst.csv").location).location
    shown = seen(client, answers)
    for line in (
        "Bevoegdheid The decision types, by code or title, with ; between",
        "Grens Up to which amount",
        "Bijzonderheden On which conditions",
        "On behalf of which body, by code or name As its decision type says",
        "Is this list complete? No: what is not in it stays",
    ):
        assert line in shown


@pytest.mark.parametrize("heading", ["Iets", "Toelichting"])
def test_a_column_without_a_sure_use_is_asked_about(client: Client, heading: str) -> None:
    text = MANDATES.replace("Grens", f"Grens;{heading}").replace("€ 5.000", "€ 5.000;Na advies")
    table = upload(client, text, "lijst.csv").location
    assert client.get(table).location == table.replace("/table", "/columns")


def test_a_list_without_questions_still_shows_what_its_columns_are_used_for(client: Client) -> None:
    text = STAFF.replace("Team Haar;1-1-2025", "Team Inkoop en Contracten;2025-01-01")
    answers = client.get(upload(client, text, "lijst.csv").location).location
    assert "Datum in dienst The first day of employment" in seen(client, answers)
    assert sent(client, answers, {"replaces": "false"}).location.endswith("/check")


def test_only_what_no_column_says_may_be_the_same_in_every_row(client: Client) -> None:
    page = client.get(upload(client, MANDATES, "lijst.csv").location.replace("/table", "/columns")).text
    assert not any(f'name="fixed.{name}"' in page for name in ("number", "decision_types", "holder", "max_amount"))
    assert all(f'name="fixed.{name}"' in page for name in ("conditions", "valid_until", "disclosure"))
    disclosure = page[page.index('<select class="utrecht-select utrecht-select--html-select" id="fixed-disclosure"') :]
    assert '<option value="internal">' in disclosure[: disclosure.index("</select>")]
    for code in ("position:CODE", "incl, excl or none", "holder:DATE", "public, partners, internal"):
        assert code not in text_of(page)
    assert "By which decision (besluit) the mandates are granted is asked next." in text_of(page)


def test_what_holds_for_mandates_alone_is_not_said_of_staff(client: Client) -> None:
    step = upload(
        client, f"{STAFF[:-1]}\n".replace("dienst\n", "dienst;Fte\n").replace("2025\n", "2025;1\n"), "lijst.csv"
    )
    page = client.get(step.location.replace("/table", "/columns")).text
    assert 'name="restUnused"' in page
    assert "Not for columns of mandates" not in page
    assert "uses.c5" not in columns_of(page)
    plain = client.get(upload(client, STAFF, "lijst.csv").location.replace("/table", "/columns")).text
    assert 'name="restUnused"' not in plain


def test_the_first_values_are_of_rows_and_no_other_columns_are_spoken_of_where_all_are_answered(client: Client) -> None:
    text = "Nummer;Bevoegdheid;Mandaat aan;Opmerkingen\nA. Algemeen;;;\nN.1;Een subsidie verlenen;Griffier;Na overleg\n"
    page = " ".join(text_of(client.get(columns(client, text)).text).split())
    assert "Nummer N.1 " in page
    assert "A. Algemeen" not in page
    assert "The other columns are not used" not in page
    assert "The other columns are not used" in text_of(client.get(columns(client, text.replace(";Opm", ";X"))).text)
