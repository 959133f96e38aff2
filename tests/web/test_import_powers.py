"""Mandates of a list without a column for the body, the kind or the decision: asked once, and never guessed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.rules.facts import Kind
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import DISCLOSED, OF_NEW, TOLD_LATER, answered, columns_of, imported, upload

LIST = (
    "Mandaatregister;;\nVastgesteld op {day};;\nNr.;Bevoegdheid;Mandaat aan\n"
    "P1;Beslissen op een evenementenvergunning;Griffier\n"
    "P2;De gemeente vertegenwoordigen bij een overeenkomst;Griffier\n"
    "P3;Verlof toestaan;Griffier\n{more}"
)
HEADING = "P4;Vergunningen en ontheffingen;Griffier\n"
COMPOSITE = "P5;Een overeenkomst sluiten;Griffier\n"


def columns(client: Client, day: str = "9 december 2025", more: str = "", name: str = "lijst.csv") -> str:
    return upload(client, LIST.format(day=day, more=more), name).location.replace("/table", "/columns")


def shown(client: Client, address: str) -> str:
    return " ".join(text_of(client.get(address).text).split())


def mandates(here: Site) -> dict[str, Any]:
    tables = export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables
    found: list[Any] = [*tables["mandates"]]
    return {one.number: one for one in found if one.number.startswith("P")}


def test_new_mandates_get_the_body_and_the_kind_that_their_decision_types_need(here: Site, client: Client) -> None:
    step = columns(client)
    page = client.get(step).text
    assert {name: columns_of(page)[name] for name in ("fixed.kinds", "fixed.on_behalf_of")} == {
        "fixed.kinds": "@type",
        "fixed.on_behalf_of": "@type",
    }
    check = answered(client, step, columns_of(page))
    told = shown(client, check)
    assert "On behalf of which body, by code or name As its decision type says" in told
    assert "One row is on behalf of College van burgemeester en wethouders, for its decision type has that body" in told
    assert "Is that right? P3" in told
    assert "Propose this" not in told
    assert sent(client, check.replace("/check", "/mend"), {"bodies.0.rows": "6", "bodies.0.body": "college"}).location
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert {number: (one.on_behalf_of, one.kinds) for number, one in mandates(here).items()} == {
        "P1": ("burgemeester", (Kind.MANDATE,)),
        "P2": ("burgemeester", (Kind.POWER_OF_ATTORNEY,)),
        "P3": ("college", (Kind.AUTHORISATION,)),
    }


def test_the_body_and_the_kind_may_not_be_left_empty_and_the_page_does_not_say_so(client: Client) -> None:
    page = client.get(columns(client)).text
    for name in ("fixed.kinds", "fixed.on_behalf_of"):
        label = re.search(rf'for="{name.replace(".", "-")}"[^>]*>(.*?)</label>', page, re.DOTALL)
        assert label, name
        assert "optional" not in label[1]
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
        assert select, name
        assert 'value=""' not in select[0]


def test_rows_whose_decision_types_differ_are_answered_one_by_one(here: Site, client: Client) -> None:
    step = columns(client, more=HEADING + COMPOSITE)
    check = answered(client, step, columns_of(client.get(step).text))
    told = shown(client, check)
    assert "the decision types of this row say mandate; signing" in told
    assert "Only the components of this are mandated: Een overeenkomst sluiten (Besluiten tot een overeenkomst;" in told
    assert "Propose this" not in told
    typed = {"mended.0.column": "kinds", "mended.0.text": "mandate ; signing"}
    typed |= {"mended.1.column": "on_behalf_of", "mended.1.text": "College van burgemeester en wethouders"}
    rows = {"mended.0.row": "7", "mended.1.row": "7", "dropped": "8"}
    bodies = {"bodies.0.rows": "6", "bodies.0.body": "college"}
    sent(client, check.replace("/check", "/mend"), typed | rows | bodies)
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    found = mandates(here)
    assert (found["P4"].on_behalf_of, found["P4"].kinds) == ("college", (Kind.MANDATE, Kind.SIGNING))
    assert "P5" not in found


def test_the_decision_that_grants_them_is_asked_and_counts_for_all(here: Site, client: Client) -> None:
    step = columns(client)
    answers = sent(client, step, columns_of(client.get(step).text)).location
    assert "By which decision (besluit) are these mandates granted?" in shown(client, answers)
    assert columns_of(client.get(answers).text) == {}
    assert sent(client, answers, {"fixed.instrument": ""}).status_code == 400
    check = sent(client, answers, DISCLOSED | {"fixed.instrument": "WL-MB-2024", "since": "instrument"}).location
    assert "Granted by WL-MB-2024" in (told := shown(client, check))
    assert "2 rows are on behalf of Burgemeester, for their decision types have that body in the register." in told
    sent(client, check.replace("/check", "/mend"), {"bodies.0.rows": ["4", "5"], "bodies.0.body": "burgemeester"})
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert {one.instrument for one in mandates(here).values()} == {"WL-MB-2024"}


@pytest.mark.parametrize(
    ("day", "name", "suggested"),
    [
        ("3 december 2024", "lijst.csv", "WL-OM-2025"),
        ("9-12-2025", "WL-VB-2024 bijlage.csv", "WL-VB-2024"),
        ("9-12-2025", "Ondermandaat inkoop 2025.csv", "WL-OM-2025"),
        ("3 december 2024", "WL-VB-2024.csv", ""),
        ("11-06-2024", "lijst.csv", ""),
    ],
)
def test_a_decision_is_suggested_if_the_title_or_the_file_names_exactly_one(
    client: Client, day: str, name: str, suggested: str
) -> None:
    step = columns(client, day, name=name)
    answers = sent(client, step, columns_of(client.get(step).text)).location
    assert columns_of(client.get(answers).text).get("fixed.instrument", "") == suggested


def test_that_it_is_told_later_is_a_choice_that_stays(client: Client) -> None:
    step = columns(client)
    answers = sent(client, step, columns_of(client.get(step).text)).location
    assert "This has not been answered yet." in shown(client, step.replace("/columns", "/check"))
    check = sent(client, answers, OF_NEW).location
    assert "Granted by None: it is told later" in shown(client, check)
    assert columns_of(client.get(answers).text) == {"fixed.instrument": "@later"}
    sent(client, step, columns_of(client.get(step).text))
    assert columns_of(client.get(answers).text) == {"fixed.instrument": "@later"}


SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}


def test_what_can_never_give_a_yes_is_told_before_anything_is_imported_and_to_whoever_approves(
    here: Site, client: Client
) -> None:
    step = columns(client)
    check = answered(client, step, columns_of(client.get(step).text) | SAME)
    told = shown(client, check)
    reasons = (
        "Mandate P1 cannot cover what it lists: Decide on an event permit is a power of Burgemeester, not of College",
        "Mandate P3 cannot cover what it lists: Allow leave needs the kind authorisation.",
    )
    assert f"The mandate lists what it can never cover: 3 Has to be mended Row 4 – {reasons[0]}" in told
    assert f"Row 6 – {reasons[1]}" in told
    assert told.index(reasons[1]) < told.index("Mandate P1 names no instrument")
    approver = here.client(Role.APPROVER)
    approver.set_cookie("lang", "en")
    changeset = imported(client, check)
    for page in (changeset, f"{changeset}/approve"):
        assert reasons[0] in shown(approver, page)


def test_nothing_is_told_of_mandates_that_are_right(client: Client) -> None:
    step = columns(client)
    answers = sent(client, step, columns_of(client.get(step).text)).location
    told = shown(
        client, sent(client, answers, DISCLOSED | {"fixed.instrument": "WL-MB-2024", "since": "instrument"}).location
    )
    assert "cannot cover" not in told
    assert "Has to be mended" not in told


def test_an_empty_cell_of_a_column_for_the_body_is_asked_about_once(client: Client) -> None:
    text = "Nr.;Bevoegdheid;Mandaat aan;Namens\nP1;Verlof toestaan;Griffier;college\n"
    text += "P2;Beslissen op een evenementenvergunning;Griffier;\n"
    step = upload(client, text, "mandaten.csv").location.replace("/table", "/columns")
    answers = sent(client, step, columns_of(client.get(step).text)).location
    page = client.get(answers).text
    assert "Some rows do not say on behalf of which body." in text_of(page)
    assert 'name="byType.on_behalf_of" value="type" checked' in page
    assert sent(client, answers, TOLD_LATER).status_code == 400
    filled_in = sent(client, answers, OF_NEW | {"byType.on_behalf_of": "none"}).location
    assert "Nothing stands here. Fill it in." in shown(client, filled_in)
    check = sent(client, answers, OF_NEW | {"byType.on_behalf_of": "type"}).location
    assert "On behalf of: Burgemeester" in shown(client, check)
