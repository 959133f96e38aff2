"""A large file is read in a job: its page says how far it is, and leads on once it has been read."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.changesets import sheets
from mandate_registry.services.permissions import Role
from tests.support.progress import ended, held
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site
from tests.web.uploads import STAFF, upload


@pytest.fixture
def hr(here: Site, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a browser for which each file is a large one."""
    monkeypatch.setattr(sheets, "LARGE", 10)
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


def test_its_page_says_so_until_it_has_been_read_once(here: Site, hr: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []

    def read(content: bytes, name: str) -> Any:
        times.append(name)
        return read_sheets(content, name)

    monkeypatch.setattr(sheets, "read_sheets", read)
    with held(here.installation, "reading"):
        progress = upload(hr, STAFF).location
        shown = text_of(hr.get(progress).text)
        assert "Reading the file" in shown
        assert "The file is being read." in shown
        resume = progress.removesuffix("/progress")
        assert hr.get(f"{resume}/columns").status_code == 409
        assert "It is not read yet" in text_of(hr.get("/desk/imports").text)
        assert hr.get(resume).location == progress
    assert hr.get(progress).location == resume
    table = hr.get(resume).location
    assert hr.get(table).status_code == 200
    assert hr.get(table.replace("/table", "/columns")).status_code == 200
    assert times == ["personeel.csv"]  # its sheets stay at hand
    sent(hr, f"{resume}/drop")
    left: Any = here.installation.remembered.get(("sheets",), None, lambda: "something is at hand")
    assert left == {}


def test_one_that_cannot_be_read_is_told_of_and_forgotten(here: Site, hr: Client) -> None:
    with held(here.installation, "reading"):
        progress = upload(hr, b"PK\x03\x04 no workbook at all", "personeel.ods").location
    ended(here.installation)
    shown = hr.get(hr.get(progress).location)
    assert shown.status_code == 400
    assert "This file cannot be read." in text_of(shown.text)
    assert "personeel.ods" not in text_of(hr.get("/desk/imports").text)


def test_one_that_was_stopped_is_read_when_it_is_asked_for_again(here: Site, hr: Client) -> None:
    with held(here.installation, "reading"):
        progress = upload(hr, STAFF).location
        sent(hr, progress.replace("/progress", "/stop"))
    ended(here.installation)
    assert "It was stopped" in text_of(hr.get(progress).text)
    assert hr.get(progress.removesuffix("/progress")).location.endswith(("/table", "/progress"))
    ended(here.installation)
    assert hr.get(progress.removesuffix("/progress")).location.endswith("/table")
