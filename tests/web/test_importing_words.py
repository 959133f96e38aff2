"""Words of a list are said once what they stand for, on the page that mends the list; each answer is one that fits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.exporting import export_register
from mandate_registry.services.permissions import Role
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import answered, columns_of, imported, upload

SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
ONE = "Een subsidie verlenen;Subsidieadviseur"
WORDS = (
    "Nummer;Bevoegdheid;Mandaat aan;Grens;Ondermandaat\n"
    f"K.1;{ONE};t/m schaal 10;ja\nK.2;{ONE};80% van de subsidie;nee\nK.3;{ONE};geen;nee\nK.4;{ONE};€ 5.000;0\n"
)
AMOUNTS = {"fixed.vat": "excl", "bounds.max_amount": "within"}


@pytest.fixture
def client(here: Site) -> Client:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


def columns(client: Client, text: str, table: str = "mandates") -> str:
    """Send a list and say what it is; return the address where its columns are asked about."""
    step = upload(client, text, "lijst.csv").location
    sent(client, step, sheet="lijst", table=table)
    return step.replace("/table", "/columns")


def checked(client: Client, text: str, answers: dict[str, str], table: str = "mandates") -> str:
    """Answer what is asked of a list with the columns as they are guessed; return where it is looked at."""
    step = columns(client, text, table)
    fixed = SAME if table == "mandates" else {}
    return answered(client, step, columns_of(client.get(step).text) | fixed, answers)


def offered(page: str) -> dict[tuple[str, str], tuple[list[str], str]]:
    """Return by column and word what may be answered, and what is suggested."""
    found = {}
    for block in page.split('<div class="word">')[1:]:
        column, word = (re.findall(rf'\.{name}" value="([^"]*)"', block)[0] for name in ("column", "word"))
        options = re.findall(r'<option value="([^"]+)"( selected)?', block.split("</form>")[0])
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
    limits = ["text", "condition", "empty", "skip"]
    depths = [*map(str, range(10)), "empty", "skip"]
    assert offered(page) == {
        ("max_amount", "t/m schaal 10"): (limits, ""),
        ("sub_mandating", "ja"): (depths, ""),
        ("max_amount", "80% van de subsidie"): (limits, ""),
        ("sub_mandating", "nee"): (depths, "0"),
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
            ("sub_mandating", "ja"): {"text": "1"},
            ("sub_mandating", "nee"): {"text": "0"},
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
    assert offered(page) == {("number", ""): (["skip"], ""), ("name", ""): (["text", "skip"], "")}
    assert "Each of these rows needs its own: type it below, row by row." in text_of(page)
    assert "<details open>" in page


def test_what_a_closed_list_may_say_is_chosen_from(client: Client) -> None:
    text = f"Nummer;Bevoegdheid;Mandaat aan;Openbaarheid\nK.1;{ONE};beperkt\n"
    step = columns(client, text)
    uses = columns_of(client.get(step).text) | SAME | {"uses.c3": "disclosure"}
    check = answered(client, step, uses)
    assert offered(client.get(check).text) == {
        ("disclosure", "beperkt"): (["public", "partners", "internal", "empty", "skip"], "")
    }
    mended(client, check, {("disclosure", "beperkt"): {"text": "internal"}})
    assert "Only the organisation itself" in seen(client, check)
