"""What is added and corrected about people and positions, from their sheets."""

from __future__ import annotations

import re

import pytest

from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND
from tests.web.pages import text_of
from tests.web.register_reader import Desk
from tests.web.site import Site

OF_A_PERSON = {
    "Aanstelling toevoegen": ("/desk/appointments/new", "employee", "W-012"),
    "Afwezigheid melden": ("/desk/absences/new", "employee", "W-012"),
    "Plaatsvervanger voorstellen": ("/desk/deputyships/new", "for", "employee:W-012"),
}
OF_A_POSITION = {
    "Iemand aanstellen": ("/desk/appointments/new", "position", "inkoper"),
    "Plaatsvervanger voorstellen": ("/desk/deputyships/new", "for", "position:inkoper"),
}
LINK = re.compile(r'<a[^>]* href="([^"]+)"[^>]*>(?:<span[^>]*>)?\s*([^<]*?)\s*<')


def links_of(html: str) -> dict[str, str]:
    return {text: href.replace("&amp;", "&") for href, text in LINK.findall(html)}


@pytest.fixture
def desk(here: Site) -> Desk:
    return Desk(here, here.client(Role.HR))


@pytest.mark.parametrize(
    ("path", "ways"),
    [(("people", "employees", "W-012"), OF_A_PERSON), (("positions", "positions", "inkoper"), OF_A_POSITION)],
)
def test_a_sheet_leads_to_what_is_added_to_it_and_it_is_filled_in_there(
    desk: Desk, path: tuple[str, str, str], ways: dict[str, tuple[str, str, str]]
) -> None:
    links = links_of(desk.client.get(desk.path(*path)).text)
    for label, (address, field, value) in ways.items():
        assert links[label].startswith(f"{address}?")
        assert path[2] not in links[label]
        page = desk.client.get(links[label]).text
        assert re.search(rf'name="{field}"[^>]* value="{value}"|<option value="{value}" selected', page), label


def test_only_who_keeps_the_register_is_led_there(here: Site, desk: Desk) -> None:
    page = here.client(Role.AUDITOR).get(desk.path("people", "employees", "W-012")).text
    assert not {*OF_A_PERSON, "Verbeteren"} & set(links_of(page))


def test_an_address_fills_in_only_who_or_which_position_it_is_about(desk: Desk) -> None:
    person = desk.path("people", "employees", "W-012").rpartition("/")[2]
    page = desk.client.get(f"/desk/absences/new?employee={person}&validFrom=2026-01-02&position=inkoper").text
    assert 'value="W-012"' in page
    assert "2026-01-02" not in page.partition("<main")[2]


@pytest.mark.parametrize("named", ["W-012", "00000000-0000-4000-8000-000000000000"])
def test_an_address_that_names_nobody_of_the_register_leads_nowhere(desk: Desk, named: str) -> None:
    assert desk.client.get(f"/desk/absences/new?employee={named}").status_code == 404


def test_an_address_of_one_register_names_nobody_of_another(here: Site, desk: Desk) -> None:
    person = desk.path("people", "employees", "W-012").rpartition("/")[2]
    other = here.client(Role.HR, organisation=DUINRAND)
    assert other.get(f"/desk/absences/new?employee={person}").status_code == 404


@pytest.mark.parametrize(
    ("path", "tables"),
    [
        (("people", "employees", "W-004"), ("appointments", "deputyships", "absences")),
        (("positions", "positions", "inkoper"), ("appointments",)),
    ],
)
def test_rows_of_a_sheet_lead_to_where_they_are_corrected(
    desk: Desk, path: tuple[str, str, str], tables: tuple[str, ...]
) -> None:
    html = desk.client.get(desk.path(*path)).text
    for table in tables:
        found = re.findall(rf'href="(/desk/{table}/[0-9a-f-]{{36}}/edit)">Verbeteren<', html)
        assert found, (table, text_of(html))
        assert desk.client.get(found[0]).status_code == 200
