"""A list with the headings of one that was imported is answered as that was, once its sender has looked it through."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select
from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from models import import_answers
from tests.support.demo import DUINRAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import AMOUNTS, OF_NEW, asked, columns_of, imported, upload

LIST = (
    "Volgnr;Voor wie;Waarover;Grens;Tot;Status\n"
    "T-1;Griffier;subsidy.grant;maximaal twee ton;1-7-2099;A\n"
    "T-2;Femke Olthof;subsidy.grant;1000;1-7-2099;V\n"
)
FURTHER = LIST.replace("T-1", "T-3").replace("T-2", "T-4").replace("2099;V", "2099;N")
USES = ("number", "holder", "decision_types", "max_amount", "valid_until", "rows")
FIXED = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}
ANSWERS = OF_NEW | {
    "fixed.vat": "excl",
    "fixed.currency": "EUR",
    "bounds.max_amount": "within",
    "chosen.v0": "read",
    "chosen.v1": "skip",
    "bounds.valid_until": "beyond",
}
WORDS = {"meanings.0.column": "max_amount", "meanings.0.word": "maximaal twee ton", "meanings.0.how": "text"}
ONE = "mandaat;college;Subsidieadviseur;Een subsidie verlenen"
SAID = "Taken over from the last list with these headings"


@pytest.fixture
def hr(here: Site) -> Client:
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


def begun(client: Client, text: str = LIST) -> dict[str, str]:
    """Send a list; return the addresses of its steps."""
    table = upload(client, text, "mandaten.csv").location
    return {step: table.replace("/table", f"/{step}") for step in ("table", "columns", "answers", "mend", "check")}


def brought_in(client: Client) -> None:
    """Bring a list in, as somebody does for the first time."""
    at = begun(client)
    sent(client, at["table"], sheet="", table="mandates")
    sent(client, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
    assert sent(client, at["answers"], ANSWERS).status_code == 303
    sent(client, at["mend"], WORDS | {"meanings.0.text": "200000 excl. btw"})
    assert imported(client, at["check"])


def chosen(page: str, name: str) -> list[str]:
    """Return what is chosen in a field of a page."""
    inputs = re.findall(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
    values = (re.search(r'value="([^"]*)"', one) for one in inputs if " checked" in one or 'type="radio"' not in one)
    return [found[1] for found in values if found]


def test_the_columns_of_the_last_list_are_suggested_and_the_page_says_so(hr: Client) -> None:
    assert SAID not in hr.get(begun(hr)["columns"]).text
    brought_in(hr)
    at = begun(hr, FURTHER)
    page = hr.get(at["columns"]).text
    assert SAID in page
    uses = columns_of(page)
    assert [uses[f"uses.c{place}"] for place in range(len(USES))] == list(USES)
    assert uses["fixed.on_behalf_of"] == "college"


def test_the_answers_of_the_last_list_are_suggested_but_for_what_it_did_not_have(hr: Client) -> None:
    brought_in(hr)
    at = begun(hr, FURTHER)
    sent(hr, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
    page = hr.get(at["answers"]).text
    assert SAID in page
    assert chosen(page, "fixed.vat") == ["excl"]
    assert chosen(page, "fixed.currency") == ["EUR"]
    assert chosen(page, "bounds.valid_until") == ["beyond"]
    assert chosen(page, "chosen.v0") == ["read"]
    assert chosen(page, "chosen.v1") == []  # N is a status that the last list did not have


def test_nothing_is_applied_before_it_is_answered_on_its_page(hr: Client) -> None:
    brought_in(hr)
    at = begun(hr, FURTHER)
    assert not imported_at_once(hr, at["check"])
    sent(hr, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
    assert not imported_at_once(hr, at["check"])


def imported_at_once(client: Client, check: str) -> bool:
    return 'name="mark"' in client.get(check).text


def test_what_the_register_says_of_all_mandates_of_a_list_is_suggested_and_not_of_new_ones(hr: Client) -> None:
    brought_in(hr)
    for numbers, said in ((("WL-1.1", "WL-3.1"), 1), (("WL-1.1", "T-9"), 0)):
        again = LIST.replace("T-1", numbers[0]).replace("T-2", numbers[1])
        at = begun(hr, again)
        sent(hr, at["table"], sheet="", table="mandates")
        sent(hr, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
        page = hr.get(at["answers"]).text
        assert len(re.findall(r'<input type="radio"[^>]*name="disclosure" value="[^"]+" checked', page)) == said


def test_what_a_word_stood_for_is_suggested_where_it_is_asked(hr: Client) -> None:
    brought_in(hr)
    at = begun(hr, FURTHER)
    sent(hr, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
    sent(hr, at["answers"], ANSWERS)
    page = hr.get(at["check"]).text
    assert SAID in page
    assert chosen(page, "meanings.0.text") == ["200000 excl. btw"]
    assert not imported_at_once(hr, at["check"])


def test_what_is_kept_names_nobody_and_no_row(here: Site, hr: Client) -> None:
    brought_in(hr)
    with here.installation.reading() as connection:
        (row,) = connection.execute(select(import_answers)).all()
    kept = json.loads(row.plan)
    assert set(kept["meanings"]) == {"max_amount"}
    assert (kept["mended"], kept["dropped"], kept["marked"], kept["sheet"]) == ({}, [], {}, "")
    assert "Olthof" not in row.plan


def test_what_was_answered_is_told_to_no_other_organisation(here: Site, hr: Client) -> None:
    brought_in(hr)
    other = here.client(Role.HR, organisation=DUINRAND, person="D-003")
    other.set_cookie("lang", "en")
    assert SAID not in hr.get(begun(hr, FURTHER.replace("Grens", "Plafond"))["columns"]).text
    assert SAID not in text_of(other.get(begun(other, FURTHER)["columns"]).text)


def test_one_list_keeps_its_answers_once(here: Site, hr: Client) -> None:
    brought_in(hr)
    at = begun(hr, FURTHER)
    sent(hr, at["columns"], FIXED | {f"uses.c{place}": use for place, use in enumerate(USES)})
    sent(hr, at["answers"], ANSWERS | {"bounds.max_amount": "beyond"})
    sent(hr, at["mend"], WORDS | {"meanings.0.text": "200000 excl. btw"})
    assert imported(hr, at["check"])
    with here.installation.reading() as connection:
        (row,) = connection.execute(select(import_answers)).all()
    assert json.loads(row.plan)["bounds"]["max_amount"] == "beyond"


def test_an_unchanged_list_whose_words_are_conditions_and_remarks_changes_nothing(here: Site, hr: Client) -> None:
    text = (
        "Nummer;Soort;Namens;Mandaat aan;Bevoegdheid;Grens;Bijzonderheden\n"
        f"K.1;{ONE};bouwsom t/m € 1.000.000;Na overleg\nK.2;{ONE};t/m schaal 10;intern, niet publiceren\n"
        f"K.3;{ONE};80% van de subsidie;Na overleg\nK.4;{ONE};1000;\n"
    )
    hows = {"both": "bouwsom t/m € 1.000.000", "condition": "t/m schaal 10", "condition ": "80% van de subsidie"}
    told = AMOUNTS | OF_NEW | remarked("instructions", "conditions")
    first = asked(hr, text, uses={"uses.c6": "conditions"})
    check = sent(hr, first, told).location
    words = {
        f"meanings.{at}.{name}": value
        for at, (how, word) in enumerate(hows.items())
        for name, value in (("column", "max_amount"), ("word", word), ("how", how.strip()))
    }
    assert sent(hr, check.replace("/check", "/mend"), words).location == check
    fill(here.client(Role.APPROVER), f"{imported(hr, check)}/approve")
    again = asked(hr, text, uses={"uses.c6": "conditions"})
    uses = {name: use for name, use in columns_of(hr.get(again).text).items() if name.startswith("remarks")}
    assert uses == {"remarks.0.use": "instructions", "remarks.1.use": "conditions"}
    check = sent(hr, again, AMOUNTS | OF_NEW | remarked(*uses.values())).location
    page = hr.get(check).text
    assert [columns_of(page)[f"meanings.{at}.how"] for at in range(3)] == ["both", "condition", "condition"]
    sent(hr, check.replace("/check", "/mend"), words)
    assert "The register says all of this already." in " ".join(text_of(hr.get(check).text).split())


def remarked(*uses: str) -> dict[str, str]:
    """Return what is said of the remarks of a list."""
    found = zip(("Na overleg", "intern, niet publiceren"), uses, strict=True)
    said = [{"column": "conditions", "word": word, "use": use} for word, use in found]
    return {f"remarks.{at}.{name}": text for at, one in enumerate(said) for name, text in one.items()}
