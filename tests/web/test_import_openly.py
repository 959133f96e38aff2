"""What would change what holds is asked openly, with the safe answer suggested where there is one."""

from __future__ import annotations

from werkzeug.test import Client

from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.uploads import AMOUNTS, answered, asked, columns, columns_of, imported

LAPSED = (
    "Nummer;Bevoegdheid;Mandaat aan;Bijzonderheden\n"
    "K.1;Een subsidie verlenen;Subsidieadviseur;na overleg\nK.2;Een subsidie verlenen;Subsidieadviseur;VERVALLEN\n"
)
DAYS = (
    "Personeelsnummer;Naam;Datum in dienst;Uit dienst per\n"
    "W-901;Aad Nieuw;01/03/2026;\nW-902;Bea Nieuw;3/15/2026;\nW-903;Cas Nieuw;15-03-2026;\n"
)


def seen(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


def test_a_row_that_says_that_it_lapsed_is_asked_about_openly_and_is_no_condition(client: Client) -> None:
    step = asked(client, LAPSED)
    openly, settled = seen(client, step).split("Suggested already: is this right?")
    assert "Some rows say themselves that they are no longer valid. Are they read?" in openly
    assert "3: K.2 · Een subsidie verlenen · Subsidieadviseur · VERVALLEN" in openly
    assert 'name="marked.lapsed" value="skip" checked' in client.get(step).text
    assert "na overleg" in settled
    assert "VERVALLEN" not in settled
    page = columns(client, LAPSED)
    check = answered(client, page, columns_of(client.get(page).text), {"marked.lapsed": "skip"})
    shown = seen(client, check)
    assert "Rows that are not read: they say themselves that they are no longer valid 1 (3)" in shown
    assert "K.2" not in shown.partition("Mandates – New: 1")[2]


def test_dates_that_contradict_each_other_are_named_with_their_rows_and_one_of_two_readings_is_asked(
    client: Client,
) -> None:
    step = asked(client, DAYS, "employees")
    openly = seen(client, step).partition("Suggested already")[0]
    assert "Row 4 says 15-03-2026: there the day comes first." in openly
    assert "Row 3 says 3/15/2026: there only the month can come first." in openly
    assert "the day comes first: 01/03/2026 is 1 March 2026" in openly
    assert "the month comes first: 01/03/2026 is 3 January 2026" in openly
    check = sent(client, step, {"notation": "day_first", "bounds.employed_until": "within"}).location
    wrong = seen(client, check)
    assert "3/15/2026" in wrong
    assert "This is not a day." in wrong


def test_a_limit_on_a_type_that_needs_no_amount_is_told_once_to_the_clerk_and_to_the_approver(client: Client) -> None:
    text = (
        "Nummer;Bevoegdheid;Mandaat aan;Grens\nK.1;Beslissen op een kapvergunning;Griffier;5.000\n"
        "K.2;Beslissen op een kapvergunning;Subsidieadviseur;7.000\nK.3;Een subsidie verlenen;Subsidieadviseur;9.000\n"
    )
    page = columns(client, text)
    check = answered(client, page, columns_of(client.get(page).text), AMOUNTS)
    for shown in (seen(client, check), seen(client, imported(client, check))):
        assert "mandates with a limit on decision types of which no amount has to be told: 2" in shown
        told = shown.partition("One decision type has limits that do not stop anybody as long as no amount is told")[2]
        assert "“Does it need an amount?” with yes" in told
        assert "limits in K.1, K.2" in told
