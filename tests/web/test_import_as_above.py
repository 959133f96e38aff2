"""What says "as above" is typed on the page for each row; words for none are no conditions, and totals no rows."""

from __future__ import annotations

from werkzeug.test import Client

from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.uploads import AMOUNTS, answered, columns, columns_of

POWER, HOLDER = "Een subsidie verlenen", "Subsidieadviseur"
LIST = (
    "Nummer;Bevoegdheid;Mandaat aan;Grens;Voorwaarden\n"
    f"K.1;{POWER};{HOLDER};5.000;geen\n"
    f'K.2;{POWER};"""";idem;-\n'
    "Totaal;2;;;\n"
)
ANSWERS = AMOUNTS | {"rubrics": "skip"}


def seen(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


def test_a_list_with_as_above_words_for_none_and_totals_is_read_as_it_is_meant(client: Client) -> None:
    step = columns(client, LIST)
    uses = columns_of(client.get(step).text)
    asked = seen(client, sent(client, step, uses).location)
    assert "headings or totals: one cell alone, the headings again, or a sum. What are they? 4: Totaal · 2" in asked
    assert "Not used (2 rows) Suggested, because their words say so. geen – in row 2 - – in row 3" in asked
    unused = {"column": "conditions", "use": "unused"}
    remarks = [unused | {"word": word} for word in ("geen", "-")]
    said = {f"remarks.{at}.{name}": text for at, one in enumerate(remarks) for name, text in one.items()}
    check = answered(client, step, uses, ANSWERS | said)
    wrong = seen(client, check)
    assert wrong.count("Type what it stands for here.") == 2
    typed = {"mended.0.row": "3", "mended.0.place": "2", "mended.0.text": HOLDER}
    typed |= {"mended.1.row": "3", "mended.1.place": "3", "mended.1.text": "7.000"}
    assert sent(client, check.replace("/check", "/mend"), typed).location == check
    shown = seen(client, check)
    assert "Rows that are not read: rubrics, repeated headings and totals 1 (4)" in shown
    rows = shown.partition("Mandates – New: 2")[2]
    for number, row, limit in (("K.1", 2, "€5,000"), ("K.2", 3, "€7,000")):
        power = f"{POWER} → Grant a subsidy {limit} excluding VAT has no end"
        assert f"{number} row {row} {HOLDER} {power} What is given" in rows
    assert "Condition" not in rows


def test_empty_cells_of_which_somebody_says_so_get_what_stands_right_above_them(client: Client) -> None:
    gap = f"\nK.5;;{HOLDER};8.000;\n"
    text = (
        f"Nummer;Bevoegdheid;Mandaat aan;Grens\nK.1;{POWER};{HOLDER};5.000\nK.2;;{HOLDER};6.000\nK.3;;{HOLDER};7.000\n"
    )
    for rows, open_rows in ((text, ""), (f"{text}{gap}", "Row 6, Bevoegdheid")):
        step = columns(client, rows)
        uses = columns_of(client.get(step).text)
        said = {"meanings.0.column": "decision_types", "meanings.0.word": "", "meanings.0.how": "above"}
        check = answered(client, step, uses, AMOUNTS | said)
        shown = seen(client, check)
        assert f"Row 3, Bevoegdheid {POWER}" in shown
        assert f"Row 4, Bevoegdheid {POWER}" in shown
        assert (f"{open_rows} (optional)" in shown) if open_rows else "Mandates – New: 3" in shown
