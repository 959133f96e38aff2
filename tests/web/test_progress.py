"""Long work on a file says how far it is, survives a reload of the page, and can be stopped."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import Client, TestResponse

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.uploads import running_job
from mandate_registry.services.uploads.uploads import Task
from tests.support.demo import WIERDENLAND
from tests.support.progress import ended, held
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.shown_jobs import begun, has_status, lost
from tests.web.site import Site
from tests.web.uploads import STAFF, answered, columns_of, upload


def signed_in(here: Site, lang: str = "en") -> Client:
    client = here.client(Role.HR)
    client.set_cookie("lang", lang)
    return client


def sent_file(client: Client) -> str:
    """Send a list of employees; return the address where it is looked at."""
    columns = upload(client, STAFF).location.replace("/table", "/columns")
    return answered(client, columns, columns_of(client.get(columns).text), {"replaces": "false"})


def mark_in(page: TestResponse) -> str:
    found = re.search(r'name="mark" value="([^"]*)"', page.text)
    assert found, text_of(page.text)
    return found[1]


def names(here: Site) -> set[str]:
    return {one.number for one in export_register(COMMAND_LINE, here.installation, WIERDENLAND).tables["employees"]}  # type: ignore[attr-defined]  # (employees have numbers)


def of(check: str) -> str:
    return check.replace("/check", "/progress")


def test_what_is_found_out_soon_is_shown_at_once(here: Site) -> None:
    client = signed_in(here)
    assert client.get(sent_file(client)).status_code == 200


def test_a_page_says_what_is_being_done_until_it_has_been(here: Site) -> None:
    client = signed_in(here)
    check = sent_file(client)
    with held(here.installation, "comparing"):
        for _ in range(2):  # a reload begins nothing
            assert client.get(check).location == of(check)
            page = client.get(of(check))
            assert (page.status_code, page.headers["Refresh"]) == (200, "2")
            assert "Finding out what this file would do" in text_of(page.text)
            assert "The file is compared with the register." in text_of(page.text)
            assert len(here.installation.working) == 1
    assert client.get(of(check)).location == check
    assert "Import this now" in client.get(check).text


def test_an_import_leads_to_what_it_did(here: Site) -> None:
    client = signed_in(here)
    check = sent_file(client)
    mark = mark_in(client.get(check))
    with held(here.installation, "writing"):
        for _ in range(2):  # pressed twice
            assert sent(client, check, mark=mark).location == of(check)
        assert client.get(check).location == of(check)
        assert "The changes are being written." in text_of(client.get(of(check)).text)
        assert len(here.installation.working) == 1
    done = client.get(of(check)).location
    assert "2 entries have changed" in text_of(client.get(done).text)
    assert sent(client, check, mark=mark).location == done
    assert "W-900" in names(here)


@pytest.mark.parametrize(("lang", "told"), [("nl", "1.200 van 10.000"), ("en", "1,200 of 10,000")])
def test_what_is_counted_is_told_and_drawn(here: Site, lang: str, told: str) -> None:
    client = signed_in(here, lang)
    check = sent_file(client)
    has_status(here.installation, begun(here.installation, check), "writing", 1200, 10000)
    page = client.get(of(check)).text
    assert told in text_of(page)
    assert re.search(r'<progress id="work" max="10000" value="1200">', page)


def test_what_is_stopped_changes_nothing_and_can_be_begun_again(here: Site) -> None:
    client = signed_in(here)
    check = sent_file(client)
    mark = mark_in(client.get(check))
    with held(here.installation, "writing"):
        sent(client, check, mark=mark)
        assert sent(client, check.replace("/check", "/stop")).location == of(check)
        assert "It is being stopped." in text_of(client.get(of(check)).text)
    page = client.get(of(check))
    assert "Refresh" not in page.headers
    assert "It was stopped" in text_of(page.text)
    assert "Nothing was changed" in text_of(page.text)
    assert "W-900" not in names(here)
    assert "Import this now" in client.get(check).text


def test_what_ended_with_its_process_is_told(here: Site) -> None:
    client = signed_in(here)
    check = sent_file(client)
    lost(here.installation, begun(here.installation, check, Task.FORESEE))
    assert "It ended unexpectedly" in text_of(client.get(of(check)).text)
    assert "Import this now" in client.get(check).text


def test_what_refuses_it_is_told_as_ever(here: Site) -> None:
    client = signed_in(here)
    check = sent_file(client)
    at_once = sent(client, check, mark="other")
    with held(here.installation, "reading"):
        assert sent(client, check, mark="other").location == of(check)
    later = client.get(of(check))
    for page in (at_once, later):
        assert (page.status_code, "Somebody was before you" in page.text) == (409, True)
    assert client.get(check).status_code == 200


def test_what_nobody_foresaw_is_told_as_ever(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    client = signed_in(here)
    check = sent_file(client)
    monkeypatch.setattr(running_job, "preview_import", fail)
    for page in (client.get(check), client.get(of(check))):
        assert (page.status_code, "Something went wrong here" in page.text) == (500, True)


def test_how_far_it_is_is_told_to_who_began_it_alone(here: Site) -> None:
    client, other = signed_in(here), here.client(Role.HR, person="W-999")
    check = sent_file(client)
    assert client.get(of(check)).status_code == 404  # nothing is being done yet
    assert client.get(check).status_code == 200
    assert other.get(of(check)).status_code == 404
    assert sent(other, check.replace("/check", "/stop")).status_code == 404
    assert client.post(check.replace("/check", "/stop")).status_code == 403
    ended(here.installation)
