"""By which decision new mandates are granted, and from which day they hold, is asked once for a list."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from werkzeug.test import Client

from mandate_registry.rules.moments import day_of
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from tests.support.demo import WIERDENLAND
from tests.web.forms import fill, sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import DISCLOSED, asked, columns_of, imported, upload

ZONE = ZoneInfo("Europe/Amsterdam")
ABOVE = "Mandaatregister gemeente Wierdenland 2026;;;;\nVastgesteld door het college op 9 december 2025;;;;\n"
LIST = "Nummer;Soort;Namens;Mandaat aan;Bevoegdheid\nK.1;mandaat;college;Subsidieadviseur;Een subsidie verlenen\n"
NEW = {
    "fixed.instrument": "@new",
    "granting.reference": "WL-MB-2026",
    "granting.title": "Mandaatregister 2026",
    "granting.adoptedBy": "College van burgemeester en wethouders",
    "granting.adoptedOn": "2025-12-09",
    "granting.inForceFrom": "2026-01-01",
    "since": "instrument",
} | DISCLOSED


def filled(page: str) -> dict[str, str]:
    """Return what stands in the fields of the decision, and what is chosen in radio buttons."""
    inputs = [one for one in re.findall(r"<input[^>]*>", page) if 'type="radio"' not in one]
    found = [re.search(r'name="(granting\.[^"]+|sinceDay)".*value="([^"]*)"', one) for one in inputs]
    chosen = re.findall(r'type="radio"[^>]*name="([^"]+)" value="([^"]+)" checked', page)
    return {one[1]: one[2] for one in found if one and one[2]} | dict(chosen)


def seen(page: str) -> str:
    return " ".join(text_of(page).split())


def tables(here: Site) -> Any:
    return export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables


def granted(here: Site) -> tuple[str | None, date | None]:
    """Return by which decision the new mandate was granted, and its first day."""
    mandates: list[Any] = list(tables(here)["mandates"])
    (found,) = [one for one in mandates if one.number == "K.1"]
    return found.instrument, day_of(found.valid.since, ZONE) if found.valid.since else None


def test_the_body_and_the_day_above_the_list_are_filled_in(client: Client) -> None:
    page = client.get(asked(client, ABOVE + LIST)).text
    assert "Suggested: MR-2026." in seen(page)
    assert filled(page) == {
        "granting.reference": "MR-2026",
        "granting.title": "Mandaatregister gemeente Wierdenland 2026",
        "granting.adoptedBy": "College van burgemeester en wethouders",
        "granting.adoptedOn": "2025-12-09",
    }
    assert columns_of(page) == {"fixed.instrument": "@new"}
    assert "stands above the list" in seen(page)


DATED = LIST.replace("Bevoegdheid\n", "Bevoegdheid;Ingangsdatum\n").replace("verlenen\n", "verlenen;1-1-2026\n")


def test_its_first_day_is_the_one_that_most_rows_have(client: Client) -> None:
    rows = DATED.splitlines()[1]
    text = f"{ABOVE}{DATED}Rubriek;;;;;\n{rows.replace('K.1', 'K.2')}\n{rows.replace('K.1;', 'K.3;')}\n"
    page = client.get(asked(client, text.replace("K.3;mandaat", ";mandaat"))).text
    found = filled(page)
    assert (found["granting.inForceFrom"], found["rubrics"]) == ("2026-01-01", "skip")
    assert re.search(r'name="numbers"[^>]*value="M-"', page)
    assert "From which day do the new mandates hold?" not in text_of(page)


def test_the_question_about_first_days_comes_back_where_rows_that_are_read_have_none(client: Client) -> None:
    answers = asked(client, f"{ABOVE}{DATED}Rubriek;;;;;\n")
    again = sent(client, answers, {name: text for name, text in NEW.items() if name != "since"} | {"rubrics": "read"})
    assert (again.status_code, "From which day do the new mandates hold?" in text_of(again.text)) == (400, True)


@pytest.mark.parametrize(
    "above",
    [
        "Vastgesteld op 9 december 2025;;;;\n",
        "Vastgesteld door het college op 9 december 2025, gewijzigd op 3 maart 2026;;;;\n",
        "Vastgesteld door het college en de burgemeester op 9 december 2025;;;;\n",
        "Vastgesteld door het college;;;;\n",
    ],
)
def test_where_there_is_not_one_of_each_nothing_is(client: Client, above: str) -> None:
    assert filled(client.get(asked(client, above + LIST)).text) == {}


def test_a_new_decision_comes_into_the_register_with_the_mandates(here: Site, client: Client) -> None:
    answers = asked(client, ABOVE + LIST)
    check = sent(client, answers, NEW).location
    assert check == answers.replace("/answers", "/check")
    shown = seen(client.get(check).text)
    for one in (
        "Granted by Mandaatregister 2026 (WL-MB-2026), which comes into the register with the mandates",
        "First day of new mandates of which the file tells none 1 January 2026",
        "Instruments – New: 1",
    ):
        assert one in shown
    again = filled(client.get(answers).text)
    assert again == {name: text for name, text in NEW.items() if not name.startswith("fixed")}
    changeset = imported(client, check)
    assert [one for one in tables(here)["instruments"] if one.reference == "WL-MB-2026"] == []
    fill(here.client(Role.APPROVER), f"{changeset}/approve")
    (besluit,) = [one for one in tables(here)["instruments"] if one.reference == "WL-MB-2026"]
    assert (besluit.title, besluit.adopted_by) == (NEW["granting.title"], NEW["granting.adoptedBy"])
    assert (besluit.adopted_on, besluit.in_force_from) == (date(2025, 12, 9), date(2026, 1, 1))
    assert granted(here) == ("WL-MB-2026", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"granting.reference": ""}, "granting-reference"),
        ({"granting.title": ""}, "granting-title"),
        ({"granting.reference": "WL-MB-2024"}, "granting-reference"),
        ({"granting.title": "Mandaatbesluit Wierdenland 2024"}, "granting-title"),
        ({"granting.adoptedOn": "9 december"}, "granting-adoptedOn"),
        ({"granting.inForceFrom": ""}, "since"),
        ({"since": ""}, "since"),
        ({"since": "day"}, "sinceDay"),
        ({"fixed.instrument": "@later"}, "since"),
        ({"fixed.instrument": ""}, "fixed-instrument"),
    ],
)
def test_what_is_not_told_or_taken_is_pointed_at(client: Client, said: dict[str, str], wrong: str) -> None:
    page = sent(client, asked(client, ABOVE + LIST), NEW | said)
    assert (page.status_code, f'id="{wrong}-error"' in page.text) == (400, True), seen(page.text)


def test_a_decision_that_is_known_says_from_which_day(here: Site, client: Client) -> None:
    answers = asked(client, f"Bijlage bij WL-MB-2024;;;;\n{LIST}")
    page = client.get(answers).text
    assert "Mandaatbesluit Wierdenland 2024 (WL-MB-2024), in force from 1 July 2024" in seen(page)
    assert filled(page) == {"since": "instrument"}
    check = sent(client, answers, DISCLOSED | {"fixed.instrument": "WL-MB-2024", "since": "instrument"}).location
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert granted(here) == ("WL-MB-2024", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("said", "day"), [({"since": "day", "sinceDay": "2026-03-01"}, date(2026, 3, 1)), ({"since": "none"}, None)]
)
def test_another_day_or_none_is_an_answer(here: Site, client: Client, said: dict[str, str], day: date | None) -> None:
    answers = asked(client, LIST)
    check = sent(client, answers, DISCLOSED | {"fixed.instrument": "@later"} | said).location
    assert filled(client.get(answers).text) == DISCLOSED | said
    fill(here.client(Role.APPROVER), f"{imported(client, check)}/approve")
    assert granted(here) == (None, day)


def test_a_list_with_first_days_is_not_asked_about_them(client: Client) -> None:
    text = LIST.replace("heid\n", "heid;Ingangsdatum\n").replace("verlenen\n", "verlenen;1-1-2026\n")
    page = client.get(asked(client, text)).text
    assert 'name="since"' not in page
    assert "What does a later first day in the file mean?" not in page
    page = client.get(asked(client, text.replace("K.1", "WL-1.7"))).text
    assert "What does a later first day in the file mean?" in page  # the register has that mandate since 2024
    assert filled(page)["replaces"] == "false"


def test_a_list_that_is_complete_says_the_last_day_of_what_it_leaves_out(client: Client) -> None:
    step = upload(client, LIST, "lijst.csv").location.replace("/table", "/columns")
    with time_machine.travel("2026-11-30T12:00:00+01:00", tick=False):
        page = seen(client.get(step).text)
    assert "its last day is 29 November 2026 if that is today" in page
