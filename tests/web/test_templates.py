"""The templates that the import offers."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.test import Client

from mandate_registry.register_folder.reader import read_packed
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.register_folder.templates import HEADINGS, write_list
from mandate_registry.services.permissions import Role
from mandate_registry.web.file_downloads import XLSX
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import DISCLOSED


def test_the_import_offers_every_template(kept: Site) -> None:
    client = kept.client(Role.HR)
    offered = re.findall(r'href="(/desk/imports/[^"]+xlsx)"', client.get("/desk/imports").text)
    lists = [f"/desk/imports/lists/{table}.xlsx" for table in ("mandates", "decision_types", "employees")]
    assert {"mandates", "decision_types", "employees"} == HEADINGS.keys()
    assert offered == ["/desk/imports/template.xlsx", "/desk/imports/example.xlsx", *lists]
    for path in offered:
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (200, XLSX)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/desk/imports/lists/keys.xlsx").status_code == 404
    assert kept.client().get("/desk/imports/template.xlsx").status_code == 302


def test_the_example_is_a_register(kept: Site) -> None:
    register = read_packed(kept.client(Role.HR).get("/desk/imports/example.xlsx").data, ".xlsx")
    assert [len(register.tables[name]) for name in ("bodies", "units", "employees", "positions", "mandates")] == [
        *(1, 2, 3, 3, 3)
    ]


@pytest.mark.parametrize("table", HEADINGS)
def test_an_empty_list_sent_back_is_read_and_brings_nothing(kept: Site, table: str) -> None:
    client = kept.client(Role.HR)
    content = client.get(f"/desk/imports/lists/{table}.xlsx").data
    (sheet,) = read_sheets(content, "list.xlsx").values()
    assert list(sheet.headings) == list(HEADINGS[table].values())
    assert "staat al in het register" in brought(client, content)


ROWS = {
    "employees": ["W-950", "Aad Nieuw", "", "1-1-2025", ""],
    "decision_types": ["z.9", "Iets besluiten", "", "college", "besluit", "nee", "ja", "Awb 10:3"],
    "mandates": ["Z-9", "mandaat", "college", "Griffier", "subsidy.grant", "100", "excl", "", "", "1-1-2026", ""],
}


@pytest.mark.parametrize(("table", "row"), ROWS.items())
def test_a_list_that_was_filled_in_is_imported_without_a_question_about_its_columns(
    kept: Site, table: str, row: list[str]
) -> None:
    stream = io.BytesIO()
    write_list(stream, table, [], [row])
    page = brought(kept.client(Role.HR), stream.getvalue())
    assert ("Dit zou wijzigen" in page, row[0] in page) == (True, True)


def brought(client: Client, content: bytes) -> str:
    """Send a list and look at what it would do, as its columns and their meaning are suggested."""
    address = sent(client, "/desk/imports", {"file": (io.BytesIO(content), "list.xlsx")}).location
    answers = address.replace("/table", "/answers")
    page = client.get(answers).text
    suggested = dict(re.findall(r'type="radio"[^>]*name="([^"]+)" value="([^"]+)" checked', page))
    suggested |= DISCLOSED if 'name="disclosure"' in page else {}
    if suggested:
        sent(client, answers, suggested)
    return text_of(client.get(address.replace("/table", "/check")).text)
