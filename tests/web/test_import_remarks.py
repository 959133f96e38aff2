"""The remarks of a list of mandates are told what they are in one step, and nothing of them is dropped in silence."""

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
from tests.web.uploads import OF_NEW, TOLD_LATER, asked, columns_of, imported

ONE = "mandaat;college;Subsidieadviseur;Een subsidie verlenen"
LIST = (
    "Nummer;Soort;Namens;Mandaat aan;Bevoegdheid;Bijzonderheden\n"
    f"K.1;{ONE};Na overleg\nK.2;{ONE};intern, niet publiceren\nK.3;{ONE};Namens de burgemeester\nK.4;{ONE};Na overleg\n"
)


def answers_of(client: Client, use: str) -> str:
    return asked(client, LIST, uses={"uses.c5": use})


def remarks_of(*uses: str) -> dict[str, str]:
    words = ("Na overleg", "intern, niet publiceren", "Namens de burgemeester")
    said = [{"column": "conditions", "word": word, "use": use} for word, use in zip(words, uses, strict=True)]
    return {f"remarks.{at}.{name}": text for at, one in enumerate(said) for name, text in one.items()}


def test_each_remark_is_a_condition_an_instruction_or_not_used(here: Site, client: Client) -> None:
    answers = answers_of(client, "conditions")
    page = client.get(answers).text
    assert {name: use for name, use in columns_of(page).items() if name.startswith("remarks")} == {
        "remarks.0.use": "conditions",
        "remarks.1.use": "disclosure:internal",
        "remarks.2.use": "body:burgemeester",
    }
    shown = " ".join(text_of(page).split())
    assert "Row 3 says “intern, niet publiceren”: what does that mean for the others?" in shown
    assert 'name="disclosure" value="partners" checked' not in page
    refused = sent(client, answers, TOLD_LATER | remarks_of("conditions", "instructions", "unused"))
    assert (refused.status_code, "Who may know of the new mandates?: Fill this in." in refused.text) == (400, True)
    assert "<details open" not in refused.text.partition("Suggested already")[2]  # nothing is wrong in there
    assert "Remarks: Na overleg → A condition (2 rows)" in shown
    assert "Na overleg – in rows 2, 5" in shown
    assert (
        "→ On behalf of: Burgemeester (one row) Suggested, because their words say so. Namens de burgemeester" in shown
    )
    check = sent(client, answers, OF_NEW | remarks_of("conditions", "instructions", "unused")).location
    assert columns_of(client.get(answers).text)["remarks.2.use"] == "unused"
    shown = " ".join(text_of(client.get(check).text).split())
    assert "“intern, niet publiceren” is an instruction, for inside only 1 (3)" in shown
    assert "“Namens de burgemeester” is not used 1 (4)" in shown
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["mandates"])
    assert {one.number: (one.conditions, one.instructions) for one in found if one.number[0] == "K"} == {
        "K.1": (("Na overleg",), ""),
        "K.2": ((), "intern, niet publiceren"),
        "K.3": ((), ""),
        "K.4": (("Na overleg",), ""),
    }


def test_they_are_what_their_column_is_used_for_until_somebody_says_otherwise(client: Client) -> None:
    page = client.get(answers_of(client, "instructions")).text
    assert columns_of(page)["remarks.0.use"] == "instructions"
    assert "What are these remarks?" not in client.get(answers_of(client, "-")).text


def test_a_remark_may_say_on_behalf_of_whom_with_whom_and_who_may_know(here: Site, client: Client) -> None:
    text = (
        "Nummer;Mandaat aan;Bevoegdheid;Bijzonderheden\nK.1;Subsidieadviseur;Een subsidie verlenen;intern\n"
        "K.2;Wijkregisseur;Een subsidie verlenen;Samen met K.1\nK.3;Subsidieadviseur;Een subsidie vaststellen;\n"
        "K.4;Subsidieadviseur;Een subsidie vaststellen;Samen met K.3\n"
        "K.5;Subsidieadviseur;Een subsidie verlenen;Namens het college\n"
    )
    answers = asked(client, text)
    shown = client.get(answers).text
    said = {name: use for name, use in columns_of(shown).items() if name.startswith("remarks")}
    assert [said[f"remarks.{at}.use"] for at in range(4)] == [
        "disclosure:internal",
        "with:K.1",
        "conditions",
        "body:college",
    ]
    hidden = dict(re.findall(r'name="(remarks\.\d+\.(?:column|word))" value="([^"]*)"', shown))
    wrong = sent(client, answers, OF_NEW | hidden | said | {"remarks.1.use": "with:K.9"})
    assert wrong.status_code == 400
    check = sent(client, answers, OF_NEW | hidden | said).location
    told = " ".join(text_of(client.get(check).text).split())
    assert "“Samen met K.1” says with whom it is decided 1 (3)" in told
    assert columns_of(client.get(answers).text)["remarks.2.use"] == "conditions"
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    mandates: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["mandates"])
    found = {one.number: one for one in mandates if one.number[0] == "K"}
    assert {number: one.disclosure for number, one in found.items()} == {
        "K.1": "internal",
        **dict.fromkeys(("K.2", "K.3", "K.4", "K.5"), "partners"),
    }
    seats = {number: [str(seat) for seat in one.seats] for number, one in found.items()}
    (own,) = seats["K.1"]
    assert (len(seats["K.2"]), seats["K.2"][1], seats["K.4"]) == (2, own, [own])
    assert (found["K.4"].conditions, found["K.5"].on_behalf_of) == (("Samen met K.3",), "college")
    assert not any(found[number].conditions for number in ("K.1", "K.2", "K.5"))
