"""Words of a list are said once what they stand for, on the page that mends the list; each answer is one that fits."""

from __future__ import annotations

import re
from decimal import Decimal
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
from tests.web.uploads import answered, columns, columns_of, imported

SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
ONE = "Een subsidie verlenen;Subsidieadviseur"
WORDS = (
    "Nummer;Bevoegdheid;Mandaat aan;Grens;Ondermandaat\n"
    f"K.1;{ONE};t/m schaal 10;ja\nK.2;{ONE};80% van de subsidie;nee\nK.3;{ONE};geen;nee\nK.4;{ONE};€ 5.000;0\n"
)
AMOUNTS = {"fixed.vat": "excl", "bounds.max_amount": "within"}


def checked(client: Client, text: str, answers: dict[str, str], table: str = "mandates") -> str:
    """Answer what is asked of a list with the columns as they are guessed; return where it is looked at."""
    step = columns(client, text, table)
    fixed = SAME if table == "mandates" else {}
    return answered(client, step, columns_of(client.get(step).text) | fixed, answers)


def offered(page: str) -> dict[tuple[str, str], tuple[list[str], str]]:
    """Return by column and word what may be answered, and what is suggested."""
    found = {}
    for block in page.split('<th scope="row">')[1:]:
        column, word = (re.findall(rf'\.{name}" value="([^"]*)"', block)[0] for name in ("column", "word"))
        options = re.findall(r'<option value="([^"]+)"( selected)?', block.split("</select>")[0])
        chosen = [value for value, is_chosen in options if is_chosen]
        found[column, word] = ([value for value, _ in options], "".join(chosen))
    return found


def mended(client: Client, check: str, answers: dict[tuple[str, str], dict[str, str]]) -> None:
    fields: dict[str, str] = {}
    for at, ((column, word), said) in enumerate(answers.items()):
        one = {"column": column, "word": word, **said}
        fields |= {f"meanings.{at}.{name}": text for name, text in one.items()}
    assert sent(client, check.replace("/check", "/mend"), fields).location == check


def mandates(here: Site) -> dict[str, Any]:
    found: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["mandates"])
    return {one.number: one for one in found}


def seen(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


def test_words_become_conditions_and_yes_and_no_a_depth(here: Site, client: Client) -> None:
    check = checked(client, WORDS, AMOUNTS)
    page = client.get(check).text
    limits = ["condition", "empty", "skip", "text"]
    depths = [*(f"={depth}" for depth in range(10)), "empty", "skip"]
    assert offered(page) == {
        ("max_amount", "t/m schaal 10"): (limits, "condition"),
        ("sub_mandating", "ja"): (depths, "=1"),
        ("max_amount", "80% van de subsidie"): (limits, "condition"),
        ("sub_mandating", "nee"): (depths, "=0"),
        ("max_amount", "geen"): (limits, ""),
    }
    assert "No amount: keep these words as a condition of the mandate" in page
    mended(
        client,
        check,
        {
            ("max_amount", "t/m schaal 10"): {"how": "condition"},
            ("max_amount", "80% van de subsidie"): {"how": "condition"},
            ("max_amount", "geen"): {"how": "empty"},
            ("sub_mandating", "ja"): {"how": "=1"},
            ("sub_mandating", "nee"): {"how": "=0"},
        },
    )
    shown = seen(client, check)
    assert "“t/m schaal 10” is kept as a condition 1 (2) “80% van de subsidie” is kept as a condition 1 (3)" in shown
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found = mandates(here)
    assert {
        number: (one.max_amount, one.conditions, one.sub_mandating) for number, one in found.items() if number[0] == "K"
    } == {
        "K.1": (None, ("Grens: t/m schaal 10",), 1),
        "K.2": (None, ("Grens: 80% van de subsidie",), 0),
        "K.3": (None, (), 0),
        "K.4": (Decimal("5000.00"), (), 0),
    }


def test_a_word_may_be_answered_anew(client: Client) -> None:
    check = checked(client, WORDS, AMOUNTS)
    word = ("max_amount", "t/m schaal 10")
    mended(client, check, {word: {"how": "condition"}})
    mended(client, check, {word: {"how": "skip"}})
    shown = seen(client, check)
    assert "kept as a condition" not in shown
    assert "“t/m schaal 10” stands for a row that is not read" in shown
    mended(client, check, {word: {"how": "condition"}})
    shown = seen(client, check)
    assert "“t/m schaal 10” is kept as a condition 1 (2)" in shown
    assert "“t/m schaal 10” stands for" not in shown


def test_a_row_that_is_not_read_gets_no_condition(client: Client) -> None:
    check = checked(client, WORDS, AMOUNTS)
    mended(
        client, check, {("max_amount", "t/m schaal 10"): {"how": "condition"}, ("sub_mandating", "ja"): {"how": "skip"}}
    )
    assert "kept as a condition" not in seen(client, check)


def test_of_two_with_one_title_the_code_is_offered(here: Site, client: Client) -> None:
    step = columns(
        client, "Functiecode;Functie\nproef-1;Proefkoper\nproef-2;Proefkoper\nproef-3;Proefleider\n", "positions"
    )
    imported(client, answered(client, step, columns_of(client.get(step).text)))
    check = checked(client, f"Nummer;Bevoegdheid;Mandaat aan\nK.1;{ONE.partition(';')[0]};Iemand\n", {})
    page = client.get(check).text
    options = dict(re.findall(r'<option value="([^"]*)">([^<]*)</option>', page))
    assert (options["proef-1"], options["proef-2"], options["Proefleider"]) == ("Proefkoper", "Proefkoper", "proef-3")
    assert "Proefkoper" not in options
    mended(client, check, {("holder", "Iemand"): {"text": "proef-2"}})
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert [str(seat) for seat in mandates(here)["K.1"].seats] == ["position:proef-2"]


def test_an_empty_key_is_typed_row_by_row_or_left_out(client: Client) -> None:
    text = "Personeelsnummer;Naam;E-mail\n;Aad Nieuw;a@example.org\n;Bea Oud;b@example.org\nW-907;;c@example.org\n"
    check = checked(client, text, {}, "employees")
    page = client.get(check).text
    assert offered(page) == {("number", ""): (["skip"], ""), ("name", ""): (["skip", "text"], "")}
    assert "Each of these rows needs its own: type it below, row by row." in text_of(page)
    assert "<details open>" in page


def test_what_a_closed_list_may_say_is_chosen_from(client: Client) -> None:
    text = f"Nummer;Bevoegdheid;Mandaat aan;Openbaarheid\nK.1;{ONE};beperkt\n"
    step = columns(client, text)
    uses = columns_of(client.get(step).text) | SAME | {"uses.c3": "disclosure"}
    check = answered(client, step, uses)
    assert offered(client.get(check).text) == {
        ("disclosure", "beperkt"): (["=public", "=partners", "=internal", "empty", "skip"], "")
    }
    mended(client, check, {("disclosure", "beperkt"): {"how": "=internal"}})
    assert "Only the organisation itself" in seen(client, check)


IN_WORDS = (
    "Nummer;Bevoegdheid;Mandaat aan;Grens\n"
    f"K.1;{ONE};bouwsom t/m € 1.000.000\nK.2;{ONE};t/m € 15.000 incl. btw per jaar\nK.3;{ONE};€ 5 of € 6\n"
    f"K.4;{ONE};€ 2.500\n"
)
BUILDING = ("max_amount", "bouwsom t/m € 1.000.000")
YEARLY = ("max_amount", "t/m € 15.000 incl. btw per jaar")


def test_an_amount_among_words_is_the_limit_and_the_words_are_a_condition(here: Site, client: Client) -> None:
    check = checked(client, IN_WORDS, AMOUNTS)
    page = client.get(check).text
    either = ["both", "condition", "empty", "skip", "text"]
    assert offered(page) == {
        BUILDING: (either, "both"),
        YEARLY: (either, "both"),
        ("max_amount", "€ 5 of € 6"): (["condition", "empty", "skip", "text"], ""),
    }
    assert "The amount is the limit (t/m € 1.000.000), and these words are a condition" in page
    said = {"how": "both", "text": ""}
    mended(client, check, {BUILDING: said, YEARLY: said, ("max_amount", "€ 5 of € 6"): {"how": "condition"}})
    shown = seen(client, check)
    assert "“bouwsom t/m € 1.000.000” is kept as a condition, and its amount is the limit 1 (2)" in shown
    assert "“€ 5 of € 6” is kept as a condition, with no amount limit 1 (4)" in shown
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found = mandates(here)
    assert {number: (one.max_amount, one.vat, one.conditions) for number, one in found.items() if number[0] == "K"} == {
        "K.1": (Decimal(1_000_000), "excl", ("Grens: bouwsom t/m € 1.000.000",)),
        "K.2": (Decimal(15_000), "incl", ("Grens: t/m € 15.000 incl. btw per jaar",)),
        "K.3": (None, "excl", ("Grens: € 5 of € 6",)),
        "K.4": (Decimal(2_500), "excl", ()),
    }


def test_words_with_an_amount_may_be_a_condition_alone_and_both_again(client: Client) -> None:
    check = checked(client, IN_WORDS, AMOUNTS)
    mended(client, check, {BUILDING: {"how": "both"}})
    mended(client, check, {BUILDING: {"how": "condition"}})
    assert "“bouwsom t/m € 1.000.000” is kept as a condition, with no amount limit 1 (2)" in seen(client, check)
    mended(client, check, {BUILDING: {"how": "both"}})
    assert "is kept as a condition, and its amount is the limit 1 (2)" in seen(client, check)
    mended(client, check, {BUILDING: {"how": "text", "text": "t/m € 7"}})
    assert "kept as a condition" not in seen(client, check)


def test_words_without_one_amount_are_not_both_whatever_is_sent(client: Client) -> None:
    check = checked(client, IN_WORDS, AMOUNTS)
    mended(client, check, {("max_amount", "€ 5 of € 6"): {"how": "both"}})
    assert ("max_amount", "€ 5 of € 6") in offered(client.get(check).text)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"how": "text"}, "text"),
        ({"how": "empty", "text": "5.000"}, "text"),
        ({"how": "skip", "text": "5.000"}, "text"),
        ({"how": "=6.000", "text": "5.000"}, "text"),
        ({"how": "nonsense"}, "how"),
    ],
)
def test_an_answer_without_its_text_or_with_a_second_one_is_refused_by_the_name_of_the_word(
    client: Client, said: dict[str, str], field: str
) -> None:
    check = checked(client, WORDS, AMOUNTS)
    sheet = {"meanings.0.column": "max_amount", "meanings.0.word": "t/m schaal 10"}
    refused = sent(
        client, check.replace("/check", "/mend"), sheet | {f"meanings.0.{one}": it for one, it in said.items()}
    )
    assert refused.status_code == 400
    assert f'<a href="#meanings-0-{field}">t/m schaal 10: ' in refused.text
    assert "“t/m schaal 10” stands for" not in seen(client, check)


def test_words_stand_one_on_a_line_below_their_column_and_none_may_be_left_empty(client: Client) -> None:
    page = client.get(checked(client, WORDS, AMOUNTS)).text
    captions = re.findall(r"<caption[^>]*>([^<]*)</caption>", page)
    assert captions[:2] == [
        "Grens: Up to which amount",
        "Ondermandaat: May sub-mandates be given",
    ]
    shown = page.split('<div class="words">', 1)[1].split("<details", 1)[0]
    assert (shown.count("<tr>"), "(optional)" in shown, shown.count("A suggestion")) == (2 + 5, False, 4)


def test_where_many_words_may_be_new_it_is_said_what_is_quickest(client: Client) -> None:
    quickest = "Quickest: add all that is new"
    rows = [f"K.{at};Vlag {at} hijsen aan de mast;Griffier\n" for at in range(5)]
    heading = "Nummer;Bevoegdheid;Mandaat aan\n"
    assert quickest in seen(client, checked(client, heading + "".join(rows), {}))
    assert quickest not in seen(client, checked(client, heading + "".join(rows[:4]), {}))


def test_what_is_wrong_names_the_column_and_what_may_stand_there(client: Client) -> None:
    shown = seen(client, checked(client, WORDS, AMOUNTS))
    depth = "This cannot be read in the column “May sub-mandates be given”."
    assert f"{depth} How often it may be passed on, as 0, 1 or 2. Empty: 0" in shown
    assert "This is a word, not an amount. Say what it stands for, such as no limit." in shown
    assert "as the explanation of the column says" not in shown


def test_the_summary_of_the_columns_names_each_that_is_not_answered(client: Client) -> None:
    step = columns(client, f"Nummer;Bevoegdheid;Mandaat aan;Toelichting;\nK.1;{ONE};na overleg;x\n")
    refused = sent(client, step, columns_of(client.get(step).text) | SAME)
    assert refused.status_code == 400
    summary = refused.text.split('role="alert"')[1].split("</ul>")[0]
    unanswered = "Say what this column is used for, or that it is not used."
    assert re.findall(r"<a [^>]*>([^<]*)</a>", summary) == [
        f"Toelichting: {unanswered}",
        f"Column 5, without a heading: {unanswered}",
    ]
