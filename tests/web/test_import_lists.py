"""Lists as municipalities keep them, read in on the pages: nothing is dropped, nothing is guessed in silence."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from werkzeug.test import Client

from mandate_registry.register_folder import spreadsheets
from mandate_registry.register_folder.column_help import EXPLANATIONS
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import DISCLOSED, TOLD_LATER, answered, columns, columns_of, imported, upload

OWN = (
    "Mandatenlijst gemeente Wierdenland;;;;;\n;;;;;\n"
    "Nummer;Bevoegdheid;Mandaat aan;Ondermandaat;Financiële grens;Bijzonderheden\n"
    "K.1;Een subsidie verlenen;Subsidieadviseur;0;€ 25.000,-;Binnen de begroting\n"
    "K.2;Een inkoopopdracht geven;Boombeheerder;0;€ 50.000,-;\n"
    "K.3;Een factuur goedkeuren;Griffier;0;geen;\n"
)
SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
AMOUNTS = {"fixed.vat": "excl", "bounds.max_amount": "within"}


def said(here: Site, table: str) -> list[Any]:
    return list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables[table])


def approved(here: Site, client: Client, check: str) -> None:
    """Propose what is shown, and let somebody else approve it."""
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")


def test_the_limits_of_an_own_list_arrive(here: Site, client: Client) -> None:
    step = columns(client, OWN)
    chosen = columns_of(client.get(step).text)
    assert chosen["uses.c5"] == "conditions"  # suggested: what each remark is, is asked next
    check = answered(client, step, chosen | SAME | {"uses.c5": "conditions"}, AMOUNTS)
    shown = text_of(client.get(check).text)
    assert "geen" in shown
    assert "This is a word, not an amount." in shown
    meaning = {"meanings.0.column": "max_amount", "meanings.0.word": "geen", "meanings.0.how": "skip"}
    assert sent(client, check.replace("/check", "/mend"), meaning).location == check
    shown = text_of(client.get(check).text)
    assert "“geen” stands for a row that is not read" in shown
    assert "Rows that are not read: left out by a word in them" in shown
    approved(here, client, check)
    limits = {one.number: one.max_amount for one in said(here, "mandates") if one.number.startswith("K.")}
    assert limits == {"K.1": Decimal("25000.00"), "K.2": Decimal("50000.00")}
    assert [one.conditions for one in said(here, "mandates") if one.number == "K.1"] == [("Binnen de begroting",)]


def test_how_a_file_was_read_is_kept_and_told_without_reading_it_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = OWN + "K.1;Een subsidie verlenen;Subsidieadviseur;0;€ 25.000,-;Binnen de begroting\nRubriek;;;;;\n"
    step = columns(client, text)
    uses = columns_of(client.get(step).text) | SAME | {"uses.c5": "-"}
    check = answered(client, step, uses, AMOUNTS | {"rubrics": "skip"})
    first = text_of(client.get(check).text)
    monkeypatch.setattr(spreadsheets, "READERS", {})
    again = text_of(client.get(check).text)
    assert again == first
    for told in (
        "Columns that are not used Bijzonderheden",
        "read once 1 (7)",
        "rubrics, repeated headings and totals 1 (8)",
    ):
        assert told in again


def test_a_column_that_may_limit_is_not_waved_through(client: Client) -> None:
    text = "Nummer;Toelichting intern;Medeparaaf;Kleur\nWL-1.1;x;Controller;rood\n"
    step = columns(client, text)
    page = sent(client, step, {"uses.c0": "number", "restUnused": "true"})
    assert page.status_code == 400
    assert page.text.count("Say what this column is used for") == 2  # in the summary and beside Medeparaaf
    answer = sent(client, step, {"uses.c0": "number", "uses.c2": "-", "restUnused": "true"})
    assert answer.status_code == 303
    check = answered(client, step, {"uses.c0": "number", "uses.c2": "-", "restUnused": "true"})
    assert "Columns that are not used Toelichting intern, Medeparaaf, Kleur" in text_of(client.get(check).text)


def test_what_is_open_is_asked_before_anything_is_shown(client: Client) -> None:
    text = "Nummer;Bedrag;Geldig tot\nWL-1.1;1000;1-7-2099\nA. Rubriek;;\n"
    step = columns(client, text)
    check = step.replace("/columns", "/check")
    uses = {"uses.c0": "number", "uses.c1": "max_amount", "uses.c2": "valid_until"}
    assert "This has not been answered yet." in text_of(client.get(check).text)
    answers = sent(client, step, uses).location
    asked = text_of(client.get(answers).text)
    questions = ("Some rows look like headings", "Are the amounts with VAT?", "In which currency", "last day: 30")
    for question in questions:
        assert question in asked
    refused = sent(client, answers, {"rubrics": "skip", "fixed.vat": "incl"})
    assert (refused.status_code, refused.text.count("Fill this in.")) == (400, 6)  # in the summary and beside each
    whole = {"rubrics": "skip", "fixed.vat": "incl", "fixed.currency": "EUR"}
    whole |= {"bounds.max_amount": "within", "bounds.valid_until": "beyond"}
    assert sent(client, answers, whole).location == check
    shown = " ".join(text_of(client.get(check).text).split())
    assert "30 June 2099" in shown
    assert "Rows that are not read: rubrics, repeated headings and totals 1 (3)" in shown


def test_cells_are_mended_and_rows_left_out_on_the_page(here: Site, client: Client) -> None:
    text = "Personeelsnummer;Naam;In dienst\nW-901;Aad Een;morgen\nW-902;Bea Twee;1-1-2097\nW-903;;1-1-2097\n"
    step = columns(client, text, "employees")
    check = answered(client, step, columns_of(client.get(step).text), {"replaces": "false"})
    assert "2 more questions" in text_of(client.get(check).text)
    mended = {"mended.0.row": "2", "mended.0.place": "2", "mended.0.text": "1-2-2097", "dropped": "4"}
    sent(client, check.replace("/check", "/mend"), mended)
    shown = client.get(check).text
    told = " ".join(text_of(shown).split())
    assert "Rows that are not read: left out on the page 1 (4)" in told
    assert "Your answers Row 2, In dienst morgen → 1-2-2097" in told
    assert imported(client, check) == ""
    names = {one.number: one.name for one in said(here, "employees")}
    assert {number: names.get(number) for number in ("W-901", "W-902", "W-903")} == {
        "W-901": "Aad Een",
        "W-902": "Bea Twee",
        "W-903": None,
    }


def test_a_matrix_becomes_a_mandate_for_each_mark(here: Site, client: Client) -> None:
    text = (
        "Mandaatregister;;;;\n\nNr.;Bevoegdheid;Gemeentesecretaris;Griffier;Voorwaarden\n1;FINANCIEN;;;\n"
        "M1;Een inkoopopdracht geven;t/m € 50.000;tot € 5.000;binnen budget\nM2;Een factuur goedkeuren;X;-;\n"
    )
    step = columns(client, text)
    page = client.get(step).text
    assert "Each mark below one becomes a mandate: 4 in all." in text_of(page)
    check = answered(client, step, columns_of(page) | SAME, {"rubrics": "skip", "fixed.vat": "excl"})
    words = ({"word": "X", "how": "empty"}, {"word": "-", "how": "skip"})
    meant = {f"meanings.{at}.{name}": text for at, one in enumerate(words) for name, text in one.items()}
    meant |= {f"meanings.{at}.column": "max_amount" for at in range(len(words))}
    sent(client, check.replace("/check", "/mend"), meant)
    approved(here, client, check)
    found = {one.number: (one.max_amount, one.conditions) for one in said(here, "mandates") if one.number[0] == "M"}
    assert found == {
        "M1-gemeentesecretaris": (Decimal("50000.00"), ("binnen budget",)),
        "M1-griffier": (Decimal("4999.99"), ("binnen budget",)),
        "M2-gemeentesecretaris": (None, ()),
    }


def test_the_limits_of_rows_and_functions_hold_for_the_marks_of_a_matrix(here: Site, client: Client) -> None:
    text = (
        "Nr.;Bevoegdheid;Maximumbedrag (x € 1.000);Gemeentesecretaris;Griffier;Voorwaarden\n"
        ";Limiet;;;t/m € 30.000;\nN1;Een inkoopopdracht geven;50;X;;\nN2;Een factuur goedkeuren;;;X;\n"
    )
    step = columns(client, text)
    page = client.get(step).text
    assert columns_of(page)["uses.c2"] == "max_amount"
    answers = sent(client, step, columns_of(page) | SAME | {"restUnused": "true"}).location
    asked = " ".join(text_of(client.get(answers).text).split())
    for question in (
        "Some rows have amounts below the functions",
        "in thousands or millions",
        "€50 €50,000 €50,000,000",
    ):
        assert question in asked
    said_of_it = {"limits": "each", "multiples.row_limit": "1000", "fixed.vat": "excl", "fixed.currency": "EUR"}
    said_of_it |= DISCLOSED | TOLD_LATER | {"bounds.row_limit": "within"}
    check = sent(client, answers, said_of_it).location
    meant = {"meanings.0.column": "max_amount", "meanings.0.word": "X", "meanings.0.how": "empty"}
    sent(client, check.replace("/check", "/mend"), meant)
    shown = " ".join(text_of(client.get(check).text).split())
    assert "Rows with the limit of each function 2" in shown
    assert "Up to which amount, for each mark of the row in thousands" in shown
    approved(here, client, check)
    found = {one.number: one.max_amount for one in said(here, "mandates") if one.number[0] == "N"}
    assert found == {"N1-gemeentesecretaris": Decimal("50000.00"), "N2-griffier": Decimal("30000.00")}


def test_one_value_for_all_rows_is_no_limit_beside_the_marks_of_a_matrix(client: Client) -> None:
    step = columns(client, "Nr.;Bevoegdheid;Griffier;Gemeentesecretaris\nN1;Een factuur goedkeuren;X;X\n")
    page = sent(client, step, columns_of(client.get(step).text) | SAME | {"fixed.max_amount": "5000"})
    assert (page.status_code, "Choose a column or a fixed value, not both." in text_of(page.text)) == (400, True)


def test_what_is_hidden_in_a_file_is_told_and_asked_about(client: Client) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        hidden, shown = book.add_worksheet("Oud"), book.add_worksheet("Actueel")
        for sheet in (hidden, shown):
            sheet.write_row(0, 0, ["Personeelsnummer", "Naam", "In dienst"])
            sheet.write_row(1, 0, ["W-905", "Aad Nieuw", "1-1-2097"])
        shown.activate()
        hidden.hide()
        shown.set_column(2, 2, None, None, {"hidden": True})
    step = upload(client, stream.getvalue(), "lijst.xlsx").location
    page = client.get(step).text
    assert "Oud (hidden in the file)" in page
    assert ticked(page)["sheet"] == "Actueel"
    columns = step.replace("/table", "/columns")
    answers = sent(client, columns, columns_of(client.get(columns).text)).location
    assert "Some columns that are used are hidden in the file." in text_of(client.get(answers).text)
    assert sent(client, answers, {"replaces": "false"}).status_code == 400
    check = sent(client, answers, {"marked.columns": "skip"}).location
    assert "Columns that are not used In dienst" in " ".join(text_of(client.get(check).text).split())


def test_a_list_of_staff_brings_units_positions_people_and_appointments(here: Site, client: Client) -> None:
    text = (
        "Personeelsnummer;Achternaam;Voorvoegsel;Voornaam;Functie;Afdeling;Datum in dienst;Fte\n"
        "W-910;Berg;van den;Anna;Proefkoper;Team Proef;01-01-2097;0,89\n"
        "W-911;Hooft;'t;Thijs;Proefkoper;Team Proef;01-03-2097;1,00\n"
    )
    step = upload(client, text, "personeel.csv").location.replace("/table", "/columns")
    page = client.get(step).text
    assert "Staff: who works here, in which position and unit" in page
    check = answered(client, step, columns_of(page) | {"restUnused": "true"}, {"replaces": "false"})
    sent(client, check.replace("/check", "/mend"), newUnits="-")
    assert imported(client, check) == ""
    assert {one.code: one.unit for one in said(here, "positions")}["proefkoper"] == "team-proef"
    people = {one.number: one.name for one in said(here, "employees")}
    assert (people["W-910"], people["W-911"]) == ("Anna van den Berg", "Thijs 't Hooft")
    held = {one.employee: one.position for one in said(here, "appointments") if one.employee in ("W-910", "W-911")}
    assert held == {"W-910": "proefkoper", "W-911": "proefkoper"}


def test_a_word_in_a_list_of_staff_is_mended_for_all_its_tables(here: Site, client: Client) -> None:
    text = (
        "Personeelsnummer;Naam;Functie;Afdeling\nW-912;Aad Nieuw;Proefkoper*;Team Proef\nW-913;Bea Oud;??;Team Proef\n"
    )
    step = upload(client, text, "personeel.csv").location.replace("/table", "/columns")
    check = answered(client, step, columns_of(client.get(step).text))
    assert "??" in text_of(client.get(check).text)
    meant = {
        "meanings.0.column": "position",
        "meanings.0.word": "??",
        "meanings.0.text": "Proefkoper*",
        "newUnits": "-",
    }
    sent(client, check.replace("/check", "/mend"), meant)
    approved(here, client, check)
    held = {one.employee: one.position for one in said(here, "appointments") if one.employee in ("W-912", "W-913")}
    assert held == {"W-912": "proefkoper", "W-913": "proefkoper"}


def test_what_a_heading_tells_is_told_anew_when_another_column_is_used(client: Client) -> None:
    text = "Nummer;Maximum incl. btw;Bedrag tot excl. btw\nWL-1.1;1000;2000\n"
    step = columns(client, text)
    sent(client, step, {"uses.c0": "number", "uses.c1": "max_amount", "uses.c2": "-"})
    first = client.get(step.replace("/columns", "/answers")).text
    assert ticked(first) == {"bounds.max_amount": "within"}
    sent(client, step, {"uses.c0": "number", "uses.c1": "-", "uses.c2": "max_amount"})
    second = client.get(step.replace("/columns", "/answers")).text
    assert ticked(second) == {"bounds.max_amount": "beyond"}
    answers = {"fixed.currency": "EUR", "bounds.max_amount": "beyond"}
    check = sent(client, step.replace("/columns", "/answers"), answers).location
    shown = text_of(client.get(check).text)
    assert "€1,999.99" in shown


def ticked(page: str) -> dict[str, str]:
    """Return what is chosen in the radio buttons of a form."""
    return dict(re.findall(r'type="radio"[^>]*name="([^"]+)" value="([^"]+)" checked', page))


def test_what_is_wrong_in_several_rows_is_said_once_with_what_may_stand_there(client: Client) -> None:
    rows = "".join(f"K.{number};Een subsidie verlenen;Subsidieadviseur;ja\n" for number in (1, 2, 3))
    step = columns(client, f"Nummer;Bevoegdheid;Mandaat aan;Ondermandaat\n{rows}K.4;Iets nieuws;Griffier;0\n")
    check = answered(client, step, columns_of(client.get(step).text) | SAME)
    shown = client.get(check).text
    assert "2, 3, 4 Ondermandaat ja This cannot be read in the column" in " ".join(text_of(shown).split())
    assert EXPLANATIONS["mandates"]["sub_mandating"].en in shown
    assert '<option value="Grant a subsidy">subsidy.grant</option>' in shown
    assert 'list="known-decision_types"' in shown


def test_rows_that_say_the_same_are_named(client: Client) -> None:
    people = "Personeelsnummer;Naam;Datum in dienst\n" + "W-900;Aad Nieuw;1-3-2096\n" * 3
    step = columns(client, people, "employees")
    check = answered(client, step, columns_of(client.get(step).text), {"replaces": "false"})
    assert "Rows that say the same as one before: read once 2 (3, 4)" in " ".join(
        text_of(client.get(check).text).split()
    )
