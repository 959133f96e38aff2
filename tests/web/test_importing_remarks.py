"""The remarks of a list of mandates are told what they are in one step, and nothing of them is dropped in silence."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.exporting import export_register
from mandate_registry.services.permissions import Role
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import OF_NEW, asked, columns_of, imported

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
        f"remarks.{at}.use": "conditions" for at in range(3)
    }
    shown = " ".join(text_of(page).split())
    assert "What are these remarks?" in shown
    assert "Na overleg 2, 5" in shown
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
