"""The import step by step, as whoever keeps a register goes through it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register, pack
from tests.support.demo import WIERDENLAND
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import STAFF, answered, columns_of, upload

MANDATES = "Mandaatnummer;Instructies\nWL-1.1;Vraag het eerst.\n"


def named(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def english(client: Client) -> Client:
    client.set_cookie("lang", "en")
    return client


def seen(page: str) -> str:
    """Return the text of a page, its spaces alike."""
    return " ".join(text_of(page).split())


def test_a_list_of_employees_is_sent_named_looked_at_and_imported(here: Site) -> None:
    client = english(here.client(Role.HR))
    what = upload(client, STAFF)
    assert (what.status_code, what.location.endswith("/table")) == (303, True)
    page = client.get(what.location).text
    assert re.search(r'value="employees" checked', page)
    columns = sent(client, what.location, sheet=named(page, "sheet"), table="employees").location
    chosen = columns_of(client.get(columns).text)
    assert chosen == {"uses.c0": "number", "uses.c1": "name", "uses.c2": "employed_from"}
    assert "W-001 · W-900" in client.get(columns).text
    check = answered(client, columns, chosen, {"replaces": "false"})
    shown = client.get(check).text
    assert "the day first, as in 31-12-2026" in text_of(shown)
    assert re.search(r"Employees – New: 1 .*Employees – Changes: 1 ", text_of(shown))
    assert "Employees: 1 New From Aad Nieuw (W-900) row 3 1 March 2096" in seen(shown)
    assert "Changes Name: Hendrikje Tolsma → Hendrikje TOLSMA" in seen(shown)
    done = sent(client, check, mark=named(shown, "mark")).location
    assert "2 entries have changed" in text_of(client.get(done).text)
    known: list[Any] = list(export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["employees"])
    assert {one.number: one.name for one in known}["W-900"] == "Aad Nieuw"
    assert client.get(check).status_code == 404


def test_mandates_are_proposed(here: Site) -> None:
    client = english(here.client(Role.HR))
    columns = upload(client, MANDATES).location.replace("/table", "/columns")
    check = answered(client, columns, columns_of(client.get(columns).text))
    shown = client.get(check).text
    assert "Somebody else approves this" in shown
    assert "A colleague has to approve it" in client.get(sent(client, check, mark=named(shown, "mark")).location).text


def test_what_is_wrong_is_shown_by_the_row_and_heading_of_the_file(here: Site) -> None:
    client = english(here.client(Role.HR))
    columns = upload(client, STAFF.replace("1-3-2096", "maart")).location.replace("/table", "/columns")
    page = text_of(client.get(answered(client, columns, columns_of(client.get(columns).text))).text)
    assert "3 Datum in dienst maart This is not a day. Write it as 31-12-2026 or 2026-12-31." in page
    assert "Import this now" not in page


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"uses.c1": "name", "uses.c2": "-"}, "Say what this column is used for, or that it is not used."),
        ({"uses.c0": "-", "uses.c1": "name", "uses.c2": "-"}, "Say where this comes from."),
        ({"uses.c0": "number", "uses.c1": "name", "uses.c2": "name"}, "Two columns are used for this. Choose one."),
        (
            {"uses.c0": "number", "uses.c1": "name", "uses.c2": "-", "fixed.name": "A"},
            "Choose a column or a fixed value",
        ),
        ({"uses.c9": "number"}, "This cannot be stated here."),
        ({"uses.c0": "x"}, "This cannot be. Check how it is written."),
    ],
)
def test_columns_that_cannot_be_are_asked_again(kept: Site, fields: dict[str, str], error: str) -> None:
    client = english(kept.client(Role.HR))
    page = sent(client, upload(client, STAFF).location.replace("/table", "/columns"), fields)
    assert (page.status_code, error in text_of(page.text)) == (400, True)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"%PDF", "x.pdf", "This file cannot be read."),
        (b"PK\x03\x04", "x.xlsx", "This file cannot be read."),
        (b"", "x.csv", "This file is empty."),
        (b"a;b\n" + b"c;d\n" * 50_001, "x.csv", "This file holds too much."),
    ],
    ids=["pdf", "broken", "empty", "long"],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(kept: Site, content: bytes, name: str, error: str) -> None:
    page = upload(english(kept.client(Role.HR)), content, name)
    assert (page.status_code, error in page.text) == (400, True)


def test_no_file_is_asked_for_again(kept: Site) -> None:
    page = sent(english(kept.client(Role.HR)), "/desk/imports")
    assert (page.status_code, "Fill this in." in page.text) == (400, True)


def test_what_is_too_large_is_not_taken(kept: Site) -> None:
    kind = "multipart/form-data; boundary=x"
    sent_bare = kept.client(Role.HR).post("/desk/imports", data=b"a" * 5_000_001, content_type=kind)
    assert sent_bare.status_code == 413


def test_a_whole_register_needs_no_columns(kept: Site) -> None:
    client = english(kept.client(Role.HR))
    packed = pack(COMMAND_LINE, kept.installation, WIERDENLAND, "xlsx")
    check = upload(client, packed.content, packed.name).location
    assert check.endswith("/check")
    assert "Nothing would change" in client.get(check).text
    assert client.get(check.replace("/check", "/columns")).status_code == 404
    broken = upload(client, b"none", "register.zip").location
    assert "register.zip – – is not a readable .zip file" in text_of(client.get(broken).text)


def test_a_file_waits_for_its_sender_alone_and_can_be_thrown_away(kept: Site) -> None:
    client, other = kept.client(Role.HR), kept.client(Role.HR, person="W-999")
    at = upload(client, STAFF).location
    assert "personeel.csv" in client.get("/desk/imports").text
    assert "personeel.csv" not in other.get("/desk/imports").text
    for step in ("table", "columns", "check"):
        assert other.get(at.replace("table", step)).status_code == 404
    assert sent(other, at.replace("table", "drop")).status_code == 404
    assert sent(client, at.replace("table", "drop")).status_code == 303
    assert client.get(at).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.APPROVER, Role.HOLDER, Role.PARTNER])
def test_who_keeps_no_register_imports_nothing(kept: Site, role: Role) -> None:
    client = kept.client(role)
    assert client.get("/desk/imports").status_code in (403, 404)
    assert upload(client, STAFF).status_code in (403, 404)


def test_an_administrator_says_whose_register_it_is(kept: Site) -> None:
    client = english(kept.client(Role.ADMINISTRATOR))
    assert "Gemeente Duinrand" in client.get("/desk/imports").text
    fields = {"file": (io.BytesIO(STAFF.encode()), "x.csv"), "organisation": WIERDENLAND}
    check = sent(client, "/desk/imports", fields).location.replace("/table", "/check")
    assert "Gemeente Wierdenland" in text_of(client.get(check).text)


def test_a_form_without_its_token_does_nothing(kept: Site) -> None:
    client = kept.client(Role.HR)
    assert client.post("/desk/imports", data={"file": (io.BytesIO(b"a;b\n"), "x.csv")}).status_code >= 400
